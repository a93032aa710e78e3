"""Loads a ledger: all of it or nothing, in one transaction, through the same acts and journal as every other case (model 13)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import CaseworkError, Invalid, NotAllowed
from casework.ledger import rules
from casework.ledger.cells import folded, nearest
from casework.ledger.columns import YES, delivery_form
from casework.ledger.faults import REVIEWS_SHEET, Fault
from casework.ledger.reading import Ledger
from casework.ledger.rows import Row
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.sent_ledgers import as_importer
from casework.queries.sight import subtree
from casework.services import engine, import_rows, intake, registering, units
from casework.services.engine import Desk
from casework.services.import_cases import Cases
from casework.services.import_checks import outside_calendar, unprintable_in
from casework.services.import_garbage import seldom_collected
from casework.services.import_known import known, known_proceedings
from casework.services.import_lists import Topics, staff_of
from casework.services.import_numbers import Numbers
from casework.services.import_years import Span, into_frozen
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Channel, RecordKind, ReviewResult, Role

Tick = Callable[[], None]

_FIRST_YEAR = 2008  # the first 条例 came into force on 1 May 2008
_CHUNK = 500  # bound variables of one statement


@dataclass(frozen=True, order=True)
class Share:
    """The requests of one unit received in one year, and how many of them are open."""

    unit: str
    year: int
    received: int
    open: int


@dataclass(frozen=True)
class ImportReport:
    """What was loaded (or, for a trial, would be): requests, reviews and lawsuits. With a fault it is nothing.

    `shares` tells how the requests fall to units and years.
    """

    loaded: int = 0
    reviews: int = 0
    faults: tuple[Fault, ...] = ()
    shares: tuple[Share, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class _Case:
    """A row of a request with the unit that answers it; `place` is where the row stands among the others."""

    place: int
    line: int
    unit: Unit
    number: str
    received_on: date | None
    closed_on: date | None

    @property
    def year(self) -> int:
        """The year of its number."""
        if self.received_on is None:
            raise LookupError(f"row {self.line} has no day of receipt")
        return self.received_on.year


@dataclass(frozen=True)
class _Proceeding:
    """A row of a review with the request it concerns: a row of the ledger, a record, or neither."""

    row: Row
    unit_id: int
    request_row: int | None = None
    request_id: int | None = None


@dataclass
class _Plan:
    """What is to be loaded, and everything that speaks against it."""

    at: Desk
    rows: Sequence[Row]
    home: Unit
    units: Sequence[Unit]
    cases: list[_Case]
    proceedings: list[_Proceeding]
    faults: list[Fault]
    topics: Topics


class _Undone(Exception):
    """Leaves the transaction without a trace, with what is to be reported."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def import_ledger(
    office: Office,
    ledger: Ledger,
    *,
    unit_code: str,
    year: int | None = None,
    dry_run: bool = False,
    viewer: Viewer,
    moment: Moment,
    tick: Tick = lambda: None,
    noted: Callable[[Session, ImportReport], None] = lambda _session, _report: None,
) -> ImportReport:
    """Load every row, or none and say of each faulty one why. `tick` hears of each row that was loaded.

    What `noted` writes of a ledger that was loaded is committed with it, or not at all.

    `unit_code` is the unit of the rows that name none; others must lie in its subtree. `year` is the reporting year. A
    trial (`dry_run`) does everything and takes it back.

    Raises:
        NotFound: no such unit. NotAllowed: not an importer there. Invalid: a reporting year that cannot be.
    """
    if year is not None and not _FIRST_YEAR <= year <= moment.today.year:
        raise Invalid(
            f"报告年度不能是{year}年；请指定（--year）{_FIRST_YEAR}年至{moment.today.year}年中的一年。",
            fields={"year": f"{_FIRST_YEAR}年至{moment.today.year}年"},
        )
    try:
        with seldom_collected(), office.db.write() as session:
            at = engine.desk(session, office, viewer=as_importer(session, viewer), moment=moment)
            plan = _plan(at, ledger, unit_code=unit_code, year=year)
            # The engine flushes after each act; a flush before each question would only cost time.
            with session.no_autoflush:
                report = _load(plan, tick)
            if report.faults or dry_run:
                raise _Undone(report)
            noted(session, report)
            return report
    except _Undone as undone:
        return undone.report


# Checking ------------------------------------------------------------------------------------------------------


