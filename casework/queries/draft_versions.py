"""The versions of the reasons of a case as pages and the API show them, out of the case as it was read; asks nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.errors import NotFound
from casework.queries.case_page import CaseView
from workflows import drafts
from workflows.acts.erasing import ERASED


@dataclass(frozen=True)
class Version:
    """One version. `number` counts from 1, `seq` is the number of its row; an erased text is empty.

    `mark` says in words what became of it.
    """

    seq: int
    number: int
    actor: str
    at: datetime
    act: str
    text: str
    comment: str
    is_erased: bool
    mark: str


def versions_of(view: CaseView) -> tuple[Version, ...]:
    """Every version that was ever saved, oldest first; annulled ones say so."""
    writing = {action.name for action in view.workflow.actions if action.writes}
    held = {thread.key for thread in drafts.versions(view.facts)}
    newest, force = drafts.newest(view.facts), drafts.in_force(view.facts)
    sent = _sent(view, held)
    found = []
    rows = (entry for entry in view.entries if entry.action in writing)
    for number, entry in enumerate(rows, 1):
        mark = "已撤销" if entry.seq not in held else ""
        if newest and entry.seq == newest.key:
            mark = "最新一稿" if force else "最新一稿，重新办理前写的，不再用于答复"
        if entry.seq in sent:
            mark = f"{mark}，已写入签发的答复" if mark else "已写入签发的答复"
        text = entry.texts.get(drafts.TEXT, "")
        erased = text == ERASED
        found.append(
            Version(
                seq=entry.seq,
                number=number,
                actor=entry.actor,
                at=entry.at,
                act=entry.label,
                text="" if erased else text,
                comment=entry.texts.get("comment", ""),
                is_erased=erased,
                mark=mark,
            )
        )
    return tuple(found)


def _sent(view: CaseView, held: Iterable[int]) -> set[int]:
    """The versions that answers were issued with: the last one before each issue, in its round."""
    found = set()
    for act in view.facts.acts:
        if act.action == "issue":
            before = [seq for seq in held if seq < act.seq]
            reopened = [
                a.seq for a in view.facts.acts if a.action in drafts.REOPENED and a.seq < act.seq
            ]
            if before and max(before) > max(reopened, default=0):
                found.add(max(before))
    return found


def version(view: CaseView, seq: int) -> Version:
    """One version by the number of its row.

    Raises:
        NotFound: no such version, or its text was erased.
    """
    one = next((v for v in versions_of(view) if v.seq == seq), None)
    if one is None:
        raise NotFound("本案没有这一稿理由；请从“理由和答复稿”页的列表中选择。")
    if one.is_erased:
        raise NotFound(f"第{one.number}稿的内容已依法清除，只保留记录。")
    return one
