"""The pages of circulars: draft, words, issue, and that an issued one stays as it was; and the small tables beside them."""

import hashlib
import io
import re
import zipfile
from datetime import date

import pytest
from factories import make_user
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from casework.models.document import Document
from casework.models.further_figure import FurtherFigure
from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.paths import TEMPLATES
from tests.web.test_records import opened
from tests.web.town import TODAY, Town, read_page
from workflows.vocabulary import RecordKind, Role

NEW = {"unit": "district", "span": "month", "year": "2020", "part": "9", "until": "2020-09-30"}
FIGURES = "/circulars/figures?unit=district&year=2020&month=9"
LINK = re.compile(r'<a href="(/indicators/cases/[^"]+)">([^<]+)</a>')


@pytest.fixture
def chief(town: Town, sign_in) -> FlaskClient:
    """Two requests, an inquiry and a letter in September 2020, seen by the supervising office."""
    town.case()
    town.case(names=["李四"])
    opened(town, "letter", subject="路灯不亮", sender="李四")
    opened(
        town,
        "inquiry",
        origin="city",
        sender="某市政府办公室",
        subject="协助查找",
        until="2020-09-30",
    )
    return sign_in("boss")


def drafted(town: Town, chief: FlaskClient) -> str:
    answer = chief.post("/circulars", data=NEW)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def version(town: Town) -> int:
    with town.office.db.read() as session:
        return session.scalars(
            select(Record.version).where(Record.kind == RecordKind.circular)
        ).one()


def test_a_draft_states_the_month_and_every_figure_opens_its_cases(
    town: Town, chief: FlaskClient
) -> None:
    page = chief.get(drafted(town, chief)).text
    assert read_page(page).faults == []
    links = [(href.replace("&amp;", "&"), text) for href, text in LINK.findall(page)]
    assert {text for _, text in links} >= {"2件", "1件"}
    for href, text in links:
        found = chief.get(href)
        assert f"<small>{text.removesuffix('件')} 件" in found.text, href
    assert chief.get(drafted(town, chief).rstrip("/") + ".pdf").data[:5] == b"%PDF-"


def test_words_are_kept_and_an_issued_circular_does_not_change(
    town: Town, chief: FlaskClient
) -> None:
    address = drafted(town, chief)
    words = {"tasks": "（一）按时答复。", "version": version(town)}
    assert chief.post(f"{address}/words", data=words).status_code == 303
    assert "下一步工作要求" in chief.get(address).text
    late = chief.post(f"{address}/words", data={**words, "tasks": "晚了的文字"})
    assert late.status_code == 409
    assert "晚了的文字" in late.text
    sent = {"number": "某政办字〔2020〕3号", "version": version(town)}
    assert chief.post(f"{address}/issue", data=sent).status_code == 303
    town.case(names=["王五"], arrived_on=date(2020, 9, 9), today=TODAY)
    page = chief.get(address).text
    assert "共收到政府信息公开申请<a" in page
    assert ">2件</a>" in page
    assert "某政办字〔2020〕3号" in page
    assert "保存文字" not in page
    with town.office.db.read() as session:
        paper = session.scalars(select(Document.pdf).where(Document.key == "circular")).one()
    assert chief.get(f"{address}.pdf", follow_redirects=True).data == paper
    assert chief.get(f"{address}.docx", follow_redirects=True).data[:2] == b"PK"


def test_a_circular_issued_before_annexes_were_chosen_keeps_its_list_and_its_docx(
    town: Town, chief: FlaskClient
) -> None:
    address = drafted(town, chief)
    assert chief.post(f"{address}/issue", data={"version": version(town)}).status_code == 303
    (former,) = (TEMPLATES / "documents" / "former").glob("circular.*.txt")
    row = ["1", "区教育局", "公开栏目没有更新", "第一季度通报", "9月30日", "正在整改、逾期"]
    with town.office.db.write() as session:
        paper = session.scalars(select(Document).where(Document.key == "circular")).one()
        context = dict(paper.context or {})
        context["circular"] = {**context["circular"], "problems": [row]}
        del context["circular"]["annexes"]
        digest = hashlib.sha256(former.read_bytes()).hexdigest()
        session.execute(update(Document).values(context=context, template_sha256=digest))
    page = chief.get(address).text
    assert "附件 整改事项清单" in page
    assert "公开栏目没有更新" in page
    found = chief.get(f"{address}.docx", follow_redirects=True)
    with zipfile.ZipFile(io.BytesIO(found.data)) as book:
        assert "公开栏目没有更新" in book.read("word/document.xml").decode()


