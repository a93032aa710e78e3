"""What an act will do, in one sentence drawn from the columns of its row; no act is known by name."""

from workflows.action import Action
from workflows.documents import DOCUMENTS
from workflows.vocabulary import ClockEffect

_EFFECTS = {
    ClockEffect.start: "答复期限自次日起算",
    ClockEffect.restart: "答复期限自次日起重新计算",
    ClockEffect.exclude: "征求意见所需时间不计入答复期限（以对方收到为准）",
    ClockEffect.extend: "答复期限按批准的天数延长",
    ClockEffect.fix: "答复期限改为所定日期",
    ClockEffect.stop: "等待申请人期间答复期限停止计算",
}


def consequence(action: Action) -> str:
    """What happens on confirmation: paper, number, clock, state."""
    said = []
    if action.document:
        said.append(f"生成并固定{''.join(f'《{DOCUMENTS[key].title}》' for key in action.papers)}")
    if action.draws_number:
        said.append("编定案件编号")
    if action.effect:
        said.append(_effect(action, action.effect))
    if action.targets:
        names = "或者".join(f"“{state.label}”" for state in dict.fromkeys(action.targets))
        said.append(f"本案转为{names}")
    if action.voids:
        said.append("本案不计入任何统计，编号保留")
    if not said:
        return "记入办理过程，案件状态和答复期限不变。"
    return f"确认后将{'，'.join(said)}。" if action.document else f"确认后{'，'.join(said)}。"


def _effect(action: Action, effect: ClockEffect) -> str:
    if effect is ClockEffect.stop and (action.can_close or action.fulfils):
        return "答复期限到此为止"
    return "按填写或者规定的日期推算期限" if action.creates else _EFFECTS[effect]


def corrects(action: Action, *, seq: int, label: str) -> str:
    """What happens when a row of the journal is corrected."""
    return (
        f"确认后对第 {seq} 条“{label}”作出“{action.label}”：原记录保留可查，其后的状态和期限随之重算，"
        "已发出的文书将注明所依据的事实有变。"
    )
