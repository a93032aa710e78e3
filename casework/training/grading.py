"""Grades a filled-in table against the true one: cell by cell, and trap by trap; it knows no form and no page."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.training.dossier import Cell, Dossier
from casework.training.exercise import Exercise


@dataclass(frozen=True)
class Graded:
    """One paper after grading: whether every cell that decides about its trap is right."""

    number: int
    dossier: Dossier
    spotted: bool


@dataclass(frozen=True)
class Grade:
    """What came of it. `wrong` maps a cell to what it was filled with and what it holds."""

    wrong: Mapping[Cell, tuple[int, int]]
    judged: int
    traps: tuple[Graded, ...]

    @property
    def right(self) -> int:
        return self.judged - len(self.wrong)

    @property
    def spotted(self) -> int:
        return sum(one.spotted for one in self.traps)

    @property
    def points(self) -> int:
        """Out of a hundred: the share of the cells that matter and are right."""
        return 100 * self.right // self.judged if self.judged else 100


def grade(asked: Exercise, filled: Mapping[Cell, int]) -> Grade:
    """Compare; a cell matters when it should hold something or was filled, so that leaving one blank earns nothing."""
    truth = asked.truth
    matter = {cell for cell, n in truth.items() if n} | {cell for cell, n in filled.items() if n}
    wrong = {
        cell: (filled.get(cell, 0), truth.get(cell, 0))
        for cell in sorted(matter)
        if filled.get(cell, 0) != truth.get(cell, 0)
    }
    traps = tuple(
        Graded(n, one, bool(any(filled.values())) and not wrong.keys() & one.decisive)
        for n, one in enumerate(asked.dossiers, start=1)
        if one.trap
    )
    return Grade(wrong, len(matter), traps)
