"""The typed and imported numbers of a supervising office; what they mean is said by `workflows.further_figures`."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.further_figure import FurtherFigure
from casework.models.unit import Unit
from workflows.further_figures import Further, Reported
from workflows.periods import Period


@dataclass(frozen=True)
class FigureRow:
    """One row of a month as it was entered."""

    id: int
    month: int
    key: Further
    part: str
    about: str
    count: int


def spoken(unit: Unit) -> str:
    """The name a unit is spoken of by in circulars: its own short one, else the full one."""
    return str((unit.settings or {}).get("short_name") or unit.name)


def rows_of(session: Session, office_id: int, period: Period) -> tuple[FigureRow, ...]:
    """What was entered for the months of a period, in the order it was entered."""
    found = session.scalars(
        select(FurtherFigure)
        .where(
            FurtherFigure.office_id == office_id,
            FurtherFigure.year == period.year,
            FurtherFigure.month.in_(period.months),
        )
        .order_by(FurtherFigure.id)
    )
    return tuple(FigureRow(r.id, r.month, Further(r.key), r.part, r.about, r.count) for r in found)


def reported(session: Session, office_id: int, period: Period) -> tuple[Reported, ...]:
    """The numbers of a period, its months together, under the names that units are spoken of by."""
    found = session.execute(
        select(FurtherFigure, Unit)
        .outerjoin(Unit, Unit.id == FurtherFigure.about_id)
        .where(
            FurtherFigure.office_id == office_id,
            FurtherFigure.year == period.year,
            FurtherFigure.month.in_(period.months),
        )
        .order_by(FurtherFigure.id)
    )
    sums: dict[tuple[str, str, str, str], int] = {}
    for row, unit in found:
        name, code = (spoken(unit), unit.code) if unit else (row.about, "")
        key = (row.key, row.part, name, code)
        sums[key] = sums.get(key, 0) + row.count
    order = list(Further)
    made = [
        Reported(Further(key), part, about, count, code)
        for (key, part, about, code), count in sums.items()
    ]
    parts = list(dict.fromkeys(one.part for one in made))
    return tuple(sorted(made, key=lambda r: (order.index(r.key), parts.index(r.part))))
