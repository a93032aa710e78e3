"""One paper of the invented year: what it tells, where it counts and where it seems to; pure, and without a case behind it."""

from dataclasses import dataclass, replace
from datetime import date

from workflows.annual_grid import Format
from workflows.outcomes import outcome

Cell = tuple[str, str]
"""Row and column of part three, or kind of review and result of part four."""


@dataclass(frozen=True)
class Request:
    """What decides where a request counts: receipt (条例31), first closing with its result, kind of applicant."""

    category: str
    received_on: date
    closed_on: date | None = None
    code: str = ""

    def cells(self, year: int, format: Format) -> tuple[Cell, ...]:
        """The cells of a year (60号、30号): new or carried in, then its result or carried forward."""
        rows = []
        open_before = self.closed_on is None or self.closed_on.year >= year
        if self.received_on.year == year:
            rows.append("new_received")
        elif self.received_on.year < year and open_before:
            rows.append("carried_in")
        if self.closed_on is not None and self.closed_on.year == year:
            rows.append(format.place(outcome(self.code).rows))
        elif rows:
            rows.append("carried_forward")
        return tuple((row, self.category) for row in rows)


@dataclass(frozen=True)
class Dossier:
    """One paper. `tempting` are the cells of the reading that the trap invites; without a `trap` there is none.

    `why` says how it counts and `basis` under which provision; both are told after grading.
    """

    text: str
    cells: tuple[Cell, ...]
    tempting: tuple[Cell, ...] = ()
    trap: str = ""
    why: str = ""
    basis: str = ""

    @property
    def decisive(self) -> frozenset[Cell]:
        """The cells that tell whether somebody fell for it: where the two readings differ."""
        return frozenset(self.cells) ^ frozenset(self.tempting)


def trapped(
    text: str,
    cells: tuple[Cell, ...],
    *,
    tempting: tuple[Cell, ...],
    trap: str,
    why: str,
    basis: str,
) -> Dossier:
    """A paper with a trap; told apart from a plain one so that none is left without its explanation."""
    return replace(Dossier(text, cells), tempting=tempting, trap=trap, why=why, basis=basis)
