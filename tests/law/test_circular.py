"""The sentences of a circular from its figures, and the acts by which one is drafted, worded and issued."""

from dataclasses import replace
from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story

from workflows.circular import content, disagreements, title, usual_addressee
from workflows.circular_annexes import Annex
from workflows.circular_facts import (
    Found,
    LateReport,
    Problem,
    UnitCount,
    UnitNumbers,
    region_of,
)
from workflows.circular_sentences import spread
from workflows.circular_words import chosen
from workflows.edited_sentences import Edited
from workflows.further_figures import Further, Reported, doubts, total
from workflows.indicators import Counts
from workflows.kinds.circular import CIRCULAR
from workflows.periods import Period, Span

QUARTER = Period(Span.quarter, 2020, 4)
QUIET = Found("县", QUARTER, date(2021, 1, 5), Counts({}))
DRAFT = {"span": "quarter", "year": 2020, "part": 4, "until": "2021-01-15"}


def said(found: Found, **words: str) -> dict[str, str]:
    """The text of each section."""
    chapters = content(found, words)["chapters"]
    return {
        s["key"]: "".join(line["text"] for line in s["lines"])
        for chapter in chapters
        for s in chapter["sections"]
    }


def counted(**numbers: int) -> Found:
    return replace(QUIET, counts=Counts(numbers))


def test_equal_counts_are_told_together_and_the_most_come_first() -> None:
    units = (UnitCount("甲局", "a", 1), UnitCount("乙局", "b", 3), UnitCount("丙局", "c", 1))
    line = spread(units, "件", key="letters")
    assert "".join(piece.text for piece in line) == "乙局3件，甲局、丙局各1件"
    assert [(p.text, p.key, p.about) for p in line if p.key] == [
        ("3件", "letters", "b"),
        ("甲局", "letters", "a"),
        ("丙局", "letters", "c"),
    ]


def test_a_quiet_period_says_so_and_leaves_the_rest_out() -> None:
    assert said(QUIET) == {"requests": "第四季度，全县没有收到政府信息公开申请和协助调查函。"}


def test_inquiries_of_unlike_number_are_told_apart() -> None:
    found = counted(received=28, inquiries=3, inquiries_province=2, inquiries_city=1)
    assert said(replace(found, involved=("县司法局",)))["requests"] == (
        "第四季度，全县共收到政府信息公开申请28件、省协助调查函2件、市协助调查函1件。"
        "涉及县司法局等部门、单位。相关单位均按时进行了规范答复。"
    )


@pytest.mark.parametrize(
    ("late", "running", "sentence"),
    [
        (0, 2, "其中2件尚在期限内办理，其余均按时进行了规范答复。"),
        (1, 2, "其中1件没有按时答复：县财政局1件。"),
    ],
)
def test_what_was_late_is_named_before_what_still_runs(
    late: int, running: int, sentence: str
) -> None:
    found = counted(received=5, asked_late=late, asked_open=running)
    assert said(replace(found, late=(UnitCount("县财政局", "cz", 1),)))["requests"].endswith(
        sentence
    )


def test_letters_that_were_late_are_told_with_their_units() -> None:
    units = (UnitCount("县教体局", "jt", 2),)
    found = replace(
        counted(letters=2, letters_late=1),
        letters=units,
        letters_late=(UnitCount("县教体局", "jt", 1),),
    )
    assert said(found)["letters"].endswith("涉及县教体局2件，其中1件没有按时答复（县教体局1件）。")
    assert said(replace(found, counts=Counts({"letters": 2, "letters_open": 1})))["letters"].endswith(
        "，1件尚在期限内办理。"
    )  # fmt: skip


def test_postings_are_told_as_a_whole_and_by_part() -> None:
    rows = (
        Reported(Further.postings, "", "镇街道", 1200),
        Reported(Further.postings, "", "", 50),
        Reported(Further.postings, "动态类", "区直部门", 914),
        Reported(Further.postings, "动态类", "", 6),
    )
    assert said(replace(QUIET, reported=rows))["proactive"] == (
        "第四季度，全县通过县政府门户网站共发布信息1250条，其中镇街道1200条；动态类信息920条，其中区直部门914条。"
    )
    assert said(replace(QUIET, region="", reported=rows[1:2]))["proactive"] == (
        "第四季度，本单位通过本单位门户网站共发布信息50条。"
    )


