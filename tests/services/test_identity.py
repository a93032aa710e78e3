"""The check digits of numbers that applicants give; all numbers here are invented."""

import pytest

from casework.identity import credit_code_doubt, doubts, resident_doubt


def about(**typed: str) -> dict[str, str]:
    blank = dict.fromkeys(("id_type", "id_number", "phone", "email", "address"), "")
    return doubts(**{"category": "natural", **blank, **typed})


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "440524188001010014", "110101199001011237"]
)
def test_each_resident_number_is_judged_by_its_own_check_digit(number: str) -> None:
    total = sum(int(s) * w for s, w in zip(number, WEIGHTS, strict=False))
    fits = number[17] == "10X98765432"[total % 11] and int(number[6:10]) >= 1900
    assert (resident_doubt(number) == "") is fits


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""As GB 11643-1999 prints them."""


def test_one_wrong_digit_and_two_digits_exchanged_are_found() -> None:
    right = "11010519491231002X"
    assert resident_doubt(right) == ""
    for place in range(6, 17):
        for digit in "0123456789":
            wrong = right[:place] + digit + right[place + 1 :]
            assert (resident_doubt(wrong) == "") is (wrong == right)
        swapped = right[: place - 1] + right[place] + right[place - 1] + right[place + 1 :]
        assert (resident_doubt(swapped) == "") is (swapped == right)


def test_one_wrong_sign_of_a_credit_code_is_found() -> None:
    right = "91350100M000100Y43"  # the example of GB 32100-2015
    assert credit_code_doubt(right) == ""
    for place in range(18):
        for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            wrong = right[:place] + sign + right[place + 1 :]
            assert (credit_code_doubt(wrong) == "") is (wrong == right)


@pytest.mark.parametrize(
    ("typed", "field", "word"),
    [
        ({"id_number": "1101051949123100"}, "id_number", "18位"),
        ({"id_number": "110105194913310024"}, "id_number", "不是有效日期"),
        ({"id_number": "110105194912310021"}, "id_number", "校验码不符"),
        ({"category": "business", "id_number": "91350100M000100Y44"}, "id_number", "校验码不符"),
        ({"category": "business", "id_number": "91350100O000100Y43"}, "id_number", "没有“O”"),
        ({"id_type": "营业执照", "id_number": "123"}, "id_number", "18位"),
        ({"phone": "1381234567"}, "phone", "手机号码"),
        ({"email": "zhang@@example"}, "email", "格式"),
        ({"address": "兰山区某路1号（邮编27600）"}, "address", "6位"),
    ],
)
def test_what_is_doubtful_is_named_at_its_field(typed, field: str, word: str) -> None:
    assert word in about(**typed)[field]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"id_number": "11010519491231002x"},
        {"id_number": "110105 19491231 002X"},
        {"id_type": "护照", "id_number": "E12345678"},
        {"category": "business", "id_number": "91350100M000100Y43"},
        {"phone": "13812345678"},
        {"phone": "138 1234 5678"},
        {"phone": "+86-13812345678"},
        {"phone": "0539-8310000"},
        {"phone": "0539-8310000-801"},
        {"phone": "010 62345678"},
        {"phone": "（0539）8310000转12"},
        {"phone": "8310000"},
        {"phone": "400-1234567"},
        {"phone": "+49 30 1234567"},
        {"email": "zhang.san@example.com"},
        {"address": "兰山区某路1号，邮政编码：276000"},
    ],
)
def test_what_is_as_it_should_be_raises_no_doubt(typed: dict[str, str]) -> None:
    assert about(**typed) == {}
