"""The days that an act may bear: none to come, none before the arrival, our own acts in their order (model 3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.errors import Invalid
from workflows.action import Action
from workflows.definition import Workflow
from workflows.guards import chinese_day
from workflows.history import Facts, as_day


def check_effect_day(today: date, action: Action, data: Mapping[str, Any]) -> None:
    """A day from which a period runs has happened, as the day of an act has (model 3)."""
    day = data.get(action.effect_day)
    if day and as_day(day) > today:
        label = next((f.label for f in action.fields if f.key == action.effect_day), "日期")
        last = chinese_day(today)
        raise Invalid(
            f"“{label}”{chinese_day(as_day(day))}在今天（{last}）之后；不能登记尚未发生的事项，请改正日期。",
            fields={action.effect_day: "不能晚于今天"},
        )


def check_day(today: date, workflow: Workflow, facts: Facts, action: Action, on_day: date) -> None:
    arrived = facts.day("arrived_on")
    if on_day > today:
        last = chinese_day(today)
        raise Invalid(
            f"“{action.label}”的日期{chinese_day(on_day)}在今天（{last}）之后；不能登记尚未发生的事项，请改正日期。",
            fields={"on_day": "不能晚于今天"},
        )
    if arrived is not None and on_day < arrived:
        raise Invalid(
            f"“{action.label}”的日期{chinese_day(on_day)}早于申请到达日{chinese_day(arrived)}；请改正日期。",
            fields={"on_day": "不能早于到达日"},
        )
    if action.outside_fact or action.corrects:
        return
    done = [act.on_day for act in facts.acts if not workflow.idles(act)]
    if done and on_day < max(done):
        last = chinese_day(max(done))
        raise Invalid(
            f"“{action.label}”的日期早于上一事项的日期{last}；本机关自己的事项须按先后登记，请改正日期。",
            fields={"on_day": f"不能早于{last}"},
        )
