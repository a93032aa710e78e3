"""What a filed report holds, and what was wrong with it: numbers and public words only, never a case or a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.annual_part2 import Part2
from workflows.annual_report import Part3, Part4


@dataclass(frozen=True)
class Wanted:
    """Whose report is expected: the code and the name of the unit, the year, and the format of that year."""

    unit: str
    unit_name: str
    year: int
    format: str


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of a file: the address of the cell, and a sentence with the way out."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}：{self.reason}" if self.place else self.reason


@dataclass(frozen=True)
class Filed:
    """The numbers of a report as it was filed. `paragraphs` are its words by slot; a form brings none."""

    wanted: Wanted
    part2: Part2
    part3: Part3
    part4: Part4
    paragraphs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published_on: date | None = None
    published_at: str = ""


LONGEST_ADDRESS = 300
"""Characters of the address at which a report was published."""

Places = Mapping[tuple[str, str], str]
"""Row and column key (of part two the cell key and nothing), then the address in the file."""

PUBLISHED = ("published_on", "")
"""The key of the day of publication among the places."""


@dataclass(frozen=True)
class Reading:
    """A file as it was read. `filed` is None where a fault keeps it from being taken; `notes` only tell, such as of blanks (R8)."""

    filed: Filed | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    places: Places = field(default_factory=dict)
