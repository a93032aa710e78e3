"""The five questions that lead from a request to its result: 补不补, 该不该, 有没有, 给不给, 当不当; rows only.

The order is that of 《江苏省政府信息公开申请办理答复规范》, which 2号 commends to the whole country; each answer rests on its
article of the 条例. A walk is the answers given so far; `walk` says what is asked next or where the answers end. Whether
what they lead to may be done on the facts of a case is decided by the guards of the act, not here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.vocabulary import Labelled


class FiveStep(Labelled):
    """The five questions, in the order in which they are asked."""

    complete = "complete", "补不补"
    ours = "ours", "该不该"
    held = "held", "有没有"
    given = "given", "给不给"
    proper = "proper", "当不当"


@dataclass(frozen=True)
class Ending:
    """Where answers lead: a result for the answer, or an act that comes first or brings the result about by itself.

    `facts` are what the answers already state of the reply, as pairs of the key of a fact and its value.
    """

    outcome: str = ""
    ground: str = ""
    act: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """One answer, the article it rests on, and what follows: the key of the next question or an ending."""

    key: str
    label: str
    basis: str
    leads: str | Ending


@dataclass(frozen=True)
class Question:
    """One question of a step. `help` says what to look at before answering; a `whole` one is put to the request and not to each
    thing asked in it.
    """

    key: str
    step: FiveStep
    text: str
    help: str
    answers: tuple[Answer, ...]
    whole: bool = False

    def answer(self, key: str | None) -> Answer | None:
        return next((one for one in self.answers if one.key == key), None)


@dataclass(frozen=True)
class Walk:
    """Answers in the order in which they were asked, then the open question or the ending."""

    answered: tuple[tuple[Question, Answer], ...]
    open: Question | None = None
    ending: Ending | None = None


_BY_RULE = ("C6", "C7")
"""Grounds that hold only while no law, regulation or rule orders disclosure (条例16(2))."""


def _separable(code: str) -> Question:
    """条例37: whatever is refused is first looked at for a part that can be given."""
    # 条例16(2): the question before this one was answered with "no rule orders disclosure".
    known = (("public_rule", "none"),) if code in _BY_RULE else ()
    return Question(
        f"separable_{code}",
        FiveStep.proper,
        "去掉不能公开的内容以后，还有没有可以提供的部分？",
        "逐页审查；能够区分的，只对不能公开的部分不予公开，其余照常提供。",
        (
            Answer("yes", "有，可以区分处理", "条例37", Ending("B", code, facts=known)),
            Answer("no", "没有，不能区分", "条例37", Ending(code, facts=(("separable", "no"), *known))),
        ),
    )  # fmt: skip


def _ordered(code: str) -> Question:
    """条例16(2): what belongs to a process or a file is open where a law, a regulation or a rule says so."""
    return Question(
        f"ordered_{code}",
        FiveStep.given,
        "有没有法律、法规、规章规定这类信息应当公开？",
        "例如法定的公示、公告和信息公开目录；有规定的，不能以此为由不公开。",
        (
            Answer("yes", "有规定，应当公开", "条例16(2)", "form"),
            Answer("no", "没有规定", "条例16(2)", f"separable_{code}"),
        ),
    )


_COMPLETE = (
    Question(
        "standing",
        FiveStep.complete,
        "申请人是否仍在申请？",
        "撤回须有书面材料；申请人死亡、终止的，先征询承受人。",
        (
            Answer("yes", "仍在申请", "条例29", "clear"),
            Answer("withdrawn", "已书面撤回", "条例45", Ending("F3a", act="withdraw")),
            Answer("ended", "死亡或者终止，无人承受", "条例45", Ending("F3d", act="lapse_succession")),
        ),
        whole=True,
    ),
    Question(
        "clear",
        FiveStep.complete,
        "申请的内容、身份证明、联系方式和获取形式是否齐全、明确？",
        "条例二十九条的三项内容；不明确的，七个工作日内一次性告知补正。",
        (
            Answer("yes", "齐全、明确", "条例29", "many"),
            Answer("no", "不齐全或者不明确", "条例30", "told"),
        ),
    ),
    Question(
        "told",
        FiveStep.complete,
        "是否已经告知过补正？",
        "补正只能告知一次。",
        (
            Answer("never", "还没有告知", "条例30", Ending(act="request_correction")),
            Answer("unclear", "已补正，仍不明确", "条例30", Ending("D3")),
            Answer("silent", "无正当理由逾期未补正", "条例30", Ending("F1", act="lapse_correction")),
        ),
    ),
)  # fmt: skip

_OURS = (
    Question(
        "many",
        FiveStep.ours,
        "同一申请人的数量、频次是否明显超过合理范围？",
        "本月、本年的件数见登记页和案件页；件数多本身不是理由，须看内容是否重合、反复。",
        (
            Answer("no", "没有超过", "条例35", "kind"),
            Answer("ask", "明显超过，还没有要求说明理由", "条例35", Ending(act="request_reasons")),
            Answer("reasonable", "明显超过，理由合理", "条例35", "kind"),
            Answer("unreasonable", "明显超过，已要求说明理由而不合理", "条例35", Ending("E4")),
            Answer("unpaid", "已发出收费通知，逾期没有缴纳", "109号第6条", Ending("F2", act="lapse_fee")),
        ),
        whole=True,
    ),
    Question(
        "kind",
        FiveStep.ours,
        "这是不是向行政机关申请获取政府信息？",
        "看申请的实质，不看所用的表格；几项内容性质不同的，逐项判断，各填各的结果。",
        (
            Answer("yes", "是", "条例2", "before"),
            Answer("petition", "以申请的形式信访、投诉、举报", "条例39(1)", Ending("E1")),
            Answer("publication", "要求提供政府公报、报刊、书籍等公开出版物", "条例39(2)", Ending("E3")),
            Answer("other", "党务、刑事司法信息，咨询等，不是政府信息", "条例2", Ending("F3b")),
        ),
    ),
    Question(
        "before",
        FiveStep.ours,
        "这一申请人是否已经得到过这些信息，或者得到过答复？",
        "查以往申请；相同申请人、相同信息、已经答复的才是重复申请。",
        (
            Answer("no", "没有", "条例36", "whose"),
            Answer("answered", "同一申请人就相同信息申请过，已经答复", "条例36(6)", Ending("E2")),
            Answer("reissue", "已经取得，现要求确认或者重新出具", "60号", Ending("E5")),
        ),
    ),
    Question(
        "whose",
        FiveStep.ours,
        "这些信息是否由本机关负责公开？",
        "谁制作谁公开；取自公民、法人的由保存机关公开，取自其他行政机关的由制作或者最初获取的机关公开。",
        (
            Answer("yes", "由本机关负责", "条例10", "special"),
            Answer("other", "由其他行政机关负责", "条例36(5)", Ending("D1b")),
        ),
    ),
    Question(
        "special",
        FiveStep.ours,
        "法律、行政法规对获取这类信息有没有特别规定？",
        "如工商、不动产登记资料的查询，已移交国家档案馆的档案。",
        (
            Answer("no", "没有特别规定", "条例36", "search"),
            Answer("registry", "工商、不动产登记资料等，另有查询规定", "条例36(7)", Ending("C8")),
            Answer("archive", "移交期限已满，已移交国家档案馆", "档案法15", Ending("F3c")),
        ),
    ),
)  # fmt: skip

_HELD = (
    Question(
        "search",
        FiveStep.held,
        "经检索查找，有没有这些信息？",
        "检索的系统、档案、关键词和结果须有记录；可能在其他内设机构、下属单位的，先协办。",
        (
            Answer("yes", "有现成的信息", "条例38", "published"),
            Answer(
                "part",
                "能提供一部分，另一部分没有、不由本机关负责或者不作为申请处理",
                "条例37",
                "missing",
            ),
            Answer("none", "没有制作或者获取、保存", "条例36(4)", Ending("D1a")),
            Answer("make", "没有现成的，须加工、分析才能提供", "条例38", Ending("D2")),
        ),
    ),
    Question(
        "missing",
        FiveStep.held,
        "不能提供的那一部分属于哪一种？",
        "其余部分照常判断；其余部分也有不公开内容的，以主要的一种为依据，在理由中逐项说明。",
        (
            Answer("none", "经检索不存在", "条例36(4)", Ending("B", "D1a")),
            Answer("other", "由其他行政机关负责公开", "条例36(5)", Ending("B", "D1b")),
            Answer("make", "须加工、分析才能提供", "条例38", Ending("B", "D2")),
            Answer("unclear", "补正后仍不明确", "条例30", Ending("B", "D3")),
            Answer(
                "registry", "工商、不动产登记资料等，另有查询规定", "条例36(7)", Ending("B", "C8")
            ),
            Answer("petition", "信访、投诉、举报", "条例39(1)", Ending("B", "E1")),
            Answer("answered", "重复申请", "条例36(6)", Ending("B", "E2")),
            Answer("publication", "公开出版物", "条例39(2)", Ending("B", "E3")),
            Answer("reissue", "要求确认或者重新出具已获取的信息", "60号", Ending("B", "E5")),
        ),
    ),
)

_GIVEN = (
    Question(
        "published",
        FiveStep.given,
        "这些信息是否已经主动公开？",
        "核对网站、公报、公开栏；只公开了一部分的，选“没有”。",
        (
            Answer("yes", "已经主动公开", "条例36(1)", Ending("A1")),
            Answer("no", "没有", "条例13", "refused"),
        ),
    ),
    Question(
        "refused",
        FiveStep.given,
        "有没有依法不予公开的情形？",
        "以公开为常态；涉及国家秘密的看密级和定密依据，涉及第三方的先书面征求意见。",
        (
            Answer("no", "没有，可以公开", "条例36(2)", "form"),
            Answer("secret", "依法确定的国家秘密", "条例14", "separable_C1"),
            Answer("law", "法律、行政法规禁止公开", "条例14", "separable_C2"),
            Answer("security", "可能危及国家安全、公共安全、经济安全、社会稳定", "条例14", "separable_C3"),
            Answer("third", "商业秘密、个人隐私等，会损害第三方合法权益", "条例15", "third"),
            Answer("internal", "人事管理、后勤管理、内部工作流程信息", "条例16(1)", "separable_C5"),
            Answer("process", "讨论记录、过程稿、磋商信函、请示报告", "条例16(2)", "ordered_C6"),
            Answer("file", "行政执法案卷信息", "条例16(2)", "ordered_C7"),
        ),
    ),
    Question(
        "third",
        FiveStep.given,
        "第三方的意见和公共利益怎样？",
        "书面征求意见，十五个工作日；逾期不答复的，由本机关依条例决定，不等于同意，也不等于拒绝。",
        (
            Answer("ask", "还没有征求意见，须征求", "条例32", Ending(act="consult_third_party")),
            Answer("agrees", "第三方同意公开", "条例15", "form"),
            Answer("public", "不公开会对公共利益造成重大影响", "条例32", "form"),
            Answer("refuses", "不同意且有合理理由，或者由本机关决定不公开", "条例32", "separable_C4"),
        ),
    ),
    *(_ordered(code) for code in _BY_RULE),
)  # fmt: skip

_PROPER = (
    *(_separable(code) for code in (f"C{number}" for number in range(1, 8))),
    Question(
        "form",
        FiveStep.proper,
        "能不能按申请人要求的形式提供？",
        "提供的每一份材料须先经保密审查。",
        (
            Answer("asked", "能按要求的形式提供", "条例40", Ending("A2")),
            Answer("other", "会危及载体或者成本过高，改以电子版、查阅、抄录等形式提供", "条例40", Ending("A2")),
        ),
    ),
)  # fmt: skip

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {one.key: one for one in (*_COMPLETE, *_OURS, *_HELD, *_GIVEN, *_PROPER)}
)
"""Every question by its key; the first one opens the walk."""
FIRST = _COMPLETE[0].key


def walk(given: Mapping[str, str]) -> Walk:
    """Follow the answers from the first question; what was given to questions that are not reached is left out."""
    answered: list[tuple[Question, Answer]] = []
    asked = FIRST
    while True:
        question = QUESTIONS[asked]
        answer = question.answer(given.get(asked))
        if answer is None:
            return Walk(tuple(answered), open=question)
        answered.append((question, answer))
        if isinstance(answer.leads, Ending):
            return Walk(tuple(answered), ending=answer.leads)
        asked = answer.leads


def endings(asked: str = FIRST) -> Iterator[Walk]:
    """Every way through the questions from `asked` on, the answers that continue straight on first."""
    question = QUESTIONS[asked]
    for answer in question.answers:
        here = ((question, answer),)
        if isinstance(answer.leads, Ending):
            yield Walk(here, ending=answer.leads)
        else:
            for rest in endings(answer.leads):
                yield Walk(here + rest.answered, ending=rest.ending)


def way_to(outcome: str, ground: str = "") -> Walk | None:
    """The shortest answers that end in this result, so that a drafted one can be held against them; None where none do."""
    return _WAYS.get((outcome, ground if outcome == "B" else ""))


def _ways() -> Mapping[tuple[str, str], Walk]:
    found: dict[tuple[str, str], Walk] = {}
    ways = sorted(endings(), key=lambda way: len(way.answered))
    for end, one in ((one.ending, one) for one in ways if one.ending):
        found.setdefault((end.outcome, end.ground), one)
    return MappingProxyType(found)


_WAYS = _ways()
