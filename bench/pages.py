"""How long the server takes for a page of an old office, beside a bare view of the same rows in the same run.

The office is the demonstration with 100,000 more requests, closed over twelve years. A bare view reads the same rows, in the
same order and with the same columns, by Core statements and draws them with Jinja: one cell a value. Where the page says how
many there are, it counts as far as the page does. It stands in the same application behind the same log-in and draws the same
frame (`pages.frame` says what that takes alone), but knows no rights, no filters, no links, no words for codes and no law.
Both are asked in turns by the test client, the processor's time counts, and the best of the turns.
"""

import gzip
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import Select, and_, func, select

from bench.copies import multiply
from casework import demo, http
from casework.app import create_app
from casework.db import Database
from casework.encryption import Cipher
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import UNDATED, Note, Record, RequestItem, Task
from casework.models.timer import TimerEntry
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.office import Office
from casework.queries import approvals, number_register, tasks
from casework.queries.cases import MOST_COUNTED, PAGE_SIZE
from casework.queries.sight import CLOSED_STATES
from casework.queries.unserved import LIMIT
from casework.services.upgrade import migrate
from casework.settings import read_settings
from casework.viewer import Moment
from workflows.vocabulary import RecordKind

CASES = 100_000
TURNS = 7
TODAY = date(2026, 6, 17)
_LIST, _CASE, _WIRE = 3, 6, 150
_TEMPLATE = """{% extends "web/layout.html" %}{% block title %}{{ title }}{% endblock %}{% block content %}
<h1>{{ title }}</h1>{% for rows in tables %}<table class="list"><tbody>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>{% endfor %}{% endblock %}"""


@dataclass(frozen=True)
class _Standing(Office):
    def now(self) -> Moment:
        return Moment.on(TODAY)


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, the statements of its bare view, and how many times the bare view's time it may take."""

    name: str
    login: str
    path: str
    bare: tuple[Select[Any], ...]
    most: int = _LIST


def _cases(*where: Any, most: int = PAGE_SIZE) -> Select[Any]:
    first = and_(Party.record_id == Record.id, Party.position == 1)
    item = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    shown = (Record.id, Record.number, Record.state, Party.name, RequestItem.content, Unit.name)
    return (
        select(*shown, User.name, Record.received_on, Record.due_on, Record.closed_on)
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Party, first)
        .outerjoin(RequestItem, item)
        .outerjoin(User, User.id == Record.handler_id)
        .where(*where)
        .limit(most)
    )


def _by_state(*where: Any) -> Select[Any]:
    return select(Record.state, func.count()).where(*where).group_by(Record.state)


def _at_most(most: int, *where: Any) -> Select[Any]:
    """How many there are, counted up to one more than a page counts."""
    some = select(Record.state).where(*where).limit(most + 1).subquery()
    return select(some.c.state, func.count()).group_by(some.c.state)


def _pages(case_id: int, unit_id: int) -> Iterator[Page]:
    yield from _lists_of_cases(unit_id)
    yield from _lists_of_papers(unit_id)
    yield from _administration()
    tables = (Party, RequestItem, JournalEntry, TimerEntry)
    of_case = (select(table.__table__).where(table.record_id == case_id) for table in tables)
    papers = (Document.number, Document.title, Document.issued_on)
    bare = (
        _cases(Record.id == case_id),
        *of_case,
        select(*papers).where(Document.record_id == case_id),
    )
    yield Page("case", "zhuguan", f"/cases/{case_id}", bare, most=_CASE)


