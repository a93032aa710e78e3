"""The words of an annual report: its headings, the blocks that are generated from the figures, and edited sentences (30号, R9, R10).

Free paragraphs stand before and behind the blocks of a heading. A block that somebody has worded otherwise keeps his words; the
numbers in them are compared with those of the generated sentence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from zlib import crc32

from workflows import topics
from workflows.annual_checks import Check, Part3, Part4, cell
from workflows.annual_grid import TOTAL, Format
from workflows.annual_part2 import Part2, figures, written
from workflows.annual_prose import Claim, Tables, claims
from workflows.annual_sentences import (
    NO_FEES,
    ONE_DECIMAL,
    REVIEWS,
    SUITS,
    FeeTotals,
    ShareForm,
    closed,
    digits,
    kind_counts,
    other_matters,
    percentage,
    points,
    received,
    reviewed,
    share,
)
from workflows.edited_sentences import Edited, disagreement, numbers_in, strangers
from workflows.signatories import Signatory
from workflows.vocabulary import Channel, Labelled, ReviewKind, ReviewResult

PART1_TITLE = "一、总体情况"
PART5_TITLE = "五、存在的主要问题及改进情况"


class Slot(Labelled):
    """The places of a report that hold words; the five headings of part one are fixed by 30号."""

    opening = "opening", "报告开头"
    proactive = "proactive", "（一）主动公开"
    requests = "requests", "（二）依申请公开"
    management = "management", "（三）政府信息管理"
    platform = "platform", "（四）平台建设"
    oversight = "oversight", "（五）监督保障"
    after_part3 = "after_part3", "第三部分表格之后"
    after_part4 = "after_part4", "第四部分表格之后"
    problems = "problems", "五、存在的主要问题及改进情况"
    other = "other", "六、其他需要报告的事项"


PART1_SLOTS = (Slot.proactive, Slot.requests, Slot.management, Slot.platform, Slot.oversight)


@dataclass(frozen=True)
class Figures:
    """Everything the blocks are written from. `groups`, `channels` and `topics` are the new requests by group of units, by how they
    came (`Channel`) and by what they are about (the empty word: no topic); `turned_public` is what was published because several
    had asked for it; `before3`, `before4` the parts of the year before, None where they are not known.
    """

    unit_name: str
    year: int
    format: Format
    part2: Part2
    part3: Part3
    part4: Part4
    fees: FeeTotals = NO_FEES
    rollup: bool = False
    groups: Mapping[str, int] = field(default_factory=dict)
    turned_public: int = 0
    channels: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    before3: Part3 | None = None
    before4: Part4 | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    share_form: ShareForm = ONE_DECIMAL


@dataclass(frozen=True)
class Words:
    """What people wrote for one slot."""

    before: str = ""
    after: str = ""
    edited: Mapping[str, Edited] = field(default_factory=dict)


AllWords = Mapping[str, Words]
"""Words by slot; a slot that is missing has none."""


def _opening(f: Figures) -> str:
    whose = "和所属各单位" if f.rollup else ""
    asked = "；".join(f"{label}：{text}" for label, text in f.contact.items() if text)
    contact = f"如对本报告有任何疑问，请与{f.unit_name}联系（{asked}）。" if asked else ""
    return (
        f"本报告由{f.unit_name}按照《中华人民共和国政府信息公开条例》要求，根据本机关{whose}{f.year}年政府信息公开"
        f"工作情况编制。所列数据的统计期限自{f.year}年1月1日至{f.year}年12月31日。{contact}"
    )


def _proactive(f: Figures) -> str:
    if not f.part2:
        return ""
    told = [
        f"{words.partition('“')[2].replace('”的“', '').removesuffix('”')}{written(value)}"
        for key, (words, _) in figures(f.format.key).items()
        if (value := f.part2.get(key, Decimal(0)))
    ]
    return f"{f.year}年主动公开政府信息的主要数据：{'，'.join(told)}。" if told else ""


def _turned_public(f: Figures) -> str:
    """条例44: what several applicants asked for may become public to all."""
    if not f.turned_public:
        return ""
    return (
        f"{f.year}年，对多个申请人提出的相同政府信息，经审查纳入主动公开范围{f.turned_public}项。"
    )


def _received(f: Figures) -> str:
    total = cell(f.part3, "new_received", TOTAL)
    groups = "；".join(
        f"{name}{n}件，占{share(n, total, f.share_form)}" for name, n in f.groups.items()
    )
    text = received(f.year, f.part3, f.before3, f.share_form)
    return text + (f"其中，{groups}。" if groups and total else "")


def _channels(f: Figures) -> str:
    """How the new requests came, the most usual way first; nothing where no way is known."""
    total = cell(f.part3, "new_received", TOTAL)
    known = {code: n for code, n in f.channels.items() if code != Channel.other and n}
    rest = total - sum(known.values())
    if not known or rest < 0:
        return ""
    told = sorted(((n, Channel(code).label) for code, n in known.items()), key=lambda one: -one[0])
    told += [(rest, "其他方式")] if rest else []
    parts = "；".join(f"{label}{n}件，占{share(n, total, f.share_form)}" for n, label in told)
    return f"从收到申请的渠道看，{parts}。"


def _topics(f: Figures) -> str:
    return topics.sentence(f.topics, cell(f.part3, "new_received", TOTAL), f.share_form)


def _handled(f: Figures) -> str:
    return closed(f.part3, f.share_form)


def _reviewed(f: Figures) -> str:
    return reviewed("政府信息公开行政复议", f.part4, REVIEWS, f.share_form) + reviewed(
        "政府信息公开行政诉讼", f.part4, SUITS, f.share_form
    )


def _growth(f: Figures) -> str:
    if f.before3 is None:
        return ""
    pairs = [
        (
            "新收政府信息公开申请",
            cell(f.part3, "new_received", TOTAL),
            cell(f.before3, "new_received", TOTAL),
        )
    ]
    now, old = kind_counts(f.part3), kind_counts(f.before3)
    pairs += [(kind.label, n, old[kind]) for kind, n in now.items()]
    told = "，".join(f"{name}{_moved(n, before)}" for name, n, before in pairs)
    return f"与{f.year - 1}年相比，{told}。"


def _moved(now: int, before: int) -> str:
    if now == before:
        return "与上年持平"
    return f"{'增加' if now > before else '减少'}{abs(now - before)}件"


def _review_shares(f: Figures) -> str:
    if f.before4 is None:
        return ""
    return _shares("行政复议", f, f.before4, REVIEWS) + _shares("行政诉讼", f, f.before4, SUITS)


def _shares(name: str, f: Figures, before: Part4, kinds: tuple[ReviewKind, ...]) -> str:
    now, form = f.part4, f.share_form
    totals = [sum(cell(part, kind.value, TOTAL) for kind in kinds) for part in (now, before)]
    if not all(totals):
        return ""
    told = []
    for result in ReviewResult:
        counts = [sum(cell(part, k.value, result.value) for k in kinds) for part in (now, before)]
        new, old = (percentage(n, whole) for n, whole in zip(counts, totals, strict=True))
        if new or old:
            told.append(
                f"{result.label}比例为{digits(new, form)}%，上年为{digits(old, form)}%，{points(new, old, form)}"
            )
    return f"{name}{totals[0]}件，{_moved(*totals)}。其中，{'；'.join(told)}。"


def _fees(f: Figures) -> str:
    return other_matters(f.year, f.fees)


Block = Callable[[Figures], str]
BLOCKS: Mapping[Slot, Mapping[str, Block]] = {
    Slot.opening: {"opening": _opening},
    Slot.proactive: {"proactive": _proactive, "turned_public": _turned_public},
    Slot.requests: {
        "received": _received,
        "channels": _channels,
        "topics": _topics,
        "handled": _handled,
        "reviewed": _reviewed,
    },
    Slot.after_part3: {"growth": _growth},
    Slot.after_part4: {"review_shares": _review_shares},
    Slot.other: {"fees": _fees},
}
BLOCK_LABELS = {
    "opening": "编制说明、统计期限和联系方式",
    "proactive": "主动公开的主要数据",
    "turned_public": "依申请转为主动公开",
    "received": "收到申请",
    "channels": "收到申请的渠道",
    "topics": "申请涉及的内容",
    "handled": "办理结果",
    "reviewed": "复议和诉讼",
    "growth": "与上年相比",
    "review_shares": "复议、诉讼比例与上年相比",
    "fees": "信息处理费",
}
NOTHING = "无其他需要报告的事项。"


def blocks_of(slot: Slot) -> Mapping[str, Block]:
    """The generated blocks of a slot, in their order."""
    return BLOCKS.get(slot, {})


def paragraphs(slot: Slot, numbers: Figures, words: Words | None = None) -> tuple[str, ...]:
    """The paragraphs of a slot: free ones, blocks in their wording, free ones."""
    words = words or Words()
    found = [*_lines(words.before)]
    for key, block in blocks_of(slot).items():
        edited = words.edited.get(key)
        found += _lines(edited.text if edited else block(numbers))
    found += _lines(words.after)
    return tuple(found) or ((NOTHING,) if slot is Slot.other else ())


def _lines(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.splitlines() if line.strip())


def whole_text(numbers: Figures, words: AllWords) -> dict[str, tuple[str, ...]]:
    """The paragraphs of every slot."""
    return {slot.value: paragraphs(slot, numbers, words.get(slot.value)) for slot in Slot}


def check_words(numbers: Figures, words: AllWords) -> tuple[Check, ...]:
    """R10 for each edited block and for what is written freely, R9 for the fee.

    An edited block whose number is none of its sentence's is an error until a reason is given; the others only warn.
    """
    found = []
    for slot in Slot:
        written_words = words.get(slot.value) or Words()
        for key, block in blocks_of(slot).items():
            if key in written_words.edited:
                found.append(_check_block(key, written_words.edited[key], block(numbers)))
        found += _check_prose(numbers, slot, written_words)
    return (*found, *_check_fee(numbers, words))


def _check_block(key: str, edited: Edited, generated: str) -> Check:
    wrong = strangers(edited, generated)
    message = disagreement(BLOCK_LABELS[key], edited, generated)
    rank = "warning" if edited.reason else "error"
    return Check("R10", rank, not wrong, key, len(wrong), 0, message)  # type: ignore[arg-type]  # one of the two ranks


_OF_REQUESTS = (Slot.requests, Slot.after_part3, Slot.after_part4)


def _check_prose(numbers: Figures, slot: Slot, words: Words) -> Iterator[Check]:
    free = f"{words.before}\n{words.after}"
    wrong = _mismatches(numbers, slot, free)
    yield from (_check_number(slot.value, slot.label, one) for one in wrong)
    if free.strip() and not wrong:
        yield Check("R10", "warning", True, slot.value, 0, 0, "")
    for key, block in blocks_of(slot).items():
        if key in words.edited:
            edited = words.edited[key]
            told = strangers(edited, block(numbers))
            for one in _mismatches(numbers, slot, edited.text):
                if not {*numbers_in(f"{abs(one.written)}{one.sign}")} & {*told}:
                    yield _check_number(key, BLOCK_LABELS[key], one)


def _mismatches(numbers: Figures, slot: Slot, text: str) -> tuple[Claim, ...]:
    tables = Tables(numbers.part3, numbers.part4, numbers.before3, numbers.before4, numbers.topics)
    found = claims(
        text,
        tables,
        unit_name=numbers.unit_name,
        year=numbers.year,
        about=slot in _OF_REQUESTS,
    )
    return tuple(one for one in found if not one.ok)


def _check_number(place: str, label: str, one: Claim) -> Check:
    """One number beside a known word. Its place holds the sentence, so that a comment stays with the words it was made on."""
    where = f"{place}.{crc32(f'{one.sentence}{one.word}{one.written}'.encode()):08x}"
    message = f"“{label}”的文字{one.message}请核对，确有原因的请注明。"
    return Check("R10", "warning", False, where, one.written, one.expected[0], message)


def _check_fee(numbers: Figures, words: AllWords) -> Iterator[Check]:
    if not numbers.fees.received:
        return
    text = "".join(paragraphs(Slot.other, numbers, words.get(Slot.other.value)))
    fee = str(numbers.fees.received)
    told = fee in numbers_in(text)
    message = f"本年收取信息处理费{fee}元，第六部分没有写明（109号）；请写明，或者恢复生成的句子。"
    yield Check("R9", "error", told, "other", int(told), 1, "" if told else message)


_TOWN = re.compile(r"(街道办事处|镇人民政府|乡人民政府|民族乡政府)$")


def publishes_for_government(unit_name: str, kind: str = "", *, rollup: bool = False) -> bool:
    """Whether the report is that of a government of county level and up: told by the unit's `kind` (`Signatory`), else by its name.

    reading: of a group, the office of a government gathers the government's report; towns and streets, which 条例49 does not
    name, publish with the departments.
    """
    if kind:
        return kind == Signatory.government or (rollup and kind == Signatory.office)
    own = unit_name.endswith("人民政府") and not _TOWN.search(unit_name)
    return own or (rollup and unit_name.endswith("人民政府办公室"))


def deadline(year: int, *, is_government: bool) -> date:
    """条例49: a department publishes by 31 January, the report of a government comes out by 31 March."""
    return date(year + 1, 3, 31) if is_government else date(year + 1, 1, 31)


def wrong_publication(on_day: date, *, year: int, today: date) -> str:
    """Why a report of a year cannot have been published on a day (条例50: 报告的是上一年度); empty where it can."""
    if on_day > today:
        return "公布日期不能晚于今天；请在公布以后登记。"
    if on_day.year <= year:
        return f"公布日期{on_day}在{year}年度结束以前（条例50）；请核对年份。"
    return ""


def group_of(unit_name: str) -> str:
    """The group in which a district tells of its units. reading: townships and streets are known by their names."""
    return "各镇街道" if _TOWN.search(unit_name) else "政府及政府部门"
