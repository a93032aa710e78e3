"""R10 where people write freely: numbers beside known words are compared with the tables, everything else is left alone."""

import json
from pathlib import Path

import pytest

from workflows.annual_grid import format_for
from workflows.annual_prose import Tables, claims
from workflows.annual_text import Figures, Words, check_words
from workflows.edited_sentences import Edited
from workflows.numerals import in_digits

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "2020-lanshan.json").read_text("utf-8"))

PUBLISHED = (
    "一是申请受理情况。2020年，全区共受理政府信息公开申请205件，数量与往年基本持平。其中，区政府及政府部门受理160件，"
    "占受理总量的78%；各镇街道受理45件，占受理总量的22%。二是申请处理情况。2020年处理结转上年申请4件，均已答复，"
    "处理本年度政府信息公开申请205件，其中答复202件，转办下一年度办理3件。2020年共答复政府信息公开申请206件，"
    "其中同意公开68件，占答复总量的33%；同意部分公开14件，占答复总量的 6.8%；不予公开 5 件，占答复总量的 2.4%；"
    "非本机关掌握的 111 件，占答复总量的 53.9%；信访举报投诉类申请、重复申请情况共 2 件，占答复总量的 1%；"
    "其他情况 6 件，占答复总量的 2.9%。三是行政复议和诉讼情况。全区以信息公开为案由被提起行政复议案件 21 件，"
    "其中维持具体行政行为 6 件，纠错 11 件，其他情形 4 件；全区以信息公开为案由被提起行政诉讼案件 18 件，"
    "其中维持具体行政行为 10 件，纠错 3 件，其他情形 2 件，尚未审结 3 件。"
)


TABLES = Tables(GOLDEN["part3"], GOLDEN["part4"])


def told(text: str, tables: Tables = TABLES, *, about: bool = True) -> list[tuple[str, str, str]]:
    found = claims(text, tables, unit_name="临沂市兰山区人民政府", year=2020, about=about)
    return [
        (one.word, f"{one.written}{one.sign}", str(one.expected[0])) for one in found if not one.ok
    ]


def test_the_published_report_of_2020_agrees_with_its_tables() -> None:
    assert told(PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("全年新收申请206件。", [("新收", "206件", "205")]),
        ("我局新收政府信息公开申请1,205件。", [("新收", "1205件", "205")]),
        ("其中自然人200件，法人或其他组织4件。", [("自然人", "200件", "201")]),
        ("予以公开68件，占34%。", [("予以公开", "34%", "33")]),
        ("予以公开68件（33.1%），部分公开15件（6.8%）。", [("予以公开", "33.1%", "33.0"), ("部分公开", "15件", "14")]),
        ("不予公开占比2.5%。", [("不予公开", "2.5%", "2.4")]),
        ("上年结转3件，结转下年度继续办理4件。", [("上年结转", "3件", "4"), ("结转下年", "4件", "3")]),
        ("行政复议22件、行政诉讼18件。", [("行政复议", "22件", "21")]),
        ("行政复议21件，其中维持7件，纠正11件。", [("维持", "7件", "6")]),
        ("未经复议直接起诉9件，复议后起诉8件，维持7件。", [("起诉", "9件", "10"), ("维持", "7件", "8")]),
        ("行政诉讼结果维持比例为55.5%。", [("维持", "55.5%", "55.6")]),
        ("申请共办结207件，截至12月31日结转下年3件。", [("办结", "207件", "206")]),
    ],
)  # fmt: skip
def test_a_number_beside_a_known_word_must_be_that_of_the_tables(
    text: str, wrong: list[tuple[str, str, str]]
) -> None:
    assert told(text) == wrong


SORTED = Tables(GOLDEN["part3"], GOLDEN["part4"], topics={"土地征收": 45, "财政": 20, "": 140})


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("主要涉及土地征收（45件，占22.0%）、财政（20件，占9.8%）等方面。", []),
        ("主要涉及土地征收（46件，占22.0%）、财政20件，占10.8%。", [("土地征收", "46件", "45"), ("财政", "10.8%", "9.8")]),
        ("土地征收、财政类申请共64件，未归类139件。", [("土地征收、财政", "64件", "65"), ("未归类", "139件", "140")]),
        ("区财政局收到申请3件，教育类12件。", []),
        ("予以公开（69件）。", [("予以公开", "69件", "68")]),
    ],
)  # fmt: skip
def test_a_number_beside_a_topic_must_be_the_counted_one(
    text: str, wrong: list[tuple[str, str, str]]
) -> None:
    assert told(text, SORTED) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "2019年新收申请222件，予以公开88件。",
        "上半年新收申请99件，予以公开30件。",
        "义堂镇人民政府新收申请12件，其中予以公开3件。",
        "新收申请比上年减少17件，下降7.7%。",
        "全年办理12345热线工单3000件，办结2999件。",
        "区长信箱受理信件122件。",
        "行政复议、行政诉讼案件共39件，其中维持16件。",
        "全年办理各类事项300件。",
        "办理300件。",
        "新收的政府信息公开申请主要涉及土地征收、房屋补偿，其中同一人提出的就有30件。",
    ],
)
def test_what_tells_of_something_else_is_left_alone(text: str) -> None:
    assert told(text) == []


