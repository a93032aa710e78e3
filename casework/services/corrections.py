"""Corrections of the history: whether a row may be annulled or amended, and what the history is afterwards (model 5)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import forms
from casework.errors import ActionRefused, Invalid, NotAllowed
from casework.models.document import Document
from casework.services.carrying import rows_of_carrying
from workflows.action import Action, Impossible
from workflows.definition import Workflow
from workflows.guards import chinese_day
from workflows.history import AMEND, ANNUL, Act, Facts, annulled, effective
from workflows.vocabulary import Role


def corrected(
    workflow: Workflow, rows: Sequence[Act], *, act: Act, viewer_roles: frozenset[Role]
) -> Facts:
    """The facts after a correcting act.

    Raises:
        Invalid: it names no row of this record. NotAllowed: the row belongs to other roles.
        ActionRefused: a later act would lose its ground.
    """
    target = _target(workflow, rows, act)
    original = workflow.action(target.action)
    if original is None or not _may_correct(original, viewer_roles):
        raise NotAllowed("只能更正本人角色可以办理的记录；请由原办理角色或者审批人更正。")
    _check_kind(original, amends=act.action == AMEND)
    if act.action == AMEND:
        _check_new_day(workflow, rows, act, is_first=original.creates)
    try:
        return workflow.fold((*rows, act))
    except Impossible as error:
        lost = workflow.action(error.act.action)
        label = lost.label if lost else error.act.action
        raise ActionRefused(
            f"更正后，{chinese_day(error.act.on_day)}的“{label}”（第{error.act.seq}条）将失去前提"
            "（条例45）；请先更正或者撤销该条记录。",
            basis="条例45",
        ) from error


def _check_kind(original: Action, *, amends: bool) -> None:
    """What no correction may touch, whoever asks for it."""
    if original.creates and not amends:
        raise ActionRefused(
            "第一条记录不能撤销（条例45）；重复或者错误登记的案件请“作废”。", basis="条例45"
        )
    if original.erases:
        raise ActionRefused(
            "已经清除的内容不能恢复，这一条不能撤销或者更正（个人信息保护法19）。",
            basis="个人信息保护法19",
        )
    if original.moves and amends:
        raise ActionRefused(
            "移交不能更正（条例10）；移交有误的，请撤销移交，再重新移交。", basis="条例10"
        )
    if original.parks and amends:
        raise ActionRefused(
            f"结转总在12月31日，日期不能更正（{original.basis}）；请更正收到日或者办结日，结转随之改变。",
            basis=original.basis,
        )


def _check_new_day(workflow: Workflow, rows: Sequence[Act], act: Act, *, is_first: bool) -> None:
    """A corrected day lies as little in the future, or before the arrival, as a first one (model 3)."""
    day, arrived = act.day("new_day"), workflow.fold(rows).day("arrived_on")
    if day > act.on_day:
        raise Invalid(
            f"更正后的日期{chinese_day(day)}在登记更正之日{chinese_day(act.on_day)}之后；不能登记尚未发生的事项，请改正日期。",
            fields={"new_day": "不能晚于更正之日"},
        )
    if not is_first and arrived is not None and day < arrived:
        raise Invalid(
            f"更正后的日期{chinese_day(day)}早于申请到达日{chinese_day(arrived)}；请改正日期，或者先更正到达日。",
            fields={"new_day": "不能早于到达日"},
        )


def amended_values(
    workflow: Workflow, rows: Sequence[Act], payload: Mapping[str, Any]
) -> dict[str, Any]:
    """The new values of an amended row, checked against that row's own form; texts stay as they were."""
    values = payload.get("values") or {}
    if not isinstance(values, Mapping):
        raise Invalid("更正的内容应按字段填写。", fields={"values": "应按字段填写"})
    seq = int(payload.get("entry") or 0)
    row = next((r for r in rows if r.seq == seq), None)
    action = workflow.action(row.action) if row else None
    if row is None or action is None or not values:
        return {}
    plain = {f.key: f for f in action.fields if not f.personal}
    fixed = {key for key in values if key in plain and plain[key].fixed}
    changed = {key for key in fixed if values[key] != row.data.get(key)}
    unknown = sorted((set(values) - set(plain)) | changed)
    if unknown:
        raise Invalid(
            f"“{action.label}”的这些内容不能更正：{'、'.join(unknown)}；请撤销该条记录，再重新登记。"
        )
    kept = {key: value for key, value in row.data.items() if key in plain}
    optional = {f.key: f for f in action.fields if f.personal and f.required}
    probe = {**kept, **values, **dict.fromkeys(optional, "—")}
    loaded = forms.load(action, probe)
    return {key: loaded[key] for key in values if key in loaded}


def resting_on_old_facts(rows: Sequence[Act], papers: Iterable[int]) -> dict[int, int]:
    """Of papers drawn with these rows, the ones that rest on facts corrected since, each with the correcting row.

    A paper rests on what held when it was drawn: the row that draws it and every row before. The turn of a year is no
    fact of a paper.
    """
    correcting = [row.seq for row in rows if row.action in (ANNUL, AMEND)]
    found: dict[int, int] = {}
    for seq in papers:
        later = [known for known in correcting if known > seq]
        drawn_on = _held(rows, upto=seq, known=seq) if later else ()
        for known in later:
            if _held(rows, upto=seq, known=known) == drawn_on:
                found.pop(seq, None)
            else:
                found.setdefault(seq, known)
    return found


def _held(rows: Sequence[Act], *, upto: int, known: int) -> tuple[Act, ...]:
    """The rows up to `upto` as they hold by all that is known with row `known`."""
    carried = rows_of_carrying(rows)
    effect = effective(row for row in rows if row.seq <= known)
    return tuple(act for act in effect if act.seq <= upto and act.seq not in carried)


def outdated_papers(session: Session, record_id: int) -> list[str]:
    """The titles of the papers that rest on an old fact."""
    rows = session.scalars(
        select(Document.title).where(
            Document.record_id == record_id, Document.outdated_by.is_not(None)
        )
    )
    return list(rows)


def _target(workflow: Workflow, rows: Sequence[Act], act: Act) -> Act:
    seq = int(act.data["entry"])
    found = next((row for row in rows if row.seq == seq), None)
    if found is None:
        raise Invalid(
            f"本案没有第{seq}条记录；请核对要更正的记录。", fields={"entry": "没有这条记录"}
        )
    if seq in annulled(rows):
        raise Invalid(
            f"第{seq}条记录已被撤销，不能再更正；要恢复它，请撤销那条撤销记录。",
            fields={"entry": "已被撤销"},
        )
    action = workflow.action(found.action)
    if act.action == AMEND and (action is None or action.corrects):
        raise Invalid(
            "更正记录本身不能再更正；请先撤销它，再重新更正。", fields={"entry": "不能更正"}
        )
    return found


def _may_correct(original: Action, roles: frozenset[Role]) -> bool:
    """An approver corrects what was done in his unit, not what was asked of it from above."""
    if roles & original.roles or Role.system in roles:
        return True
    return Role.approver in roles and original.roles != {Role.supervisor}
