"""Service of papers through the one door: proof on the paper, the list of those without it, and verification."""

import io
from datetime import date

import pypdf
import pytest
from sqlalchemy import select

from casework.db import Database
from casework.models.document import Document
from casework.queries.case_papers import PaperView, papers_of
from casework.queries.unserved import unserved
from casework.services import paper_drawing
from casework.services.verification import examine
from casework.viewer import Moment
from tests.factories import Case, make_case, make_office, make_unit, make_user
from workflows.vocabulary import Role

BEGUN, POSTED, SIGNED = date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 4)


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    return make_case(office, clerk, unit_id=unit_id)


def notice(case: Case) -> PaperView:
    with case.office.db.read() as session:
        return next(p for p in papers_of(session, case.done.record_id) if p.number)


def waiting(case: Case) -> list[str]:
    with case.office.db.read() as session:
        return [row.said for row in unserved(session, case.viewer).rows]


def test_a_notice_of_extension_names_the_day_that_its_dispatch_will_give(case: Case) -> None:
    case.do("ask_extension", BEGUN, days=10, reasons="资料分散")
    case.do("grant_extension", BEGUN)
    row = case.do("make_extension_notice", BEGUN).version
    assert case.done.due_on == date(2020, 9, 28)
    with case.office.db.read() as session:
        paper = session.scalars(select(Document).where(Document.seq == row)).one()
    assert paper.context is not None
    assert paper.context["case"]["due"] == "2020年10月19日"
    sent = {"recipient": 1, "method": "post", "tracking": "EA123456785CN"}
    case.do("dispatch_extension_notice", POSTED, paper=f"{row}.extension_notice", **sent)
    assert case.done.due_on == date(2020, 10, 19)
    assert (notice(case).sent_on, notice(case).served_on) == (POSTED, None)
    assert examine(case.office, today=SIGNED).faults == ()


def test_a_paper_shows_its_proof_or_that_it_has_none(case: Case) -> None:
    row = case.do("request_correction", BEGUN, items_to_correct="写明名称", days=15).version
    assert waiting(case) == ["尚未送出"]
    sent = {"recipient": 1, "method": "post", "tracking": "EA123456785CN"}
    thread = case.do("dispatch_paper", POSTED, paper=f"{row}.correction_notice", **sent).version
    assert waiting(case) == ["2020-09-02 送出，尚未签收"]
    back = case.do("paper_returned", SIGNED, thread=thread, return_reason="无人签收").version
    assert waiting(case) == ["2020-09-04 退回，须再次送达"]
    case.do("annul", SIGNED, entry=back, reasons="看错凭证")
    case.do("paper_received", SIGNED, thread=thread, way="signed", signer="张三")
    assert waiting(case) == []
    assert (notice(case).sent_on, notice(case).served_on) == (POSTED, SIGNED)
    assert examine(case.office, today=SIGNED).faults == ()


def test_the_proof_of_service_prints_refusal_witness_and_return(case: Case) -> None:
    row = case.do("request_correction", BEGUN, items_to_correct="写明名称", days=15).version
    paper = f"{row}.correction_notice"
    sent = {"recipient": 1, "method": "post", "tracking": "EA123456785CN"}
    first = case.do("dispatch_paper", POSTED, paper=paper, **sent).version
    case.do("paper_returned", SIGNED, thread=first, return_reason="无人签收")
    second = case.do("dispatch_paper", SIGNED, paper=paper, recipient=1, method="direct").version
    case.do("paper_received", SIGNED, thread=second, way="left", witness="社区李某")
    with case.office.db.read() as session:
        drawn = paper_drawing.sheet(
            session, case.office, case.done.record_id, key="service_receipt",
            viewer=case.viewer, moment=Moment.on(SIGNED),
        )  # fmt: skip
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages)
    said = "".join(text.split())
    for words in (
        "EA123456785CN",
        "无人签收",
        "拒绝签收，留置送达",
        "见证人：社区李某",
        "直接送达",
    ):
        assert words in said


def test_an_answer_signed_for_on_the_spot_has_its_proof(case: Case) -> None:
    answer = {"outcome": "D1b", "fact_reasons": "不属于本机关职责", "signer": "张三"}
    assert waiting(case) == []
    case.do("answer_on_the_spot", BEGUN, **answer)
    assert (notice(case).sent_on, notice(case).served_on) == (BEGUN, BEGUN)
    assert waiting(case) == []
