"""The internal limits of tasks asked of departments, as terms beside the main period; they move nothing."""

from collections.abc import Iterator

from workflows.action import Situation
from workflows.history import as_day
from workflows.timer import Timer, TimerRow, Whose
from workflows.vocabulary import Phase, State

_CLOSED = tuple(state.value for state in State if state.phase is Phase.closed)


def _tasks(case: Situation) -> Iterator[Timer]:
    """条例11 and 指导案例26: asked inside the house, the days run on; each open task has its own limit."""
    if case.facts.working_state in _CLOSED:
        return
    for task in case.facts.threads_of("task", only_open=True):
        if not task.values.get("limit_on"):
            continue
        waiting = "" if task.confirmed_on else "（未认领）"
        yield Timer(
            "task",
            f"协办事项的内部期限{waiting}",
            "条例11",
            Whose.department,
            task.opened_on,
            as_day(task.values["limit_on"]),
            seq=task.key,
        )


TASK_TIMERS = (TimerRow("task", _tasks),)
