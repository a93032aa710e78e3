"""What differs between two texts: both can be read out of it, and hostile texts cost a bounded time."""

import time

from hypothesis import given
from hypothesis import strategies as st

from casework.differences import Line, differences, differs

TEXT = st.text(st.sampled_from("甲乙丙。，1a \n"), max_size=60)


def said(lines: tuple[Line, ...], kind: str) -> str:
    """One of the two texts, read out of their differences."""
    return "".join(p.text for line in lines for p in line.pieces if p.kind in ("same", kind))


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_what_differs(before: str, after: str) -> None:
    lines = differences(before, after)
    assert said(lines, "del") == before.replace("\n", "")
    assert said(lines, "ins") == after.replace("\n", "")
    assert differs(lines) or [p for p in before.split("\n") if p] == [
        p for p in after.split("\n") if p
    ]


def test_a_changed_paragraph_shows_its_changed_words() -> None:
    (line,) = differences("经检索，本机关未制作该信息。", "经检索，本机关没有制作该信息。")
    assert line.kind == "changed"
    assert [(p.kind, p.text) for p in line.pieces] == [
        ("same", "经检索，本机关"),
        ("del", "未"),
        ("ins", "没有"),
        ("same", "制作该信息。"),
    ]


def test_figures_and_latin_words_change_as_a_whole() -> None:
    (line,) = differences("自2020-09-01起60日", "自2020-09-11起60日")
    assert [(p.kind, p.text) for p in line.pieces if p.kind != "same"] == [
        ("del", "2020-09-01"),
        ("ins", "2020-09-11"),
    ]


def test_a_new_paragraph_leaves_its_neighbours_alone() -> None:
    lines = differences("第一段。\n第三段。", "第一段。\n全新的内容\n第三段。")
    assert [line.kind for line in lines] == ["same", "ins", "same"]


def test_a_paragraph_with_nothing_in_common_is_replaced_and_not_mixed() -> None:
    assert [line.kind for line in differences("甲乙丙丁", "一二三四")] == ["del", "ins"]


def test_two_long_texts_without_a_common_order_are_compared_in_bounded_time() -> None:
    begun = time.process_time()
    differences("甲乙丙" * 33_000, "丙乙甲" * 33_000)
    differences("甲\n乙\n" * 25_000, "乙\n丙\n" * 25_000)
    assert time.process_time() - begun < 20
