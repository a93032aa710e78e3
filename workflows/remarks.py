"""Remarks at a place of the reasons: each belongs to a version and a paragraph of it, and is open until somebody settles it."""

from workflows import drafts
from workflows.action import Situation, guard
from workflows.history import Act, Facts, Thread

REMARK = "remark"
"""The kind of thread: a remark opens one, and settling it closes it."""

VERSION, PARAGRAPH = "on_version", "paragraph"


def remarks(facts: Facts) -> tuple[Thread, ...]:
    """Every remark that holds, oldest first."""
    return facts.threads_of(REMARK)


def open_remarks(facts: Facts) -> tuple[Thread, ...]:
    """Those that nobody has settled yet."""
    return facts.threads_of(REMARK, only_open=True)


@guard("条例36")
def the_remark_is_on_the_newest_version(case: Situation, act: Act) -> str:
    """条例36: who remarks on a text and who works on it have the same text before them."""
    last = drafts.newest(case.facts)
    if last is None:
        return "本案还没有保存过理由，没有可以批注的文字（条例36）；请先保存一稿。"
    if int(act.data.get(VERSION) or 0) == last.key:
        return ""
    return (
        f"理由已有更新的一稿（第{last.key}条记录），您批注的是较早的一稿（条例36）；"
        "请在最新一稿上批注。"
    )


@guard("条例36")
def the_remark_is_still_open(case: Situation, act: Act) -> str:
    """条例36: a remark is settled once, and who settled it stays."""
    found = case.facts.thread(int(act.data.get("thread") or 0))
    if found is None or found.kind != REMARK:
        return "没有这一条批注；请从“理由和答复稿”页选择。"
    return "" if found.is_open else "这一条批注已经处理过；需要再说的，请另写一条批注。"


@guard("条例36")
def every_remark_is_settled(case: Situation, act: Act) -> str:
    """条例36: what a colleague doubted is answered before the text goes on."""
    count = len(open_remarks(case.facts))
    if not count:
        return ""
    return f"答复稿还有{count}条批注没有处理（条例36）；请在“理由和答复稿”页逐条处理，或者确认不影响本事项。"
