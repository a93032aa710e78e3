"""Supposed acts tried one after another on a record, on the one it is linked to, and on the cases they would open.

Each is judged by the checks of `perform`, with the facts that the ones before it would leave; nothing is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from casework.errors import ActionRefused
from casework.models.record import Record
from casework.services import (
    actions,
    carrying,
    consequences,
    corrections,
    engine,
    journal,
    splitting,
)
from casework.services.engine import Desk
from casework.viewer import Moment, system
from workflows import supposing
from workflows.action import Action, Refusal
from workflows.forms import PERSONAL_KINDS, Field, FieldKind
from workflows.history import ANNUL, Act
from workflows.registry import workflow_version
from workflows.supposing import Supposition
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Supposed:
    """An act to try: its name, its day, its fields as they would be sent."""

    action: str
    on_day: date
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Opening:
    """A case that a supposed act would open beside the record, and what would be asked there."""

    course: Supposition
    items: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """How far the supposing has come: on the record, on the linked one (None: nothing reaches it), in new cases."""

    own: Supposition
    linked: Supposition | None = None
    opened: tuple[Opening, ...] = ()


def tried(at: Desk, record: Record, acts: Iterable[Supposed]) -> Course:
    """The course of things after these acts; what follows a refused one is not tried.

    Raises:
        OutsideCalendar. Invalid: a field or a day that cannot be. NotAllowed: a correction that belongs to others.
    """
    linked = linked_to(at, record)
    course = Course(_begun(at, record), _begun(at, linked) if linked else None)
    for one in acts:
        if course.own.refused is not None:
            break
        course = _further(at, record, linked, course, one)
    return course


def linked_to(at: Desk, record: Record) -> Record | None:
    """The record that the acts of this one can reach, if any."""
    if record.parent_id is None:
        return None
    reaches = any(action.also for action in workflow_version(record.workflow_version).actions)
    return at.session.get_one(Record, record.parent_id) if reaches else None


def _begun(at: Desk, record: Record) -> Supposition:
    workflow = workflow_version(record.workflow_version)
    rows = journal.as_acts(journal.entries(at.session, record.id))
    return supposing.begin(workflow, rows, calendar=at.calendar)


def _further(
    at: Desk, record: Record, linked: Record | None, course: Course, one: Supposed
) -> Course:
    """One act more, with what it opens and what it sets off; all of it, or it is refused as a whole."""
    after = replace(course, own=_next(at, record, course.own, one))
    if after.own.refused is not None:
        return after
    act = next(row for row in reversed(after.own.rows) if row.action == one.action)
    action = after.own.workflow.action(one.action)
    if action is not None and action.divides:
        opening = _opened(at, record, course.own, act=act, action=action)
        if opening.course.refused is not None:
            return _refused(course, act, opening.course.refusals)
        after = replace(after, opened=(*after.opened, opening))
    if linked is None or after.linked is None:
        return after
    there = _reached(at, record, linked, after)
    if there.refused is not None:
        said = (
            replace(one, sentence=consequences.cannot_follow(linked, one.sentence))
            for one in there.refusals
        )
        return _refused(course, act, said)
    return replace(after, linked=there)


def _refused(course: Course, act: Act, refusals: Iterable[Refusal]) -> Course:
    return replace(course, own=supposing.refuse(course.own, act, refusals))


def _next(at: Desk, record: Record, so_far: Supposition, one: Supposed) -> Supposition:
    at.calendar.day(
        one.on_day
    )  # a day far out of the calendar carries nothing over: it is refused here
    so_far = _turned(so_far, before=one.on_day)
    act = Act(so_far.next_seq, one.action, one.on_day, one.data)
    action = so_far.workflow.action(one.action)
    if action is None:
        return supposing.then(so_far, act)
    act = replace(act, data=actions.loaded(at, record, action, _filled(action, one.data)))
    return _judged(_desk_of(at, record, action, one.on_day), record, so_far, act)


def _judged(at: Desk, record: Record, so_far: Supposition, act: Act) -> Supposition:
    """One act with clean data, checked as at this desk and folded in."""
    workflow = so_far.workflow
    try:
        action = engine.checked(
            at,
            record,
            workflow,
            so_far.after.facts,
            name=act.action,
            on_day=act.on_day,
            data=act.data,
        )
        if action.corrects:
            roles = at.roles_on(record)
            corrections.corrected(workflow, so_far.rows, act=act, viewer_roles=roles)
    except ActionRefused as error:
        return supposing.refuse(so_far, act, (Refusal("", error.basis, error.message),))
    so_far = _set_right(supposing.entered(so_far, act), at.moment.today)
    return _turned(so_far, before=at.moment.today) if action.corrects else so_far


def _opened(at: Desk, record: Record, before: Supposition, *, act: Act, action: Action) -> Opening:
    """The case that an act divides off, opened as the service would open it."""
    workflow, facts = before.workflow, before.after.facts
    items = splitting.moved_texts(at, record, act.data)
    data = splitting.opening(at, record, workflow, facts, data=act.data, contents=items)
    there = _desk_of(at, record, action, act.on_day)
    course = supposing.begin(workflow, (), calendar=at.calendar)
    opened = Act(course.next_seq, action.divides, act.on_day, data)
    course = _judged(there, splitting.beside(record), course, opened)
    return Opening(_turned(course, before=at.moment.today), tuple(items))


def _reached(at: Desk, record: Record, linked: Record, course: Course) -> Supposition:
    """What the facts of this record call for on the linked one, done there by right."""
    own, there = course.own, course.linked or _begun(at, linked)
    effects = consequences.called_for(
        record, own.workflow, own.after.facts, rows=there.rows, today=at.moment.today
    )
    for effect in effects:
        if there.refused is not None:
            break
        there = _turned(there, before=effect.on_day)
        act = Act(there.next_seq, effect.action, effect.on_day, effect.data)
        by_right = replace(_on(at, effect.on_day), by_right=True)
        there = _judged(by_right, linked, there, act)
    return there


def _desk_of(at: Desk, record: Record, action: Action, on_day: date) -> Desk:
    """The desk on the supposed day. What another role will do may be supposed; what is corrected is done today."""
    if action.corrects:
        return at
    if not action.roles & at.roles_on(record):
        at = replace(at, viewer=system(*Role))
    return _on(at, on_day)


def _on(at: Desk, on_day: date) -> Desk:
    """The desk on that day, if it is still to come."""
    return replace(at, moment=Moment.on(on_day)) if on_day > at.moment.today else at


def _filled(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    plain = dict.fromkeys((one.key for one in only_written_down(action) if one.required), "—")
    return {**plain, **{key: value for key, value in data.items() if value not in (None, "")}}


def only_written_down(action: Action) -> tuple[Field, ...]:
    """What moves no date (reasons, numbers of papers, how somebody is reached) and may be left out of a supposition.

    An optional reason may be what lets an act pass, so it is asked for.
    """
    named = action.looks_up or action.divides  # its codes name what the act is about
    kinds = PERSONAL_KINDS if named else PERSONAL_KINDS | {FieldKind.code}
    return tuple(
        f for f in action.fields if f.kind is FieldKind.contact or (f.required and f.kind in kinds)
    )


def _turned(so_far: Supposition, *, before: date) -> Supposition:
    """The turns of a year that lie between the facts and a day (model 6)."""
    facts, workflow = so_far.after.facts, so_far.workflow
    for act in carrying.missing_acts(facts, workflow, before=before, seq=so_far.next_seq):
        so_far = supposing.entered(so_far, act)
    return so_far


def _set_right(so_far: Supposition, today: date) -> Supposition:
    """Turns of a year that the supposed act has made wrong are taken back, as the engine does."""
    for wrong in carrying.unjustified(so_far.after.facts):
        so_far = supposing.entered(so_far, Act(0, ANNUL, today, {"entry": wrong.seq}))
    return so_far