BEFORE3 = {
    "new_received": {"total": 222},
    "disclosed": {"total": 88},
    "partially_disclosed": {"total": 10},
    "refused_process_info": {"total": 1},
    "unable_not_held": {"total": 114},
    "not_processed_petition": {"total": 3},
    "other_total": {"total": 6},
    "total": {"total": 222},
}
BEFORE4 = {
    "reconsideration": {"upheld": 8, "corrected": 12, "other": 1, "pending": 0, "total": 21},
    "litigation_direct": {"upheld": 53, "corrected": 18, "other": 19, "pending": 17, "total": 107},
}
BOTH = Tables(GOLDEN["part3"], GOLDEN["part4"], BEFORE3, BEFORE4)
COMPARED = (
    "与 2019 年数据对比，政府信息公开申请数量减少 17 件，同意公开比例减少 20 件，同意部分公开增加 4 件，不予公开类回复增加 4 件，"
    "无法提供类回复减少 3 件，不予处理类回复减少 1 件，其他情况类回复与去年持平。\n"
    "2020年行政复议总体数量与去年持平。其中结果维持比例为28.6%，上年结果维持比例为38.1%，较上年减少{}；结果纠正比例为52.4%，"
    "上年结果纠正比例为57.1%，较上年减少4.7个百分点；其他结果比例为19.0%，上年其他结果比例4.8%，为较上年增加14.2个百分点。\n"
    "2020年行政诉讼结果维持比例为55.6%，上年结果维持比例为49.5%，较上年增长 6.1个百分点；尚未审结比例为 16.7%，"
    "上年尚未审结比例为 15.9%，较上年增长 0.8个百分点。"
)


def test_the_published_comparison_of_2020_agrees_but_for_its_per_cent() -> None:
    assert told(PUBLISHED, BOTH) == []
    of_reviews = "9.5个百分点"
    assert told(COMPARED.format(of_reviews), BOTH) == []
    assert told(COMPARED.format("9.5%"), BOTH) == [("维持", "-9.5%", "-9.5")]
    found = claims(COMPARED.format(of_reviews), BOTH, unit_name="", year=2020, about=True)
    assert len(found) == 21


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("新收申请205件，比上年减少17件，下降7.7%。", []),
        ("新收申请205件，比上年减少16件，下降7.6%。", [("新收", "-16件", "-17"), ("新收", "-7.6%", "-7.7")]),
        ("新收申请较2019年增加17件。", [("新收", "17件", "-17")]),
        ("同意公开68件，占33%，上年同意公开89件，同比减少20件。", [("同意公开", "89件", "88")]),
        ("予以公开占33.0%，较上年下降6.6%。", [("予以公开", "-6.6%", "-6.6")]),
        ("行政复议21件，同比增加1件。", [("行政复议", "1件", "0")]),
    ],
)  # fmt: skip
def test_differences_are_compared_with_the_year_before(
    text: str, wrong: list[tuple[str, str, str]]
) -> None:
    assert told(text, BOTH) == wrong
    assert [one for one in told(text) if one[1].startswith("-")] == [], "last year is not known"


