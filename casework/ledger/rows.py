"""The rows of a ledger, kept packed in memory: a hundred thousand of them take tens of megabytes."""

import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload


@dataclass(frozen=True, slots=True)
class Row:
    """One row as values by the keys of its columns; an empty cell has none.

    `unread` are the keys of cells that could not be read, so that no rule calls them empty.
    """

    number: int
    values: Mapping[str, str | date]
    unread: frozenset[str] = frozenset()

    def text(self, key: str) -> str:
        """The text or code under a key; empty when the cell is."""
        return str(self.values.get(key, ""))

    def has(self, key: str) -> bool:
        """Whether the cell holds something, be it unreadable."""
        return key in self.values or key in self.unread

    def day(self, key: str) -> date | None:
        """The day under a key, if it could be read."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None


class Rows(Sequence[Row]):
    """Rows of one sheet. Each is packed when it comes and unpacked when it is asked for; nothing is written to a disk."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)
        self._packed: list[bytes] = []

    def add(self, row: Row) -> None:
        """Put a row behind the others."""
        cells = list(map(row.values.get, self._keys))
        days = []
        for place, value in enumerate(cells):
            if isinstance(value, date):
                cells[place] = value.isoformat()
                days.append(place)
        self._packed.append(marshal.dumps((row.number, cells, days, tuple(row.unread))))

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self._packed)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(place, slice):
            return tuple(map(self._row, self._packed[place]))
        return self._row(self._packed[place])

    def _row(self, packed: bytes) -> Row:
        number, cells, days, unread = marshal.loads(packed)
        for place in days:
            cells[place] = date.fromisoformat(cells[place])
        values = {
            key: cell for key, cell in zip(self._keys, cells, strict=True) if cell is not None
        }
        return Row(number, values, frozenset(unread))
