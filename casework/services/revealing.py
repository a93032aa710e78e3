"""Takes over what an earlier request tells of an applicant; looking at it is an act of that request, with its purpose."""

from casework.errors import NotFound
from casework.models.party import Party
from casework.office import Office
from casework.services import actions, engine
from casework.services.parties import PartyForm
from casework.viewer import Moment, Viewer
from workflows.acts.noting import RevealPurpose
from workflows.registry import workflow_version


def taken_over(office: Office, party_id: int, *, viewer: Viewer, moment: Moment) -> PartyForm:
    """The party of an earlier request as he was entered there, for the form of a new one.

    Raises:
        NotFound: there is none, or his request is out of sight. NotAllowed: the role is missing.
    """
    with office.db.write() as session:
        party = session.get(Party, party_id)
        if party is None:
            raise NotFound("没有这名申请人，或者不在您可以查看的范围内；请自行填写。")
        record = actions.locked(session, party.record_id, viewer)
        row = next(a for a in workflow_version(record.workflow_version).actions if a.reveals)
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        purpose = {"purpose": RevealPurpose.register.value}
        actions.do(at, record, row.name, on_day=moment.today, payload=purpose)
        cipher = office.cipher
        return PartyForm(
            name=party.name,
            category=party.category,
            id_type=party.id_type,
            id_number=cipher.decrypt(party.id_number),
            phone=cipher.decrypt(party.phone),
            address=cipher.decrypt(party.address),
            email=cipher.decrypt(party.email),
        )
