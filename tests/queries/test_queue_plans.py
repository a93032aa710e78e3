"""The queue stays quick however old the office is: no plan of it reads the table of records from end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from casework.calendars import package_calendar
from casework.db import Database
from casework.encryption import Cipher
from casework.models.unit import Unit
from casework.queries import calendar_state, cases, desk_numbers
from casework.queries.counted_cases import counted_cases
from casework.queries.indicators import Asked, counts
from casework.queries.queue_filter import Question, QueueFilter
from casework.queries.queue_order import SORTS
from casework.queries.similar_groups import similar_groups
from casework.queries.supervision import risks
from casework.queries.trend import trend
from casework.viewer import Viewer
from tests.web.town import four_years
from workflows.periods import Span
from workflows.vocabulary import Role

ROWS = 100_000
UNITS = 50
SCANS = re.compile(r"SCAN (record|party|consultation|task)\b|Seq Scan on (record|party)\b")
# The count of closed cases may read the table as it lies: it stops behind the largest number that is shown.
CAPPED = re.compile(r"->  Limit .*\n +->  Seq Scan on record\b")
TODAY = date(2020, 9, 10)
FILTERS = (
    QueueFilter(),
    QueueFilter(phase="closed"),
    QueueFilter(phase="investigation"),
    QueueFilter(open=True),
    QueueFilter(overdue=True),
    QueueFilter(soon=5),
    QueueFilter(mine=True),
    QueueFilter(mine=True, open=True),
    QueueFilter(nobody=True),
    QueueFilter(wait="applicant"),
    QueueFilter(wait="third_party"),
    QueueFilter(wait="task"),
    QueueFilter(provisional=True),
    QueueFilter(year=2020),
    QueueFilter(topic="财政"),
    QueueFilter(topic="财政", year=2020),
    QueueFilter(topic="未归类"),
    QueueFilter(closed=2020),
    QueueFilter(carried=2020),
    QueueFilter(state="void"),
    QueueFilter(unit="u7"),
    QueueFilter(q="补偿"),
)
WIDE = Viewer(1, "孙主管", {n: frozenset({Role.supervisor}) for n in range(1, UNITS + 1)})
WHOLE = replace(WIDE, whole=True)
NARROW = Viewer(1, "赵承办", {7: frozenset({Role.handler})})

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
_RECORDS = (
    "INSERT INTO record (id, kind, unit_id, number, number_year, state, resumes_to, category, "
    "arrived_on, received_on, due_on, closed_on, outcome, topic, workflow_version, calendar_version, version, "
    "facts) " + _NUMBERS + "SELECT i, 'request', 1 + i % {units}, 'N-' || i, 2020, "
    "CASE WHEN i % 100 = 0 THEN 'in_progress' ELSE 'archived' END, '', 'natural', {day}, {day}, "
    "CASE WHEN i % 100 = 0 THEN {day} END, CASE WHEN i % 100 <> 0 THEN {day} END, '', CASE WHEN i % 12 = 0 THEN '财政' END, 'request-2019', 0, 1, "
    "'{{}}' FROM n"
)
_PARTIES = (
    "INSERT INTO party (id, record_id, position, kind, category, name, name_index, id_type, id_number, "
    "id_index, phone, phone_index, address, email, email_index, salt) "
    + _NUMBERS
    + "SELECT i, i, 1, "
    "'applicant', 'natural', '某' || i % 977, '', '', '', '', '', '', '', '', '', '' FROM n"
)
_DAYS = {
    "sqlite": "date('2018-01-02', '+' || (i % 980) || ' days')",
    "postgresql": "date '2018-01-02' + i % 980",
}


@pytest.fixture
def old_office(db: Database) -> Iterator[Session]:
    """An office with a hundred thousand requests, one in a hundred of them open."""
    dialect = db.engine.dialect.name
    with db.write() as session:
        session.execute(
            insert(Unit),
            [{"id": n, "code": f"u{n}", "name": f"某局{n}"} for n in range(1, UNITS + 1)],
        )
        for statement in (_RECORDS, _PARTIES):
            filled = statement.format(rows=ROWS, units=UNITS, day=_DAYS[dialect])
            session.execute(text(filled))
    if dialect == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    with db.read() as session:
        yield session


def question(viewer: Viewer, wanted: QueueFilter) -> Question:
    return Question(viewer, wanted, TODAY, four_years(), Cipher(b"a key for tests"))


def plans(session: Session, asked: Question) -> Iterator[str]:
    """The plans of all that a page of this filter asks, at the beginning of the list and in its midst."""
    dialect = session.get_bind().dialect.name
    before = "EXPLAIN QUERY PLAN " if dialect == "sqlite" else "EXPLAIN "
    first = cases.shelf(session, asked)
    with statements(session) as sent:
        cases.shelf(session, asked)
        cases.shelf(session, asked, after=first.after)
        cases.counts(session, asked)
    for statement, parameters in sent:
        rows = session.connection().exec_driver_sql(before + statement, parameters)
        yield "\n".join(str(row[-1]) for row in rows)


@contextmanager
def statements(session: Session) -> Iterator[list[tuple[str, Any]]]:
    """What the database is sent, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.append((statement, parameters))

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def counting_faults(session: Session) -> list[str]:
    """The lines of plans by which the indicators of a month would read all records."""
    asked = Asked(
        tuple(range(1, UNITS + 1)), date(2020, 8, 1), date(2020, 8, 31), TODAY, four_years()
    )
    before = "EXPLAIN QUERY PLAN " if session.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    with statements(session) as sent:
        assert counts(session, asked).of("received") > 0
        # Two years: of a history no longer than this one, a few months; most of it would rightly be read as it lies.
        trend(session, asked, year=2021, span=Span.month, today=TODAY)
        counted_cases(session, asked, "late")
        risks(session, asked)
        similar_groups(session, asked.units, first=asked.first, last=asked.last)
    rows = [session.connection().exec_driver_sql(before + one, given) for one, given in sent]
    plans = ["\n".join(str(line[-1]) for line in found) for found in rows]
    return [plan for plan in plans if SCANS.search(plan)]


