"""Numbers of postal items as 中国邮政 gives them: S10 of the Universal Postal Union, and thirteen digits within the country.

Papers go out through 邮政企业 only (235号; 邮政法55), so a number of another carrier is a fault worth naming.
"""

import re

_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_DOMESTIC = re.compile(r"[0-9]{13}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)  # UPU S10


def check_digit(digits: str) -> int:
    """The ninth digit of an S10 number, from the eight before it."""
    rest = 11 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def tidy(number: str) -> str:
    """A number without spaces and hyphens, in capitals, as it is printed on the receipt."""
    return re.sub(r"[\s-]", "", number).upper()


def tracking_fault(number: str) -> str:
    """What is wrong with a number, as a sentence; empty when it can be one of 中国邮政."""
    text = tidy(number)
    if _DOMESTIC.fullmatch(text):
        return ""
    found = _S10.fullmatch(text)
    if found is None:
        return (
            f"邮件号码“{number}”不是中国邮政的号码（235号）：应为13位数字，或者2个字母、9位数字加CN，如EA123456785CN；"
            "请照邮政企业出具的凭证填写，其他快递企业不能寄送。"
        )
    if found[4] != "CN":
        return f"邮件号码“{number}”不是从中国寄出的邮件（结尾应为CN）；请照邮政企业出具的凭证填写。"
    if int(found[3]) != check_digit(found[2]):
        return f"邮件号码“{number}”的校验位不符，有一位抄错；请照邮政企业出具的凭证重新填写。"
    return ""
