"""The numbers by which people and bodies are known: what is doubtful about one as typed. No rule of the 条例 rests on them.

Whoever gives a wrong number has still applied; so a doubt is told and never stops a registration.
"""

import re
from datetime import date

from workflows.vocabulary import ApplicantCategory

_RESIDENT = re.compile(r"[1-9]\d{16}[\dX]")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: the digits, and the capital letters without I, O, S, V and Z."""
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_FIXED = re.compile(r"(?:\+?86)?(?:0\d{2,3})?[2-9]\d{6,7}(?:转\d{1,6}|-\d{1,6})?")
_SERVICE = re.compile(r"(?:400|800)\d{7}")
_ABROAD = re.compile(r"(?:\+|00)(?!86)\d{6,18}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_POSTCODE = re.compile(r"邮(?:政编码|编)[:： ]*(\d+)")
_STILL = "请与原件核对；确实如此的，仍可登记"


def doubts(
    *, category: str, id_type: str, id_number: str, phone: str, email: str, address: str
) -> dict[str, str]:
    """What is doubtful about a party as typed, by field; empty fields raise no doubt."""
    found = {
        "id_number": _number_doubt(category, id_type, id_number),
        "phone": _phone_doubt(phone),
        "email": "" if not email or _EMAIL.fullmatch(email) else "电子邮箱的格式不对，请核对",
        "address": _postcode_doubt(address),
    }
    return {key: sentence for key, sentence in found.items() if sentence}


def _number_doubt(category: str, id_type: str, number: str) -> str:
    text = "".join(number.split()).upper()
    if not text:
        return ""
    natural = category == ApplicantCategory.natural
    if "身份证" in id_type or (natural and not id_type):
        return resident_doubt(text)
    if "信用代码" in id_type or "营业执照" in id_type or not (natural or id_type):
        return credit_code_doubt(text)
    return ""  # a passport, an officer's card: no check digit that we know


def resident_doubt(text: str) -> str:
    """GB 11643-1999: 18 signs with the day of birth and a check digit (ISO 7064, MOD 11-2)."""
    if not _RESIDENT.fullmatch(text):
        return f"居民身份证号码应为18位（末位可以是X），现为{len(text)}位，{_STILL}"
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return f"居民身份证号码中的出生日期{text[6:14]}不是有效日期，{_STILL}"
    if born.year < 1900:
        return f"居民身份证号码中的出生年份{born.year}不合常理，{_STILL}"
    total = sum(int(sign) * (2 ** (17 - n) % 11) for n, sign in enumerate(text[:17]))
    if text[17] != "10X98765432"[total % 11]:
        return f"居民身份证号码的校验码不符，可能有一位写错，{_STILL}"
    return ""


def credit_code_doubt(text: str) -> str:
    """GB 32100-2015: 18 signs, the last one a check character (MOD 31, weights are powers of 3)."""
    if len(text) != 18:
        return f"统一社会信用代码应为18位，现为{len(text)}位，{_STILL}"
    foreign = sorted({sign for sign in text if sign not in _CREDIT_SIGNS})
    if foreign:
        return f"统一社会信用代码中没有“{'、'.join(foreign)}”（不用I、O、S、V、Z），{_STILL}"
    total = sum(_CREDIT_SIGNS.index(sign) * (3**n % 31) for n, sign in enumerate(text[:17]))
    if text[17] != _CREDIT_SIGNS[-total % 31]:
        return f"统一社会信用代码的校验码不符，可能有一位写错，{_STILL}"
    return ""


def _phone_doubt(text: str) -> str:
    plain = re.sub(r"[\s()（）]", "", text)
    joined = re.sub(r"^(\+?86|0\d{2,3}|400|800)-", r"\1", plain)
    joined = re.sub(r"^(\+?86)(0\d{2,3})-", r"\1\2", joined)
    known = (_MOBILE, _FIXED, _SERVICE, _ABROAD)
    if not text or any(pattern.fullmatch(joined) for pattern in known):
        return ""
    return "联系电话不像手机号码（11位）或者带区号的固定电话，请核对"


def _postcode_doubt(address: str) -> str:
    found = _POSTCODE.search(address)
    if found is None or len(found[1]) == 6:
        return ""
    return f"邮政编码应为6位数字，现为{len(found[1])}位，请核对"
