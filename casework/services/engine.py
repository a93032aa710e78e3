"""One act on one record inside an open transaction: the common core behind `perform`, intake, import and the timer.

No branch here knows the name of an act; what differs between acts is a column of their rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from casework.errors import ActionRefused, NotAllowed
from casework.files.kinds import Checked
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import sight
from casework.services import (
    act_days,
    calendars,
    carrying,
    consequences,
    corrections,
    frozen_years,
    journal,
    keeping,
    numbers,
    papers,
    query_codes,
    searching,
    wiping,
)
from casework.services.paper_state import project_papers
from casework.services.projection import project
from casework.viewer import Moment, Viewer, system
from workflows.action import Action, Impossible, Refusal
from workflows.annual_places import Place
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.definition import Workflow, missing_before
from workflows.history import ANNUL, Act, Facts
from workflows.reading import Reading
from workflows.registry import workflow_version
from workflows.supposing import newly_doubtful
from workflows.vocabulary import Role

_EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True)
class Desk:
    """Where and when an act is done: the session, the installation, who, when, and the calendar that holds.

    `by_right`: the act follows from one on a linked record, so nobody's role on this one is asked.
    `file`: what came with the act. `query_code`: the code that the applicant was told already; else a new one is made.
    """

    session: Session
    office: Office
    viewer: Viewer
    moment: Moment
    calendar: WorkingCalendar
    by_right: bool = False
    file: Checked | None = None
    query_code: str = ""

    def roles_on(self, record: Record) -> frozenset[Role]:
        """What the actor may do on a record."""
        if self.by_right:
            return _EVERY_ROLE
        return sight.roles_on(self.session, self.viewer, record)


@dataclass(frozen=True)
class Done:
    """What an act led to: the new state and version, the due date, every doubt worth showing, a new query code."""

    record_id: int
    version: int
    state: str
    number: str
    due_on: date | None
    warnings: tuple[str, ...]
    query_code: str = ""


def desk(session: Session, office: Office, *, viewer: Viewer, moment: Moment) -> Desk:
    """A desk with the newest calendar."""
    return Desk(session, office, viewer, moment, calendars.newest(session))


def apply(at: Desk, record: Record, name: str, *, on_day: date, data: Mapping[str, Any]) -> Done:
    """Do one act: carry over first where a year has turned, check, append, project, draw the paper.

    Raises:
        ActionRefused: the law does not allow it now; the sentence says what to do.
        NotAllowed: the role is missing. Invalid: a day that cannot be.
    """
    before = frozen_years.stands_in(at.session, record, today=at.moment.today)
    try:
        workflow = workflow_version(record.workflow_version)
        past = min(on_day, at.moment.today)  # a day to come is refused below, and carries nothing
        facts = _carry(at, record, workflow, history(at.session, record, workflow), before=past)
        action = checked(at, record, workflow, facts, name=name, on_day=on_day, data=data)
        act = Act(
            record.version + 1,
            name,
            on_day,
            keeping.kept(at.session, at.office, record, action, data, file=at.file),
        )
        if action.corrects:
            done = correct(at, record, workflow, action=action, act=act)
        else:
            done = commit(at, record, workflow, action=action, act=act, before=facts)
            if not action.creates and record.received_on != facts.day("received_on"):
                done = _carried(
                    at, record, workflow, done
                )  # a receipt of December, entered in January
        _amend_years(at, record, before, label=action.label)
        _reach_linked(at, record, workflow)
        return done
    except OutsideCalendar as error:
        raise calendars.outside(error) from error


def _amend_years(at: Desk, record: Record, before: Sequence[Place], *, label: str) -> None:
    """What the act changes in reports that are published already (model 8)."""
    after = frozen_years.stands_in(at.session, record, today=at.moment.today)
    if after == before:
        return
    cause = frozen_years.Cause(at.viewer, at.moment, label, record.id, record.version)
    frozen_years.follow(
        at.session,
        before,
        after,
        cause=cause,
        write=lambda year, data: apply(
            replace(at, by_right=True), year, frozen_years.AMEND, on_day=at.moment.today, data=data
        ),
    )


def _reach_linked(at: Desk, record: Record, workflow: Workflow) -> None:
    """What the acts of this record set off on the one it is linked to (model 1)."""
    if record.parent_id is None or not any(action.also for action in workflow.actions):
        return
    linked = at.session.get_one(Record, record.parent_id, with_for_update=True)
    consequences.reconcile(
        record,
        workflow,
        history(at.session, record, workflow),
        linked=linked,
        fire=lambda other, name, day, data: apply(
            replace(at, by_right=True), other, name, on_day=day, data=data
        ),
        today=at.moment.today,
    )


def history(session: Session, record: Record, workflow: Workflow) -> Facts:
    """The facts of a record, replayed from its journal."""
    if record.version == 0:  # nothing was done yet
        return Facts()
    return workflow.fold(journal.as_acts(journal.entries(session, record.id)))


def commit(
    at: Desk, record: Record, workflow: Workflow, *, action: Action, act: Act, before: Facts
) -> Done:
    """Append the act behind `before`, with its number and its paper, and project what follows."""
    here = workflow.situation(before, at.calendar)
    doubts = workflow.warnings(here, act)
    extra: dict[str, Any] = {}
    record.version = act.seq  # raised before anything else of the record is touched
    if action.moves:  # its row bears the new unit already, as the last row always does
        record.unit_id = int(act.data[action.moves])
    if action.draws_number and record.number is None:
        unit = at.session.get_one(Unit, record.unit_id)
        year = at.moment.today.year if not action.creates else act.on_day.year
        record.number = numbers.next_case_number(at.session, unit, kind=record.kind, year=year)
        record.number_year = year
        if not action.creates:  # intake indexes a new record as a whole
            searching.index_record(at.session, record)
    if action.draws_number:
        extra["number"] = record.number
    act = replace(act, data={**act.data, **extra})
    after = workflow.fire(before, act)
    code = _code(at, record) if action.renews_code else ""
    if action.document:
        after, act = _draw(at, record, workflow, action=action, act=act, before=before, code=code)
    journal.append(
        at.session,
        record,
        action=action,
        act=act,
        viewer=at.viewer,
        moment=at.moment,
        before=before.state,
        after=after.state,
    )
    done = settle(at, record, workflow, facts=after, seq=act.seq, doubts=doubts, before=here.clock)
    if action.erases:
        wiping.wipe(at.session, record, kept=wiping.reasons_for(action, after))
    return replace(done, query_code=code)


def settle(
    at: Desk,
    record: Record,
    workflow: Workflow,
    *,
    facts: Facts,
    seq: int,
    doubts: tuple[Refusal, ...] = (),
    before: Reading | None = None,
) -> Done:
    """Raise the version, project the facts, and put right the carried years they imply.

    `before` is what the clock said until now: whatever it says anew, about whichever act, is among the warnings.
    """
    calendar = _judging(at, record, workflow, facts)
    situation = workflow.situation(facts, calendar)
    clock = situation.clock
    record.version = seq
    project(at.session, record, situation=situation, calendar_version=calendar.version)
    project_papers(at.session, record, workflow, facts)
    carrying.project_carries(at.session, record, workflow, facts)
    at.session.flush()
    known = before.warnings if before else clock.warnings
    said = [doubt.sentence for doubt in doubts]
    said += [w.message for w in clock.warnings if w.seq == seq or w not in known]
    wrong = carrying.unjustified(facts)
    if wrong:
        taken_back = _take_back(at, record, workflow, row=wrong[0])
        return replace(taken_back, warnings=_once(said, taken_back.warnings))
    number = record.number or ""
    return Done(record.id, record.version, record.state, number, record.due_on, _once(said))


def _judging(at: Desk, record: Record, workflow: Workflow, facts: Facts) -> WorkingCalendar:
    """The newest calendar; for a case that was closed before and stays so, that of its closing (model 5)."""
    was = record.resumes_to or record.state  # as stored, before the facts are projected
    if not was or workflow.is_open(was) or workflow.is_open(facts.working_state):
        return at.calendar
    return calendars.recorded(at.session, record.calendar_version)


def _once(*said: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, in its order."""
    return tuple(dict.fromkeys(chain(*said)))


