"""Open cases judged again by another calendar: what would change, and the sweep that stores it; it records no notice.

Every open case ends with the newest calendar version; a case whose days moved gets the journal row `calendar_changed` (model 11).
The sweep takes cases whose stored version is older, at most 100 in a transaction (model 15), so whatever an interrupted
run has left is found by the next one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from casework.models.calendar import CalendarVersion
from casework.models.record import Record
from casework.models.timer import TimerEntry
from casework.office import Office
from casework.queries import open_cases, terms
from casework.queries.calendar_state import CHANGED
from casework.queries.open_cases import Names, OpenCase
from casework.queries.terms import Tree
from casework.services import calendars, carrying, engine, inbox, journal
from casework.services.engine import Desk
from casework.services.projection import columns_of, key_of
from casework.viewer import Moment, system
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.definition import Workflow
from workflows.guards import applicant_limit, chinese_day
from workflows.history import Act, Facts
from workflows.registry import workflow_version
from workflows.timer import Timer, Whose
from workflows.vocabulary import Role

BATCH = 100  # model 15: at most so many cases in a transaction
_PAGE = 500  # cases read at once where nothing is written

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Effect:
    """What a calendar does to one open case.

    `before` and `after` are the day that counts: the due date, the applicant's limit while the clock waits for him, or
    the end of our own term where neither runs (a request that nobody has confirmed, a reply to a review body).
    """

    record_id: int
    number: str
    unit: str
    handler: str
    before: date | None
    after: date | None
    moved: bool
    firm_before: bool
    firm_after: bool

    @property
    def became_firm(self) -> bool:
        return self.firm_after and not self.firm_before


@dataclass(frozen=True)
class Effects:
    """Every open case that a calendar moves or makes certain, and how many open cases were judged."""

    judged: int
    cases: tuple[Effect, ...]

    @property
    def moved(self) -> tuple[Effect, ...]:
        return tuple(one for one in self.cases if one.moved)

    @property
    def became_firm(self) -> tuple[Effect, ...]:
        return tuple(one for one in self.cases if one.became_firm)


@dataclass
class _Judge:
    """Two calendars, and the names that an effect shows."""

    before: WorkingCalendar
    after: WorkingCalendar
    names: Names
    _workflows: dict[str, Workflow] = field(default_factory=dict)

    def workflow(self, case: OpenCase) -> Workflow:
        found = self._workflows.get(case.workflow_version)
        if found is None:
            found = self._workflows[case.workflow_version] = workflow_version(case.workflow_version)
        return found

    def effect(self, case: OpenCase, judged: "_Judged") -> Effect:
        """What the calendar does to a case, beside what is stored of it."""
        started_on = judged.started_on
        stored = (case.due_on, case.limit_on, _own(case.timers))
        wanted = (judged.due_on, judged.limit_on, _own(judged.timers))
        before = next((day for day in stored if day), None)
        after = next((day for day in wanted if day), None)
        return Effect(
            record_id=case.id,
            number=case.number or f"未编号（登记序号{case.id}）",
            unit=self.names.units.get(case.unit_id, ""),
            handler=self.names.users.get(case.handler_id or 0, ""),
            before=before,
            after=after,
            moved=before != after or stored[:2] != wanted[:2],
            firm_before=not _doubtful(started_on, before, self.before),
            firm_after=not _doubtful(started_on, after, self.after),
        )


@dataclass(frozen=True)
class _Judged:
    """What a calendar makes of a case."""

    facts: Facts
    started_on: date | None
    due_on: date | None
    limit_on: date | None
    last_due_on: date | None
    timers: tuple[Timer, ...]


def _judged(workflow: Workflow, case: OpenCase, calendar: WorkingCalendar) -> _Judged:
    facts = workflow.fold(case.acts)
    situation = workflow.situation(facts, calendar)
    timers = workflow.running_timers(situation)
    started_on = situation.clock.started_on or min((t.starts_on for t in timers), default=None)
    return _Judged(
        facts,
        started_on,
        due_on=situation.clock.due_on,
        limit_on=applicant_limit(situation),
        last_due_on=workflow.last_due_on(situation),
        timers=timers,
    )


def _own(timers: Iterable[Timer | TimerEntry]) -> date | None:
    """The earliest end of a term in which we have to act."""
    ours = (t.ends_on for t in timers if t.whose == Whose.ours and not t.lapses)
    return min(ours, default=None)


def _doubtful(started_on: date | None, until: date | None, calendar: WorkingCalendar) -> bool:
    """Whether a day of the running period may still be changed by a notice; without a period there is nothing to doubt."""
    if started_on is None or until is None:
        return False
    return calendar.any_provisional(started_on, until) or calendar.is_provisional(until)


def foresee(session: Session, calendar: WorkingCalendar) -> Effects:
    """What every open case would become under `calendar`; nothing is written.

    Raises:
        NoCalendar: a term of a case would run into a day that the calendar does not know.
    """
    judge = _Judge(calendars.newest(session), calendar, open_cases.names(session))
    which = open_cases.is_open()
    judged, found = 0, []
    try:
        for ids in _pages(session, which):
            cases = open_cases.batch(session, which, ids, lock=False)
            judged += len(cases)
            for case in cases:
                effect = judge.effect(case, _judged(judge.workflow(case), case, calendar))
                if effect.moved or effect.became_firm:
                    found.append(effect)
    except OutsideCalendar as error:
        raise calendars.outside(error) from error
    return Effects(judged, tuple(found))


def _pages(session: Session, which: ColumnElement[bool]) -> Iterator[list[int]]:
    after = 0
    while ids := list(open_cases.ids_after(session, which, after=after, limit=_PAGE)):
        yield ids
        after = ids[-1]


# The sweep -----------------------------------------------------------------------------------------------------


def finish(office: Office, *, moment: Moment, tick: Tick = lambda _n: None) -> Effects:
    """Bring every open case to the newest calendar; doing it again finds nothing.

    `tick` hears after each transaction how many cases it judged.

    Raises:
        NoCalendar: a term of a case runs into a day that no recorded calendar knows.
    """
    with office.db.read() as session:
        newest = session.scalar(select(func.max(CalendarVersion.id)))
        names, tree = open_cases.names(session), terms.tree(session)
    if newest is None:
        return Effects(0, ())
    judged, moved, after = 0, list[Effect](), 0
    while True:
        with office.db.write() as session:
            ids = open_cases.ids_after(session, open_cases.stale(newest), after=after, limit=BATCH)
            if not ids:
                return Effects(judged, tuple(moved))
            at = engine.desk(session, office, viewer=system(), moment=moment)
            done = _sweep(at, ids, names, tree)
        judged, after = judged + done.judged, ids[-1]
        moved += done.cases
        tick(len(ids))


def waiting(session: Session) -> int:
    """How many open cases the sweep still has to judge."""
    newest = session.scalar(select(func.max(CalendarVersion.id))) or 0
    return open_cases.count(session, open_cases.stale(newest))


def catch_up(at: Desk, *records: Record) -> None:
    """Bring these cases, locked by the caller, to the newest calendar before an act is done on them.

    An act judges by the newest calendar, so whoever acts before the sweep has come by does its part for his case: the
    journal row and the message are the same. Raises `NoCalendar` as `finish` does.
    """
    behind = [one for one in records if one.calendar_version < at.calendar.version]
    if not behind:
        return
    by_system = replace(at, viewer=system())
    names, tree = open_cases.names(at.session), terms.tree(at.session)
    _sweep(by_system, [one.id for one in behind], names, tree)
    at.session.flush()
    for one in behind:
        at.session.refresh(one)


def _sweep(at: Desk, ids: Sequence[int], names: Names, tree: Tree) -> Effects:
    """Judge a batch and store what follows."""
    version = at.calendar.version
    judge = _Judge(at.calendar, at.calendar, names)
    cases = open_cases.batch(at.session, open_cases.stale(version), ids, lock=True)
    moved: list[tuple[OpenCase, _Judged, Effect]] = []
    ended: list[dict[str, Any]] = []
    try:
        for case in cases:
            judged = _judged(judge.workflow(case), case, at.calendar)
            effect = judge.effect(case, judged)
            if effect.moved:
                moved.append((case, judged, effect))
            if case.last_due_on != judged.last_due_on:
                ended.append({"b_id": case.id, "last_due_on": judged.last_due_on})
            _keep_timers(at.session, case, judged.timers)
        at.session.flush()  # the terms, before an act of the engine asks for them
        _tell(at, moved)
        said = (one for case, _, effect in moved for one in _sentences(at, case, effect, tree))
        inbox.say(at.session, said, moment=at.moment)
    except OutsideCalendar as error:
        raise calendars.outside(error) from error
    # The one change of a record that raises no version: which calendar was asked last is no fact of the case, nor is what
    # it makes of a period that is over, and no act is judged by either. Statements of their own pass the check of the session.
    ids = [case.id for case in cases]
    if ended:
        at.session.connection().execute(_ENDED_PERIODS, ended)
    at.session.connection().execute(
        update(Record).where(Record.id.in_(ids)).values(calendar_version=version)
    )
    return Effects(len(cases), tuple(effect for _, _, effect in moved))


def _keep_timers(session: Session, case: OpenCase, wanted: Iterable[Timer]) -> None:
    """Bring the stored terms of a case in line; the twin of the projection for rows that are read already."""
    stored = {key_of(row): row for row in case.timers}
    for timer in wanted:
        row = stored.pop(key_of(timer), None)
        if row is None:
            row = TimerEntry(record_id=case.id, key=timer.key, seq=timer.seq)
            session.add(row)
        for name, value in columns_of(timer).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    for row in stored.values():
        session.delete(row)


def _tell(at: Desk, moved: Iterable[tuple[OpenCase, _Judged, Effect]]) -> None:
    """Write the rows of the moved cases, then their new days in one statement."""
    new_days = []
    with at.session.no_autoflush:
        for case, judged, effect in moved:
            data = {
                "calendar": at.calendar.version,
                "due_before": _iso(effect.before),
                "due_after": _iso(effect.after),
            }
            workflow = workflow_version(case.workflow_version)
            year = carrying.missing_acts(judged.facts, workflow, before=at.moment.today, seq=0)
            if year:  # the turn of the year goes before, as with any act
                record = at.session.get_one(Record, case.id)
                engine.apply(at, record, CHANGED, on_day=at.moment.today, data=data)
                continue
            act = Act(case.version + 1, CHANGED, at.moment.today, data)
            _append(at, case, workflow, act=act, facts=judged.facts)
            new_days.append(
                {
                    "b_id": case.id,
                    "version": act.seq,
                    "due_on": judged.due_on,
                    "limit_on": judged.limit_on,
                }
            )
        at.session.flush()
    if new_days:
        at.session.connection().execute(_NEW_DAYS, new_days)


def _sentences(at: Desk, case: OpenCase, effect: Effect, tree: Tree) -> Iterator[inbox.Said]:
    """What the handler of a moved case is told; without one, whoever can give the case to somebody."""
    readers = (case.handler_id,) if case.handler_id in tree.active else ()
    day = effect.after or at.moment.today
    sentence = (
        f"{effect.number}的期限因放假安排变动，由{_said(effect.before)}改为{_said(effect.after)}"
        "（放假办法）；请按新的期限办理。"
    )
    for user_id in readers or tree.holding(Role.intake, case.handler_unit_id, case.unit_id):
        if user_id is not None:
            yield inbox.Said(
                user_id, case.id, CHANGED, at.calendar.version, day, inbox.NEWS, sentence
            )


def _said(day: date | None) -> str:
    return chinese_day(day) if day else "（无）"


def _append(at: Desk, case: OpenCase, workflow: Workflow, *, act: Act, facts: Facts) -> None:
    action = workflow.action(CHANGED)
    if action is None:
        raise LookupError(f"{workflow.version} has a clock and no act {CHANGED}")
    journal.append(
        at.session,
        case,
        action=action,
        act=act,
        viewer=at.viewer,
        moment=at.moment,
        before=facts.state,
        after=workflow.fire(facts, act).state,
        previous=case.last_hash,
    )


# Of all that a journal says only these columns depend on the calendar; `project` writes them with everything else. The
# rows are locked, and their version is raised with them.
_NEW_DAYS = (
    update(Record)
    .where(Record.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in ("version", "due_on", "limit_on")})
)
_ENDED_PERIODS = (
    update(Record)
    .where(Record.id == bindparam("b_id"))
    .values(last_due_on=bindparam("last_due_on"))
)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
