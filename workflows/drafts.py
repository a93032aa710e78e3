"""The reasons of an answer and their versions: which one holds, and the guards of writing and using them."""

from workflows.action import Situation, guard
from workflows.history import Act, Facts, Thread

VERSION = "version"
"""The kind of thread: each version is one, and the newest takes the place of the one before."""

TEXT = "reasons"
BASE = "based_on"
REOPENED = ("redo", "reopen_own")


def versions(facts: Facts) -> tuple[Thread, ...]:
    """Every version that holds, oldest first; `key` is the number of its row."""
    return facts.threads_of(VERSION)


def newest(facts: Facts) -> Thread | None:
    """The version a new one must rest on, if there is any."""
    found = versions(facts)
    return found[-1] if found else None


def in_force(facts: Facts) -> Thread | None:
    """The version an answer takes its reasons from.

    复议法64: a case that was reopened does not repeat the reasons of the overturned answer unless somebody writes them anew.
    """
    found, reopened = newest(facts), facts.last(*REOPENED)
    if found is None or (reopened is not None and found.key < reopened.seq):
        return None
    return found


def proposed(facts: Facts) -> Act | None:
    """The draft that names the result of this round, if one was submitted."""
    draft, reopened = facts.last("submit_draft"), facts.last(*REOPENED)
    if draft is None or (reopened is not None and draft.seq < reopened.seq):
        return None
    return draft


@guard("条例36")
def it_rests_on_the_newest_version(case: Situation, act: Act) -> str:
    """条例36: whoever writes the reasons has the newest version before him, so that nobody's text is lost."""
    if BASE not in act.data:
        return ""
    last = newest(case.facts)
    number = last.key if last else 0
    if int(act.data[BASE]) == number:
        return ""
    if not number:
        return "本案还没有保存过理由（条例36）；请把“所依据的版本”填为 0，或者重新打开草稿。"
    return (
        f"理由已有更新的一稿（第{number}条记录），您改的是较早的一稿（条例36）；"
        "请对照差异，把需要的改动并入最新一稿后再保存。"
    )


@guard("条例36")
def the_reasons_stand_in_one_place(case: Situation, act: Act) -> str:
    """条例36: where versions of the reasons are kept, the newest of them is what the answer says."""
    version = in_force(case.facts)
    if version is None or not act.data.get("fact_reasons"):
        return ""
    return (
        f"理由已有保存的一稿（第{version.key}条记录），答复以最新一稿为准（条例36）；"
        "请不要另填“理由”，需要修改的，另存新的一稿。"
    )
