"""How long the server takes for a page of an old office, beside a bare view of the same rows in the same run.

The office is the demonstration with 100,000 more requests. A bare view reads the user and the same rows by Core and draws them
with Jinja, in an application of its own with nothing else in it: no rights, no filters, no counts, no law. Both are asked in turns
by the test client, the processor's time counts, and the best of the turns.
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

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import Select, and_, func, select

from bench.copies import multiply
from casework import demo
from casework.app import create_app
from casework.db import Database
from casework.encryption import Cipher
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import UNDATED, Record, RequestItem, Task
from casework.models.timer import TimerEntry
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.office import Office
from casework.queries.sight import CLOSED_STATES
from casework.services.upgrade import migrate
from casework.settings import read_settings
from casework.viewer import Moment
from workflows.vocabulary import RecordKind

CASES = 100_000
TURNS = 7
TODAY = date(2026, 6, 17)
_ROWS = 50
_LIST, _CASE, _WIRE = 3, 6, 150
_TEMPLATE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<header>{{ user.name }}</header><h1>{{ title }}</h1>{% for rows in tables %}<table><tbody>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>{% endfor %}</body></html>"""


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


def _cases(*where: Any) -> Select[Any]:
    first = and_(Party.record_id == Record.id, Party.position == 1)
    item = and_(RequestItem.record_id == Record.id, RequestItem.position == 1)
    shown = (
        Record.id,
        Record.number,
        Record.state,
        Party.name,
        RequestItem.content,
        Unit.name,
        User.name,
    )
    return (
        select(*shown, Record.received_on, Record.due_on, Record.closed_on)
        .join(Unit, Unit.id == Record.unit_id)
        .outerjoin(Party, first)
        .outerjoin(RequestItem, item)
        .outerjoin(User, User.id == Record.handler_id)
        .where(*where)
        .limit(_ROWS)
    )  # fmt: skip


def _pages(case_id: int, unit_id: int) -> Iterator[Page]:
    request, closed = Record.kind == RecordKind.request, Record.state.in_(CLOSED_STATES)
    by_due = _cases(request, Record.sort_due <= UNDATED).order_by(Record.sort_due, Record.id)
    yield Page("queue", "zhuguan", "/cases", (by_due,))
    ended = _cases(request, closed).order_by(Record.sort_due, Record.id)
    yield Page("queue_closed", "zhuguan", "/cases?phase=closed", (ended,))
    reviews = _cases(Record.kind == RecordKind.review).order_by(Record.sort_due, Record.id)
    yield Page("records", "zhuguan", "/records/review", (reviews,))
    numbered = select(Document.number, Document.title, Document.issued_on, Record.number)
    of_unit = (Record.unit_id == unit_id, Document.number != "", Document.number_year == TODAY.year)
    numbers = numbered.join(Record, Record.id == Document.record_id).where(*of_unit).limit(_ROWS)
    yield Page("numbers", "dengji", "/numbers", (numbers,))
    unserved = numbered.add_columns(Unit.name, Document.sent_on).join(
        Record, Record.id == Document.record_id
    )
    waiting = unserved.join(Unit, Unit.id == Record.unit_id).where(
        Document.served_on.is_(None), Document.number != ""
    )
    yield Page(
        "unserved",
        "zhuguan",
        "/unserved",
        (waiting.order_by(Document.issued_on, Document.id).limit(100),),
    )
    asked = ("legal_review", "approval", "pending_issue")
    signing = _cases(
        request, Record.unit_id == unit_id, Record.sort_due <= UNDATED, Record.state.in_(asked)
    )
    yield Page("approvals", "shenpi", "/approvals", (signing,))
    tasks = select(Task.id, Record.number, Unit.name, Task.limit_on).join(
        Record, Record.id == Task.record_id
    )
    yield Page(
        "tasks",
        "zhuguan",
        "/tasks",
        (tasks.join(Unit, Unit.id == Task.unit_id).where(Task.ended_on.is_(None)),),
    )
    year = (Record.received_on >= date(2020, 1, 1), Record.received_on <= date(2020, 12, 31))
    of_cell = _cases(request, Record.unit_id == unit_id, *year).order_by(
        Record.received_on, Record.id
    )
    path = "/reports/annual/cases?year=2020&unit=lanshan&row=new_received&column=total"
    yield Page("annual_cases", "zhuguan", path, (of_cell,))
    people = select(User.login, User.name, Unit.name, User.active).join(
        Unit, Unit.id == User.unit_id
    )
    grants = select(RoleGrant.user_id, RoleGrant.unit_id, RoleGrant.role)
    yield Page("people", "guanli", "/admin/people", (people.order_by(Unit.id, User.id), grants))
    yield Page(
        "units",
        "guanli",
        "/admin",
        (select(Unit.code, Unit.name, Unit.parent_id, Unit.mark).order_by(Unit.id),),
    )
    of_case = (
        _cases(Record.id == case_id),
        *(select(table.__table__).where(table.record_id == case_id) for table in (Party, RequestItem, JournalEntry, TimerEntry)),
        select(Document.number, Document.title, Document.issued_on).where(Document.record_id == case_id),
    )  # fmt: skip
    yield Page("case", "zhuguan", f"/cases/{case_id}", of_case, most=_CASE)


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
    app, rows = create_app(office=office), []
    for page in _pages(case_id, unit_id):
        user_id = users[page.login]
        contest = _Contest(page, _signed_in(app, user_id), _bare(office, page, user_id))
        rows += _rows(page, *contest.best(), contest.kilobytes())
    return rows


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
            (_seconds(self.ours, self.page.path), _seconds(self.bare, "/"))
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
    app = Flask("bare")

    @app.get("/")
    def view() -> str:
        with office.db.engine.connect() as connection:
            user = connection.execute(select(User.name).where(User.id == user_id)).one()
            tables = [connection.execute(statement).all() for statement in page.bare]
        return render_template_string(_TEMPLATE, title=page.name, user=user, tables=tables)

    return app.test_client()


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
