"""A ledger sent on a page is tried first, loaded on demand, once and whole; what it holds of people stays encrypted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import make_office, make_unit, make_user
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.ledger import Sent
from casework.models.ledger import SentLedger
from casework.models.record import Record
from casework.office import Office
from casework.queries import sent_ledgers as queries
from casework.services import ledger_signs
from casework.services import sent_ledgers as sending
from casework.services.importing import ImportReport, Share
from casework.services.ledger_signs import Signs, is_lost, last_sign
from casework.services.sent_ledgers import LedgerForm
from casework.services.ticking import tick
from casework.services.verification import verify
from casework.viewer import Moment, Viewer
from tests.ledger.sheets import CASE, CLOSED, REVIEW, Rows, csv_file, xlsx_file
from workflows.vocabulary import Role

NOW = Moment.on(date(2021, 1, 15))


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made, name="某区人民政府")
    return made


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=[Role.importer], name="甲")


def sent(folder: Path, rows: Rows, *, reviews: Rows = ()) -> Sent:
    return Sent("2020年台账.xlsx", xlsx_file(folder / "l.xlsx", rows, reviews=reviews).read_bytes())


def tried(office: Office, file: Sent, viewer: Viewer, **more: object) -> int:
    form = LedgerForm("district", file, **more)  # type: ignore[arg-type]
    ledger_id = sending.receive(office, form, viewer=viewer, moment=NOW)
    sending.work(office, ledger_id, viewer=viewer, moment=NOW)
    return ledger_id


def load(office: Office, ledger_id: int, viewer: Viewer) -> bool:
    is_new = sending.ask_to_load(office, ledger_id, viewer=viewer, moment=NOW)
    if is_new:
        sending.work(office, ledger_id, viewer=viewer, moment=NOW)
    return is_new


def told(office: Office, ledger_id: int) -> tuple[SentLedger, ImportReport]:
    with office.db.read() as session:
        row = session.get_one(SentLedger, ledger_id)
        return row, sending.report_of(office, row)


def cases(office: Office) -> int:
    with office.db.read() as session:
        entered = select(func.count()).where(Record.kind.in_(("request", "review")))
        return session.scalar(entered) or 0


def test_a_trial_shows_units_and_years_and_the_loading_follows_on_demand_once(
    office: Office, clerk: Viewer, tmp_path: Path
) -> None:
    ledger_id = tried(office, sent(tmp_path, [CASE, CLOSED], reviews=[REVIEW]), clerk)
    row, report = told(office, ledger_id)
    assert (row.fault, row.is_load, cases(office)) == ("", False, 0)
    assert report == ImportReport(2, 1)
    assert report.shares == (Share("某区人民政府", 2020, 2, 1),)
    assert row.ended_at is not None
    assert load(office, ledger_id, clerk)
    assert not load(office, ledger_id, clerk)  # a second click
    row, report = told(office, ledger_id)
    assert (row.is_load, row.fault, report) == (True, "", ImportReport(2, 1))
    assert cases(office) == 3
    assert verify(office, today=NOW.today) == ()
    with office.db.read() as session:
        assert session.scalar(select(SentLedger.content)) is None  # the files are gone


def test_faults_are_told_and_bar_the_loading(office: Office, clerk: Viewer, tmp_path: Path) -> None:
    ledger_id = tried(office, sent(tmp_path, [CASE, {**CASE, "申请人类型": "企业"}]), clerk)
    _, report = told(office, ledger_id)
    assert [(one.row, one.column) for one in report.faults] == [(3, "申请人类型")]
    with pytest.raises(Conflict, match="改正台账后重新上传"):
        load(office, ledger_id, clerk)
    again = tried(office, Sent("坏.xlsx", b"PK\x03\x04 no workbook"), clerk)
    row, _ = told(office, again)
    assert "坏.xlsx" in row.fault
    with pytest.raises(Conflict):
        load(office, again, clerk)
    assert cases(office) == 0


def test_the_same_ledger_sent_twice_is_recognised_when_the_second_is_loaded(
    office: Office, clerk: Viewer, tmp_path: Path
) -> None:
    first, second = (tried(office, sent(tmp_path, [CASE, CLOSED]), clerk) for _ in range(2))
    assert load(office, first, clerk)
    assert load(office, second, clerk)
    _, report = told(office, second)
    assert {one.row for one in report.faults} == {2, 3}
    assert cases(office) == 2


def test_columns_are_passed_over_and_reviews_come_from_a_second_file(
    office: Office, clerk: Viewer, tmp_path: Path
) -> None:
    first = csv_file(tmp_path / "a.csv", [{**CASE, "序号": "1"}]).read_bytes()
    beside = Sent("b.csv", csv_file(tmp_path / "b.csv", [REVIEW]).read_bytes())
    ledger_id = tried(office, Sent("a.csv", first), clerk, reviews=beside, ignored=["序号"])
    assert told(office, ledger_id)[1] == ImportReport(1, 1)


def test_who_may_send_and_who_may_look(office: Office, clerk: Viewer, tmp_path: Path) -> None:
    file = sent(tmp_path, [CASE])
    handler = make_user(office, "handler", roles=[Role.handler], name="乙")
    with pytest.raises(NotAllowed, match="人员和角色"):
        tried(office, file, handler)
    with pytest.raises(Invalid, match="没有任何内容"):
        tried(office, Sent("空.csv", b" "), clerk)
    ledger_id = tried(office, file, clerk)
    other = make_user(office, "other", roles=[Role.importer], name="丙")
    with pytest.raises(NotFound):
        load(office, ledger_id, other)
    with office.db.read() as session:
        content = session.scalars(select(SentLedger.content)).one()
        assert content is not None
        assert "张三" not in office.cipher.decrypt(content)  # in an archive, and that is encrypted
        assert [unit.code for unit in queries.importing_units(session, other)] == ["district"]
        assert not queries.importing_units(session, handler)
        assert not queries.sent_ledgers(session, other, at=NOW.at)


def test_signs_of_life_are_seen_while_the_database_is_written(
    office: Office, clerk: Viewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_signs, "_SECONDS", 0)
    seen = []
    give = Signs.give

    def watched(self: Signs, done: int, total: int, step: str, *, at_once: bool = False) -> None:
        give(self, done, total, step, at_once=at_once)
        with office.db.read() as session:
            sign = last_sign(office, session.scalars(select(SentLedger)).one())
            seen.append((sign.step, sign.done, sign.total))

    monkeypatch.setattr(Signs, "give", watched)
    tried(office, sent(tmp_path, [CASE, CLOSED]), clerk)
    assert seen[-3:] == [("检查", 0, 2), ("试导", 1, 2), ("试导", 2, 2)]
    assert not list(tmp_path.glob("*.progress"))


def test_one_whose_process_ended_is_told_as_interrupted_and_may_be_loaded_again(
    office: Office, clerk: Viewer, tmp_path: Path
) -> None:
    now = office.now()
    ledger_id = tried(office, sent(tmp_path, [CASE]), clerk)
    assert sending.ask_to_load(office, ledger_id, viewer=clerk, moment=now)
    with pytest.raises(Conflict, match="正在处理"):
        sending.discard(office, ledger_id, viewer=clerk, moment=now)
    later = Moment(now.at + timedelta(minutes=5), now.today)
    assert is_lost(office, told(office, ledger_id)[0], at=later.at)
    assert sending.ask_to_load(office, ledger_id, viewer=clerk, moment=later)
    sending.work(office, ledger_id, viewer=clerk, moment=NOW)
    assert cases(office) == 1
    sending.discard(office, ledger_id, viewer=clerk, moment=later)
    assert cases(office) == 1


def test_the_timer_erases_what_was_sent_after_a_week(
    office: Office, clerk: Viewer, tmp_path: Path
) -> None:
    tried(office, sent(tmp_path, [CASE]), clerk)
    for days, left in ((6, 1), (8, 0)):
        tick(office, moment=Moment(NOW.at + timedelta(days=days), NOW.today))
        with office.db.read() as session:
            assert session.scalar(select(func.count()).select_from(SentLedger)) == left
