"""Numbers that are written in Chinese numerals, as digits: 三十二件 is 32件, 百分之三十三点五 is 33.5%."""

import re

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = f"[{''.join(_DIGITS)}十百千万]+"
# reading: “第二件”, “同一件”, “每十件” and the like count nothing, and neither does “一起”, which is also “together”.
_COUNT = re.compile(
    rf"(?<![第同每几数某这那哪上下任另又逐{''.join(_DIGITS)}十百千万\d])({_NUMERAL})(?=[件宗起]|个百分点)"
)
_SHARE = re.compile(rf"百分之({_NUMERAL})(?:点([{''.join(_DIGITS)}]+))?(?!点|之)")


def value_of(numeral: str) -> int | None:
    """The value of a numeral below 100,000,000; None where it is none, as 三四 (three or four)."""
    high, ten_thousands, low = numeral.rpartition("万")
    parts = [_below(one) if one else 0 for one in (high, low)]
    if (ten_thousands and not high) or None in parts:
        return None
    return (parts[0] or 0) * 10_000 + (parts[1] or 0)


def _below(numeral: str) -> int | None:
    """The value below 10,000: the units fall from left to right, each behind one digit (before 十 it may be left out)."""
    total, digit, last = 0, None, 10_000
    for sign in numeral:
        if sign in _UNITS:
            unit = _UNITS[sign]
            if unit >= last or digit == 0 or (digit is None and (unit != 10 or total)):
                return None
            total, digit, last = total + (digit or 1) * unit, None, unit
        elif sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        else:
            return None
    return total + (digit or 0)


def in_digits(text: str) -> str:
    """The text with its counted numerals and shares in digits; what is no plain number stays."""

    def count(found: re.Match[str]) -> str:
        value = value_of(found[1])
        together = found[1] == "一" and found.string[found.end() : found.end() + 1] == "起"
        return found[0] if value is None or together else str(value)

    def share(found: re.Match[str]) -> str:
        value = value_of(found[1])
        if value is None:
            return found[0]
        decimals = "".join(str(_DIGITS[sign]) for sign in found[2] or "")
        return f"{value}{'.' if decimals else ''}{decimals}%"

    return _COUNT.sub(count, _SHARE.sub(share, text))