def correct(at: Desk, record: Record, workflow: Workflow, *, action: Action, act: Act) -> Done:
    """Change the history by a correcting act; its row's `after` is the replayed state."""
    rows = journal.as_acts(journal.entries(at.session, record.id))
    roles = at.roles_on(record)
    after = corrections.corrected(workflow, rows, act=act, viewer_roles=roles)
    doubts = newly_doubtful(workflow, rows, (*rows, act), calendar=at.calendar)
    before = workflow.read_clock(workflow.fold(rows), at.calendar)
    record.version = act.seq
    record.unit_id = carrying.unit_of(at.session, record, workflow, after)
    journal.append(
        at.session,
        record,
        action=action,
        act=act,
        viewer=at.viewer,
        moment=at.moment,
        before=record.state,
        after=after.state,
    )
    done = settle(at, record, workflow, facts=after, seq=act.seq, doubts=doubts, before=before)
    return _carried(at, record, workflow, done)


def _carried(at: Desk, record: Record, workflow: Workflow, done: Done) -> Done:
    """Carry over what an act has just shown to have stood open at the turn of a year, so that no table lacks it until the timer."""
    facts = history(at.session, record, workflow)
    _carry(at, record, workflow, facts, before=at.moment.today)
    return replace(done, version=record.version, state=record.state, due_on=record.due_on)


