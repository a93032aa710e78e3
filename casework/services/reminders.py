"""Says before a term ends that it ends, and afterwards that it has: once per level, to whoever must know; it does no act.

Levels are distances in working days, so a night in which the timer did not run loses nothing: what has come nearer
meanwhile is said once, at the nearest level.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.message import Message
from casework.office import Office
from casework.queries import terms
from casework.queries.terms import CaseRow, TermRow, Tree, UnclaimedRow
from casework.services import calendars, inbox
from casework.services.inbox import UNCLAIMED, Said
from casework.unit_settings import FARTHEST, setting
from casework.viewer import Moment
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.guards import chinese_day
from workflows.registry import workflow_version
from workflows.vocabulary import Role

BATCH = 100  # model 15: at most so many cases in a transaction
DISTANCES: tuple[int, ...] = tuple(setting("reminders").default)
UNCLAIMED_AFTER: int = setting("unclaimed_after").default
DUE, LATE, TARGET, OVER = "due", "late", "target", "over"

APPROVER = Role.approver

Row = TypeVar("Row", TermRow, UnclaimedRow)


@dataclass(frozen=True)
class Reminded:
    """How many messages were new: about terms of our own, proposals about terms of others, and cases nobody has."""

    terms: int = 0
    proposals: int = 0
    unclaimed: int = 0

    @property
    def total(self) -> int:
        return self.terms + self.proposals + self.unclaimed


@dataclass(frozen=True)
class Levels:
    """The working days before the last day at which a unit wants to hear, and its internal target (0: none)."""

    distances: tuple[int, ...] = DISTANCES
    target: int = 0

    @property
    def farthest(self) -> int:
        return max((*self.distances, self.target))

    def of(self, left: int, *, over: bool, targeted: bool, lapses: bool = False) -> str:
        """The level of a term with so many working days left; empty while it is far off.

        Of a chance that lapses only the nearest distance is told: every new case brings one.
        """
        if over:
            return LATE
        if left == 0:
            return DUE
        distances = self.distances[-1:] if lapses else self.distances
        named = {n: str(n) for n in distances}
        if targeted and self.target:
            named[self.target] = TARGET
        reached = [n for n in named if n >= left]
        return named[min(reached)] if reached else ""


def levels_of(reminders: Any, target: Any) -> Levels:
    """What a unit has set; what cannot be read counts as not set. The last day and the day after are always told."""
    days = reminders if isinstance(reminders, list) else list(DISTANCES)
    distances = tuple(
        sorted({n for n in days if type(n) is int and 0 < n <= FARTHEST}, reverse=True)
    )
    return Levels(distances, target if type(target) is int and 0 < target <= FARTHEST else 0)


@dataclass(frozen=True)
class _Sweep:
    """What one run knows: the day, the calendar, the units and the staff."""

    today: date
    calendar: WorkingCalendar
    tree: Tree

    def levels(self, unit_id: int) -> Levels:
        return levels_of(
            self.tree.setting(unit_id, "reminders"), self.tree.setting(unit_id, "internal_target")
        )

    def horizon(self) -> date:
        """The last day that any unit wants to hear of today."""
        set_by_units = [
            *(levels_of(value, None) for value in self.tree.all_set("reminders")),
            *(levels_of(None, value) for value in self.tree.all_set("internal_target")),
        ]
        farthest = max(one.farthest for one in (Levels(), *set_by_units))
        try:
            return self.calendar.add(self.today, farthest)
        except OutsideCalendar:
            return self.calendar.last

    def left(self, ends_on: date) -> int:
        """Working days after today up to the last day; 0 on the last day itself, at least 1 before it."""
        if self.today >= ends_on:
            return 0
        return max(self.calendar.count(self.today, ends_on), 1)

    def workers(self, case: CaseRow) -> tuple[int, ...]:
        """The handler; without one (or when he has left) whoever can give the case to somebody."""
        if case.handler_id in self.tree.active and case.handler_id is not None:
            return (case.handler_id,)
        for unit_id in (case.handler_unit_id, case.unit_id):
            if clerks := self.clerks(unit_id):
                return clerks
        return self.superiors(case)

    def readers(self, row: TermRow, level: str) -> frozenset[int]:
        """Who hears of our own term at this level: who works, on the last day the superior, then the supervisor.

        A task asked of a department is told to the department; that it is late also to whoever asked.
        """
        case, asked = row.case, row.asked_unit_id
        found = set(self.workers(case) if asked is None else self.asked(asked))
        if level in (DUE, LATE) and not row.lapses:
            above = self.superiors(case) if asked is None else self.tree.holding(APPROVER, asked)
            found |= set(above)
        if level == LATE:
            found |= {*self.workers(case), *self.supervisors(case)}
        return frozenset(found)

    def asked(self, unit_id: int) -> tuple[int, ...]:
        """Who takes up a task in the department it was asked of."""
        roles = (Role.intake, Role.handler, APPROVER)
        return next(filter(None, (self.tree.holding(role, unit_id) for role in roles)), ())

    def clerks(self, unit_id: int | None) -> tuple[int, ...]:
        return self.tree.holding(Role.intake, unit_id)

    def superiors(self, case: CaseRow) -> tuple[int, ...]:
        """Who approves in the answering unit, and in the one that works on the case."""
        return self.tree.holding(APPROVER, case.unit_id, case.handler_unit_id)

    def supervisors(self, case: CaseRow) -> tuple[int, ...]:
        """The supervising office: the role on the unit itself or on any unit above it."""
        return self.tree.holding(Role.supervisor, *self.tree.upwards(case.unit_id))


def remind(office: Office, *, moment: Moment) -> Reminded:
    """Say what is due to be said today; running it again says nothing twice.

    Raises:
        NoCalendar: today lies outside the recorded calendar.
    """
    with office.db.read() as session:
        sweep = _Sweep(moment.today, calendars.newest(session), terms.tree(session))
    until = sweep.horizon()
    try:
        told = [0, 0]
        for rows in _pages(office, partial(terms.near_or_over, today=moment.today, until=until)):
            for n, proposing in enumerate((False, True)):
                chosen = [row for row in rows if (row.whose not in terms.OWN) is proposing]
                said = [one for row in chosen for one in _about_term(sweep, row)]
                told[n] += _store(office, said, moment=moment)
        unclaimed = 0
        for waiting in _pages(office, partial(terms.unclaimed, before=moment.today)):
            said = [one for row in waiting for one in _about_unclaimed(sweep, row)]
            unclaimed += _store(office, said, moment=moment)
    except OutsideCalendar as error:
        raise calendars.outside(error) from error
    inbox.settle(office, moment=moment)
    return Reminded(told[0], told[1], unclaimed)


def _pages(office: Office, read: Callable[..., Sequence[Row]]) -> Iterator[Sequence[Row]]:
    """Batch after batch, each read in a moment of its own, so that no write waits for the whole sweep."""
    after = 0
    while True:
        with office.db.read() as session:
            rows = read(session, after=after, limit=BATCH)
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _store(office: Office, said: Sequence[Said], *, moment: Moment) -> int:
    """Write what was not said before; where nothing is new nothing is opened for writing."""
    ids = {one.record_id for one in said}
    with office.db.read() as session:
        known = _known(session, ids)
    new = [one for one in said if one.identity not in known]
    if not new:
        return 0
    with office.db.write() as session:
        return inbox.say(session, new, moment=moment)


def _known(session: Session, record_ids: Iterable[int]) -> frozenset[tuple[Any, ...]]:
    rows = session.execute(
        select(
            Message.user_id,
            Message.record_id,
            Message.key,
            Message.seq,
            Message.ends_on,
            Message.level,
        ).where(Message.record_id.in_(set(record_ids)))
    )
    return frozenset(tuple(row) for row in rows)


def _about_term(sweep: _Sweep, row: TermRow) -> Iterator[Said]:
    case = row.case
    over = sweep.today > row.ends_on
    if row.whose not in terms.OWN:
        sentence = _proposal(row)
        yield from _to(sweep.workers(case), row, level=OVER, sentence=sentence, act=row.proposes)
        return
    left = sweep.left(row.ends_on)
    levels = sweep.levels(case.unit_id)
    targeted = row.ends_on == case.due_on
    level = levels.of(left, over=over, targeted=targeted, lapses=row.lapses)
    if not level:
        return
    readers = sweep.readers(row, level)
    yield from _to(sorted(readers), row, level=level, sentence=_reminder(row, level, left))


def _to(
    readers: Iterable[int], row: TermRow, *, level: str, sentence: str, act: str = ""
) -> Iterator[Said]:
    for user_id in readers:
        yield Said(user_id, row.case.id, row.key, row.seq, row.ends_on, level, sentence, act)


def _reminder(row: TermRow, level: str, left: int) -> str:
    named, last = _named(row.case), chinese_day(row.ends_on)
    if level == LATE:
        return f"{named}的{row.label}已于{last}届满（{row.basis}），尚未办结；请立即办理。"
    if level == DUE and not row.lapses:
        return f"{named}的{row.label}今天（{last}）届满（{row.basis}）；请今天办结。"
    if row.lapses:
        return f"{named}的{row.label}至{last}届满（{row.basis}）；需要的请及时办理。"
    inner = "已到本单位的内部目标日，" if level == TARGET else "的"
    return f"{named}{inner}{row.label}至{last}届满，还剩{left}个工作日（{row.basis}）；请抓紧办理。"


def _proposal(row: TermRow) -> str:
    action = workflow_version(row.case.workflow_version).action(row.proposes)
    label = action.label if action is not None else row.proposes
    return (
        f"{_named(row.case)}的{row.label}已于{chinese_day(row.ends_on)}届满（{row.basis}）；"
        f"核对后可以“{label}”，由您决定。"
    )


def _about_unclaimed(sweep: _Sweep, row: UnclaimedRow) -> Iterator[Said]:
    wanted = sweep.tree.setting(row.case.unit_id, "unclaimed_after")
    wait = wanted if type(wanted) is int and wanted > 0 else UNCLAIMED_AFTER
    since = max(row.since, sweep.calendar.first)
    waited = sweep.calendar.count(since, sweep.today)
    if waited < wait:
        return
    what = "还没有承办人；请分办" if row.registered else "还没有登记；请登记或者与申请人确认"
    sentence = f"{_named(row.case)}于{chinese_day(row.since)}收到，{waited}个工作日以来{what}。"
    for user_id in sweep.workers(row.case):
        yield Said(user_id, row.case.id, UNCLAIMED, 0, row.since, UNCLAIMED, sentence)


def _named(case: CaseRow) -> str:
    return terms.named(case.workflow_version, case.number, case.id)
