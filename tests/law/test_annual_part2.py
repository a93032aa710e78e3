"""Part two as it is typed, printed and carried on: faulty numbers, the grid of both formats, R6 and R8."""

from decimal import Decimal

import pytest

from workflows.annual_checks import check_part2, place_name
from workflows.annual_grid import FORMATS, GridCell, format_of
from workflows.annual_part2 import (
    MOST,
    SECTIONS,
    figures,
    is_blank,
    number,
    part2_lines,
    part2_sums,
    spans_of,
    written,
)

CELLS = figures("2021")
VALID = "document.valid"


def typed(text: str, cell: str = VALID) -> Decimal:
    words, kind = CELLS[cell]
    return number(text, words, kind)


@pytest.mark.parametrize(
    ("text", "value"), [("", 0), ("／", 0), ("—", 0), ("1,234", 1234), ("１２", 12), (" 7 ", 7)]
)
def test_a_number_is_read_as_people_type_it(text: str, value: int) -> None:
    assert typed(text) == value
    assert is_blank(text) == (value == 0)


@pytest.mark.parametrize(
    ("text", "cell", "sentence"),
    [
        ("若干", VALID, "“现行有效件数”应为数字，收到的是“若干”"),
        ("-1", VALID, "不能小于0，收到的是-1"),
        ("1.5", VALID, "只能填整数"),
        ("1.1234567", "fee.amount", "最多6位小数"),
        (str(MOST), VALID, "太大"),
        ("NaN", VALID, "太大"),
    ],
)
def test_a_faulty_number_names_its_cell(text: str, cell: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        typed(text, cell)


def test_a_change_may_be_below_zero() -> None:
    words, kind = figures("2019")["licence.change"]
    assert number("-1253", words, kind) == -1253


def test_a_number_is_written_without_trailing_zeros_or_exponents() -> None:
    values = ("184249.500", "100", "0.10", "1E+3")
    assert [written(Decimal(text)) for text in values] == ["184249.5", "100", "0.1", "1000"]


def test_a_group_has_the_sums_of_its_units() -> None:
    parts = ({"a": Decimal(1), "b": Decimal("0.5")}, {"a": Decimal(2)})
    assert part2_sums(parts) == {"a": Decimal(3), "b": Decimal("0.5")}


@pytest.mark.parametrize("key", [one.key for one in FORMATS])
def test_every_line_of_the_grid_is_four_columns_wide(key: str) -> None:
    spans = spans_of(key)
    assert set(spans) == set(figures(key))
    for line in part2_lines(key):
        assert sum(one.colspan if isinstance(one, GridCell) else spans[one] for one in line) == 4
    titles = [line[0] for line in part2_lines(key) if len(line) == 1]
    assert [one.text for one in titles if isinstance(one, GridCell)] == [
        section.title for section in SECTIONS[key]
    ]


def test_the_stock_goes_on_and_what_is_left_out_is_told() -> None:
    used = format_of("2021")
    before = {VALID: Decimal(60)}
    now = {VALID: Decimal(63), "document.made": Decimal(9), "document.repealed": Decimal(5)}
    sixth, *_, eighth = check_part2(used, now, previous=before, previous_format="2021")
    failing = next(c for c in check_part2(used, now, previous=before, previous_format="2021") if c.where == VALID)  # fmt: skip
    assert (failing.rule, failing.rank, failing.ok) == ("R6", "warning", False)
    assert (failing.left, failing.right, failing.difference) == (63, 64, -1)
    assert place_name(failing, used) == "第二十条第（一）项“行政规范性文件”的“现行有效件数”"
    assert (sixth.rule, sixth.ok) == ("R6", True)
    assert (eighth.rule, eighth.ok, eighth.left) == ("R8", False, len(CELLS) - 3)
    assert place_name(eighth, used) == "二、主动公开政府信息情况"
    assert [c.rule for c in check_part2(used, now, previous=before, previous_format="2019")] == ["R8"]  # fmt: skip
    assert check_part2(used, {}) == ()


def test_in_the_form_of_2019_items_and_what_is_public_go_on() -> None:
    before = {"licence.before": Decimal(1444), "licence.change": Decimal(-1253)}
    found = check_part2(
        format_of("2019"), {"licence.before": Decimal(191)}, previous=before, previous_format="2019"
    )
    assert {c.where: c.ok for c in found if c.rule == "R6"}["licence.before"]