def _take_back(at: Desk, record: Record, workflow: Workflow, *, row: Act) -> Done:
    """Annul an act of carrying that a later fact has made wrong; the system does it, in the same transaction."""
    annul = workflow.action(ANNUL)
    if annul is None:
        raise LookupError(f"{workflow.version} has no correcting acts")
    act = Act(record.version + 1, ANNUL, at.moment.today, {"entry": row.seq})
    system_desk = replace(at, viewer=system())
    return correct(system_desk, record, workflow, action=annul, act=act)


def _carry(at: Desk, record: Record, workflow: Workflow, facts: Facts, *, before: date) -> Facts:
    acts = carrying.missing_acts(facts, workflow, before=before, seq=record.version + 1)
    for act in acts:
        action = workflow.action(act.action)
        if action is None:
            raise Impossible(act, facts.state)
        after = workflow.fire(facts, act)
        journal.append(
            at.session,
            record,
            action=action,
            act=act,
            viewer=system(),
            moment=at.moment,
            before=facts.state,
            after=after.state,
        )
        record.version = act.seq
        facts = after
    if acts:
        settle(at, record, workflow, facts=facts, seq=record.version)
    return facts


def carry_over(at: Desk, record: Record, *, before: date) -> bool:
    """Write the acts of carrying a record still lacks; whether there were any."""
    workflow = workflow_version(record.workflow_version)
    version = record.version
    stood = frozen_years.stands_in(at.session, record, today=at.moment.today)
    _carry(at, record, workflow, history(at.session, record, workflow), before=before)
    if record.version != version:
        _amend_years(at, record, stood, label="结转")
    return record.version != version


def checked(
    at: Desk,
    record: Record,
    workflow: Workflow,
    facts: Facts,
    *,
    name: str,
    on_day: date,
    data: Mapping[str, Any],
) -> Action:
    action = workflow.action(name)
    if action is None:
        raise ActionRefused(f"没有“{name}”这一事项；请从页面列出的事项中选择。", basis="条例45")
    if not (may := workflow.roles_for(action, facts)) & at.roles_on(record):
        who = "、".join(role.label for role in Role if role in may) or "本单位设定的人员"
        raise NotAllowed(f"“{action.label}”由{who}办理，您在本单位没有这一角色；请交有权人员办理。")
    if facts.state if action.creates else not workflow.reaches(facts, action):
        raise _not_open(workflow, facts, action, at.roles_on(record))
    act_days.check_day(at.moment.today, workflow, facts, action, on_day)
    act_days.check_effect_day(at.moment.today, action, data)
    refusals = missing_before(action, facts, workflow)
    if action.guards:  # nobody else asks what the clock says
        situation = workflow.situation(facts, at.calendar)
        refusals = (*refusals, *workflow.refusals(situation, Act(0, name, on_day, data)))
    if refusals:
        raise ActionRefused("".join(r.sentence for r in refusals), basis=refusals[0].basis)
    return action


def _not_open(
    workflow: Workflow, facts: Facts, action: Action, roles: frozenset[Any]
) -> ActionRefused:
    state = workflow.label(facts.state) if facts.state else "尚未登记"
    possible = [
        a.label
        for a in workflow.reachable(facts)
        if a.roles & roles and not (a.corrects or a.parks)
    ]
    way_out = f"现在可以：{'、'.join(possible)}。" if possible else "现在没有您可以办理的事项。"
    return ActionRefused(
        f"本案处于“{state}”，不能“{action.label}”（{action.basis}）。{way_out}", basis=action.basis
    )


def _code(at: Desk, record: Record) -> str:
    held, moment = at.query_code, at.moment
    return query_codes.renewed(at.session, at.office, record, held=held, moment=moment)


def _draw(
    at: Desk,
    record: Record,
    workflow: Workflow,
    *,
    action: Action,
    act: Act,
    before: Facts,
    code: str,
) -> tuple[Facts, Act]:
    at.session.flush()
    situation = workflow.situation(workflow.foreseen(workflow.fire(before, act), act), at.calendar)
    entries = papers.issue(
        at.session, at.office, record, action.papers, situation=situation, act=act, code=code
    )
    enclosed = {"enclosed": entries[1:]} if action.encloses else {}
    act = replace(act, data={**act.data, "document": entries[0], **enclosed})
    return workflow.fire(before, act), act
