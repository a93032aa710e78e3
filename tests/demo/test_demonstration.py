"""What stands in the database and on the table after `casework demo`."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import func, select

from casework import demo
from casework.annual_table import to_data
from casework.demo import people
from casework.demo.showing import table_of_2020
from casework.demo.units import DEPARTMENTS, ROOT, TOWNS, UNITS
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.annual_documents import document
from casework.queries.annual_tables import annual_table
from casework.queries.remedies import remedy_doubts
from casework.queries.unserved import unserved
from casework.services import calendars, users
from casework.services.verification import verify
from casework.viewer import system
from tests.demo.loading import TODAY, Loaded
from workflows.history import Act
from workflows.registry import workflow_version
from workflows.vocabulary import RecordKind, Role, State

GOLDEN = json.loads(
    (Path(__file__).parent.parent / "golden" / "2020-lanshan.json").read_text(encoding="utf-8")
)
LIVE_SINCE = date(TODAY.year - 1, 6, 1)


def requests(loaded: Loaded, *where) -> list[Record]:
    with loaded.office.db.read() as session:
        found = session.scalars(select(Record).where(Record.kind == RecordKind.request, *where))
        return list(found)


def of_2020(loaded: Loaded) -> list[Record]:
    return requests(loaded, Record.received_on.between(date(2020, 1, 1), date(2020, 12, 31)))


def unit_codes(loaded: Loaded) -> dict[int, str]:
    with loaded.office.db.read() as session:
        return {row.id: row.code for row in session.scalars(select(Unit))}


def table(loaded: Loaded, year: int):
    with loaded.office.db.read() as session:
        return annual_table(
            session,
            system(Role.supervisor),
            year=year,
            unit_code=ROOT,
            rollup=True,
            today=TODAY,
        )


def test_the_command_ends_well(loaded: Loaded) -> None:
    assert loaded.exit_code == 0


@pytest.mark.parametrize("part", ["part3", "part4"])
def test_the_roll_up_of_2020_is_the_published_table_in_every_cell(
    loaded: Loaded, part: str
) -> None:
    assert to_data(table_of_2020(loaded.office, moment=loaded.moment))[part] == GOLDEN[part]


def test_the_report_of_2020_tells_the_published_numbers(loaded: Loaded) -> None:
    with loaded.office.db.read() as session:
        found = document(
            session,
            system(Role.supervisor),
            year=2020,
            unit_code="lanshan",
            rollup=True,
            today=loaded.moment.today,
        )
    text = "".join(line for lines in found.paragraphs.values() for line in lines)
    for words in (
        "新收政府信息公开申请205件，比上年减少17件",
        "政府及政府部门160件，占78.0%；各镇街道45件，占22.0%",
        "办结206件：予以公开68件，占33.0%；部分公开14件，占6.8%；不予公开5件，占2.4%；"
        "无法提供111件，占53.9%；不予处理2件，占1.0%；其他处理6件，占2.9%",
        "予以公开减少20件，部分公开增加4件，不予公开增加4件，无法提供减少3件，不予处理减少1件，其他处理与上年持平",
        "结果维持比例为28.6%，上年为38.1%，比上年下降9.5个百分点",
        "结果纠正比例为52.4%，上年为57.1%，比上年下降4.7个百分点",
        "结果维持比例为55.6%，上年为49.5%，比上年提高6.1个百分点",
        "行政许可上一年项目数量1444，行政许可本年增/减-1253",
    ):
        assert words in text
    assert found.errors == ()
    assert str(found.table.part2["procurement.amount"]) == "184249.5"


@pytest.mark.parametrize("year", [2019, 2020, 2021, TODAY.year - 1, TODAY.year])
def test_every_rule_holds_in_every_year(loaded: Loaded, year: int) -> None:
    assert [check for check in table(loaded, year).checks if not check.ok] == []


def test_the_district_has_54_units(loaded: Loaded) -> None:
    assert sorted(unit_codes(loaded).values()) == sorted(row.code for row in UNITS)
    assert (len(UNITS), len(DEPARTMENTS), len(TOWNS)) == (54, 41, 12)


def test_no_unit_is_told_to_look_at_its_review_bodies_and_courts(loaded: Loaded) -> None:
    with loaded.office.db.read() as session:
        units = session.scalars(select(Unit)).all()
        assert [one for unit in units for one in remedy_doubts(unit, on_day=TODAY)] == []


def test_160_requests_go_to_the_district_and_45_to_townships(loaded: Loaded) -> None:
    codes = unit_codes(loaded)
    towns = {row.code for row in TOWNS}
    counts = Counter(codes[record.unit_id] in towns for record in of_2020(loaded))
    assert counts == {False: 160, True: 45}


def test_four_requests_of_2019_are_carried_in(loaded: Loaded) -> None:
    assert len(requests(loaded, Record.received_on < date(2020, 1, 1))) == 4


def test_the_district_itself_receives_8_requests_in_september(loaded: Loaded) -> None:
    codes = unit_codes(loaded)
    september = [r for r in of_2020(loaded) if r.received_on.month == 9]
    assert [codes[record.unit_id] for record in september] == [ROOT] * 8


def test_what_is_carried_into_2021_is_closed_there(loaded: Loaded) -> None:
    assert {r.closed_on.year for r in of_2020(loaded)} == {2020, 2021}


def test_few_of_2020_are_answered_late(loaded: Loaded) -> None:
    late = 0
    with loaded.office.db.read() as session:
        calendar = calendars.newest(session)
        for record in of_2020(loaded):
            rows = session.scalars(
                select(JournalEntry)
                .where(JournalEntry.record_id == record.id)
                .order_by(JournalEntry.seq)
            )
            late += _answered_late(record, rows, calendar)
    assert 1 <= late <= 10


def _answered_late(record: Record, rows, calendar) -> bool:
    workflow = workflow_version(record.workflow_version)
    acts = [_act(row) for row in rows]
    first = workflow.fold(acts).closings[0][0]
    clock = workflow.read_clock(workflow.fold(a for a in acts if a.seq <= first), calendar)
    return clock.last_due_on is not None and record.closed_on > clock.last_due_on


def _act(row: JournalEntry) -> Act:
    return Act(row.seq, row.action, row.on_day, row.data)


def test_every_act_of_the_office_falls_on_a_working_day(loaded: Loaded) -> None:
    with loaded.office.db.read() as session:
        calendar = calendars.newest(session)
        days = session.scalars(
            select(JournalEntry.on_day)
            .where(JournalEntry.action.not_in(("carry_forward", "open_register", "add_user")))
            .distinct()
        )
        assert [day for day in days if not calendar.is_working(day) or day > TODAY] == []


def test_no_answer_sends_the_applicant_back_to_the_unit_that_gives_it(loaded: Loaded) -> None:
    with loaded.office.db.read() as session:
        contexts = session.scalars(select(Document.context).where(Document.key == "answer")).all()
    told = [c for c in contexts if c["outcome"]["code"] == "D1b"]
    circular = [c["number"] for c in told if f"机关为{c['unit']['name']}，" in c["sentences"][-1]]
    assert (len(told) > 50, circular) == (True, [])


def test_the_journal_is_written_in_the_order_of_time(loaded: Loaded) -> None:
    with loaded.office.db.read() as session:
        moments = session.scalars(select(JournalEntry.at).order_by(JournalEntry.id)).all()
    assert list(moments) == sorted(moments)


def test_the_live_year_knows_every_state(loaded: Loaded) -> None:
    live = requests(loaded, Record.arrived_on >= LIVE_SINCE)
    assert {record.state for record in live} == set(State)
    assert 60 <= len(live) <= 80


def test_some_are_due_today_some_late_and_some_wait(loaded: Loaded) -> None:
    due = [r.due_on for r in requests(loaded, Record.closed_on.is_(None))]
    assert TODAY in due
    assert any(day is not None and day < TODAY for day in due)
    assert None in due


def test_the_live_year_has_cases_carried_from_last_year(loaded: Loaded) -> None:
    assert table(loaded, TODAY.year).part3["carried_in"]["total"] >= 3


def test_no_two_applicants_of_2020_share_a_name_by_chance(loaded: Loaded) -> None:
    ids = {record.id for record in of_2020(loaded)}
    with loaded.office.db.read() as session:
        rows = session.execute(select(Party.record_id, Party.name)).all()
    names = Counter(name for record_id, name in rows if record_id in ids)
    assert [name for name, count in names.items() if count > 1] == [
        people.person(10).name  # the repeated request
    ]


def test_every_shown_account_opens_with_the_printed_password(loaded: Loaded) -> None:
    logins = [line.split()[0] for line in demo.shown_accounts()]
    opened = [users.authenticate(loaded.office, login, demo.PASSWORD) for login in logins]
    assert None not in opened
    assert all(login in "\n".join(loaded.said) for login in logins)


@pytest.mark.parametrize(
    ("name", "words"), [("receipt.pdf", "登记回执"), ("reply.pdf", "申请行政复议")]
)
def test_the_papers_are_written(loaded: Loaded, name: str, words: str) -> None:
    pages = PdfReader(loaded.office.settings.instance / "demo" / name).pages
    text = "".join(page.extract_text() for page in pages)
    assert words in "".join(text.split())


def test_the_workbook_is_written(loaded: Loaded) -> None:
    book = load_workbook(loaded.office.settings.instance / "demo" / "annual-2020.xlsx")
    assert 201 in [cell.value for line in book.worksheets[0].iter_rows() for cell in line]


def test_a_second_run_loads_nothing_and_ends_well(loaded: Loaded) -> None:
    before = _rows(loaded)
    again: list[str] = []
    assert demo.run(loaded.office, moment=loaded.moment, echo=again.append) == 0
    assert _rows(loaded) == before
    assert "不再重复装载" in again[0]


def _rows(loaded: Loaded) -> int | None:
    with loaded.office.db.read() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry))


def test_the_journal_verifies(loaded: Loaded) -> None:
    assert verify(loaded.office, today=TODAY) == ()


def test_the_papers_of_earlier_years_are_served_and_some_recent_ones_wait(loaded: Loaded) -> None:
    with loaded.office.db.read() as session:
        rows = unserved(session, system(Role.supervisor)).rows
    assert [row for row in rows if row.issued_on < LIVE_SINCE] == []
    assert 0 < len(rows) <= 20
    assert {"尚未送出"} < {row.said for row in rows}
