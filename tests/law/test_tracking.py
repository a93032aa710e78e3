"""Numbers of postal items: only those of 中国邮政 prove that a paper was posted (235号; UPU S10)."""

import pytest

from workflows.tracking import check_digit, tracking_fault


@pytest.mark.parametrize(
    "number", ["RR473124829CN", "EA123456785CN", "ea 1234 5678 5 cn", "1098765432101"]
)
def test_a_number_of_the_post_is_taken(number: str) -> None:
    assert tracking_fault(number) == ""


def test_the_check_digit_is_that_of_the_standard() -> None:
    # The example of UPU S10: 47312482 has the check digit 9.
    assert check_digit("47312482") == 9


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("EA123456786CN", "校验位不符"),
        ("RR473124829GB", "不是从中国寄出"),
        ("SF1234567890123", "不是中国邮政的号码"),
        ("123456789012", "不是中国邮政的号码"),
        ("EMS1", "13位数字"),
    ],
)
def test_another_number_is_refused_with_its_fault(number: str, said: str) -> None:
    assert said in tracking_fault(number)
