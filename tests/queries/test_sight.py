"""What a viewer may see is asked without units only while he holds a role in every one of them."""

import pytest
from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.models.record import Record
from casework.office import Office
from casework.queries.sight import visible
from casework.services import users
from casework.viewer import Viewer
from workflows.vocabulary import RecordKind, Role


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


def seen(office: Office, viewer: Viewer) -> set[int]:
    """The units of the requests in sight."""
    with office.db.read() as session:
        asked = select(Record.unit_id).where(Record.kind == RecordKind.request, visible(viewer))
        return set(session.scalars(asked))


def test_a_unit_founded_beside_his_own_is_out_of_a_supervisors_sight(office: Office) -> None:
    district = make_unit(office)
    bureau = make_unit(office, "bureau", name="某区某局", parent="district")
    above = make_user(office, "above", roles=list(Role))
    below = make_user(office, "below", roles=[Role.handler, Role.intake], unit="bureau")
    make_case(office, above, unit_id=district)
    make_case(office, below, unit_id=bureau)
    assert (above.whole, below.whole) == (True, False)
    assert (seen(office, above), seen(office, below)) == ({district, bureau}, {bureau})
    other = make_unit(office, "other", name="另一区")
    stranger = make_user(office, "stranger", roles=list(Role), unit="other")
    make_case(office, stranger, unit_id=other)
    with office.db.read() as session:
        again = users.viewer_of(session, above.user_id or 0)
    assert again is not None
    assert not again.whole
    assert seen(office, again) == {district, bureau}
