"""What an applicant does on his own case: open it with number and code, open a paper, correct, withdraw.

Each change is an act of the law's table, done through the one door as the role 申请人.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.models.applying import PaperAccess
from casework.models.record import Record
from casework.office import Office
from casework.queries import applicant_case
from casework.queries.applicant_case import Here
from casework.services import actions, applying, engine, portal_limits, query_codes, rederiving
from casework.services.applying import Brought
from casework.viewer import Moment
from workflows.action import Action
from workflows.file_guards import FileKind
from workflows.guards import chinese_day
from workflows.history import Act, Facts
from workflows.parties import applicants_of, representative_of
from workflows.vocabulary import ServiceMethod

_WRONG = (
    "编号或者查询码不对；请对照登记回执核对。查询码遗失的，请持身份证明到受理单位当面重新领取。"
)


@dataclass(frozen=True)
class Paper:
    """A paper as it is handed out."""

    title: str
    number: str
    pdf: bytes


def open_case(office: Office, number: str, code: str, *, address: str, moment: Moment) -> None:
    """Whether number and code belong together; every try counts against the limit.

    Raises:
        TooMany: too many tries from this network address. Invalid: they open nothing.
    """
    portal_limits.take(office, portal_limits.TRACK, address, unit_id=None, moment=moment)
    with office.db.read() as session:
        record = query_codes.find(session, office.cipher, code)
        if record is None or not query_codes.same_number(record, number):
            raise Invalid(_WRONG, fields={"number": "请核对", "code": "请核对"})


def paper(office: Office, code: str, document_id: int, *, moment: Moment) -> Paper:
    """Hand out a paper and note when; where the applicant agreed to electronic service, the first time is its arrival.

    Raises:
        NotFound: no such paper, or it is not served yet. Invalid: the code opens nothing.
    """
    with office.db.write() as session:
        at, record = _opened(session, office, code, moment)
        here = applicant_case.stand(session, record, today=moment.today, calendar=at.calendar)
        found, content = applicant_case.own_paper(session, record, document_id, here=here)
        handed = Paper(found.title, found.number, content)
        session.add(PaperAccess(record_id=record.id, document_id=document_id, at=moment.at))
        if found.served_on is None:
            _record_arrival(at, record, found.key, here)
        return handed


def correct(
    office: Office, code: str, text: str, files: Sequence[Brought], *, address: str, moment: Moment
) -> None:
    """Hand in the corrected request (条例30) with its files.

    Raises:
        ActionRefused: it is not open now. Invalid: the text is missing, or a file is not accepted.
        TooMany: a limit against abuse.
    """
    portal_limits.take(office, portal_limits.UPLOAD, address, unit_id=None, moment=moment)
    checked = applying.checked(office, files)
    with office.db.write() as session:
        at, record = _opened(session, office, code, moment)
        data = {"corrected_content": text}
        actions.do(at, record, "receive_correction", on_day=moment.today, payload=data)
        applying.attach(at, record, checked, remark="申请人补正时提交")


def withdraw(office: Office, code: str, *, address: str, moment: Moment) -> None:
    """Withdraw the request. Raises ActionRefused where it has ended already, TooMany at the limit."""
    portal_limits.take(office, portal_limits.UPLOAD, address, unit_id=None, moment=moment)
    said = f"{chinese_day(moment.today)}申请人凭查询码网上撤回"
    with office.db.write() as session:
        at, record = _opened(session, office, code, moment)
        actions.do(at, record, "withdraw", on_day=moment.today, payload={"paper": said})


def brought(name: str, content: bytes) -> Brought:
    """A file of a correction."""
    return Brought(FileKind.other, name, content)


def _opened(
    session: Session, office: Office, code: str, moment: Moment
) -> tuple[engine.Desk, Record]:
    """The case of a code under a lock, with the applicant as the one who acts."""
    found = query_codes.find(session, office.cipher, code)
    if found is None:
        raise Invalid(_WRONG)
    viewer = applying.applicant(found.unit_id)
    record = actions.locked(session, found.id, viewer)
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    rederiving.catch_up(at, record)
    return at, record


def _record_arrival(at: engine.Desk, record: Record, key: str, here: Here) -> None:
    """The act that proves the arrival of a paper, once, where the applicant agreed and it was not served before."""
    action = here.arrival(key)
    if action is None:
        return
    data = _arrived(at, action, here.situation.facts)
    act = Act(0, action.name, at.moment.today, data)
    if not here.workflow.refusals(here.situation, act):
        actions.do(at, record, action.name, on_day=at.moment.today, payload=data)


def _arrived(at: engine.Desk, action: Action, facts: Facts) -> dict[str, Any]:
    """What the act asks for, as far as the portal knows it."""
    when = at.moment.at.astimezone(at.office.settings.timezone)
    applicants = applicants_of(facts)
    known = {
        "recipient": representative_of(facts) or (applicants[0] if applicants else 0),
        "consented": True,
        "method": ServiceMethod.electronic,
        "proof": f"{when:%Y-%m-%d %H:%M} 申请人在查询页下载",
    }
    return {field.key: known[field.key] for field in action.fields if field.key in known}
