"""What is read of a published report: tables as full rows of texts, then the numbers found in them with their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Table:
    """A table in which every merged cell is repeated over what it covers. `places` names each cell for people."""

    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Source:
    """A file as it was opened. `flow` is set for a PDF: its text in reading order, in which tables are only lines."""

    tables: tuple[Table, ...]
    lines: tuple[str, ...]
    flow: str = ""


@dataclass
class Found:
    """The numbers of a report by row and column key (part two: cell key and nothing), and what could not be read.

    `unread` are sentences on cells that hold no number, `notes` on blanks and on labels that differ from the official ones.
    """

    unit_name: str = ""
    year: int | None = None
    format: str = ""
    numbers: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: tuple[str, ...] = ()

    def part(self, rows: tuple[str, ...]) -> Mapping[str, Mapping[str, int]]:
        """The whole numbers of these rows."""
        part: dict[str, dict[str, int]] = {}
        for (row, column), value in self.numbers.items():
            if row in rows and column:
                part.setdefault(row, {})[column] = int(value)
        return part
