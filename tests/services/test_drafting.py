"""Papers for a word processor, and the preview of an answer that shows what will be sent."""

import io
import re
import zipfile
from datetime import date

import pypdf
import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select, update

from casework.db import Database
from casework.docx import read
from casework.errors import Conflict, MissingEvidence
from casework.models.document import Document
from casework.services import drafting, paper_drawing
from casework.viewer import Moment
from workflows.vocabulary import Role

DAY = date(2020, 9, 8)
NOW = Moment.on(DAY)
PARTLY = {
    "outcome": "C5",
    "fact_internal_kind": "personnel",
    "fact_separable": "no",
    "fact_separable_why": "通篇为人事管理内容",
}


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    made = make_case(office, clerk, unit_id=unit_id)
    made.do("assign", date(2020, 9, 2), handler=clerk.user_id)
    return made


def draft(case: Case) -> bytes:
    with case.office.db.read() as session:
        return drafting.draft(
            session, case.office, case.done.record_id, viewer=case.viewer, moment=NOW
        )


def preview(case: Case) -> paper_drawing.Drawn:
    with case.office.db.read() as session:
        return drafting.preview(
            session, case.office, case.done.record_id, viewer=case.viewer, moment=NOW
        )


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def xml(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def submitted(case: Case) -> Case:
    case.do("write_reasons", DAY, reasons="第一段。\n第二段。", based_on=0)
    case.do("submit_draft", DAY, **PARTLY)
    return case


def issued(case: Case) -> Document:
    case.do("pass_review", DAY)
    case.do("approve", DAY)
    case.do("review_secrecy", DAY, conclusion="closed", grounds="—")
    case.do("issue", DAY)
    with case.office.db.read() as session:
        found = session.scalars(
            select(Document).where(
                Document.record_id == case.done.record_id, Document.key == "answer"
            )
        ).one()
        assert found.pdf
        return found


def test_before_a_result_is_proposed_the_draft_says_what_the_system_will_write(case: Case) -> None:
    text = xml(draft(case))
    assert "办理结果、依据由系统按提交的答复稿写入本段" in text
    assert drafting.PLACEHOLDER in text
    with pytest.raises(MissingEvidence, match="还没有提交答复稿"):
        preview(case)


def test_the_preview_is_the_answer_that_goes_out_but_for_mark_and_number(case: Case) -> None:
    shown = words(preview(submitted(case)).pdf).replace("预览", "")
    paper = issued(case)
    sent = words(paper.pdf or b"").replace("".join(paper.number.split()), "（签发时编号）")
    assert sent == shown
    assert "第一段。第二段。" in sent


def test_the_draft_holds_the_same_words_as_the_preview_with_the_reasons_free(case: Case) -> None:
    drawn = preview(submitted(case))
    returned = read(draft(case), drawn.paper)
    assert returned.reasons == ("第一段。", "第二段。")
    assert returned.changes == ()


def test_reasons_typed_into_the_submitted_draft_are_what_a_first_version_begins_with(
    case: Case,
) -> None:
    case.do("submit_draft", DAY, **PARTLY, fact_reasons="表单中的理由")
    assert "表单中的理由" in xml(draft(case))


def test_every_paper_of_an_act_opens_for_a_word_processor(case: Case) -> None:
    with case.office.db.read() as session:
        found = paper_drawing.preview(
            session,
            case.office,
            case.done.record_id,
            "consult_third_party",
            viewer=case.viewer,
            on_day=DAY,
            data={"name": "某公司", "matter": "报价"},
            moment=NOW,
        )
    assert "某公司" in xml(found[0].docx)
    assert all("仿宋_GB2312" in xml(one.docx) for one in found)


def test_the_answer_can_be_looked_at_before_its_draft_is_submitted(case: Case) -> None:
    version = case.do("write_reasons", DAY, reasons="写好的理由。", based_on=0).version
    with case.office.db.read() as session:
        (answer,) = paper_drawing.preview(
            session,
            case.office,
            case.done.record_id,
            "submit_draft",
            viewer=case.viewer,
            on_day=DAY,
            data=PARTLY,
            moment=NOW,
        )
    assert "写好的理由。" in words(answer.pdf)
    assert case.do("submit_draft", DAY, **PARTLY).version == version + 1


def test_an_issued_paper_opens_from_its_frozen_facts_while_its_template_holds(case: Case) -> None:
    paper = issued(submitted(case))
    asked = {"viewer": case.viewer}
    with case.office.db.read() as session:
        drawn = paper_drawing.issued(session, case.office, paper.record_id, paper.id, **asked)
    plain = "".join(re.findall("<w:t[^>]*>([^<]*)", xml(drawn.docx)))
    assert paper.number in plain
    assert "第二段。" in plain
    with case.office.db.write() as session:
        session.execute(update(Document).values(template_sha256="0" * 64))
    with (
        case.office.db.read() as session,
        pytest.raises(Conflict, match="模板已经更新"),
    ):
        paper_drawing.issued(session, case.office, paper.record_id, paper.id, **asked)


def test_the_same_text_is_not_saved_twice(case: Case) -> None:
    given = {"comment": "", "viewer": case.viewer, "moment": NOW}
    record_id = case.done.record_id
    done = drafting.save(case.office, record_id, text="甲。\n乙。", based_on=0, **given)
    with pytest.raises(Exception, match="没有保存"):
        drafting.save(
            case.office, record_id, text="甲。\r\n\r\n乙。", based_on=done.version, **given
        )