def _plan(at: Desk, ledger: Ledger, *, unit_code: str, year: int | None) -> _Plan:
    home = units.by_code(at.session, unit_code)
    check_importer(at.viewer, home)
    ids = subtree(at.session, home.id)
    scope = at.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id)).all()
    faults = list(rules.faults_of(ledger, today=at.moment.today, year=year))
    plan = _Plan(at, ledger.requests, home, scope, [], [], faults, Topics(at.session))
    _look_through(plan)
    _check_numbers(plan)
    unnumbered = (case for case in plan.cases if not case.number)
    plan.faults += known(at, ((c.unit.id, plan.rows[c.place]) for c in unnumbered))
    _place_proceedings(plan, ledger.reviews)
    # What concerns a request of this very ledger is not here yet.
    here = ((p.unit_id, p.request_id, p.row) for p in plan.proceedings if p.request_row is None)
    plan.faults += known_proceedings(at, here)
    plan.faults += into_frozen(at.session, _spans(plan), today=at.moment.today)
    return plan


def _spans(plan: _Plan) -> Iterator[Span]:
    for case in plan.cases:
        yield Span("", case.line, case.unit.id, case.received_on, case.closed_on)
    for one in plan.proceedings:
        first, last = one.row.day("accepted_on"), one.row.day("closed_on")
        yield Span(REVIEWS_SHEET, one.row.number, one.unit_id, first, last)


def check_importer(viewer: Viewer, unit: Unit) -> None:
    """Refuse whoever may not load a ledger of this unit (as `as_importer` tells him).

    Raises:
        NotAllowed: the importer's role is missing there and above.
    """
    if Role.importer not in viewer.roles_in(unit.id):
        raise NotAllowed(
            f"导入“{unit.name}”的台账须有台账导入角色；请由系统管理员在“人员和角色”授予，或者运行导入命令。"
        )


def _look_through(plan: _Plan) -> None:
    """Find the answering unit of each row, and what no paper or calendar could take of it; each is unpacked once for all."""
    codes = {folded(unit.code): unit for unit in plan.units}
    names: dict[str, list[Unit]] = {}
    for unit in plan.units:
        names.setdefault(folded(unit.name), []).append(unit)
    for place, row in enumerate(plan.rows):
        plan.faults += unprintable_in(plan.at.office, row)
        plan.faults += outside_calendar(plan.at, row)
        written = row.text("unit")
        wanted = folded(written)
        found = [plan.home] if not wanted else [codes[wanted]] if wanted in codes else []
        found = found or names.get(wanted, [])
        if len(found) == 1:
            number, received = row.text("number"), row.day("received_on")
            closed = row.day("closed_on")
            plan.faults += plan.topics.faults(row, found[0])
            plan.cases.append(_Case(place, row.number, found[0], number, received, closed))
        else:
            plan.faults.append(Fault("", row.number, "办理单位", _no_unit(plan, written, found)))
    for unit in {case.unit.id: case.unit for case in plan.cases}.values():
        check_importer(plan.at.viewer, unit)


def _no_unit(plan: _Plan, written: str, found: Sequence[Unit]) -> str:
    if found:
        codes = "、".join(unit.code for unit in found)
        return f"有{len(found)}个单位名为“{written}”；请改填单位代码（{codes}）。"
    near = nearest(written, [unit.name for unit in plan.units])
    return (
        f"“{plan.home.name}”及其下属单位中没有代码或者全称为“{written}”的单位，"
        f"最接近的是“{near}”；请改正，或者用 casework unit add 增加单位。"
    )


def _check_numbers(plan: _Plan) -> None:
    """A number is unique in its unit and year, inside the ledger and in the database (contract of the ledger)."""
    numbered = [case for case in plan.cases if case.number and case.received_on]
    stored = {
        (record.unit_id, record.number_year, record.number)
        for record in _stored(plan, {case.number for case in numbered})
    }
    first: dict[tuple[int, int, str], int] = {}
    for case in numbered:
        number = case.number
        key = (case.unit.id, case.year, number)
        if key in first:
            reason = f"“{number}”与第{first[key]}行重复；同一单位同一年度的编号不能重复，请改正或者留空自动编号。"
            plan.faults.append(Fault("", case.line, "案件编号", reason))
        elif key in stored:
            reason = f"“{number}”在“{case.unit.name}”已被使用；该案如已录入请删除此行，否则改正编号或者留空自动编号。"
            plan.faults.append(Fault("", case.line, "案件编号", reason))
        first.setdefault(key, case.line)


def _stored(plan: _Plan, wanted: set[str]) -> Iterator[Record]:
    """The requests of the units in scope that have one of these numbers."""
    ids = [unit.id for unit in plan.units]
    listed = sorted(wanted)
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        yield from plan.at.session.scalars(
            select(Record).where(
                Record.kind == RecordKind.request,
                Record.unit_id.in_(ids),
                Record.number.in_(chunk),
            )
        )


