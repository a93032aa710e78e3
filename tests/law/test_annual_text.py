"""The words of an annual report: the published sentences of 2020, points apart from per cent, edited sentences (R9, R10)."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from workflows.annual_grid import format_for
from workflows.annual_sentences import FeeTotals, ShareForm, change, points
from workflows.annual_text import (
    NOTHING,
    Figures,
    Slot,
    Words,
    check_words,
    deadline,
    group_of,
    paragraphs,
    publishes_for_government,
    whole_text,
)
from workflows.edited_sentences import Edited, numbers_in

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "2020-lanshan.json").read_text("utf-8"))


def _line(total: int) -> dict[str, int]:
    return {"total": total}


# The published report of 2020 tells of 2019 by differences and shares; these are the numbers behind them.
PART3_2019 = {
    "new_received": _line(222),
    "disclosed": _line(88),
    "partially_disclosed": _line(10),
    "refused_third_party": _line(1),
    "unable_not_held": _line(114),
    "not_processed_petition": _line(3),
    "other_total": _line(6),
    "total": _line(222),
    "carried_forward": _line(4),
}
PART4_2019 = {
    "reconsideration": {"upheld": 8, "corrected": 12, "other": 1, "pending": 0, "total": 21},
    "litigation_direct": {"upheld": 53, "corrected": 18, "other": 19, "pending": 17, "total": 107},
    "litigation_after_reconsideration": dict.fromkeys(
        ("upheld", "corrected", "other", "pending", "total"), 0
    ),
}


def of_2020(**more: Any) -> Figures:
    numbers: dict[str, Any] = {
        "unit_name": "临沂市兰山区人民政府",
        "year": 2020,
        "format": format_for(2020),
        "part2": {},
        "part3": GOLDEN["part3"],
        "part4": GOLDEN["part4"],
        "rollup": True,
        "groups": {"政府及政府部门": 160, "各镇街道": 45},
        "before3": PART3_2019,
        "before4": PART4_2019,
    }
    return Figures(**{**numbers, **more})


def text_of(slot: Slot, numbers: Figures, words: Words | None = None) -> str:
    return "".join(paragraphs(slot, numbers, words))


def test_the_sentences_on_requests_carry_the_published_numbers() -> None:
    text = text_of(Slot.requests, of_2020())
    for words in (
        "新收政府信息公开申请205件，比上年减少17件，下降7.7%",
        "政府及政府部门160件，占78.0%；各镇街道45件，占22.0%。",
        "上年结转4件，合计209件。",
        "办结206件：予以公开68件，占33.0%；部分公开14件，占6.8%；不予公开5件，占2.4%；"
        "无法提供111件，占53.9%；不予处理2件，占1.0%；其他处理6件，占2.9%。结转下年度继续办理3件。",
        "行政复议21件：结果维持6件（28.6%），结果纠正11件（52.4%），其他结果4件（19.0%）",
        "行政诉讼18件：结果维持10件（55.6%），结果纠正3件（16.7%），其他结果2件（11.1%），尚未审结3件（16.7%）",
    ):
        assert words in text


def test_shares_are_printed_in_the_form_that_was_chosen_for_the_report() -> None:
    numbers = of_2020(share_form=ShareForm.shortest)
    text = text_of(Slot.requests, numbers)
    for words in (
        "160件，占78%",
        "予以公开68件，占33%；部分公开14件，占6.8%",
        "其他结果4件（19%）",
    ):
        assert words in text
    assert "其他结果比例为19%，上年为4.8%，比上年提高14.2个百分点" in text_of(
        Slot.after_part4, numbers
    )
    every = [*(text_of(slot, numbers) for slot in Slot)]
    assert ".0" not in "".join(every)
    assert points(Decimal("12.5"), Decimal("2.5"), ShareForm.shortest) == "比上年提高10个百分点"


def test_the_comparison_with_2019_is_the_published_one() -> None:
    assert text_of(Slot.after_part3, of_2020()) == (
        "与2019年相比，新收政府信息公开申请减少17件，予以公开减少20件，部分公开增加4件，不予公开增加4件，"
        "无法提供减少3件，不予处理减少1件，其他处理与上年持平。"
    )
    text = text_of(Slot.after_part4, of_2020())
    for words in (
        "行政复议21件，与上年持平。",
        "结果维持比例为28.6%，上年为38.1%，比上年下降9.5个百分点",
        "结果纠正比例为52.4%，上年为57.1%，比上年下降4.7个百分点",
        "其他结果比例为19.0%，上年为4.8%，比上年提高14.2个百分点",
        "结果维持比例为55.6%，上年为49.5%，比上年提高6.1个百分点",
        "尚未审结比例为16.7%，上年为15.9%，比上年提高0.8个百分点",
    ):
        assert words in text


def test_points_are_never_called_per_cent() -> None:
    numbers = numbers_in(text_of(Slot.after_part4, of_2020()))
    assert "9.5个百分点" in numbers
    assert "9.5%" not in numbers
    assert change(3, 0) == "比上年增加3件"
    assert points(Decimal("1.0"), Decimal("1.0")) == "与上年持平"


def test_without_the_year_before_nothing_is_compared() -> None:
    numbers = of_2020(before3=None, before4=None)
    assert text_of(Slot.after_part3, numbers) == text_of(Slot.after_part4, numbers) == ""
    assert "上年减少" not in text_of(Slot.requests, numbers)


def test_free_paragraphs_stand_around_the_blocks() -> None:
    words = Words(before="先说一段。\n\n再说一段。", after="最后一段。")
    found = paragraphs(Slot.requests, of_2020(), words)
    assert (found[:2], found[-1]) == (("先说一段。", "再说一段。"), "最后一段。")
    assert len(found) == 6


@pytest.mark.parametrize(
    ("edited", "ok", "rank"),
    [
        (Edited("全年答复206件，其中同意公开68件，占33%。"), True, "error"),
        (Edited("全年答复206件，其中同意公开69件。"), False, "error"),
        (Edited("全年答复206件，其中同意公开69件。", reason="含上年补答一件"), False, "warning"),
        (Edited("同意公开68件，占33个百分点。"), False, "error"),
        # The table has moved since the words were written beside it.
        (Edited("结转下年度6件。", base="其他处理6件，结转下年度6件，共207件。"), True, "error"),
        (Edited("全年答复207件。", base="办结207件。"), False, "error"),
    ],
)
def test_an_edited_sentence_whose_figure_does_not_match_is_marked(
    edited: Edited, ok: bool, rank: str
) -> None:
    words = {"requests": Words(edited={"handled": edited})}
    found, *_ = check_words(of_2020(), words)
    assert (found.rule, found.where, found.ok, found.rank) == ("R10", "handled", ok, rank)
    assert bool(found.message) is not ok


def test_a_fee_must_be_told_in_part_six() -> None:
    numbers = of_2020(year=2022, format=format_for(2022), fees=FeeTotals(2, 300, 0))
    assert [c.ok for c in check_words(numbers, {})] == [True]
    silent = {"other": Words(edited={"fees": Edited("无。", reason="不必写")})}
    assert {c.rule: c.ok for c in check_words(numbers, silent)} == {"R10": True, "R9": False}


def test_part_six_without_anything_says_so() -> None:
    assert whole_text(of_2020(), {})["other"] == (NOTHING,)
    assert paragraphs(Slot.other, of_2020()) == (NOTHING,)


@pytest.mark.parametrize(
    ("name", "kind", "own", "group"),
    [
        ("某县人民政府", "", "03-31", "03-31"),
        ("某县教育局", "", "01-31", "01-31"),
        ("某县青山镇人民政府", "", "01-31", "01-31"),
        ("某县人民政府办公室", "", "01-31", "03-31"),
        ("某市公安局", "department", "01-31", "01-31"),
        ("某新区", "government", "03-31", "03-31"),
        ("某县政府办", "office", "01-31", "03-31"),
        ("某县人民政府", "town", "01-31", "01-31"),
    ],
)
def test_departments_publish_in_january_and_governments_in_march(
    name: str, kind: str, own: str, group: str
) -> None:
    for rollup, day in ((False, own), (True, group)):
        told = publishes_for_government(name, kind, rollup=rollup)
        assert str(deadline(2020, is_government=told)) == f"2021-{day}"


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        ({}, ""),
        ({"other": 205}, ""),
        ({"mail": 120, "online": 85}, "从收到申请的渠道看，邮寄120件，占58.5%；网络85件，占41.5%。"),
        ({"online": 5, "mail": 100}, "从收到申请的渠道看，邮寄100件，占48.8%；网络5件，占2.4%；其他方式100件，占48.8%。"),
    ],
)  # fmt: skip
def test_how_the_requests_came_is_told_where_it_is_known(
    channels: dict[str, int], told: str
) -> None:
    assert "".join(paragraphs(Slot.requests, of_2020(channels=channels))[1:-2]) == told


@pytest.mark.parametrize(
    ("topics", "told"),
    [
        ({}, ""),
        ({"": 205}, ""),
        ({"土地征收": 206}, ""),  # more than there are: of another state of the cases
        ({"财政": 5, "土地征收": 200}, "申请的内容涉及土地征收（200件，占97.6%）、财政（5件，占2.4%）。"),
        (
            {"教育": 10, "财政": 20, "其他": 90, "房屋补偿": 40, "土地征收": 30, "民事纠纷": 10, "": 5},
            "申请的内容主要涉及房屋补偿（40件，占19.5%）、土地征收（30件，占14.6%）、财政（20件，占9.8%）、"
            "教育（10件，占4.9%）等方面；另有5件未归类，占2.4%。",
        ),
        # Of the 205 a unit without the system has filed 5.
        ({"财政": 200}, "申请的内容涉及财政（200件，占100.0%）；以报送的年报汇总的5件没有归类，不计入上述占比。"),
        ({"其他": 205}, "申请的内容涉及其他（205件，占100.0%）。"),
    ],
)  # fmt: skip
def test_what_the_requests_were_about_is_told_where_it_is_known(
    topics: dict[str, int], told: str
) -> None:
    assert "".join(paragraphs(Slot.requests, of_2020(topics=topics))[1:-2]) == told


def test_an_edited_sentence_on_topics_is_compared_with_what_was_counted() -> None:
    words = {
        "requests": Words(edited={"topics": Edited("主要涉及土地征收46件，占22%。", "人工核对")})
    }
    found = [
        one for one in check_words(of_2020(topics={"土地征收": 45, "": 160}), words) if not one.ok
    ]
    assert [(one.rank, one.where.partition(".")[0]) for one in found] == [("warning", "topics")]


def test_townships_and_streets_are_one_group() -> None:
    names = ("某区银雀山街道办事处", "某区义堂镇人民政府", "某区人民政府", "某区财政局")
    assert [group_of(name) for name in names] == ["各镇街道"] * 2 + ["政府及政府部门"] * 2


def test_the_opening_names_the_unit_the_period_and_whom_to_call() -> None:
    text = text_of(Slot.opening, of_2020(contact={"地址": "某路1号", "电话": "0000-0000001"}))
    for words in ("本机关和所属各单位2020年", "自2020年1月1日至2020年12月31日", "地址：某路1号；电话：0000-0000001"):  # fmt: skip
        assert words in text
    alone = text_of(Slot.opening, of_2020(rollup=False))
    assert "所属各单位" not in alone
    assert "疑问" not in alone


def test_what_was_published_unasked_is_told_from_part_two() -> None:
    part2 = {"document.made": Decimal(9), "document.public": Decimal(0)}
    text = text_of(Slot.proactive, of_2020(part2=part2))
    assert text == "2020年主动公开政府信息的主要数据：规范性文件本年新制作数量9。"
    assert text_of(Slot.proactive, of_2020(part2={"document.made": Decimal(0)})) == ""


def test_shares_are_not_compared_with_a_year_without_disputes() -> None:
    assert text_of(Slot.after_part4, of_2020(before4={})) == ""
