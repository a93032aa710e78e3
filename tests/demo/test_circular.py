"""The circular of September 2020 of the demonstration district states the published figures, and keeps them as issued."""

import re

import pytest
from sqlalchemy import select

from casework.models.document import Document
from casework.models.record import Record
from casework.queries.counted_cases import counted_cases
from casework.queries.indicators import COUNTS, Asked
from casework.queries.sight import subtree
from casework.services import calendars
from casework.services.circular_reading import CircularView, circular_view
from casework.viewer import system
from tests.demo.loading import Loaded
from workflows.edited_sentences import numbers_in
from workflows.periods import Period, Span
from workflows.vocabulary import RecordKind, Role

# As published, word for word where the circular states a figure.
PUBLISHED = (
    "9月份，全区通过区政府门户网站共发布信息1200条，其中镇街道、商城、经开区497条，政府各部门703条",
    "政务主动公开类信息283条，其中镇街道、商城、经开区19条，政府各部门264条",
    "动态类信息914条，其中镇街道、商城、经开区475条，政府各部门439条",
    "共收到政府信息公开申请8件，收到省、市政府依申请协助调查函各1件",
    "相关单位均按时进行了规范答复",
    "9月份，区政府网站后台共收到部门信箱11件，涉及区教体局3件，区住建局2件，",
    "各部门均按时进行了答复",
    "全区政务新媒体共出现22次超期更新情况，其中微信订阅号13次、微信服务号3次、微博2次、今日头条3次、抖音1次",
    "采用全区稿件共3条，其中区住建局、区医保局、区统计局各1条",
    "区统计局组织政府开放日活动1次",
    "截至10月15日，",
    "5月份通报中要求整改的“未上传主动公开基本目录”，兰山经开区未完成",
)
# Every number of the published sections, in its order; the month that opens a sentence is left out.
NUMBERS = {
    "proactive": "1200 497 703 283 19 264 914 475 439",
    "requests": "8 1",
    "letters": "11 3 2 1",
    "media": "1 22 13 3 2 3 1",
    "articles": "3 1 1",
}
SIX = ("区政府办公室", "区发改局", "区市场监管局", "区卫健局", "区综合执法局", "柳青街道办事处")


@pytest.fixture(scope="module")
def issued(loaded: Loaded) -> CircularView:
    with loaded.office.db.read() as session:
        record_id = session.scalar(
            select(Document.record_id).where(Document.key == "circular").order_by(Document.id)
        )
        return circular_view(
            session,
            loaded.office,
            record_id or 0,
            viewer=system(Role.supervisor),
            moment=loaded.moment,
        )


def lines(view: CircularView) -> list[dict]:
    chapters = view.content["chapters"]
    return [line for c in chapters for section in c["sections"] for line in section["lines"]]


@pytest.mark.parametrize("sentence", PUBLISHED)
def test_the_circular_states_what_was_published(issued: CircularView, sentence: str) -> None:
    assert sentence in "".join(line["text"] for line in lines(issued))


def test_no_number_of_the_published_sections_is_missing_or_added(issued: CircularView) -> None:
    chapter = issued.content["chapters"][0]["sections"]
    told = {one["key"]: "".join(line["text"] for line in one["lines"]) for one in chapter}
    found = {key: " ".join(numbers_in(re.sub(r"\d+月份", "", told[key]))) for key in NUMBERS}
    assert found == NUMBERS


def test_six_units_had_one_letter_each(issued: CircularView) -> None:
    told = next(line["text"] for line in lines(issued) if "部门信箱" in line["text"])
    named = told.partition("区住建局2件，")[2].partition("各1件")[0].split("、")
    assert sorted(named) == sorted(SIX)


def test_every_linked_figure_is_the_number_of_its_cases(
    loaded: Loaded, issued: CircularView
) -> None:
    month = Period(Span.month, 2020, 9)
    with loaded.office.db.read() as session:
        units = subtree(session, issued.office.id)
        calendar = calendars.newest(session)
        asked = Asked(units, month.first, month.last, issued.as_of, calendar)
        linked = [
            (text, counted_cases(session, asked, key).total)
            for line in lines(issued)
            for text, key, about in line["pieces"]
            if key in COUNTS
            and not about
            and key != "inquiries_both"
            and not key.startswith("rectifying")
        ]
    assert len(linked) >= 2
    assert [(text, n) for text, n in linked if str(n) not in text] == []


def test_it_was_issued_on_its_day_and_the_case_that_came_later_does_not_change_it(
    loaded: Loaded, issued: CircularView
) -> None:
    with loaded.office.db.read() as session:
        rectified = session.scalars(
            select(Record.closed_on).where(
                Record.kind == RecordKind.rectification,
                Record.facts["circular"].as_string() == "5月份通报",
            )
        ).one()
    assert str(issued.record.closed_on) == "2020-10-16"
    assert issued.record.facts["circular_number"] == "示范政办字〔2020〕9号"
    assert rectified is not None
    annexes = {one["key"]: one["rows"] for one in issued.content["annexes"]}
    tables = {key: [[text for text, _, _ in row] for row in rows] for key, rows in annexes.items()}
    assert [(row[1], row[3]) for row in tables["rectification"]] == [
        ("兰山经开区", "5月份通报"),
        ("区金融监管局", "7月份通报"),
        ("区投促局", "7月份通报"),
        ("区粮食和物资储备中心", "7月份通报"),
        ("汪沟镇人民政府", "7月份通报"),
    ]
    assert tables["letters"][-1] == ["合计", "11", "0", "0"]
    assert [row[1:] for row in tables["postings"]] == [
        ["497", "19", "475"],
        ["703", "264", "439"],
        ["1200", "283", "914"],
    ]
    assert [row[:2] for row in tables["articles"]] == [
        ["区住建局", "1"],
        ["区医保局", "1"],
        ["区统计局", "1"],
        ["合计", "3"],
    ]