def _place_proceedings(plan: _Plan, rows: Sequence[Row]) -> None:
    """Find the request that each review or lawsuit concerns."""
    stored: dict[str, list[Record]] = {}
    for record in _stored(plan, {row.text("number") for row in rows} - {""}):
        stored.setdefault(record.number or "", []).append(record)
    listed: dict[str, list[_Case]] = {}
    for case in plan.cases:
        listed.setdefault(case.number, []).append(case)
    for row in rows:
        number = row.text("number")
        if not number:
            plan.proceedings.append(_Proceeding(row, plan.home.id))
            continue
        found = [_Proceeding(row, c.unit.id, request_row=c.line) for c in listed.get(number, ())]
        found += [_Proceeding(row, r.unit_id, request_id=r.id) for r in stored.get(number, ())]
        own = [one for one in found if one.unit_id == plan.home.id]
        chosen = (
            own or found
        )  # a number of the unit itself goes before the same number of another unit
        if len(chosen) == 1:
            plan.proceedings.append(chosen[0])
        else:
            reason = _no_request(number, len(chosen))
            plan.faults.append(Fault(REVIEWS_SHEET, row.number, "案件编号", reason))


def _no_request(number: str, found: int) -> str:
    if found:
        return f"编号“{number}”有{found}件申请，不能确定是哪一件；请改用不重复的编号或者留空。"
    return f"台账和系统中都没有编号为“{number}”的申请；请改正编号，不知道的留空。"


# Loading -------------------------------------------------------------------------------------------------------


def _load(plan: _Plan, tick: Tick) -> ImportReport:
    if plan.faults:
        return ImportReport(faults=tuple(sorted(plan.faults)))
    staff = staff_of(plan.at.session, plan.units)
    brought = ((c.unit.id, c.year, c.number) for c in plan.cases if c.number)
    numbers = Numbers(plan.at.session, brought)
    cases = Cases(plan.at, numbers)
    loaded: dict[int, int] = {}
    # Numbers that the ledger brings are claimed before any is given, and those are given in the order of receipt.
    for case in sorted(plan.cases, key=lambda c: (not c.number, c.received_on)):
        with _guarded(plan, "", case.line):
            loaded[case.line] = _request(plan, cases, numbers, case, staff)
        tick()
    if not plan.faults:
        cases.flush()
        for one in plan.proceedings:
            with _guarded(plan, REVIEWS_SHEET, one.row.number):
                _review(plan.at, one, loaded)
            tick()
    if plan.faults:
        return ImportReport(faults=tuple(sorted(plan.faults)))
    return ImportReport(len(loaded), len(plan.proceedings), shares=_shares(plan))


def _shares(plan: _Plan) -> tuple[Share, ...]:
    received = Counter((case.unit.name, case.year) for case in plan.cases)
    still = Counter((case.unit.name, case.year) for case in plan.cases if case.closed_on is None)
    return tuple(sorted(Share(*key, count, still[key]) for key, count in received.items()))


@contextmanager
def _guarded(plan: _Plan, sheet: str, line: int) -> Iterator[None]:
    """What the engine refuses is one more fault of the row; nothing is kept then."""
    try:
        yield
    except CaseworkError as error:
        plan.faults.append(Fault(sheet, line, "", error.message))


def _request(
    plan: _Plan, cases: Cases, numbers: Numbers, case: _Case, staff: import_rows.Staff
) -> int:
    if case.received_on is None:
        raise LookupError(f"row {case.line} has no day of receipt")
    row = plan.rows[case.place]
    extra = import_rows.extra(row, case.unit.id, staff)
    if case.number and numbers.take(case.unit, case.year, case.number):
        extra["taken_by_import"] = True
    form = intake.RequestForm(
        case.unit.id,
        case.received_on,
        row.text("channel") or Channel.other.value,
        [import_rows.applicant(row)],
        [row.text("content")],
        delivery=delivery_form(row.text("delivery")),
        topic=plan.topics.of(row, case.unit.id),
        number=case.number,
        extra=extra,
    )
    closing = import_rows.closing(row) if case.closed_on else {}
    return cases.open(form, case.unit, closed_on=case.closed_on, closing=closing)


def _review(at: Desk, one: _Proceeding, loaded: Mapping[int, int]) -> None:
    row = one.row
    accepted = row.day("accepted_on")
    if accepted is None:
        raise LookupError(f"row {row.number} has no day of acceptance")
    kind = row.text("kind")
    suit = kind == RecordKind.lawsuit
    record, _ = registering.add_record(
        at,
        kind=kind,
        unit_id=one.unit_id,
        on_day=accepted,
        data={"after_reconsideration": row.text("after_review") == YES} if suit else {},
        parent_id=one.request_id if one.request_row is None else loaded[one.request_row],
    )
    closed, result = row.day("closed_on"), row.text("result")
    if closed is not None and result != ReviewResult.pending:
        # reading: a ledger does not tell whether a new answer was ordered, so loading one reopens nothing.
        data = {"result": result, "no_redo": result == ReviewResult.corrected}
        engine.apply(at, record, "conclude", on_day=closed, data=data)