@pytest.mark.parametrize(
    "text",
    [
        "新收申请205件，规范性文件比上年增加3件。",
        "予以公开、部分公开分别比上年减少5件、增加9件。",
        "上年新收申请较2018年增加3件。",
        "新收申请205件，其中区教体局比上年增加9件。",
        "一月份新收申请三十件，比上年增加二件。",
        "新收申请数量翻一番。",
    ],
)
def test_differences_of_something_else_are_left_alone(text: str) -> None:
    assert told(text, BOTH) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("全年新收申请二百零五件，予以公开六十八件，占百分之三十三，部分公开占百分之六点八。", []),
        ("全年新收申请二百零六件。", [("新收", "206件", "205")]),
        ("予以公开占百分之三十三点一。", [("予以公开", "33.1%", "33.0")]),
        ("其中，保护第三方合法权益2件，三类内部事务信息1件，行政查询1件。", []),
        ("其中，涉及国家秘密2件，占1.0%。", [("国家秘密", "2件", "0")]),
        ("予以公开、部分公开分别为68件、14件。", []),
        ("信访举报投诉类申请、重复申请情况共3件，占1.5%。", [("信访类、重复申请", "3件", "2")]),
        ("不予公开、无法提供、不予处理共118件，占57.3%。", []),
        ("予以公开和部分公开合计83件。", [("予以公开、部分公开", "83件", "82")]),
        ("本机关不掌握相关政府信息111件，占无法提供的100%。", []),
        ("商业企业1件，法律服务机构1件。", [("商业企业", "1件", "0"), ("法律服务机构", "1件", "2")]),
    ],
)  # fmt: skip
def test_single_grounds_sums_and_chinese_numerals_are_read(
    text: str, wrong: list[tuple[str, str, str]]
) -> None:
    assert told(text) == wrong


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("三十二件", "32件"),
        ("一百零五件", "105件"),
        ("两千三百件", "2300件"),
        ("一万二千件", "12000件"),
        ("百分之三十三点五", "33.5%"),
        ("十二个百分点", "12个百分点"),
        ("三起", "3起"),
        ("一起办理", "一起办理"),
        ("同一件", "同一件"),
        ("第三件", "第三件"),
        ("三四件", "三四件"),
        ("十余件", "十余件"),
        ("翻一番", "翻一番"),
    ],
)
def test_only_plain_numerals_become_digits(text: str, digits: str) -> None:
    assert in_digits(text) == digits


def test_elsewhere_a_sentence_must_name_its_subject() -> None:
    assert told("全年新收206件，行政复议22件。", about=False) == []
    asked = "全年新收政府信息公开申请206件，引发行政复议22件。"
    assert [word for word, *_ in told(asked, about=False)] == ["新收", "行政复议"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("存在的问题：全年新收申请206件，予以公开70件。", ["新收", "予以公开"]),
        ("收到申请二百件，办结207件申请。", ["收到", "办结"]),
        ("全年受理了申请 1,205 件，其中法律服务机构3件。", ["受理", "法律服务机构"]),
        ("答复公民申请公开207件。", ["答复"]),
        ("受理申请205件，办理建议提案12件，区长信箱收到来信122件。", []),
        ("深化行政审批制度改革。全年受理申请3100件，办结3000件申请。", []),
        ("受理救助申请300件。", []),
        ("受理申请300件，其中临时救助200件。", []),
        ("依法受理信访事项，收到申请30件。", []),
        ("受理申请3100件次。", []),
        ("主动公开文件206件，收到意见30件。", []),
    ],
)  # fmt: skip
def test_elsewhere_applications_are_requests_where_no_others_are_told_of(
    text: str, wrong: list[str]
) -> None:
    assert [word for word, *_ in told(text, about=False)] == wrong


def test_of_nothing_there_is_no_share() -> None:
    found = claims(
        "予以公开0件，占0%。", Tables({}, {}), unit_name="某局", year=2020, about=True
    )  # fmt: skip
    assert [(one.word, one.ok) for one in found] == [("予以公开", True)]


NUMBERS = Figures("某区人民政府", 2020, format_for(2020), {}, GOLDEN["part3"], GOLDEN["part4"])


def test_free_paragraphs_only_warn_and_keep_their_place_when_checked_again() -> None:
    words = {"requests": Words(before="全年新收申请206件。", after="予以公开68件。")}
    (found,) = check_words(NUMBERS, words)
    assert (found.rule, found.rank, found.ok) == ("R10", "warning", False)
    assert "全年新收申请206件" in found.message
    assert "205件" in found.message
    assert check_words(NUMBERS, words)[0].key == found.key
    (right,) = check_words(NUMBERS, {"requests": Words(before="全年新收申请205件。")})
    assert right.ok


def test_an_edited_sentence_with_its_numbers_at_the_wrong_words_is_warned_of() -> None:
    words = {
        "requests": Words(edited={"handled": Edited("予以公开14件，部分公开68件，另有99件。")})
    }
    error, *warned = check_words(NUMBERS, words)
    assert (error.rank, error.left) == ("error", 1)
    assert [(one.rank, one.left, one.right) for one in warned] == [
        ("warning", 14, 68),
        ("warning", 68, 14),
    ]


def test_without_a_year_every_year_is_the_reports_own() -> None:
    text = "2019年，全年新收申请206件。"
    found = [
        claims(text, TABLES, unit_name="", year=year, about=True)
        for year in (None, 2020)
    ]  # fmt: skip
    assert [len(one) for one in found] == [1, 0]
