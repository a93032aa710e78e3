"""The page of suppositions as data: one act or two, on any days, with what would follow; nothing here writes or asks the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.errors import CaseworkError
from casework.queries.case_page import CaseView, People, tape_of
from casework.services.forecasts import Forecast
from casework.services.trying import Supposed, only_written_down
from casework.web.act_form import Draft, Input, Option, fact_inputs, inputs, payload
from casework.web.clock_words import days
from casework.web.preview import Try, told
from casework.web.tape_view import Tape, tape_view
from workflows.action import Action
from workflows.definition import Workflow
from workflows.history import Facts

PREFIXES = ("", "then.")
"""The names of the second act's fields in the address begin with the second of these."""


@dataclass(frozen=True)
class Slot:
    """One supposed act as it is asked for; `message` says what is wrong with it."""

    prefix: str
    title: str
    choices: tuple[Option, ...]
    on_day: str
    inputs: tuple[Input, ...] = ()
    message: str = ""
    day_error: str = ""


def choices(workflow: Workflow, facts: Facts, *, chosen: str = "") -> tuple[Option, ...]:
    """The acts that could be supposed: whatever the state allows, whoever does it."""
    return tuple(
        Option(action.name, f"{action.label}（{action.basis}）", action.name == chosen)
        for action in workflow.reachable(facts)
        if not (action.corrects or action.parks or action.rests)
    )


def page(
    view: CaseView, people: People, *, asked: Mapping[str, str], try_out: Try, today: date
) -> dict[str, Any]:
    """Everything the template needs: the acts asked for, and what would follow from as many as can be tried."""
    slots: list[Slot] = []
    acts: list[Supposed] = []
    found: Forecast | None = None
    for prefix in PREFIXES:
        here = view if found is None else replace(view, facts=found.after.situation.facts)
        slot, act = _read(here, people, asked=asked, prefix=prefix, today=today)
        if act is not None:
            try:
                found = try_out((*acts, act))
                acts.append(act)
            except CaseworkError as error:
                slot = _faulty(slot, error)
        slots.append(slot)
        if act is None or len(acts) < len(slots) or (found and found.refusals):
            break
    return {
        "view": view,
        "record": view.record,
        "slots": tuple(slots),
        "preview": told(found) if found else None,
        "days": days(found.after.days, today=today) if found else (),
        "tape": _tape(found, today) if found else None,
        "today": today,
    }


def _read(
    view: CaseView, people: People, *, asked: Mapping[str, str], prefix: str, today: date
) -> tuple[Slot, Supposed | None]:
    """What the address says about one act; without an act while something it needs is missing."""
    given = {key.removeprefix(prefix): v for key, v in asked.items() if key.startswith(prefix)}
    name = given.get("act", "")
    title = "再假设" if prefix else "假设"
    options = choices(view.workflow, view.facts, chosen=name)
    slot = Slot(prefix, title, options, given.get("on_day") or today.isoformat())
    action = view.workflow.action(name)
    if action is None:
        return slot, None
    drawn = tuple(_asked(action, view, people, given=given))
    filled = {**{one.key: one.value for one in drawn}, **given}
    slot = replace(slot, inputs=tuple(replace(i, key=f"{prefix}{i.key}") for i in drawn))
    on_day = _day(slot.on_day)
    if on_day is None:
        return replace(slot, day_error="不是有效日期，请按 2020-09-01 的格式填写"), None
    if any(one.required and not one.value for one in drawn):
        return replace(slot, message="请补充下列内容后再试算。"), None
    return slot, Supposed(name, on_day, payload(action, filled))


def _asked(
    action: Action, view: CaseView, people: People, *, given: Mapping[str, str]
) -> Iterator[Input]:
    """The fields on which something may depend; what is only written down is left out."""
    spare = only_written_down(action)
    asked = tuple(f for f in action.fields if f not in spare)
    draft = Draft(action.name, given)
    yield from inputs(replace(action, fields=asked), view, people, draft=draft)
    yield from fact_inputs(action, view, people, draft=draft)


def _faulty(slot: Slot, error: CaseworkError) -> Slot:
    bare = (replace(one, error=error.fields.get(_bare(slot, one), "")) for one in slot.inputs)
    return replace(
        slot,
        message=error.message,
        day_error=error.fields.get("on_day", ""),
        inputs=tuple(bare),
    )


def _bare(slot: Slot, one: Input) -> str:
    return one.key.removeprefix(slot.prefix)


def _tape(found: Forecast, today: date) -> Tape:
    situation = found.after.situation
    tape = tape_of(found.after.workflow, situation, today=today)
    return tape_view(tape, due_on=situation.clock.due_on, today=today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
