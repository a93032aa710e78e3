"""The guards of tasks asked of departments: each named as the sentence it asserts."""

from workflows.action import Situation, guard
from workflows.guards import chinese_day
from workflows.history import Act, Thread, as_day


@guard("条例11")
def the_limit_of_a_task_lies_ahead(case: Situation, act: Act) -> str:
    """An internal limit gives at least the day itself."""
    limit = act.data.get("limit_on")
    if not limit or as_day(limit) >= act.on_day:
        return ""
    return f"协办的内部期限不能早于交办之日{chinese_day(act.on_day)}（条例11）；请改正期限。"


@guard("条例11")
def the_task_is_still_open(case: Situation, act: Act) -> str:
    """A task is claimed, answered or taken back once."""
    if not act.data.get("thread"):
        if case.facts.threads_of("task", only_open=True):
            return ""
        return "没有尚未答复的协办事项（条例11）；请先交部门协办。"
    task = case.facts.thread(act.data["thread"])
    if task is not None and task.kind == "task" and task.is_open:
        return ""
    return "所选的协办事项不存在或者已经答复（条例11）；请重新选择。"


@guard("条例11")
def the_task_is_not_claimed_yet(case: Situation, act: Act) -> str:
    """A claim says that somebody works on it; one is enough."""
    task = case.facts.thread(act.data.get("thread"))
    if task is None or task.confirmed_on is None:
        return ""
    return f"该协办事项已于{chinese_day(task.confirmed_on)}认领（条例11）；请直接答复。"


@guard("条例36(4)")
def an_answered_search_says_where_it_looked(case: Situation, act: Act) -> str:
    """指导案例101: the answer of a search is evidence only with its result and the places searched."""
    task = case.facts.thread(act.data.get("thread"))
    if task is None or not is_search(task):
        return ""
    missing = [
        label
        for key, label in (("result", "检索结果"), ("systems", "检索的系统和档案"))
        if not act.data.get(key)
    ]
    if not missing:
        return ""
    return f"检索事项的答复缺少{'、'.join(missing)}（条例36(4)、指导案例101）；请补全后再答复。"


def is_search(task: Thread) -> bool:
    """Whether a task asks for a search."""
    return task.values.get("task_kind") == "search"
