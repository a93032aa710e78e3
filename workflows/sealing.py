"""What a seal on a paper is in law, and the act that puts one on a paper that was issued.

在线政务服务规定9: an electronic seal of the 国家统一电子印章系统 equals the physical one. A certificate of our own proves only
that the file was not changed; a picture of a seal proves nothing. The three are told apart in words wherever they show.
"""

from collections.abc import Mapping
from typing import Any

from workflows.action import Action, Situation, guard
from workflows.forms import Field, FieldKind, choices_of
from workflows.history import Act
from workflows.vocabulary import Labelled, PhasedState, Role

SEAL = "seal"
BASIS = "在线政务服务规定9"
SEALING_ROLES = frozenset({Role.intake, Role.handler, Role.approver, Role.system})


class SealKind(Labelled):
    """How the papers of a unit are sealed."""

    printed = "printed", "打印后加盖实物印章"
    picture = "picture", "印章图片，不具有电子印章效力"
    technical = "technical", "技术签名，仅证明文件未被改动"
    official = "official", "电子印章（国家统一电子印章系统制发，与实物印章具有同等效力）"

    @property
    def signs(self) -> bool:
        """Whether the file is signed after it was issued; else the paper is finished when it is printed."""
        return self in (SealKind.technical, SealKind.official)


def _entries(act: Act) -> tuple[Mapping[str, Any], ...]:
    """What an act says of the papers it issued."""
    return tuple(e for e in (act.data.get("document"), *(act.data.get("enclosed") or ())) if e)


@guard("条例45")
def it_names_a_paper_as_it_was_issued(case: Situation, act: Act) -> str:
    """What is sealed is a paper that an act of this case issued, and its very bytes."""
    issued = [(one.seq, e["key"], e["sha256"]) for one in case.facts.acts for e in _entries(one)]
    if not issued:
        return "本案还没有签发文书（条例45）；文书签发以后才能加盖。"
    paper, key = act.data.get("paper"), act.data.get("paper_key")
    if not paper or (int(paper), key, act.data.get("unsigned")) in issued:
        return ""
    return "本案没有签发这份文书，或者签发该文书的记录已经更正（条例45）；请刷新页面后从文书清单中选择。"


@guard("条例45")
def a_paper_is_sealed_once(case: Situation, act: Act) -> str:
    """A second seal would make two originals."""
    for thread in case.facts.threads_of(SEAL):
        names = ("paper", "paper_key")
        if all(thread.values[name] == act.data.get(name) for name in names):
            return f"这份文书已经加盖过（条例45）；需要重新加盖的，请先撤销第{thread.key}条记录。"
    return ""


@guard(BASIS)
def only_a_signature_is_put_on_an_issued_paper(case: Situation, act: Act) -> str:
    """在线政务服务规定9: a picture is drawn when the paper is issued, and a physical seal needs no file."""
    kind = act.data.get("seal_kind")
    if not kind or SealKind(kind).signs:
        return ""
    return f"签发后的文书只能加签名或者电子印章（{BASIS}）；请在单位的印章设置中选择。"


def sealing_acts(states: type[PhasedState]) -> tuple[Action, ...]:
    """`seal_paper` for a workflow with these states: the paper lies frozen, the signed file is kept beside it."""
    return (
        Action(
            "seal_paper",
            "加盖电子印章（签名）",
            BASIS,
            SEALING_ROLES,
            tuple(states),
            None,
            help="签发的文书原样保留，签名后的文件另存；由系统在签名服务返回并核对后登记",
            fields=(
                Field("paper", "签发文书的记录", FieldKind.entry),
                Field("paper_key", "文书", FieldKind.code),
                Field("unsigned", "签发原件校验值", FieldKind.code, most=64),
                Field("seal_kind", "性质", FieldKind.choice, choices=choices_of(SealKind)),
                Field("signer", "签名证书", required=False),
            ),
            guards=(
                it_names_a_paper_as_it_was_issued,
                a_paper_is_sealed_once,
                only_a_signature_is_put_on_an_issued_paper,
            ),
            opens=SEAL,
            takes_file="file",
        ),
    )