def test_new_media_are_told_by_platform_and_unit() -> None:
    rows = (
        Reported(Further.new_media, "微博", "县教体局", 2),
        Reported(Further.new_media, "抖音", "县财政局", 1),
    )
    month = Period(Span.month, 2020, 9)
    assert said(replace(QUIET, period=month, reported=rows))["media"] == (
        "9月份，全县政务新媒体共出现3次超期更新情况，其中微博2次、抖音1次，涉及县教体局2次，县财政局1次。"
    )
    bare = (Reported(Further.new_media, "", "", 3),)
    assert said(replace(QUIET, reported=bare))["media"].endswith("共出现3次超期更新情况。")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            (
                Reported(Further.articles, "政务公开看山东", "县财政局", 2),
                Reported(Further.articles, "", "", 1),
                Reported(Further.open_days, "", "县教体局", 4),
            ),
            "《政务公开看山东》栏目采用全县稿件共2条，其中县财政局2条；上级栏目采用全县稿件共1条；"
            "县教体局组织政府开放日活动4次。",
        ),
        (
            (
                Reported(Further.open_days, "", "县教体局", 4),
                Reported(Further.open_days, "", "县财政局", 1),
            ),
            "组织政府开放日活动5次，其中县教体局4次，县财政局1次。",
        ),
        ((Reported(Further.open_days, "", "", 2),), "组织政府开放日活动2次。"),
    ],
)
def test_articles_and_open_days_are_told(rows: tuple[Reported, ...], sentence: str) -> None:
    assert said(replace(QUIET, reported=rows))["articles"] == f"第四季度，{sentence}"


def test_inquiries_of_one_number_are_told_together_and_others_apart() -> None:
    found = counted(
        received=2, inquiries=5, inquiries_province=2, inquiries_city=2, inquiries_other=1
    )
    told = said(found)["requests"]
    assert "，收到省、市政府依申请协助调查函各2件、其他协助调查函1件。" in told


def test_letters_that_were_answered_in_time_are_told_so() -> None:
    found = replace(counted(letters=1), letters=(UnitCount("县教体局", "jt", 1),))
    assert said(found)["letters"].endswith("涉及县教体局1件，各部门均按时进行了答复。")


def test_units_late_with_a_report_or_with_feedback_are_named_as_a_city_names_them() -> None:
    """The first quarter of 2018 of 临沂市; the feedback was due on 20 March, the reports on 31 March."""
    assessed = ("市渔业局", "市林业局", "市统计局", "市供销社", "市中小企业局")
    checked = ("市水利局", "市旅发委", "市发改委")
    unpublished = ("市科技局", "市文广新局", "市物价局", "沂沭河水利管理局", "市房产局")
    whole, website = "2017年全市政务公开工作考核", "一季度政府网站抽查"
    rows = (
        *(Reported(Further.feedback_late, whole, name, 1) for name in assessed),
        *(Reported(Further.feedback_late, website, name, 1) for name in checked),
        Reported(Further.feedback_late, "", "市审计局", 1),
    )
    late = tuple(LateReport(name, "x", date(2018, 3, 31)) for name in unpublished)
    quarter = Period(Span.quarter, 2018, 1)
    found = Found("市", quarter, date(2018, 4, 18), Counts({}), reported=rows, unpublished=late)
    assert said(found)["filings"] == (
        "截至3月31日，市科技局、市文广新局、市物价局、沂沭河水利管理局、市房产局未按时公布政府信息公开工作年度报告。"
        "截至4月18日，市渔业局、市林业局、市统计局、市供销社、市中小企业局未按时报送2017年全市政务公开工作考核整改反馈情况。"
        "截至4月18日，市水利局、市旅发委、市发改委未按时报送一季度政府网站抽查整改反馈情况。"
        "截至4月18日，市审计局未按时报送整改反馈情况。"
    )
    assert title(quarter, "市") == "关于2018年第一季度全市政务公开工作情况的通报"
    assert tables(found, Annex.late_reports)[0] == ["1", "市科技局", "3月31日", "未公布"]
    assert len(tables(found, Annex.feedback_late)) == 9


