"""Where one case stands in the annual tables, and why it stands in no other cell: the other way of the drill-down."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.record import Carry, Record
from casework.models.unit import Unit
from casework.viewer import Viewer
from workflows import annual_reasons
from workflows.acts.deciding import JOINT
from workflows.annual_grid import format_for
from workflows.annual_places import FIRST_YEAR, Counted, Place
from workflows.vocabulary import RecordKind, State

COUNTED = frozenset({RecordKind.request, RecordKind.review, RecordKind.lawsuit})


@dataclass(frozen=True)
class Standing:
    """One cell that holds the case: which, in whose table, and why."""

    place: Place
    unit_code: str
    unit_name: str
    label: str
    why: str


@dataclass(frozen=True)
class CaseCells:
    """The cells of one case, and the answer to a question about another cell."""

    record_id: int
    number: str
    kind: str
    years: tuple[int, ...]
    standings: tuple[Standing, ...]
    answer: str = ""


def cells_of(
    session: Session,
    viewer: Viewer,
    record_id: int,
    *,
    asked: tuple[int, str, str] | None = None,
    today: date,
) -> CaseCells:
    """Where a case counts; `asked` is a year, a row and a column of which it is to be told why not.

    Raises:
        NotFound: the record is out of sight, counts in no table by its kind, or there is no such cell.
    """
    record = session.get(Record, record_id)
    if record is None or not viewer.may_see(record.unit_id, record.handler_unit_id):
        raise NotFound("没有这一案件，或者不在您可以查看的单位范围内；请核对编号。")
    if record.kind not in COUNTED:
        raise NotFound("这一类案件不计入年报的第三、四部分；请从案件页查看。")
    case = counted(session, record)
    units = {u.id: u for u in session.scalars(select(Unit).where(Unit.id.in_({case.unit, *case.carried.values()})))}  # fmt: skip
    standings = tuple(
        Standing(
            place,
            units[place.unit].code,
            units[place.unit].name,
            annual_reasons.label_of(place),
            annual_reasons.why(case, place),
        )
        for place in annual_reasons.stands_in(case, today=today)
    )
    first = max((record.received_on or record.arrived_on).year, FIRST_YEAR)
    answer = annual_reasons.why_not(case, _place(asked, case), today=today) if asked else ""
    years = tuple(range(first, today.year + 1))
    return CaseCells(record.id, record.number or "", record.kind, years, standings, answer)


def _place(asked: tuple[int, str, str], case: Counted) -> Place:
    place = Place(asked[0], case.unit, asked[1], asked[2])
    try:
        annual_reasons.label_of(place)
        format_for(place.year)
    except (KeyError, ValueError) as error:
        raise NotFound(
            f"{place.year}年度的年报表格没有这一格；两种格式（2019、2021）的“其他处理”行不同，请返回另选一行。"
        ) from error
    return place


def counted(session: Session, record: Record) -> Counted:
    """What is counted of a record."""
    facts = record.facts or {}
    rows = session.execute(select(Carry.year, Carry.unit_id).where(Carry.record_id == record.id))
    carried = {row.year: row.unit_id for row in rows} if record.kind == RecordKind.request else {}
    return Counted(
        kind=record.kind,
        unit=record.unit_id,
        category=record.category,
        received_on=record.received_on,
        closed_on=record.closed_on,
        outcome=record.outcome,
        elsewhere=record.state == State.void or facts.get("our_role") == JOINT,
        after_reconsideration=bool(facts.get("after_reconsideration")),
        carried=carried,
    )
