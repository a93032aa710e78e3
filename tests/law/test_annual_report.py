"""The annual tables: tallies, sum rules, sentences."""

import copy
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows import annual_grid
from workflows.annual_checks import check_sum
from workflows.annual_grid import (
    COLUMN_KEYS,
    LABEL_COLUMNS,
    PART3_HEADER,
    PART4_HEADER,
    GridCell,
    left_cells,
)
from workflows.annual_report import (
    FORMATS,
    Check,
    Edition,
    Format,
    annual_table,
    check,
    format_for,
    format_of,
    in_format,
    narrative,
    place_name,
    review_sums,
    row_sums,
    share,
    tally3,
    tally4,
)
from workflows.outcomes import OUTCOMES
from workflows.statute import provision
from workflows.vocabulary import ApplicantCategory, ReviewKind, ReviewResult

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "golden" / "2020-lanshan.json").read_text(encoding="utf-8")
)
FORMAT_2019, FORMAT_2021 = FORMATS
NATURAL, BUSINESS = ApplicantCategory.natural, ApplicantCategory.business
EVERY_FORMAT = pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.key)

# The published report of the district for 2020, case by case as counts.
NEW_2020 = {NATURAL: 201, "public_welfare": 1, "legal_service": 2, "other": 1}
RESULTS_2020 = {
    (NATURAL, "A2"): 60,
    (NATURAL, "A1"): 4,
    ("public_welfare", "A2"): 1,
    ("legal_service", "A2"): 2,
    ("other", "A1"): 1,
    (NATURAL, "B"): 14,
    (NATURAL, "C2"): 1,
    (NATURAL, "C4"): 2,
    (NATURAL, "C5"): 1,
    (NATURAL, "C8"): 1,
    (NATURAL, "D1a"): 71,
    (NATURAL, "D1b"): 40,
    (NATURAL, "E1"): 1,
    (NATURAL, "E2"): 1,
    (NATURAL, "F1"): 2,
    (NATURAL, "F3a"): 3,
    (NATURAL, "F"): 1,
}
REVIEWS_2020 = {
    (ReviewKind(kind), ReviewResult(result)): n  # type: ignore[call-arg]
    for kind, line in GOLDEN["part4"].items()
    for result, n in line.items()
    if result != "total"
}


def _part3_2020() -> Any:
    return tally3(
        FORMAT_2019,
        new=NEW_2020,  # type: ignore[arg-type]
        carried_in={NATURAL: 4},
        results=RESULTS_2020,  # type: ignore[arg-type]
        carried_forward={NATURAL: 3},
    )


def _failed(checks: tuple[Check, ...]) -> list[tuple[str, str]]:
    return [(one.rule, one.where) for one in checks if not one.ok]


def test_the_tally_of_2020_is_the_published_table() -> None:
    assert _part3_2020() == GOLDEN["part3"]
    assert tally4(REVIEWS_2020) == GOLDEN["part4"]


def test_the_published_table_of_2020_passes_every_rule() -> None:
    checks = check(format_for(2020), GOLDEN["part3"], GOLDEN["part4"])
    assert _failed(checks) == []
    assert Counter(one.rule for one in checks) == {"R1": 7, "R2": 23, "R3": 7, "R4": 3}
    assert {one.message for one in checks} == {""}


@pytest.mark.parametrize(
    ("year", "key"),
    [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (2031, "2021")],
)
def test_the_format_follows_the_year_of_the_report(year: int, key: str) -> None:
    assert format_for(year).key == key
    assert format_of(key) is format_for(year)


def test_there_is_no_format_before_2019() -> None:
    with pytest.raises(ValueError, match="2018年度没有本系统收录的年报格式"):
        format_for(2018)


def test_an_unknown_format_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match="没有年报格式“2020”；可用的格式为2019、2021"):
        format_of("2020")


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(KeyError):
        FORMAT_2019.row("other_other")


@EVERY_FORMAT
def test_a_format_rests_on_its_circular(format: Format) -> None:
    assert provision(format.basis).since.year == format.first_year


@pytest.mark.parametrize(
    ("format", "rows", "leaves"), [(FORMAT_2019, 23, 19), (FORMAT_2021, 25, 21)]
)
def test_a_format_has_its_number_of_rows(format: Format, rows: int, leaves: int) -> None:
    assert len(format.row_keys) == len(set(format.row_keys)) == rows
    assert len(format.outcome_keys) == leaves


