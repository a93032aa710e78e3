"""A workflow as a list of its acts for reading: article, who, from where to where, clock, what is asked, what stands guard."""

from collections.abc import Iterator

from workflows.action import Action, Guard
from workflows.definition import Workflow
from workflows.vocabulary import PhasedState, Role

_COLUMNS = ("事项", "依据", "办理人", "从", "到", "期限", "登记", "要求", "文书")
_NO_EFFECT = "不影响"


def listing(workflow: Workflow) -> str:
    """The acts as a table in Markdown, in the order of the law."""
    lines = [
        f"# {workflow.kind.label}（{workflow.version}）",
        "",
        "由办理流程的表生成（`casework diagram --write`），不手工修改。"
        "“要求”中标“提醒”的只提示，标“可放行”的可由审批人写明理由后放行一次，其余的不满足就不能办理。",
        "",
        f"| {' | '.join(_COLUMNS)} |",
        f"|{'---|' * len(_COLUMNS)}",
    ]
    lines += [f"| {' | '.join(_cells(workflow, action))} |" for action in workflow.actions]
    return "\n".join(lines)


def _cells(workflow: Workflow, action: Action) -> Iterator[str]:
    yield f"{action.label} `{action.name}`"
    yield action.basis
    yield "、".join(role.label for role in Role if role in action.roles)
    yield _states(workflow, action.sources) or "（新建）"
    yield workflow.parked.label if action.parks and workflow.parked else _target(action)
    yield action.effect.label if action.effect else _NO_EFFECT
    yield "、".join(f.label if f.required else f"{f.label}（可不填）" for f in action.fields)
    yield "；".join(
        (*map(_guard, action.guards), *(f"{_guard(g)}（提醒）" for g in action.warnings))
    )
    yield "、".join(f"`{key}`" for key in action.papers)


def _target(action: Action) -> str:
    return "或者".join(dict.fromkeys(state.label for state in action.targets)) or "（不变）"


def _guard(guard: Guard) -> str:
    passable = f"（可放行：{guard.waiver}）" if guard.waiver else ""
    return f"`{guard.name}` {guard.basis}{passable}"


def _states(workflow: Workflow, sources: tuple[PhasedState, ...]) -> str:
    """The sources; a set that leaves out only a few states is told by what it leaves out."""
    left_out = [s.label for s in workflow.states if s not in sources]
    if len(sources) > len(workflow.states) // 2:
        return f"除{'、'.join(left_out)}以外" if left_out else "任何状态"
    return "、".join(state.label for state in sources)
