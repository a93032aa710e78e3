"""The case numbers that a ledger brings and those it is given, a series at a time: what `numbers` does for a single case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.models.unit import Series, Unit
from casework.services import numbers
from workflows.vocabulary import RecordKind

_KIND = RecordKind.request
_BLOCK = 500


@dataclass
class _Open:
    """A series that is locked until the transaction ends; `ahead` are serials whose numbers nobody has."""

    unit: Unit
    row: Series
    brought: frozenset[str]
    ahead: Iterator[int] = field(default_factory=lambda: iter(()))


class Numbers:
    """The series of a ledger. `brought`: every number it brings, by unit and year; none of them is given to another row."""

    def __init__(self, session: Session, brought: Iterable[tuple[int, int, str]]) -> None:
        self._session = session
        self._brought: dict[tuple[int, int], set[str]] = defaultdict(set)
        for unit_id, year, number in brought:
            self._brought[unit_id, year].add(number)
        self._open: dict[tuple[int, int], _Open] = {}

    def take(self, unit: Unit, year: int, number: str) -> bool:
        """Claim a number that the ledger brings; True when it was the next of the series and is consumed (model 10)."""
        series = self._series(unit, year)
        wanted = numbers.case_number(unit, kind=_KIND, year=year, serial=series.row.last + 1)
        if number != wanted:
            return False
        series.row.last += 1
        return True

    def give(self, unit: Unit, year: int) -> str:
        """The next number of the series that no other record has."""
        series = self._series(unit, year)
        serial = next(series.ahead, None)
        while serial is None:
            series.ahead = iter(self._free(series, year))
            serial = next(series.ahead, None)
        series.row.last = serial
        return numbers.case_number(unit, kind=_KIND, year=year, serial=serial)

    def _series(self, unit: Unit, year: int) -> _Open:
        found = self._open.get((unit.id, year))
        if found is None:
            row = numbers.locked_series(self._session, unit.id, kind=_KIND, year=year)
            brought = frozenset(self._brought[unit.id, year])
            found = self._open[unit.id, year] = _Open(unit, row, brought)
        return found

    def _free(self, series: _Open, year: int) -> list[int]:
        """The next serials whose numbers are neither stored nor brought; it reads a block at a time."""
        first = series.row.last + 1
        spelt = {
            numbers.case_number(series.unit, kind=_KIND, year=year, serial=serial): serial
            for serial in range(first, first + _BLOCK)
        }
        stored = set(
            self._session.scalars(
                select(Record.number).where(
                    Record.unit_id == series.unit.id,
                    Record.kind == _KIND,
                    Record.number_year == year,
                    Record.number.in_(spelt),
                )
            )
        )
        free = [s for n, s in spelt.items() if n not in stored and n not in series.brought]
        if not free:
            series.row.last = first + _BLOCK - 1
        return free