def _covered(lines: tuple[tuple[GridCell, ...], ...], width: int) -> Counter[tuple[int, int]]:
    taken: Counter[tuple[int, int]] = Counter()
    for line, cells in enumerate(lines):
        for cell in cells:
            at = next(place for place in range(width) if not taken[line, place])
            taken.update(
                (line + down, at + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            )
    return taken


@pytest.mark.parametrize(
    ("lines", "height", "width"),
    [
        (PART3_HEADER, 3, 10),
        (PART4_HEADER, 3, 15),
        (left_cells(FORMAT_2019), 23, LABEL_COLUMNS),
        (left_cells(FORMAT_2021), 25, LABEL_COLUMNS),
    ],
    ids=["part3 header", "part4 header", "labels 2019", "labels 2021"],
)
def test_merged_cells_fill_the_grid_once(lines: Any, height: int, width: int) -> None:
    places = {(line, at) for line in range(height) for at in range(width)}
    taken = _covered(lines, width)
    assert set(taken) == places
    assert set(taken.values()) == {1}


def test_the_group_of_other_results_spans_three_rows_since_2021() -> None:
    spans = {
        cell.text: cell.rowspan
        for line in left_cells(FORMAT_2021)
        for cell in line
        if cell.rowspan > 1
    }
    assert spans == {
        "三、本年度办理结果": 22,
        "（三）不予公开": 8,
        "（四）无法提供": 3,
        "（五）不予处理": 5,
        "（六）其他处理": 3,
    }


COUNT = st.integers(0, 10**6)
CATEGORY = st.sampled_from(tuple(ApplicantCategory))
BY_CATEGORY = st.dictionaries(CATEGORY, COUNT)
RESULTS = st.dictionaries(st.tuples(CATEGORY, st.sampled_from(tuple(OUTCOMES))), COUNT)
REVIEWS = st.dictionaries(
    st.tuples(st.sampled_from(tuple(ReviewKind)), st.sampled_from(tuple(ReviewResult))), COUNT
)


@given(st.sampled_from(FORMATS), BY_CATEGORY, RESULTS, BY_CATEGORY, REVIEWS)
def test_the_identities_hold_for_any_closed_set_of_cases(
    format: Format, carried_in: Any, results: Any, forward: Any, reviews: Any
) -> None:
    # Each case is carried in or new, and closed or carried forward: so what is new follows from the rest.
    closed: Counter[ApplicantCategory] = Counter(forward)
    for (category, _), count in results.items():
        closed[category] += count
    new = {category: closed[category] for category in ApplicantCategory}
    part3 = tally3(
        format,
        new=new,
        carried_in={},
        results=results,
        carried_forward=forward,
    )
    assert _failed(check(format, part3, tally4(reviews))) == []
    assert part3["total"]["total"] == sum(results.values())
    late = tally3(format, new=new, carried_in=carried_in, results=results, carried_forward=forward)
    wrong = {("R1", category.value) for category in carried_in if carried_in[category]}
    assert set(_failed(check(format, late, tally4(reviews)))) == (
        wrong | {("R1", "total")} if wrong else set()
    )


@EVERY_FORMAT
@given(data=st.data())
def test_a_group_balances_when_its_units_do(format: Format, data: st.DataObject) -> None:
    parts = []
    for results in data.draw(st.lists(RESULTS, min_size=1, max_size=3)):
        new: Counter[ApplicantCategory] = Counter()
        for (category, _), count in results.items():
            new[category] += count
        parts.append(tally3(format, new=new, carried_in={}, results=results, carried_forward={}))
    group = row_sums(parts)
    assert _failed(check(format, group, tally4({}))) == []
    assert group["total"]["total"] == sum(part["total"]["total"] for part in parts)


def test_tables_of_different_formats_are_never_added() -> None:
    one, other = (
        tally3(format, new={}, carried_in={}, results={}, carried_forward={}) for format in FORMATS
    )
    with pytest.raises(ValueError, match="不同格式的年报表格不能相加"):
        row_sums([one, other])


def _rules_on(row: str, column: str) -> set[tuple[str, str]]:
    """The rules that must fail when one more is written into that cell of part three."""
    failing = {("R2", row)}
    if row in ("new_received", "carried_in", "carried_forward", "total"):
        failing.add(("R1", column))
    if row == "total" or row not in ("new_received", "carried_in", "carried_forward"):
        failing.add(("R3", column))
    return failing


@pytest.mark.parametrize("column", COLUMN_KEYS)
@pytest.mark.parametrize("row", GOLDEN["part3"])
def test_one_changed_cell_of_part_three_is_found(row: str, column: str) -> None:
    part3 = copy.deepcopy(GOLDEN["part3"])
    part3[row][column] += 1
    checks = check(FORMAT_2019, part3, GOLDEN["part4"])
    assert set(_failed(checks)) == _rules_on(row, column)
    for one in checks:
        assert one.rank == "error"
        assert one.ok is (one.left == one.right)
        if not one.ok:
            assert place_name(one, FORMAT_2019) in one.message
            assert str(one.left) in one.message
            assert str(one.right) in one.message
            assert "请核对" in one.message


@pytest.mark.parametrize("result", ["upheld", "corrected", "other", "pending", "total"])
@pytest.mark.parametrize("kind", GOLDEN["part4"])
def test_one_changed_cell_of_part_four_is_found(kind: str, result: str) -> None:
    part4 = copy.deepcopy(GOLDEN["part4"])
    part4[kind][result] += 1
    checks = check(FORMAT_2019, GOLDEN["part3"], part4)
    assert _failed(checks) == [("R4", kind)]
    failed = next(one for one in checks if not one.ok)
    assert place_name(failed, FORMAT_2019) in failed.message


def test_an_empty_cell_counts_as_zero() -> None:
    sparse = {
        row: {column: n for column, n in line.items() if n}
        for row, line in GOLDEN["part3"].items()
        if any(line.values())
    }
    assert _failed(check(FORMAT_2019, sparse, GOLDEN["part4"])) == []


@pytest.mark.parametrize(("ours", "rank"), [(True, "error"), (False, "warning")])
def test_a_year_begins_with_what_the_last_one_left(ours: bool, rank: str) -> None:
    def checks(forward: int) -> tuple[Check, ...]:
        previous = tally3(
            FORMAT_2019,
            new={},
            carried_in={},
            results={},
            carried_forward={NATURAL: forward},
        )
        return check(FORMAT_2021, this_year, tally4({}), previous=previous, previous_is_ours=ours)

    this_year = tally3(
        FORMAT_2021,
        new={},
        carried_in={NATURAL: 8},
        results={},
        carried_forward={NATURAL: 8},
    )
    assert _failed(checks(8)) == []
    wrong = checks(7)
    assert _failed(wrong) == [("R5", "natural"), ("R5", "total")]
    assert {one.rank for one in wrong if one.rule == "R5"} == {rank}
    assert "上年结转为8，上年度年报的结转下年度为7" in next(
        one.message for one in wrong if not one.ok
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"new": {NATURAL: -1}}, "不能小于0，收到的是-1"),
        ({"new": {"alien": 1}}, "申请人类型没有“alien”"),
        ({"results": {(NATURAL, "A2"): -2}}, "不能小于0，收到的是-2"),
        ({"results": {(NATURAL, "Z9"): 1}}, "没有办理结果“Z9”"),
        ({"results": {("total", "A2"): 1}}, "申请人类型没有“total”"),
    ],
)
def test_a_tally_refuses_what_no_case_can_be(changed: Any, sentence: str) -> None:
    given: Any = {"new": {}, "carried_in": {}, "results": {}, "carried_forward": {}}
    with pytest.raises(ValueError, match=sentence):
        tally3(FORMAT_2021, **{**given, **changed})


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({("appeal", "upheld"): 1}, "复议诉讼类型没有“appeal”"),
        ({("reconsideration", "won"): 1}, "复议诉讼结果没有“won”"),
        ({("reconsideration", "upheld"): -1}, "不能小于0"),
    ],
)
def test_a_tally_of_reviews_refuses_what_no_review_can_be(counts: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        tally4(counts)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (68, 206, "33.0%"),
        (14, 206, "6.8%"),
        (5, 206, "2.4%"),
        (111, 206, "53.9%"),
        (11, 21, "52.4%"),
        (3, 18, "16.7%"),
        (1, 16, "6.3%"),
        (0, 0, "0.0%"),
    ],
)
def test_a_share_has_one_decimal_rounded_half_up(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


def test_the_sentences_of_2020_carry_the_published_numbers() -> None:
    text = narrative(2020, part3=GOLDEN["part3"], part4=GOLDEN["part4"])
    assert text == (
        "2020年，新收政府信息公开申请205件，其中自然人201件，法人或其他组织4件；上年结转4件，合计209件。"
        "本年度办结206件：予以公开68件，占33.0%；部分公开14件，占6.8%；不予公开5件，占2.4%；"
        "无法提供111件，占53.9%；不予处理2件，占1.0%；其他处理6件，占2.9%。结转下年度继续办理3件。"
        "政府信息公开行政复议21件：结果维持6件（28.6%），结果纠正11件（52.4%），其他结果4件（19.0%），"
        "尚未审结0件（0.0%）。政府信息公开行政诉讼18件：结果维持10件（55.6%），结果纠正3件（16.7%），"
        "其他结果2件（11.1%），尚未审结3件（16.7%）。"
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [(222, "比上年减少17件，下降7.7%"), (200, "比上年增加5件，增长2.5%"), (205, "与上年持平")],
)
def test_the_sentences_compare_with_the_year_before(before: int, words: str) -> None:
    previous = {"new_received": {"total": before}}
    text = narrative(2020, part3=GOLDEN["part3"], part4=GOLDEN["part4"], previous=previous)
    assert f"新收政府信息公开申请205件，{words}，其中" in text


@EVERY_FORMAT
def test_an_empty_year_is_told_without_shares(format: Format) -> None:
    part3 = tally3(format, new={}, carried_in={}, results={}, carried_forward={})
    text = narrative(2022, part3=part3, part4=tally4({}))
    assert "%" not in text
    assert "办结0件。" in text
    assert text.endswith("政府信息公开行政复议0件。政府信息公开行政诉讼0件。")


def test_a_table_takes_the_format_of_its_year_unless_told_otherwise() -> None:
    empty = tally4({})
    table = annual_table("lanshan", "兰山区", year=2020, part3=GOLDEN["part3"], part4=empty)
    assert table.format is FORMAT_2019
    assert table.balanced
    told = annual_table(
        "lanshan", "兰山区", year=2020, part3=GOLDEN["part3"], part4=empty, format=FORMAT_2021
    )
    assert told.format is FORMAT_2021
    assert not told.balanced


def test_a_warning_alone_leaves_a_table_balanced() -> None:
    previous = {"carried_forward": {"natural": 5, "total": 5}}
    table = annual_table(
        "lanshan",
        "兰山区",
        year=2020,
        part3=GOLDEN["part3"],
        part4=GOLDEN["part4"],
        previous=previous,
    )
    assert _failed(table.checks) == [("R5", "natural"), ("R5", "total")]
    assert table.balanced


def test_a_table_that_follows_another_folds_the_rows_it_no_longer_has() -> None:
    newest = annual_grid.FORMATS[-1]
    later = annual_grid.Format(
        "later", "30号", 2031, None, newest.rows, newest.key, {"disclosed": "other_other"}
    )
    assert later.place({"2021": "disclosed"}) == "other_other"
    assert later.place({"2021": "carried_forward"}) == "carried_forward"


def test_rows_of_another_format_are_added_to_what_cannot_be_told_apart() -> None:
    part = {"new_received": {"natural": 2}, "other_total": {"natural": 1}}
    found = in_format(part, FORMAT_2021)
    assert found["new_received"] == {"natural": 2}
    assert found[FORMAT_2021.outcome_keys[-1]] == {"natural": 1}
    assert in_format(found, FORMAT_2021) is found


def test_part_four_of_a_group_is_the_sum_of_its_units() -> None:
    one = tally4({(ReviewKind.reconsideration, ReviewResult.upheld): 2})
    found = review_sums([one, one])["reconsideration"]
    assert (found["upheld"], found["corrected"], found["total"]) == (4, 0, 4)


def test_only_our_own_editions_bind_the_next_year() -> None:
    kinds = ("frozen", "amended", "filed", "published")
    day = date(2021, 1, 9)
    assert [Edition(1, kind, "", "", day).is_ours for kind in kinds] == [True, True, False, False]


def test_the_cells_in_which_a_group_differs_from_its_units_are_lit() -> None:
    part3 = {"new_received": {"natural": 2, "total": 2}}
    part4 = tally4({(ReviewKind.reconsideration, ReviewResult.upheld): 1})
    assert all(one.ok for one in check_sum(part3, part4, part3, part4))
    other = {"new_received": {"natural": 1, "business": 1, "total": 2}}
    wrong = {one.where: one.cells for one in check_sum(part3, part4, other, tally4({})) if not one.ok}  # fmt: skip
    assert wrong == {
        "natural": (("new_received", "natural"),),
        "business": (("new_received", "business"),),
        "reconsideration": (("reconsideration", "upheld"), ("reconsideration", "total")),
    }
