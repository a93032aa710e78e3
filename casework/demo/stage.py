"""Performs the planned acts through the same services a clerk uses, day by day; it plans nothing and touches no table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from casework.demo.course import Late, Proceeding, Step, Story
from casework.demo.staff import role_for
from casework.demo.units import ROOT
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.services import actions, intake, registering
from casework.services.engine import Done
from casework.viewer import Moment, Viewer
from workflows.action import Action
from workflows.forms import FieldKind
from workflows.registry import workflow_for
from workflows.vocabulary import ReviewResult, Role

_MORNING, _EVENING = 1, 8  # in UTC: nine in the morning and four in the afternoon


@dataclass(frozen=True)
class Event:
    """One thing to do on a day; events are done in the order of day, story and place in it."""

    on: date
    story: int
    place: int
    do: Callable[[], None]


@dataclass
class Stage:
    """An office with its units and staff, and where each story stands."""

    office: Office
    units: Mapping[str, int]
    staff: Mapping[tuple[str, Role], Viewer]
    done: dict[str, Done] = field(default_factory=dict)
    marks: dict[tuple[str, str], int] = field(default_factory=dict)
    _hour: tuple[date, int] = (date.min, 0)

    def play(
        self,
        stories: Iterable[Story],
        proceedings: Iterable[Proceeding] = (),
        others: Iterable[Event] = (),
        *,
        until: date,
    ) -> Iterator[date]:
        """Do everything up to a day, the earliest first; yields the day of each act."""
        events = list(others)
        events += [e for n, story in enumerate(stories) for e in self._of_story(n, story)]
        events += [e for n, one in enumerate(proceedings) for e in self._of_proceeding(n, one)]
        for event in sorted(events, key=lambda e: (e.on, e.story, e.place)):
            if event.on <= until:
                event.do()
                yield event.on

    def _of_story(self, n: int, story: Story) -> Iterator[Event]:
        yield Event(story.arrived_on, n, 0, partial(self._arrive, story))
        for place, step in enumerate(story.steps, start=1):
            yield Event(step.on, n, place, partial(self._do, story, step))

    def _of_proceeding(self, n: int, one: Proceeding) -> Iterator[Event]:
        place = 1000 + n
        yield Event(one.accepted_on, place, 0, partial(self._accept, one))
        for nth, step in enumerate(one.steps, start=1):
            yield Event(step.on, place, nth, partial(self._go_on, one, step))
        concluded = one.concluded_on
        if concluded is not None:
            yield Event(concluded, place, 99, partial(self._conclude, one, concluded))

    def _arrive(self, story: Story) -> None:
        form = intake.RequestForm(
            self.units[story.unit],
            story.arrived_on,
            story.channel,
            story.applicants,
            story.items,
            delivery=story.delivery,
            topic=story.topic,
        )
        self.done[story.key] = intake.register(
            self.office,
            form,
            viewer=self.staff[story.unit, Role.intake],
            moment=self._moment(story.arrived_on),
        )

    def _do(self, story: Story, step: Step) -> None:
        data = {key: self._value(story, value) for key, value in step.data.items()}
        action = _row(step.action, story.arrived_on)
        viewer = self.staff[story.unit, role_for(action)]
        if step.by:
            viewer = self.staff[self._department(story, step.by), Role.handler]
        self._perform(story.key, step.action, viewer=viewer, on=step.on, data=data)
        if step.mark:
            self.marks[story.key, step.mark] = self.done[story.key].version

    def _accept(self, one: Proceeding) -> None:
        self.done[one.key] = registering.open_record(
            self.office,
            kind=one.kind,
            unit_id=self.units[one.unit],
            on_day=one.accepted_on,
            data=one.data,
            linked=self.done[one.of].record_id if one.of else None,
            viewer=self._actor(one.unit, workflow_for(one.kind, one.accepted_on).opening),
            moment=self._moment(one.accepted_on),
        )

    def _actor(self, unit: str, action: Action) -> Viewer:
        """Who does it in the unit; what comes from above is done by the district."""
        role = role_for(action)
        return self.staff.get((unit, role)) or self.staff[ROOT, role]

    def _go_on(self, one: Proceeding, step: Step) -> None:
        action = _row(step.action, one.accepted_on, kind=one.kind)
        names = {field.key for field in action.fields if field.kind is FieldKind.unit}
        data = {k: self.units[v] if k in names else v for k, v in step.data.items()}
        viewer = self._actor(one.unit, action)
        self._perform(one.key, step.action, viewer=viewer, on=step.on, data=data)

    def _conclude(self, one: Proceeding, on: date) -> None:
        data: dict[str, Any] = {
            "result": one.result,
            "decision": f"示范决字〔{on.year}〕{one.key}号",
        }
        if one.redo_until is not None:
            data["redo_until"] = one.redo_until.isoformat()
        elif one.result == ReviewResult.corrected:
            data["no_redo"] = True
        viewer = self.staff[one.unit, Role.legal]
        self._perform(one.key, "conclude", viewer=viewer, on=on, data=data)
        if one.of:  # what the result set off has raised the version of the request
            with self.office.db.read() as session:
                version = session.get_one(Record, self.done[one.of].record_id).version
            self.done[one.of] = replace(self.done[one.of], version=version)

    def _perform(
        self, key: str, action: str, *, viewer: Viewer, on: date, data: Mapping[str, Any]
    ) -> None:
        done = self.done[key]
        self.done[key] = actions.perform(
            self.office,
            done.record_id,
            action,
            viewer=viewer,
            version=done.version,
            on_day=on,
            data=data,
            moment=self._moment(on),
        )

    def _value(self, story: Story, value: Any) -> Any:
        if not isinstance(value, Late):
            return value
        if value.what == "handler":
            return self.staff[story.unit, Role.handler].user_id
        if value.what == "thread":
            return self.marks[story.key, value.of]
        if value.what == "paper":
            mark, _, key = value.of.partition(".")
            return f"{self.marks[story.key, mark]}.{key}"
        if value.what == "department":
            return self.units[self._department(story, value.of)]
        if value.what == "number":
            return self.done[value.of].number
        return self._answer_number(self.done[value.of].record_id)

    def _department(self, story: Story, code: str) -> str:
        """A department to be asked; the district itself where the case is the department's own."""
        return code if code != story.unit else ROOT

    def _answer_number(self, record_id: int) -> str:
        with self.office.db.read() as session:
            where = (Document.record_id == record_id, Document.key == "answer")
            return session.scalar(select(Document.number).where(*where)) or ""

    def _moment(self, on: date) -> Moment:
        """Each act a little later in the day than the one before, within office hours."""
        day, hour = self._hour
        hour = min(hour + 1, _EVENING) if day == on else _MORNING
        self._hour = (on, hour)
        return Moment.on(on, hour=hour)


def _row(name: str, arrived_on: date, *, kind: str = "request") -> Action:
    action = workflow_for(kind, arrived_on).action(name)
    if action is None:
        raise LookupError(f"the demonstration names an act that does not exist: {name}")
    return action
