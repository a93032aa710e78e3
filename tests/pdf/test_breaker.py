"""Where Chinese text may be divided into lines; fuzzed, because hand-picked texts missed most of the faults."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.pdf.breaker import (
    NOT_FIRST,
    NOT_LAST,
    SQUEEZE_GAP,
    STRETCH_GAP,
    Line,
    break_lines,
    line_ends,
)

HAN = "政府信息公开申请答复书镕堃一二〇"
ASTRAL = "𫍯𬭚𠅤𪩘𫖮"
MARKS = "，。、；：？！）》〉」』】〕”’…—·～（《〈「『【〔“‘％"
LATIN = "abcXYZ0123456789 .,:;@/_-+%()$?=&"

# Pieces rather than single characters, so that runs and pairs of marks turn up as they do in real texts.
pieces = st.one_of(
    st.text(HAN + ASTRAL, min_size=1, max_size=12),
    st.text(MARKS, min_size=1, max_size=2),
    st.text(LATIN, min_size=1, max_size=20),
    st.sampled_from(["……", "——", "《中华人民共和国政府信息公开条例》（国务院令第711号）", "2021年—2023年"]),
    st.sampled_from(["zhangsan@example.invalid", "https://example.invalid/a?b=c&d=e", "010-00000000"]),
)  # fmt: skip
texts = st.lists(pieces, max_size=40).map("".join)
prose = st.lists(
    st.one_of(st.text(HAN + ASTRAL, min_size=2, max_size=9), st.sampled_from(list("，。；、：")),
              st.sampled_from(["（一）", "“公开”", "《条例》", "12", "……", "——", "号）。", "”，"])),
    min_size=1, max_size=60,
).map("".join)  # fmt: skip


def width(character: str) -> float:
    return 0.5 if character.isascii() else 1.0


def reach(line: Line) -> float:
    """Where the last visible character of the line ends."""
    return line.length + line.tracking * max(len(line.visible) - 1, 0)


def broken(text: str, measure: float, indent: float = 0.0, justify: bool = True) -> list[Line]:
    return list(
        break_lines(text, measure, width=width, tracking=-0.0134, first_indent=indent, justify=justify)
    )  # fmt: skip


@given(texts, st.sampled_from([3.0, 6.0, 9.5, 28.0]), st.booleans())
def test_all_characters_are_kept_in_order(text: str, measure: float, justify: bool) -> None:
    assert "".join(line.text for line in broken(text, measure, justify=justify)) == text


@given(texts, st.sampled_from([3.0, 6.0, 9.5, 28.0]), st.sampled_from([0.0, 1.0, 2.0]))
@settings(max_examples=300)
def test_nothing_leaves_the_measure(text: str, measure: float, indent: float) -> None:
    first, *others = broken(text, measure, indent)
    assert reach(first) <= measure - indent + 1e-6
    assert all(reach(line) <= measure + 1e-6 for line in others)


@given(texts, st.sampled_from([3.0, 6.0, 28.0]))
def test_text_that_is_not_justified_stays_within_the_measure_too(text: str, measure: float) -> None:
    assert all(reach(line) <= measure + 1e-6 for line in broken(text, measure, justify=False))


@given(prose, st.sampled_from([12.0, 28.0]))
@settings(max_examples=400)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    text: str, measure: float
) -> None:
    lines = [line.text for line in broken(text, measure)]
    for before, after in pairwise(lines):
        # Only a row of marks longer than a line must be divided somewhere.
        if not any(_length(part) > measure for part in _undivided(text)):
            assert after[0] not in NOT_FIRST
            assert before[-1] not in NOT_LAST


def _undivided(text: str) -> list[str]:
    ends = (0, *line_ends(text), len(text))
    return [text[a:b] for a, b in pairwise(ends)]


def _length(text: str) -> float:
    return sum(map(width, text))


@given(prose)
def test_a_line_may_not_end_beside_a_mark_that_forbids_it(text: str) -> None:
    for end in line_ends(text):
        assert text[end] not in NOT_FIRST
        assert text[end - 1] not in NOT_LAST


@given(texts, st.sampled_from([9.5, 28.0]))
def test_marks_of_two_cells_are_never_divided(text: str, measure: float) -> None:
    whole = (
        text.replace("…", "").replace("—", "") + "……完——毕" + text.replace("…", "").replace("—", "")
    )
    lines = [line.text for line in broken(whole, measure)]
    assert sum(line.count("……") for line in lines) == 1
    assert sum(line.count("——") for line in lines) == 1


@given(prose)
def test_a_line_is_squeezed_or_stretched_only_as_far_as_the_eye_allows(text: str) -> None:
    for line in broken(text, 28.0):
        assert -0.0134 - SQUEEZE_GAP - 1e-9 <= line.tracking <= STRETCH_GAP


@given(prose)
def test_every_line_but_the_last_reaches_the_right_edge(text: str) -> None:
    lines = broken(text, 28.0)
    for line in lines[:-1]:
        # Only a line that a long unbreakable word left half empty stays ragged.
        assert reach(line) == pytest.approx(28.0) or line.length < 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一二三四五六七八九，十", ["一二三四五六七八", "九，十"]),
        ("一二三四五六七“九”，十", ["一二三四五六七", "“九”，十"]),
        ("一二三四五六七八（九）", ["一二三四五六七八", "（九）"]),
        ("一二三四五六七八……九", ["一二三四五六七", "八……九"]),
        ("一二三四五六010-00000000", ["一二三四五六", "010-00000000"]),
        ("邮箱zhangsan@example.invalid", ["邮箱zhangsan@", "example.invalid"]),
    ],
    ids=["comma", "quotes", "bracket", "ellipsis", "telephone", "address"],
)
def test_a_mark_takes_its_neighbour_to_the_next_line(text: str, expected: list[str]) -> None:
    assert [line.text for line in break_lines(text, 9.0, width=width)] == expected


def test_a_closing_mark_is_squeezed_into_a_long_line() -> None:
    line, *_ = break_lines("申" * 28 + "，公开", 28.0, width=width)
    assert line.text == "申" * 28 + "，"
    assert reach(line) == pytest.approx(28.0)


@pytest.mark.parametrize("text", ["", "申", "，", "……", " "])
def test_a_text_of_one_mark_is_one_line(text: str) -> None:
    assert [line.text for line in broken(text, 28.0)] == [text]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("申请公开", (1, 2, 3)),
        ("“申请”公开", (2, 4, 5)),
        ("申请。", (1,)),
        ("（申）", ()),
        ("", ()),
    ],
)
def test_a_line_may_end_between_any_two_han(text: str, ends: tuple[int, ...]) -> None:
    assert line_ends(text) == ends


@given(st.text(HAN, min_size=1, max_size=80), st.sampled_from([0.6, 1.0, 3.0, 7.5, 28.0]))
def test_lines_of_han_hold_as_many_as_fit(text: str, measure: float) -> None:
    fit = max(int((measure - 1 + 1e-9) / (1 - 0.0134)) + 1, 1) if measure >= 1 else 1
    assert [len(line.text) for line in broken(text, measure)] == [
        min(fit, len(text) - at) for at in range(0, len(text), fit)
    ]


def test_spaces_at_the_end_of_a_line_hang_and_do_not_count() -> None:
    first, second = break_lines("一二三四 五", 4.0, width=width)
    assert (first.text, first.length, second.text) == ("一二三四 ", 4.0, "五")


def test_a_number_longer_than_its_cell_is_divided() -> None:
    lines = break_lines("110101199001011234", 4.0, width=width)
    assert [line.text for line in lines] == ["11010119", "90010112", "34"]


def test_a_number_of_several_parts_is_divided_behind_a_hyphen_when_the_line_would_gape() -> None:
    head = "本机关收到一件政府信息公开申请（登记编号："
    lines = [line.text for line in broken(f"{head}DISTRICT-2026-0001），申请公开。", 28.0, 2.0)]
    assert lines[0] == f"{head}DISTRICT-"


def test_a_number_that_leaves_no_gap_stays_whole() -> None:
    text = "政" * 24 + "0539-8312345。"
    assert [line.text for line in broken(text, 25.0)] == ["政" * 24, "0539-8312345。"]
