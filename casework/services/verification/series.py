"""Numbers against their series: no number of a case is left out, every paper of a year has one of its own (model 10)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, groupby

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Series, Unit
from casework.services.numbers import case_number
from casework.services.verification.fault import Fault
from workflows.registry import all_workflows


def check(session: Session) -> Iterator[Fault]:
    """Every series that was opened, and every paper with a number."""
    rows = session.execute(
        select(Series, Unit)
        .join(Unit, Unit.id == Series.unit_id)
        .order_by(Series.unit_id, Series.kind, Series.year)
    ).all()
    opened = [(series, unit) for series, unit in rows]
    records = {workflow.kind.value for workflow in all_workflows()}
    moved = _moved(session)
    for (_, kind), group in groupby(opened, key=lambda row: (row[0].unit_id, row[0].kind)):
        if kind in records:
            yield from _cases(session, list(group), moved)
    yield from _papers(session, [row for row in opened if row[0].kind not in records])


@dataclass(frozen=True)
class _Moved:
    """A case that is answered by another unit than the one that gave its number."""

    number: str
    kind: str
    given_by: int
    here: int


_GIVEN_BY = re.compile(r'"numbered_by":\s*(\d+)')


def _moved(session: Session) -> tuple[_Moved, ...]:
    # Facts that were changed from outside may be no JSON at all; another check names them, this one must not fail on them.
    facts = cast(Record.facts, Text)
    rows = session.execute(
        select(Record.number, Record.kind, Record.unit_id, facts).where(
            facts.contains('"numbered_by"'), Record.number.is_not(None)
        )
    )
    found = []
    for number, kind, here, text in rows:
        given = _GIVEN_BY.search(str(text))
        if given is not None and int(given[1]) != here:
            found.append(_Moved(str(number), kind, int(given[1]), here))
    return tuple(found)


def _cases(
    session: Session, years: Sequence[tuple[Series, Unit]], moved: Sequence[_Moved]
) -> Iterator[Fault]:
    """Numbers 1 to the last one given are all there, in each year of one unit and kind.

    A unit may have changed its pattern within a year, and what it gave before cannot be spelt by the present one. So where
    there are numbers of another pattern, only what follows the year's first number of the present one has to be gapless.
    """
    series, unit = years[0]
    of_kind = (Record.unit_id == series.unit_id, Record.kind == series.kind)
    there = set(session.scalars(select(Record.number).where(*of_kind, Record.number.is_not(None))))
    # A case that another unit answers now keeps the number that this one gave, and the other way round (model 9).
    there -= {m.number for m in moved if m.here == series.unit_id and m.kind == series.kind}
    there |= {m.number for m in moved if m.given_by == series.unit_id and m.kind == series.kind}
    spelt = {
        one.year: [
            case_number(unit, kind=one.kind, year=one.year, serial=n)
            for n in range(1, one.last + 1)
        ]
        for one, _ in years
    }
    others = there.difference(*spelt.values())
    for one, _ in years:
        expected = spelt[one.year]
        if others:
            expected = list(dropwhile(lambda number: number not in there, expected))
        for number in expected:
            if number not in there:
                yield Fault(
                    f"“{unit.name}”{one.year}年案件编号",
                    "series",
                    f"已编到第{one.last}号，其中{number}没有案件；编号应当连续。",
                )


def _papers(session: Session, opened: Sequence[tuple[Series, Unit]]) -> Iterator[Fault]:
    """As many papers, and as many different numbers, as the series gave; void ones keep theirs.

    Counted and not spelt out: the marks of a unit change, its papers keep theirs.
    """
    place = (Document.numbered_by, Document.series, Document.number_year)
    counts = {
        (row[0], row[1], row[2]): (row.papers, row.numbers, row.highest)
        for row in session.execute(
            select(
                *place,
                func.count().label("papers"),
                func.count(Document.number.distinct()).label("numbers"),
                func.max(Document.serial).label("highest"),
            )
            .where(Document.number != "")
            .group_by(*place)
        )
    }
    for series, unit in opened:
        papers, numbers, highest = counts.pop((series.unit_id, series.kind, series.year), (0, 0, 0))
        if not papers == numbers == highest == series.last:
            yield Fault(
                f"“{unit.name}”{series.year}年“{series.kind}”文号",
                "series",
                f"已编到第{series.last}号，有文书{papers}份、文号{numbers}个，三者应当相等。",
            )
    for (unit_id, name, year), (papers, _, _) in sorted(counts.items(), key=str):
        yield Fault(
            f"单位（内部编号{unit_id}）{year}年“{name}”文号",
            "series",
            f"有文书{papers}份，没有相应的编号记录。",
        )
