"""A handler who leaves hands over all at once; what cannot be handed over stays, with the reason."""

from datetime import date

import pytest
from click.testing import CliRunner
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select, update

from casework.cli import main
from casework.db import Database
from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.models.record import Record
from casework.models.user import User
from casework.office import Office
from casework.queries.accounts import accounts
from casework.queries.cases import queue
from casework.queries.queue_filter import QueueFilter
from casework.queries.staff import staff_in_sight
from casework.services import calendars, handover, verification
from casework.services.accounts import set_active
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

D1, D2, D8 = date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 8)


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def unit_id(office: Office) -> int:
    found = make_unit(office)
    make_unit(office, "bureau", name="某区某局", parent="district")
    make_user(office, "leaver", roles=[Role.handler], name="老周")
    make_user(office, "heir", roles=[Role.handler], name="小吴")
    return found


@pytest.fixture
def chief(office: Office, unit_id: int) -> Viewer:
    return make_user(office, "chief", roles=[r for r in Role if r is not Role.system])


def user_id(office: Office, login: str) -> int:
    with office.db.read() as session:
        return session.scalars(select(User.id).where(User.login == login)).one()


def assigned(office: Office, chief: Viewer, unit_id: int) -> Case:
    case = make_case(office, chief, unit_id=unit_id)
    case.do("assign", D2, handler=user_id(office, "leaver"))
    return case


def handlers(office: Office) -> list[int | None]:
    with office.db.read() as session:
        wanted = select(Record.handler_id).where(Record.kind == "request").order_by(Record.id)
        return list(session.scalars(wanted))


def hand_over(office: Office, viewer: Viewer, **more: str) -> handover.Report:
    given = {"leaving": "leaver", "to": "heir", **more}
    return handover.hand_over(office, viewer=viewer, moment=Moment.on(D8), **given)


def test_every_open_case_goes_to_the_successor_and_the_closed_ones_stay(
    office: Office, chief: Viewer, unit_id: int
) -> None:
    cases = [assigned(office, chief, unit_id) for _ in range(3)]
    cases[0].do("withdraw", D2, paper="—")
    report = hand_over(office, chief)
    leaver, heir = user_id(office, "leaver"), user_id(office, "heir")
    assert handlers(office) == [leaver, heir, heir]
    assert report == handover.Report(("DISTRICT-2020-0002", "DISTRICT-2020-0003"), ())
    assert verification.verify(office, today=D8) == ()


def test_a_batch_moves_as_a_whole_or_not_at_all(
    office: Office, chief: Viewer, unit_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "BATCH", 2)
    for _ in range(3):
        assigned(office, chief, unit_id)
    second = make_case(office, chief, unit_id=unit_id)
    second.do("assign", D2, handler=user_id(office, "leaver"))
    second.do("log_contact", date(2020, 9, 9), note="—")
    second.do("request_reasons", date(2020, 9, 9), counts="—", matter="—")
    report = hand_over(office, chief)
    leaver, heir = user_id(office, "leaver"), user_id(office, "heir")
    assert handlers(office) == [heir, heir, leaver, leaver]
    assert [kept.number for kept in report.kept] == ["DISTRICT-2020-0003", "DISTRICT-2020-0004"]
    assert "DISTRICT-2020-0004：“改派承办人”的日期早于上一事项" in report.kept[0].reason


def test_a_successor_of_another_unit_works_for_the_answering_one(
    office: Office, chief: Viewer, unit_id: int
) -> None:
    assigned(office, chief, unit_id)
    far = make_user(office, "far", roles=[Role.handler], unit="bureau")
    hand_over(office, chief, to="far")
    with office.db.read() as session:
        record = session.scalars(select(Record).where(Record.kind == "request")).one()
        assert (record.handler_id, record.unit_id) == (far.user_id, unit_id)
        assert record.handler_unit_id != unit_id


@pytest.mark.parametrize(
    ("given", "error", "sentence"),
    [
        ({"to": "leaver"}, Invalid, "同一人"),
        ({"to": "nobody"}, NotFound, "没有登录名为“nobody”"),
        ({"leaving": "nobody"}, NotFound, "没有登录名为“nobody”"),
        ({"unit": "moon"}, NotFound, "没有代码为“moon”的单位"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(
    office: Office,
    chief: Viewer,
    unit_id: int,
    given: dict[str, str],
    error: type[Exception],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        hand_over(office, chief, **given)


def test_who_has_left_takes_no_cases_and_holds_none(
    office: Office, chief: Viewer, unit_id: int
) -> None:
    assigned(office, chief, unit_id)
    with office.db.write() as session:
        session.execute(update(User).where(User.login == "leaver").values(active=False))
    with pytest.raises(Invalid, match="账号已停用"):
        hand_over(office, chief, leaving="heir", to="leaver")
    with office.db.read() as session:
        rows = queue(
            session,
            chief,
            QueueFilter(),
            today=D8,
            calendar=calendars.newest(session),
            cipher=office.cipher,
        ).rows
        staff = {one.login: one for one in staff_in_sight(session, chief)}
    assert [row.handler for row in rows] == [""]
    assert (staff["leaver"].active, staff["leaver"].cases) == (False, 1)


def test_a_case_taken_up_again_is_an_open_one_of_its_handler(
    office: Office, chief: Viewer, unit_id: int
) -> None:
    case = assigned(office, chief, unit_id)
    case.do("withdraw", D2, paper="书面撤回")
    case.do("redo", D8, until="2020-09-30", decision="复决〔2020〕1号")
    with office.db.read() as session:
        staff = {one.login: one.cases for one in staff_in_sight(session, chief)}
        people = {one.login: one.cases for one in accounts(session, chief)}
    assert (staff["leaver"], people["leaver"]) == (1, 1)
    with pytest.raises(Conflict, match="还有 1 件未办结"):
        set_active(office, "leaver", False, viewer=chief, moment=Moment.on(D8))


def test_a_handler_hands_over_for_nobody(office: Office, chief: Viewer, unit_id: int) -> None:
    heir = make_user(office, "third", roles=[Role.handler])
    with pytest.raises(NotAllowed, match="审批人或者系统管理员"):
        hand_over(office, heir)
    with office.db.read() as session, pytest.raises(NotAllowed):
        staff_in_sight(session, heir)


def test_the_command_lists_the_cases_and_hands_them_over(
    office: Office, chief: Viewer, unit_id: int
) -> None:
    assigned(office, chief, unit_id)
    url = office.db.url.render_as_string(hide_password=False)
    call = ["handover", "leaver", "--to", "heir", "--unit", "district", "--database", url]
    listed = CliRunner().invoke(main, [*call, "--dry-run"])
    assert "DISTRICT-2020-0001" in listed.output
    assert "共 1 件，尚未交接。" in listed.output
    done = CliRunner().invoke(main, call)
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "已交接 1 件。")
    assert handlers(office) == [user_id(office, "heir")]


def test_the_command_says_what_stayed_and_why(
    office: Office, chief: Viewer, unit_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = assigned(office, chief, unit_id)
    tomorrow = office.now().today
    case.do("request_reasons", tomorrow, counts="—", matter="—")
    url = office.db.url.render_as_string(hide_password=False)
    monkeypatch.setattr(Office, "now", lambda self: Moment.on(D8))
    call = ["handover", "leaver", "--to", "heir", "--database", url]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 1
    assert "未交接 1 件：DISTRICT-2020-0001：“改派承办人”的日期早于上一事项" in done.output
