"""What is typed or pasted into a request is drawn as it stands, made harmless, or refused with its name; nothing is half-done."""

import io
import time
from datetime import date

import pypdf
import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import CaseworkError
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.viewer import Viewer
from workflows.vocabulary import Role

BEGUN = date(2026, 8, 3)
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def clerk(office: Office) -> Viewer:
    make_unit(office)
    return make_user(office, "clerk", roles=list(Role), name="甲")


def received(office: Office, clerk: Viewer, content: str) -> tuple[Case, pypdf.PdfReader]:
    """A registered request for `content`, and its receipt."""
    (unit_id,) = clerk.roles
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=BEGUN, items=[content])
    with office.db.read() as session:
        pdf = session.scalars(select(Document.pdf).where(Document.key == "receipt")).one()
    assert pdf is not None
    return case, pypdf.PdfReader(io.BytesIO(pdf))


def text_of(reader: pypdf.PdfReader) -> str:
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "")


@pytest.mark.parametrize(
    "typed",
    ["<b>加粗</b>&amp;甲", "{{ case.number }}", "{% raw %}", "甲|乙|丙", "p: 正文", "\\r(甲)"],
)
def test_markup_is_printed_as_it_was_typed(office: Office, clerk: Viewer, typed: str) -> None:
    _, receipt = received(office, clerk, typed)
    assert typed.replace(" ", "") in text_of(receipt).replace(" ", "")


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\x1f"])
def test_what_cannot_be_seen_never_reaches_a_paper(
    office: Office, clerk: Viewer, hidden: str
) -> None:
    _, receipt = received(office, clerk, f"某项目{hidden}审批文件")
    assert "某项目审批文件" in text_of(receipt).replace("某项目 ", "某项目")
    assert hidden not in text_of(receipt)


@pytest.mark.parametrize(
    "typed", ["某项目😀", "某\U0003fffd项目", "某\u202e项目", "某\u2066项目", "某\x07项目"]
)
def test_a_sign_without_a_font_or_one_that_turns_the_writing_is_named_and_nothing_is_registered(
    office: Office, clerk: Viewer, typed: str
) -> None:
    with pytest.raises(CaseworkError, match=r"U\+") as refused:
        received(office, clerk, typed)
    assert (
        refused.value.message.isprintable()
    )  # a mark that turns the writing would turn the sentence
    with office.db.read() as session:
        count = session.scalar(
            select(func.count()).select_from(Record).where(Record.kind == "request")
        )
    assert count == 0


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_a_request_for_nothing_is_refused(office: Office, clerk: Viewer, typed: str) -> None:
    with pytest.raises(CaseworkError):
        received(office, clerk, typed)


def test_a_rare_name_beyond_the_basic_plane_is_printed_and_copied_out(
    office: Office, clerk: Viewer
) -> None:
    _, receipt = received(office, clerk, "王𫍯、𬭚的材料")
    assert "王𫍯、𬭚的材料" in text_of(receipt)


def test_a_request_of_a_hundred_thousand_characters_is_registered_and_its_receipt_drawn(
    office: Office, clerk: Viewer
) -> None:
    begun = time.process_time()
    _, receipt = received(office, clerk, "申请公开某项目的审批文件，" * 7692)
    assert time.process_time() - begun < 20
    assert len(receipt.pages) > 50
    assert text_of(receipt).count("申请公开某项目的审批文件") > 7000


def test_a_request_of_more_than_that_is_refused_with_the_way_out(
    office: Office, clerk: Viewer
) -> None:
    with pytest.raises(
        CaseworkError, match="超过100,000字；请写明所申请的信息，申请人的材料登记为文件"
    ):
        received(office, clerk, "字" * 100_001)


def test_the_answer_to_a_request_of_a_hundred_thousand_characters_is_drawn(
    office: Office, clerk: Viewer
) -> None:
    case, _ = received(office, clerk, "申请公开某项目的审批文件，" * 7692)
    case.do("assign", BEGUN, handler=clerk.user_id)
    case.do("submit_draft", BEGUN, outcome="A2", fact_provided_by="随本答复书邮寄")
    case.do("pass_review", BEGUN, opinion="依据准确")
    case.do("approve", BEGUN)
    case.do("review_secrecy", BEGUN, conclusion="open", grounds="不涉及国家秘密")
    begun = time.process_time()
    case.do("issue", BEGUN)
    assert time.process_time() - begun < 20
    with office.db.read() as session:
        pdf = session.scalars(select(Document.pdf).where(Document.key == "answer")).one()
    assert pdf is not None
    answer = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(answer.pages) > 100
    first, last = answer.pages[0].extract_text(), answer.pages[-1].extract_text()
    assert "政府信息公开申请答复书" in first
    assert "某市某区人民政府" in last
