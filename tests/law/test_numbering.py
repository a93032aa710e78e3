"""发文字号: what a unit may choose, and which numbers are void (GB/T 9704-2012)."""

from datetime import date

import pytest

from workflows.history import ANNUL, Act
from workflows.numbering import Numbering, faults, numbered_papers, numbering_of, voided_papers

DAY = date(2020, 9, 1)
VOIDS = frozenset({"void"})


@pytest.mark.parametrize(
    "pattern",
    ["{mark}〔{year}〕{serial}号", "{mark}〔{year}〕第{serial}号"],
)
def test_a_pattern_may_do_with_or_without_第(pattern: str) -> None:
    assert faults(Numbering(pattern)) == ()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{mark}〔{year}〕号", "序号 {serial} 应当出现一次"),
        ("{mark}{serial}号", "年份 {year} 应当出现一次"),
        ("{mark}[{year}]{serial}号", "六角括号"),
        ("{mark}〔{year}〕{serial:04d}号", "序号不编虚位"),
        ("{mark}〔{year}〕{serial}", "应当以序号和“号”结尾"),
        ("{mark}〔{year}〕{serial号", "只能用"),
        ("〔{year}〕{serial}号", "机关代字 {mark} 应当出现一次"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_with_its_reason(pattern: str, said: str) -> None:
    assert said in "".join(faults(Numbering(pattern)))


def test_papers_of_one_word_count_in_one_series_unless_the_unit_joins_more() -> None:
    usual = Numbering()
    assert usual.series_of("third_party_letter") == usual.series_of("agency_letter") == "公询"
    joined = Numbering(series={"answer": "总", "termination": "总"})
    assert faults(joined) == ()
    assert joined.series_of("answer") == joined.series_of("termination")
    assert joined.spelt("termination", mark="某政", year=2020, serial=3) == "某政公终〔2020〕3号"


def test_one_word_in_two_series_would_give_a_number_twice() -> None:
    assert "会编出相同的文号" in "".join(
        faults(Numbering(words={"termination": "公复"}, series={"answer": "总"}))
    )
    assert "没有需要编号的文书" in "".join(faults(Numbering(words={"receipt": "公收"})))
    assert "一至十个汉字" in "".join(faults(Numbering(words={"answer": "f"})))


def test_every_number_of_the_usual_words_differs() -> None:
    usual = Numbering()
    spelt = {
        (usual.series_of(k), usual.spelt(k, mark="某", year=2020, serial=1))
        for k in numbered_papers()
    }
    assert len(spelt) == len({series for series, _ in spelt}) == len({text for _, text in spelt})


def _void(*acts: Act, sent: frozenset[int] = frozenset()) -> dict[int, int]:
    return voided_papers(acts, drawn_by=(2,), sent=sent, voids=VOIDS)


def test_a_paper_taken_back_before_it_was_sent_is_void_and_one_that_was_sent_is_not() -> None:
    rows = (Act(2, "issue", DAY), Act(3, ANNUL, DAY, {"entry": 2}))
    assert _void(*rows) == {2: 3}
    assert _void(*rows, sent=frozenset({2})) == {}
    assert _void(*rows, Act(4, ANNUL, DAY, {"entry": 3})) == {}


def test_a_void_case_makes_void_what_it_had_not_sent() -> None:
    rows = (Act(2, "issue", DAY), Act(3, "void", DAY))
    assert _void(*rows) == {2: 3}
    assert _void(*rows, sent=frozenset({2})) == {}
    assert _void(*rows, Act(4, ANNUL, DAY, {"entry": 3})) == {}


def test_the_settings_of_a_unit_replace_only_what_they_name() -> None:
    assert numbering_of({}) == Numbering()
    chosen = numbering_of({"paper_words": {"answer": "依复"}, "paper_series": {"answer": "总"}})
    assert (chosen.word("answer"), chosen.series_of("answer")) == ("依复", "总")
    assert chosen.word("termination") == Numbering().word("termination")