def desk_faults(session: Session) -> list[str]:
    """The lines of plans by which the desk would walk through all requests to count the open ones."""
    before = "EXPLAIN QUERY PLAN " if session.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    with statements(session) as sent:
        desk_numbers.by_unit(session, question(WIDE, QueueFilter()))
        unsure = package_calendar(first_year=2025, until_year=2028)
        assert calendar_state.missing(session, WIDE, unsure, today=date(2026, 12, 1))
    rows = [session.connection().exec_driver_sql(before + one, given) for one, given in sent]
    plans = ["\n".join(str(line[-1]) for line in found) for found in rows]
    return [plan for plan in plans if SCANS.search(plan) or "(kind=?)" in plan]


def faults(session: Session, asked: Question) -> list[str]:
    """The lines of plans that would read all records."""
    # The tabs count without phase and state, up to a limit.
    counted = replace(asked.wanted, phase="", state="")
    walks = re.compile(r"\(kind=\?\)" if counted.narrows else "(?!)")
    return [
        f"{asked.wanted}\n{plan}"
        for plan in plans(session, asked)
        if SCANS.search(CAPPED.sub("", plan)) or walks.search(plan)
    ]


@pytest.mark.slow
def test_no_plan_of_the_queue_reads_all_records(old_office: Session) -> None:
    found = [
        fault
        for viewer in (WIDE, WHOLE, NARROW)
        for wanted in (*FILTERS, *(QueueFilter(sort=f"-{key}") for key in SORTS))
        for fault in faults(old_office, question(viewer, wanted))
    ]
    assert found == []
    assert counting_faults(old_office) == []
    assert desk_faults(old_office) == []