def test_open_rectifications_are_told_by_circular_and_listed() -> None:
    one = Problem(
        "5月份通报", "未上传目录", "某开发区", "kfq", date(2020, 6, 30), "整改中", True, True
    )
    found = replace(counted(rectifying=1, rectifying_late=1, repeated=1), problems=(one,))
    assert "5月份通报中要求整改的“未上传目录”，某开发区未完成。" in said(found)["past"]
    assert tables(found, Annex.rectification) == [
        ["1", "某开发区", "未上传目录", "5月份通报", "6月30日", "整改中、逾期、重复发生"]
    ]


def tables(found: Found, *chosen: Annex) -> list[list[str]]:
    """The rows of the chosen annexes, one after the other."""
    made = content(found, {}, chosen=chosen)["annexes"]
    return [[text for text, _, _ in row] for annex in made for row in annex["rows"]]


def test_annexes_tell_units_by_group_and_number_themselves() -> None:
    counts = {"received": 2, "answered": 1, "in_time": 1, "letters": 1}
    units = (
        UnitNumbers("县教体局", "jt", "政府及政府部门", counts),
        UnitNumbers("县财政局", "cz", "政府及政府部门", {}),
        UnitNumbers("大店镇", "dd", "各镇街道", {"received": 3, "late": 1}),
    )
    rows = (
        Reported(Further.postings, "政务公开类", "大店镇", 7, "dd"),
        Reported(Further.postings, "动态类", "大店镇", 4, "dd"),
        Reported(Further.postings, "动态类", "县教体局", 5, "jt"),
        Reported(Further.postings, "动态类", "", 1),
    )
    found = replace(QUIET, units=units, reported=rows)
    made = content(found, {}, chosen=(Annex.postings, Annex.requests, Annex.inquiries))["annexes"]
    assert [(one["number"], one["heading"]) for one in made] == [
        ("1", "各单位依申请公开办理情况"),
        ("2", "网站发布信息情况"),
    ]
    assert tables(found, Annex.requests) == [
        ["县教体局", "2", "0", "1", "1", "0"],
        ["政府及政府部门小计", "2", "0", "1", "1", "0"],
        ["大店镇", "3", "0", "0", "0", "1"],
        ["各镇街道小计", "3", "0", "0", "0", "1"],
        ["合计", "5", "0", "1", "1", "1"],
    ]
    assert made[0]["rows"][0][1] == ["2", "received", "jt"]
    assert [row[0] for row in tables(found, Annex.postings)] == [
        "大店镇", "各镇街道小计", "县教体局", "政府及政府部门小计", "没有列明单位的", "合计",
    ]  # fmt: skip
    assert tables(found, Annex.postings)[-1] == ["合计", "7", "10"]


def test_an_edited_sentence_keeps_its_links_and_is_marked_when_its_figure_is_none_of_the_table() -> (
    None
):
    found = counted(letters=8, letters_open=2)
    found = replace(found, letters=(UnitCount("县教体局", "jt", 8),))
    edited = {"letters": Edited("网站收到28次点击，部门信箱8件，2件还在办。", base="8、2")}
    section = content(found, {}, edited)["chapters"][0]["sections"][1]
    assert section["lines"][0]["pieces"] == [
        ["网站收到28次点击，部门信箱", "", ""],
        ["8件", "letters", ""],
        ["，", "", ""],
        ["2件", "letters_open", ""],
        ["还在办。", "", ""],
    ]
    (told,) = disagreements(found, edited).values()
    assert told.startswith("“部门信箱”的文字中有28，与表格不一致；表格的说法是：第四季度")
    right = {"letters": Edited("部门信箱8件。")}
    assert disagreements(found, right) == {}
    assert disagreements(counted(letters=9), right)["letters"].startswith("“部门信箱”的文字中有8")