def _lists_of_cases(unit_id: int) -> Iterator[Page]:
    request, closed = Record.kind == RecordKind.request, Record.state.in_(CLOSED_STATES)
    in_hand = (request, Record.sort_due <= UNDATED)
    counts = (_by_state(*in_hand), _at_most(MOST_COUNTED, request, closed))
    by_due = _cases(*in_hand).order_by(Record.sort_due, Record.id)
    yield Page("queue", "zhuguan", "/cases", (by_due, *counts))
    newest = (Record.sort_received.desc(), Record.id.desc())
    ended = _cases(request, closed).order_by(*newest)
    yield Page("queue_closed", "zhuguan", "/cases?phase=closed", (ended, *counts))
    review = Record.kind == RecordKind.review
    reviews = _cases(review).order_by(Record.sort_due, Record.id)
    yield Page("records", "zhuguan", "/records/review", (reviews, _by_state(review)))
    asked = Record.state.in_(("approval", "pending_issue"))
    signing = _cases(*in_hand, Record.unit_id == unit_id, asked, most=approvals.MOST)
    yield Page("approvals", "shenpi", "/approvals", (signing.order_by(Record.sort_due),))
    year = (Record.received_on >= date(2020, 1, 1), Record.received_on <= date(2020, 12, 31))
    counted = (request, Record.unit_id == unit_id, Record.state != "void", *year)
    of_cell = _cases(*counted).order_by(Record.received_on, Record.number, Record.id)
    total = select(func.count()).where(*counted)
    path = "/reports/annual/cases?year=2020&unit=lanshan&row=new_received&column=total"
    yield Page("annual_cases", "zhuguan", path, (of_cell, total))
    item = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    matter = and_(Note.record_id == Task.record_id, Note.seq == Task.seq, Note.field == "matter")
    shown = (Task.kind, Record.number, Note.content, RequestItem.content, Unit.name)
    given = (
        select(*shown, Task.asked_on, Task.limit_on, Task.claimed_on)
        .join(Record, Record.id == Task.record_id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(RequestItem, item)
        .outerjoin(Note, matter)
        .where(Task.ended_on.is_(None), Record.state.not_in(CLOSED_STATES))
    )
    yield Page("tasks", "zhuguan", "/tasks", (given.order_by(Task.limit_on).limit(tasks.LIMIT),))


def _lists_of_papers(unit_id: int) -> Iterator[Page]:
    shown = (Document.number, Document.title, Document.issued_on, Record.number, Document.sent_on)
    papers = select(*shown).join(Record, Record.id == Document.record_id)
    given = (Document.numbered_by == unit_id, Document.number_year == TODAY.year)
    numbers = (
        papers.add_columns(Document.served_on, Document.voided_by)
        .where(*given)
        .order_by(Document.series, Document.serial, Document.id)
        .limit(number_register.PAGE_SIZE)
    )
    kinds = select(Document.key, func.count()).where(*given).group_by(Document.key)
    yield Page("numbers", "dengji", "/numbers", (numbers, kinds))
    waits = (Document.served_on.is_(None), Document.voided_by.is_(None), Document.number != "")
    unserved = (
        papers.add_columns(Unit.name)
        .join(Unit, Unit.id == Record.unit_id)
        .where(*waits)
        .order_by(Document.issued_on, Document.id)
        .limit(LIMIT)
    )
    yield Page("unserved", "zhuguan", "/unserved", (unserved, select(func.count()).where(*waits)))


def _administration() -> Iterator[Page]:
    people = select(User.id, User.login, User.name, Unit.name, User.active)
    people = people.join(Unit, Unit.id == User.unit_id).order_by(Unit.id, User.id)
    grants = select(RoleGrant.user_id, RoleGrant.unit_id, RoleGrant.role)
    in_hand = select(Record.handler_id, func.count()).where(
        Record.kind == RecordKind.request, Record.sort_due <= UNDATED
    )
    held = in_hand.group_by(Record.handler_id)
    yield Page("people", "guanli", "/admin/people", (people, grants, held))
    units = select(Unit.code, Unit.name, Unit.parent_id, Unit.mark).order_by(Unit.id)
    yield Page("units", "guanli", "/admin", (units,))


def figures() -> list[dict[str, Any]]:
    """For each page the milliseconds, the times of its bare view and the kilobytes. Takes some minutes, most for the office."""
    with tempfile.TemporaryDirectory() as folder, _office(Path(folder)) as office:
        return measured(office)


def measured(office: Office) -> list[dict[str, Any]]:
    """The figures of an office that stands already."""
    with office.db.read() as session:
        users = {one.login: one.id for one in session.scalars(select(User))}
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "lanshan")).one()
        open_one = (Record.state == "in_progress", Record.kind == RecordKind.request)
        case_id = session.scalar(select(func.min(Record.id)).where(*open_one)) or 0
    app, rows = create_app(office=office), [_frame(office, users["zhuguan"])]
    for page in _pages(case_id, unit_id):
        user_id = users[page.login]
        contest = _Contest(page, _signed_in(app, user_id), _bare(office, page, user_id))
        rows += _rows(page, *contest.best(), contest.kilobytes())
    return rows


