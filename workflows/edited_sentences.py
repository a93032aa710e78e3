"""A generated sentence that somebody has worded otherwise: his words beside their source, and whether their numbers still agree.

The one mechanism for every text that is written from figures: the annual report (R10) and the circular.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from workflows.annual_part2 import written
from workflows.numerals import in_digits


@dataclass(frozen=True)
class Edited:
    """Other words for a generated sentence: why its numbers differ, if they do, and the generated sentence it was written beside."""

    text: str
    reason: str = ""
    base: str = ""


_NUMBER = re.compile(r"(\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(%|％|个百分点)?")


def numbers_in(text: str) -> tuple[str, ...]:
    """Every number of a sentence as value and sign, so that 6.1% and 6.1个百分点 differ and 33% equals 33.0%."""
    found = []
    for number, sign in _NUMBER.findall(in_digits(text)):
        value = Decimal(number.replace(",", "").replace("，", ""))
        found.append(f"{written(value)}{'%' if sign in ('%', '％') else sign}")
    return tuple(found)


def strangers(edited: Edited, generated: str) -> tuple[str, ...]:
    """The numbers of edited words that the generated sentence does not have, or has no longer."""
    ours = set(numbers_in(generated))
    now = [number for number in numbers_in(edited.text) if number not in ours]
    lost = set(numbers_in(edited.base)) - ours
    now += [number for number in numbers_in(edited.text) if number in ours & lost]
    return tuple(dict.fromkeys(now))


def rewritten(one: Edited | None, before: Edited | None, generated: str) -> Edited | None:
    """What is kept of words that were sent; None where they are empty or the generated ones, which then follow the figures.

    Words that were not touched since keep the sentence they were first written beside.
    """
    if one is None or one.text.strip() in ("", generated.strip()):
        return None
    base = before.base if before is not None and before.text == one.text else generated
    return replace(one, text=one.text.strip(), reason=one.reason.strip(), base=base)


def disagreement(label: str, edited: Edited, generated: str) -> str:
    """A sentence on the numbers that do not agree with the source, with the reason or the way out; empty where all agree."""
    wrong = strangers(edited, generated)
    if not wrong:
        return ""
    told = f"“{label}”的文字中有{'、'.join(wrong)}，与表格不一致；表格的说法是：{generated or '（没有）'}"
    way = f"已说明理由：{edited.reason}" if edited.reason else "请改正文字，或者写明理由。"
    return f"{told}{way}"