def said(town: Town, chief: FlaskClient, address: str, **words: str) -> int:
    sent = {**words, "version": version(town)}
    return chief.post(f"{address}/words", data=sent).status_code


def test_an_edited_sentence_follows_nothing_and_blocks_the_issue_until_a_reason_is_given(
    town: Town, chief: FlaskClient
) -> None:
    address = drafted(town, chief)
    generated = "9月份，全区共收到政府信息公开申请2件、市协助调查函1件。"
    assert generated in chief.get(address).text
    wanted = "9月份收到申请2件、市函1件，比上月多。"
    mine = "say-requests"
    assert said(town, chief, address, **{mine: generated}) == 303
    assert said(town, chief, address, **{mine: wanted}, requests="另有咨询3次。") == 303
    page = chief.get(address).text
    assert re.search(r'收到申请<a href="[^"]*received[^"]*">2件</a>', page)
    assert "，与表格不一致；" not in page
    assert page.count(">另有咨询3次。<") == 2  # the paragraph and its field
    town.case(names=["王五"], arrived_on=date(2020, 9, 9), today=TODAY)
    page = chief.get(address).text
    assert "“收到申请和协助调查函”的文字中有2，与表格不一致" in page
    assert read_page(page).faults == []
    refused = chief.post(f"{address}/issue", data={"version": version(town), "number": "3号"})
    assert refused.status_code == 409
    assert "请改正文字，或者写明理由" in refused.text
    assert chief.get(f"{address}.pdf").data[:5] == b"%PDF-"
    restored = {mine: wanted, "restore": mine}
    assert said(town, chief, address, **restored) == 303
    assert "全区共收到政府信息公开申请<a" in chief.get(address).text
    reason = {mine: wanted, f"{mine}-reason": "王五的一件另行通报"}
    assert said(town, chief, address, **reason) == 303
    assert "已说明理由：王五的一件另行通报" in chief.get(address).text
    done = chief.post(f"{address}/issue", data={"version": version(town)})
    assert done.status_code == 303
    assert "比上月多" in chief.get(address).text


def test_the_office_chooses_the_annexes_and_their_numbers_open_their_cases(
    town: Town, chief: FlaskClient
) -> None:
    address = drafted(town, chief)
    assert "各单位部门信箱办理情况</h2>" not in chief.get(address).text
    ticked = {"letters": "1", "inquiries": "1", "articles": "1", "version": version(town)}
    assert chief.post(f"{address}/annexes", data=ticked).status_code == 303
    page = chief.get(address).text
    assert "附件1 各单位协助调查函办理情况</h2>" in page
    assert "附件2 各单位部门信箱办理情况</h2>" in page
    assert "稿件采用情况</h2>" not in page
    cells = re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', page)
    assert len(cells) >= 6
    for href, n in cells:
        assert f"<small>{n} 件" in chief.get(href.replace("&amp;", "&")).text, href
    assert chief.get(f"{address}.docx").data[:2] == b"PK"
    assert chief.post(f"{address}/annexes", data={"version": version(town)}).status_code == 303
    assert "附件1" not in chief.get(address).text


def test_an_issue_that_is_taken_back_makes_it_a_draft_again(town: Town, chief: FlaskClient) -> None:
    address = drafted(town, chief)
    chief.post(f"{address}/issue", data={"number": "错号", "version": version(town)})
    record = address.rpartition("/")[2]
    taken_back = {
        "version": version(town),
        "on_day": TODAY.isoformat(),
        "entry": version(town),
        "reasons": "文号有误",
    }
    assert chief.post(f"/cases/{record}/actions/annul", data=taken_back).status_code == 303
    page = chief.get(address).text
    assert "保存文字" in page
    assert "起草中" in page
    sent = {"number": "某政办字〔2020〕4号", "version": version(town)}
    assert chief.post(f"{address}/issue", data=sent).status_code == 303
    assert chief.get("/circulars").text.count("某政办字〔2020〕4号") == 1
    assert "〔2020〕4号" in chief.get(address).text