def _frame(office: Office, user_id: int) -> dict[str, Any]:
    client = _bare(office, Page("frame", "", "", ()), user_id)
    least = min([_seconds(client, "/bare") for _ in range(TURNS + 1)][1:])
    note = "what every page and every bare view draws around its rows"
    return {"name": "pages.frame", "value": round(least * 1000, 1), "unit": "ms", "note": note}


def _rows(page: Page, ours: float, theirs: float, size: float) -> Iterator[dict[str, Any]]:
    name, least = f"pages.{page.name}", f"a bare view takes {theirs * 1000:.1f} ms"
    yield {"name": name, "value": round(ours * 1000, 1), "unit": "ms", "note": least}
    yield {
        "name": f"{name}.ratio",
        "value": round(ours / theirs, 2),
        "unit": "x",
        "note": f"at most {page.most}",
    }
    yield {
        "name": f"{name}.wire",
        "value": round(size, 1),
        "unit": "kB",
        "note": f"gzipped; at most {_WIRE}",
    }


@dataclass(frozen=True)
class _Contest:
    """A page and its bare view, asked in turns."""

    page: Page
    ours: FlaskClient
    bare: FlaskClient

    def best(self) -> tuple[float, float]:
        """The least seconds of the processor that each took; the first turn warms up."""
        turns = [
            (_seconds(self.ours, self.page.path), _seconds(self.bare, "/bare"))
            for _ in range(TURNS + 1)
        ][1:]
        return min(ours for ours, _ in turns), min(theirs for _, theirs in turns)

    def kilobytes(self) -> float:
        return len(gzip.compress(self.ours.get(self.page.path).data)) / 1000


def _seconds(client: FlaskClient, path: str) -> float:
    began = time.process_time()
    answer = client.get(path)
    spent = time.process_time() - began
    if answer.status_code != 200:
        raise AssertionError(f"{path} answers {answer.status_code}")
    return spent


def _signed_in(app: Flask, user_id: int) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(user_id)
    return client


def _bare(office: Office, page: Page, user_id: int) -> FlaskClient:
    app = create_app(office=office)
    template = app.jinja_env.from_string(_TEMPLATE)

    @app.get("/bare")
    def view() -> str:
        tables = [http.read().execute(statement).all() for statement in page.bare]
        return render_template(template, title=page.name, tables=tables)

    return _signed_in(app, user_id)


@contextmanager
def _office(folder: Path) -> Iterator[Office]:
    settings = read_settings({"CASEWORK_INSTANCE": str(folder)})
    office = _Standing(Database(settings.database_url), Cipher(b"a key for benchmarks"), settings)
    migrate(office.db)
    demo.run(office, moment=Moment.on(TODAY), echo=lambda _: None)
    with office.db.read() as session:
        wanted = select(Record.id, Record.closed_on).where(Record.kind == RecordKind.request)
        known = session.execute(wanted).all()
    ended = [one.id for one in known if one.closed_on]
    multiply(office.db, [one.id for one in known if not one.closed_on], 9)
    multiply(office.db, ended, -(-CASES // len(ended)), old=True)
    try:
        yield office
    finally:
        office.db.close()
