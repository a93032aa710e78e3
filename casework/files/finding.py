"""Finds numbers in a text that tell who somebody is; a person decides about each. Pure functions on text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){15,18}(?![\d.])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Span:
    """A stretch of a text and what it seems to be."""

    label: str
    start: int
    end: int


def sensitive(text: str) -> tuple[Span, ...]:
    """Identity numbers (GB 11643 check digit), bank cards (Luhn), mobile and landline numbers, in their order."""
    found: list[Span] = []
    for span in _all(text):
        if all(span.end <= other.start or span.start >= other.end for other in found):
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def _all(text: str) -> Iterator[Span]:
    for label, pattern, holds in (
        ("身份证号", _ID, _is_identity),
        ("银行卡号", _CARD, _is_card),
        ("手机号", _MOBILE, lambda _digits: True),
        ("电话号码", _LANDLINE, lambda _digits: True),
    ):
        for match in pattern.finditer(text):
            if holds(match.group()):
                yield Span(label, match.start(), match.end())


def _is_identity(number: str) -> bool:
    """GB 11643: a weighted sum modulo 11 gives the last sign; the birthday is a possible one."""
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return 1 <= month <= 12 and 1 <= day <= 31 and "10X98765432"[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    """ISO/IEC 7812: the Luhn sum; 16 to 19 digits of a known beginning (62 UnionPay, 4, 5, 3)."""
    digits = [int(c) for c in number if c.isdecimal()]
    if not 16 <= len(digits) <= 19 or digits[0] not in (3, 4, 5, 6):
        return False
    doubled = (sum(divmod(2 * d, 10)) for d in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
