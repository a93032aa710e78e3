"""Envelopes and labels: one for each recipient, in the size of the form, and nothing of the matter on them."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, MissingEvidence, NotFound
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.models.record import Note
from casework.pdf.envelope import FORMS
from casework.queries.case_page import case_page
from casework.services import calendars
from casework.services.envelopes import envelope, envelope_to_other
from casework.services.verification import verify
from tests.factories import Case, make_case, make_office, make_unit, make_user
from workflows.vocabulary import Role

MATTER = "某街道2019年房屋征收补偿方案"


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    made = make_case(office, clerk, unit_id=unit_id, names=("张三",), items=(MATTER,))
    made.do(
        "join_party", date(2020, 9, 2), role="applicant", name="李四",
        address="某市某区某路9号 276000", phone="13800000000", paper="共同申请书", category="natural",
    )  # fmt: skip
    return made


def drawn(case: Case, form: str, recipient: int) -> bytes:
    with case.office.db.read() as session:
        return envelope(
            session,
            case.office,
            case.done.record_id,
            recipient=recipient,
            form=form,
            viewer=case.viewer,
        )


@pytest.mark.parametrize("form", FORMS)
def test_an_envelope_has_its_size_and_tells_nothing_of_the_matter(case: Case, form: str) -> None:
    page = pypdf.PdfReader(io.BytesIO(drawn(case, form, 2))).pages[0]
    size = (float(page.mediabox.width) / 72 * 25.4, float(page.mediabox.height) / 72 * 25.4)
    assert size == pytest.approx(FORMS[form].size, abs=0.1)
    said = page.extract_text().replace(" ", "")
    assert "某市某区某路9号" in said
    assert "李四" in said
    assert "276000" in said
    assert case.done.number in said
    for word in ("信息公开", "申请", "征收", "张三"):
        assert word not in said
    assert ("13800000000" in said) == FORMS[form].phone


def test_an_envelope_without_an_address_or_a_recipient_is_refused(case: Case) -> None:
    with pytest.raises(MissingEvidence, match="没有登记通信地址"):
        drawn(case, "c5", 1)
    with pytest.raises(NotFound, match="没有第9位当事人"):
        drawn(case, "c5", 9)
    with pytest.raises(NotFound, match="DL 信封"):
        drawn(case, "b4", 2)


def words(pdf: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


PLACE = "某市某区某路88号 276000"


def consulted(case: Case, **more: str) -> int:
    """A third party was written to; the number of the row."""
    case.do("assign", date(2020, 9, 2), handler=case.viewer.user_id)
    day = date(2020, 9, 3)
    case.do("consult_third_party", day, name="某建筑公司", matter="报价清单", **more)
    return case.done.version


def to_other(case: Case, seq: int) -> bytes:
    with case.office.db.read() as session:
        return envelope_to_other(
            session, case.office, case.done.record_id, seq=seq, form="dl", viewer=case.viewer
        )


def test_whoever_is_consulted_gets_an_envelope_and_no_table_shows_where_he_lives(
    case: Case,
) -> None:
    seq = consulted(case, address=PLACE)
    said = pypdf.PdfReader(io.BytesIO(to_other(case, seq))).pages[0].extract_text()
    assert "某建筑公司" in said
    assert "某路88号" in said
    assert "276000" in said.replace(" ", "")
    with case.office.db.read() as session:
        kept = [n.content or "" for n in session.scalars(select(Note))]
        papers = session.scalars(select(Document.context)).all()
        view = case_page(
            session, case.viewer, case.done.record_id, today=date(2020, 9, 3),
            calendar=calendars.newest(session), cipher=case.office.cipher,
        )  # fmt: skip
    assert not any("某路88号" in text for text in (*kept, str(papers)))
    (shown,) = [e.texts["address"] for e in view.entries if "address" in e.texts]
    assert shown == "（加密保存，只用于打印信封）"
    assert verify(case.office, today=date(2020, 9, 3)) == ()


def test_an_address_that_is_not_known_is_said_and_one_that_cannot_be_printed_refused(
    case: Case,
) -> None:
    with pytest.raises(Invalid, match="不能打印"):
        consulted(case, address="某路\U000f0000号")
    case.do("consult_third_party", date(2020, 9, 3), name="某建筑公司", matter="报价清单")
    with pytest.raises(MissingEvidence, match="“某建筑公司”没有登记通信地址"):
        to_other(case, case.done.version)
    with pytest.raises(NotFound, match="没有发给别人的文书"):
        to_other(case, 1)


def test_an_address_left_out_is_added_later_and_the_last_one_is_printed(case: Case) -> None:
    seq = consulted(case)
    paper, day = f"{seq}.third_party_letter", date(2020, 9, 4)
    case.do("note_address", day, paper=paper, address="某市旧路1号")
    told = case.do("note_address", day, paper=paper, address=PLACE).version
    assert "某路88号" in words(to_other(case, seq))
    case.do("note_address", day, recipient=1, address="某市某区新路2号")
    assert "新路2号" in words(drawn(case, "c5", 1))
    case.do("annul", day, entry=told, reasons="登记错误")
    assert "旧路1号" in words(to_other(case, seq))
    with case.office.db.read() as session:
        rows = session.execute(select(JournalEntry.data)).all()
        notes = session.scalars(select(Note.content)).all()
        places = session.scalars(select(Party.address)).all()
    assert not [
        text for text in ("旧路1号", "某路88号", "新路2号") if text in f"{rows}{notes}{places}"
    ]
    assert verify(case.office, today=day) == ()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({}, "二者选一"),
        ({"recipient": 1, "paper": "4.third_party_letter"}, "二者选一"),
        ({"paper": "2.receipt"}, "请选择当事人"),
        ({"paper": "9.third_party_letter"}, "不是本案的文书"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_address_belongs_to_one_reader(case: Case, about: dict[str, Any], said: str) -> None:
    assert consulted(case) == 5
    with pytest.raises(ActionRefused, match=said):
        case.do("note_address", date(2020, 9, 4), address=PLACE, **about)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_address_that_cannot_be_printed_is_not_added(case: Case) -> None:
    for about in ({"recipient": 1}, {"paper": f"{consulted(case)}.third_party_letter"}):
        with pytest.raises(Invalid, match="不能打印"):
            case.do("note_address", date(2020, 9, 4), address="某路\U000f0000号", **about)
