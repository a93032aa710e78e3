"""The orders of the queue, and the place behind which the next page starts: no page counts off the rows before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, func, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from casework.models.party import Party
from casework.models.record import Record
from casework.queries.queue_filter import QueueFilter
from workflows.vocabulary import Phase

_COLUMNS: Mapping[str, InstrumentedAttribute[Any]] = {
    "due": Record.sort_due,
    "number": Record.sort_number,
    "name": Party.name,
    "state": Record.sort_state,
    "handler": Record.sort_handler,
    "received": Record.sort_received,
}
SORTS = tuple(_COLUMNS)


@dataclass(frozen=True)
class Place:
    """A row's place in an order: what it is sorted by, and its id where that is equal."""

    value: str
    record_id: int

    def __str__(self) -> str:
        return f"{self.record_id}~{self.value}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that an address names; None where it names none."""
        number, mark, value = text.partition("~")
        if not (mark and number.isascii() and number.isdigit() and len(number) < 10):
            return None
        return cls(value[:200], int(number))


@dataclass(frozen=True)
class Order:
    """One order of the queue. `backwards` reads it from its end, for the page before."""

    key: str
    descending: bool
    sorted_by_hand: bool
    backwards: bool = False

    @property
    def by_name(self) -> bool:
        return self.key == "name"

    def columns(self) -> tuple[Any, Any]:
        """The column and the id behind it; out of reach of the index where another one leads to the rows."""
        column = _COLUMNS[self.key]
        last = Party.record_id if self.by_name else Record.id
        return (func.coalesce(column, column) if self.sorted_by_hand else column), last

    def clauses(self) -> tuple[ColumnElement[Any], ...]:
        """The order of the statement."""
        down = self.descending is not self.backwards
        return tuple(c.desc() if down else c.asc() for c in self.columns())

    def beyond(self, place: Place) -> ColumnElement[bool] | None:
        """The rows behind a place in this order; None for a place that is none."""
        value = _value(place.value, _COLUMNS[self.key])
        if value is None:
            return None
        here = tuple_(literal(value, _COLUMNS[self.key].type), literal(place.record_id))
        down = self.descending is not self.backwards
        row = tuple_(*self.columns())
        return row < here if down else row > here

    def place(self, value: Any, record_id: int) -> Place:
        """The place of a row."""
        return Place(str(value), record_id)


def order_of(wanted: QueueFilter, *, backwards: bool = False) -> Order:
    """The order that a filter asks for: what is due first, and of the closed the newest first."""
    key, down = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    if key not in _COLUMNS:
        key, down = ("received", True) if wanted.phase == Phase.closed else ("due", False)
    return Order(key, down, wanted.narrows, backwards)


def _value(text: str, column: InstrumentedAttribute[Any]) -> Any:
    try:
        if isinstance(column.type, Date):
            return date.fromisoformat(text)
        return int(text) if isinstance(column.type, Integer) else text
    except ValueError:
        return None