def test_written_words_follow_the_figures_and_open_chapters_of_their_own() -> None:
    found = content(QUIET, {"requests": "另有咨询3次。", "tasks": "一\n二", "lead": "现通报如下："})
    assert found["lead"] == ["现通报如下："]
    assert [c["heading"] for c in found["chapters"]] == ["一、基本情况", "二、下一步工作要求"]
    assert [line["text"] for line in found["chapters"][0]["sections"][0]["lines"]][-1] == "另有咨询3次。"  # fmt: skip


def test_parts_that_do_not_make_up_the_whole_are_pointed_out() -> None:
    rows = (
        Reported(Further.postings, "", "镇街道", 1200),
        Reported(Further.postings, "政务主动公开类", "", 283),
        Reported(Further.postings, "动态类", "", 914),
    )
    assert total(rows) == 1200
    assert doubts(rows) == (
        "网站发布信息：总数1200条，各类合计1197条，相差3条；请核对，或者补填没有列出的类别。",
    )
    assert doubts(rows[1:]) == ()


def test_the_title_and_the_addressee_are_worded_as_usual() -> None:
    assert region_of("莒南县人民政府") == "县"
    assert title(Period(Span.month, 2020, 9), "区") == "关于2020年9月份全区政务公开工作情况的通报"
    assert title(QUARTER, "县") == "关于2020年第四季度全县政务公开工作情况的通报"
    assert usual_addressee("区").startswith("各镇人民政府、街道办事处，区政府有关部门")
    assert region_of("某市某局") == ""


def test_what_an_office_counts_beside_is_told_in_its_own_measure() -> None:
    rows = (
        Reported(Further.media_checks, "", "", 1),
        Reported(Further.accounts, "僵尸账号", "", 27),
        Reported(Further.accounts, "无互动功能的账号", "", 16),
        Reported(Further.other, "编制标准目录（个领域）", "县级", 26),
        Reported(Further.other, "编制标准目录（个领域）", "镇街级", 17),
    )
    told = said(replace(QUIET, reported=rows))
    assert told["media"] == (
        "第四季度，全县共组织政务新媒体检查1次。"
        "第四季度，全县清查政务新媒体账号：僵尸账号27个，无互动功能的账号16个。"
    )
    assert (
        told["others"] == "第四季度，全县编制标准目录43个领域，其中县级26个领域，镇街级17个领域。"
    )


def test_a_circular_is_not_issued_with_a_figure_that_is_none_of_the_table() -> None:
    story = Story(CIRCULAR).do("draft_circular", date(2021, 1, 5), **DRAFT)
    with pytest.raises(Refused, match="请改正文字，或者写明理由"):
        story.do("issue_circular", date(2021, 1, 6), unlike=["请改正文字，或者写明理由。"])


def test_a_circular_is_drafted_worded_as_often_as_wanted_and_issued() -> None:
    story = Story(CIRCULAR).do("draft_circular", date(2021, 1, 5), **DRAFT)
    assert story.due_on == date(2021, 1, 15)
    story.do("write_circular", date(2021, 1, 6), tasks="按时答复")
    story.do("write_circular", date(2021, 1, 7), tasks="按时答复、按时整改")
    assert chosen(story.facts) == (Annex.rectification,)
    story.do("choose_annexes", date(2021, 1, 7), letters=True, rectification=False)
    assert chosen(story.facts) == (Annex.letters,)
    story.do("issue_circular", date(2021, 1, 15), number="某政办字〔2021〕3号")
    assert (story.facts.state, story.facts.closed_on) == ("issued", date(2021, 1, 15))
    situation = story.workflow.situation(story.facts, CALENDAR)
    assert story.workflow.last_due_on(situation) == date(2021, 1, 15)
    assert story.facts.values["circular_number"] == "某政办字〔2021〕3号"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"part": 5}, "没有第5个季度；请填写1至4"),
        ({"year": 2022}, "2022年第四季度在2021年1月5日还没有开始"),
        ({"until": "2021-01-04"}, "“拟印发日期”不能早于办理日期"),
    ],
)
def test_a_period_that_cannot_be_is_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        Story(CIRCULAR).do("draft_circular", date(2021, 1, 5), **{**DRAFT, **change})