def test_a_wrong_period_is_told_and_a_clerk_begins_none(
    town: Town, chief: FlaskClient, sign_in
) -> None:
    answer = chief.post("/circulars", data={**NEW, "part": "13"})
    assert answer.status_code == 422
    assert "没有第13个月" in answer.text
    make_user(town.office, "clerk2", roles=[Role.intake])
    assert "起草</button>" not in sign_in("clerk2").get("/circulars").text
    assert sign_in("clerk2").post("/circulars", data=NEW).status_code == 404


def typed(**more: str) -> dict[str, str]:
    return {"key": "postings", "part": "", "about": "某市某区教育局", "count": "12", **more}


def figures(town: Town) -> list[tuple[str, str, int, int | None]]:
    with town.office.db.read() as session:
        rows = session.scalars(select(FurtherFigure).order_by(FurtherFigure.id)).all()
    return [(r.key, r.about, r.count, r.about_id) for r in rows]


def test_numbers_are_typed_replaced_and_taken_out(town: Town, chief: FlaskClient) -> None:
    assert chief.post(FIGURES, data=typed()).status_code == 303
    chief.post(FIGURES, data=typed(count="15"))
    assert figures(town) == [("postings", "某市某区教育局", 15, town.department)]
    page = chief.get(FIGURES).text
    assert read_page(page).faults == []
    address = re.search(r'action="(/circulars/figures/\d+/drop[^"]*)"', page)
    assert address is not None
    chief.post(address[1].replace("&amp;", "&"))
    assert figures(town) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"count": "/"}, "不能是“/”"),
        ({"count": "-3"}, "不带符号"),
        ({"key": "nothing"}, "没有“nothing”这一指标"),
        ({"part": "长" * 41}, "不超过40个字"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_told_and_nothing_stored(
    town: Town, chief: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    answer = chief.post(FIGURES, data=typed(**change))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert figures(town) == []


def sent(chief: FlaskClient, text: str):
    file = (io.BytesIO(text.encode("utf-8-sig")), "数字.csv")
    return chief.post(FIGURES.replace("?", "/import?"), data={"file": file})


def test_a_table_is_imported_as_a_whole_or_not_at_all(town: Town, chief: FlaskClient) -> None:
    head = "年,月,指标,类别,单位,数量\n"
    wrong = sent(
        chief,
        head + "2020,9,网站发布信息,,edu,7\n2020,9,网站发布信息,,,无\n二〇,9,点击量,,,-3\n",
    )
    assert wrong.status_code == 422
    for cell in ("F3（数量）：", "A4（年）：", "C4（指标）：没有“点击量”", "F4（数量）："):
        assert cell in wrong.text
    assert figures(town) == []
    late = sent(
        chief,
        "数量,单位,类别,指标,月,年\n7,,,网站发布信息,10,2020\n7,edu,,网站发布信息,8,2020\n"
        "8,某市某区教育局,,网站发布信息,8,2020\n",
    )
    assert "E2（月）：2020年10月还没有开始" in late.text
    assert "第4行与第3行是同一项" in late.text
    assert figures(town) == []
    strange = sent(chief, head + "2020,9,采用稿件,某栏目,区教育,1\n")
    assert strange.status_code == 303
    assert "“区教育”不是所属单位的名称，不计入年度考核" in chief.get(FIGURES).text
    address = re.search(r'action="(/circulars/figures/\d+/drop[^"]*)"', chief.get(FIGURES).text)
    assert address is not None
    chief.post(address[1].replace("&amp;", "&"))
    assert "缺少“单位”“数量”列" in sent(chief, "年,月,指标,类别\n2020,9,网站发布信息,\n").text
    assert "还没有开始" in sent(chief, head + "2020,10,网站发布信息,,,7\n").text
    assert sent(chief, head + "2020,9,网站发布信息,动态类,edu,7\n").status_code == 303
    assert figures(town) == [("postings", "某市某区教育局", 7, town.department)]
    assert sent(chief, head + "2020,9,网站发布信息,动态类,edu,7\n").status_code == 303
    assert len(figures(town)) == 1


def test_only_the_supervising_office_enters_numbers_and_its_register_tells_it(
    town: Town, chief: FlaskClient, sign_in
) -> None:
    assert sign_in("handler").post(FIGURES, data=typed()).status_code == 403
    chief.post(FIGURES, data=typed())
    with town.office.db.read() as session:
        noted = select(func.count()).where(JournalEntry.action == "record_figures")
        assert session.scalar(noted) == 1
