"""The closed list of results and what is done with it: write the answer, name its facts, find it from a ledger's label.

The rows are in `outcome_rows`; how an answer is laid out on paper belongs to `documents`, what it counts to `annual_report`.
"""

import string
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from workflows.annual_grid import FORMATS
from workflows.answer_facts import GROUND_CODES, Fact
from workflows.outcome_rows import OUTCOMES, AnswerKind, Outcome

__all__ = [
    "GROUND_CODES",
    "OUTCOMES",
    "AnswerKind",
    "Fact",
    "MissingFacts",
    "Outcome",
    "answer_sentences",
    "by_row",
    "facts_for",
    "missing_facts",
    "outcome",
    "review_first",
    "sentences_around_reasons",
    "spoken",
]

REGULATION = "《中华人民共和国政府信息公开条例》"
SUBJECT = "所申请公开的政府信息"
REQUEST = "该申请"


class MissingFacts(ValueError):
    """An answer cannot be written yet; `facts` are the rows still empty."""

    def __init__(self, code: str, facts: tuple[Fact, ...]) -> None:
        self.code = code
        self.facts = facts
        named = "、".join(f"{fact.label}（{fact.basis}）" for fact in facts)
        super().__init__(f"答复{code}缺少必要内容：{named}。请补充后再生成答复。")


def outcome(code: str) -> Outcome:
    """The outcome of that code; ValueError with a sentence when the closed list has none."""
    try:
        return OUTCOMES[code]
    except KeyError:
        raise ValueError(f"没有办理结果“{code}”；可用的代码为{'、'.join(OUTCOMES)}。") from None


def spoken(code: str) -> str:
    """An outcome as a sentence names it: the kind of answer, with its row behind it where that says more.

    A row of the annual table such as 保护第三方合法权益 is the ground of a refusal and does not say that it is one.
    """
    chosen = outcome(code)
    kind, row = chosen.answer.label, chosen.label
    if chosen.imported_only:
        return kind
    return row if row.startswith(kind) else f"{kind}（{row}）"


def review_first(code: str, ground: str | None) -> bool:
    """复议法23(1): whether 行政复议 must come before a suit. For B the ground of the refused part decides."""
    if code != "B":
        return outcome(code).review_first
    if ground not in GROUND_CODES:
        raise ValueError("部分公开须写明不公开部分的理由代码（条例37），才能确定救济途径。")
    return outcome(ground).review_first


def facts_for(code: str, ground: str | None = None) -> tuple[Fact, ...]:
    """What the drafter must give: the facts of the outcome and, for B, those of the ground as well."""
    facts = outcome(code).requires + outcome(code).alone
    if code == "B" and ground:
        facts += outcome(ground).requires
    return facts


def missing_facts(code: str, facts: Mapping[str, object]) -> tuple[Fact, ...]:
    """What an answer still lacks: required facts, and the other half of a pair (an agency without its contact, 条例36(5)).

    For B the facts of `facts["ground"]` are looked at as well.
    """
    ground = str(facts.get("ground") or "") if code == "B" else ""
    needed = facts_for(code, ground)
    empty = {fact.key for fact in needed if not _printed(fact, facts.get(fact.key))}
    lacking = {fact.key for fact in needed if fact.required} & empty
    for chosen in (outcome(one) for one in (code, ground) if one):
        for _, stated in _facts_by_line(chosen):
            keys = {fact.key for fact in stated}
            lacking |= keys & empty if keys - empty else set()
    return tuple(fact for fact in needed if fact.key in lacking)


def answer_sentences(code: str, facts: Mapping[str, object]) -> tuple[str, ...]:
    """The body of the answer, one paragraph an element; `facts["ground"]` is the code behind a refused part (B).

    MissingFacts when a required fact is empty, ValueError when the code or the ground is not one to answer with.
    """
    chosen = outcome(code)
    if chosen.imported_only:
        raise ValueError(f"办理结果{code}只用于导入的台账，不能用来生成答复。")
    ground = str(facts.get("ground") or "") if code == "B" else ""
    if code == "B" and ground not in GROUND_CODES:
        raise ValueError("部分公开须写明不公开部分的理由代码（条例37）。")
    missing = missing_facts(code, facts)
    if missing:
        raise MissingFacts(code, missing)
    given = {fact.key: _printed(fact, facts.get(fact.key)) for fact in facts_for(code, ground)}
    sentences = _fill(chosen, given, subject=SUBJECT, request=REQUEST)
    if ground:
        rest = f"其余内容（{given['refused_content']}）"
        sentences += _fill(outcome(ground), given, subject=rest, request=f"{REQUEST}中的{rest}")
    return sentences


_APART = "（另写）"


def sentences_around_reasons(
    code: str, facts: Mapping[str, object]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The body of an answer whose reasons are written apart: what stands before them, and what after.

    Where the text of the outcome has no place for reasons they stand at its end. Raises as `answer_sentences`.
    """
    body = answer_sentences(code, {**facts, "reasons": _APART})
    line = f"{_LEAD}{_APART}。"
    if line not in body:
        return body, ()
    at = body.index(line)
    return (*body[:at], _LEAD), body[at + 1 :]


_LEAD = "理由如下："


def _printed(fact: Fact, value: object) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    written = str(value or "").strip()
    if written and fact.kind == "date":
        try:
            return _printed(fact, date.fromisoformat(written))
        except ValueError:
            raise ValueError(
                f"“{fact.label}”应为日期，如2026-03-02，收到的是“{written}”。"
            ) from None
    if written and fact.kind == "choice":
        labels = dict(fact.choices)
        if written not in labels:
            raise ValueError(f"“{fact.label}”没有“{written}”这一选项（{fact.basis}）。")
        return labels[written]
    # The sentence brings its own full stop.
    return written.rstrip("。；;，, ")


def _facts_by_line(chosen: Outcome) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    for line in chosen.text.split("\n"):
        names = {name for _, name, _, _ in string.Formatter().parse(line) if name}
        yield line, tuple(f for f in chosen.requires + chosen.alone if f.key in names)


def _fill(
    chosen: Outcome, given: Mapping[str, str], *, subject: str, request: str
) -> tuple[str, ...]:
    values = {**given, "subject": subject, "request": request, "regulation": REGULATION}
    return tuple(
        line.format_map(values)
        for line, facts in _facts_by_line(chosen)
        # What remains empty here is optional, or is asked of a whole answer only: its line is left out.
        if all(given.get(fact.key) for fact in facts)
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _names() -> Mapping[str, Outcome]:
    # Later writers win: for a row that several codes share, the imported-only code, which claims no more than the row.
    names: dict[str, Outcome] = {}
    for chosen in OUTCOMES.values():
        if chosen.code not in ("F3a", "F3b", "F3c", "F3d"):
            for format in FORMATS:
                row = format.row(format.place(chosen.rows))
                if row.key != "other_total" or chosen.imported_only:
                    names[_folded(row.label)] = names[_folded(row.key)] = chosen
    names.update((_folded(code), chosen) for code, chosen in OUTCOMES.items())
    return MappingProxyType(names)


_BY_NAME = _names()


def by_row(label_or_key_or_code: str) -> Outcome | None:
    """The outcome a ledger means: exact row label of either format, row key, or code; None when it is none of them."""
    return _BY_NAME.get(_folded(label_or_key_or_code))
