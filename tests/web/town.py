"""A district in which pages are tested, and how a page is read; it must hold no test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, ClassVar

from sqlalchemy import event

from casework.calendars import package_calendar
from casework.db import Database
from casework.office import Office
from casework.viewer import Moment, Viewer
from tests.factories import Case, make_case
from workflows.calendar import WorkingCalendar

TODAY = date(2020, 9, 10)
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


@lru_cache(maxsize=1)
def four_years() -> WorkingCalendar:
    """The calendar around TODAY: a longer one takes longer to store than most tests run."""
    return package_calendar(first_year=2018, until_year=2021)


@dataclass(frozen=True)
class DatedOffice(Office):
    """An office whose clock stands still."""

    day: ClassVar[date] = TODAY

    def now(self) -> Moment:
        return Moment.on(self.day)


@dataclass(frozen=True)
class Town:
    """A district with a department; `all` works on cases of the district, `edu` on those of the department."""

    office: Office
    district: int
    department: int
    all: Viewer

    def case(self, **more: object) -> Case:
        """A request of the district, registered on 1 September 2020."""
        return make_case(self.office, self.all, unit_id=self.district, **more)

    def in_progress(self, **more: object) -> Case:
        """A request that has been assigned."""
        case = self.case(**more)
        case.do("assign", date(2020, 9, 2), handler=self.all.user_id)
        return case


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """The statements that the database is sent."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if len(found) != len(attrs):
            self.faults.append(f"<{tag}> names an attribute twice: {attrs}")
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" and "href" in found else []
        if tag == "form":
            self.forms.append({"action": found.get("action") or ""})
        if tag == "input" and self.forms and found.get("type") == "hidden":
            self.forms[-1][found["name"] or ""] = found.get("value") or ""
        inline = tag == "style" or (tag == "script" and "src" not in found)
        inline = inline or (found.get("href") or "").startswith("javascript:")
        if inline or "style" in found or any(name.startswith("on") for name in found):
            self.faults.append(f"<{tag}> holds what the content policy forbids: {attrs}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data.strip())


def read_page(html: str) -> Reader:
    """A page as parsed: its links, its forms with their hidden fields, its text, and what is wrong with it."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        reader.faults.append(f"never closed: {reader.open}")
    twice = {one for one in reader.ids if reader.ids.count(one) > 1}
    if twice:
        reader.faults.append(f"ids given twice: {sorted(twice)}")
    return reader
