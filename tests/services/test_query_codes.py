"""The code that opens a case to its applicant stands on the paper that hands it out, however the request was registered."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import docx
import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from pypdf import PdfReader
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import Invalid, MissingEvidence
from casework.models.applying import QueryCode
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.office import Office
from casework.services import following, paper_drawing, query_codes, verification
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

DAY, LATER = date(2020, 9, 1), date(2020, 9, 2)
CHECKED = {"checked": "当面核对身份证原件"}
PAGE = "https://ysq.example.invalid"
one_database = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def clerk(office: Office) -> Viewer:
    make_unit(office)
    return make_user(office, "clerk", roles=list(Role))


def asked(office: Office, clerk: Viewer, channel: str = "in_person") -> Case:
    unit_id = min(clerk.roles)
    return make_case(office, clerk, unit_id=unit_id, channel=channel, items=("甲文件", "乙文件"))


def at_the_desk(office: Office, clerk: Viewer) -> tuple[Case, str]:
    case = asked(office, clerk)
    return case, case.done.query_code


def by_letter(office: Office, clerk: Viewer) -> tuple[Case, str]:
    case = asked(office, clerk, "ordinary_mail")
    assert case.done.query_code == ""
    return case, case.do("confirm_receipt", LATER, note="电话确认").query_code


def replaced(office: Office, clerk: Viewer) -> tuple[Case, str]:
    case = asked(office, clerk)
    return case, case.do("issue_query_code", LATER, **CHECKED).query_code


def papers_of(office: Office, record_id: int) -> list[Document]:
    with office.db.read() as session:
        rows = select(Document).where(Document.record_id == record_id).order_by(Document.seq)
        found = list(session.scalars(rows))
        _ = [one.pdf for one in found]
        return found


def text_of(pdf: bytes | None) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf or b"")).pages)


def opens(office: Office, number: str, code: str) -> None:
    following.open_case(office, number, code, address="192.0.2.7", moment=Moment.on(LATER))


Way = Callable[[Office, Viewer], tuple[Case, str]]


@pytest.mark.parametrize("way", [at_the_desk, by_letter, replaced])
def test_the_last_paper_bears_the_code_that_opens_the_case(
    office: Office, clerk: Viewer, way: Way
) -> None:
    case, code = way(office, clerk)
    paper = papers_of(office, case.done.record_id)[-1]
    assert code in text_of(paper.pdf)
    opens(office, case.done.number, code)
    with office.db.read() as session:
        drawn = paper_drawing.issued(
            session, office, paper.record_id, paper.id, viewer=case.viewer
        ).docx
        journal = session.scalars(select(JournalEntry.data)).all()
    assert code in "".join(docx.Document(io.BytesIO(drawn)).element.body.itertext())
    assert code not in str(journal)
    assert verification.verify(office, today=LATER) == ()


def test_a_new_code_takes_the_place_of_the_one_on_the_receipt(
    office: Office, clerk: Viewer
) -> None:
    case, old = at_the_desk(office, clerk)
    case.do("issue_query_code", LATER, **CHECKED)
    with pytest.raises(Invalid):
        opens(office, case.done.number, old)


@one_database
def test_what_is_divided_off_has_a_code_of_its_own(office: Office, clerk: Viewer) -> None:
    case, code = at_the_desk(office, clerk)
    case.do("split_off", LATER, items_moved="2")
    opens(office, case.done.number, code)
    with office.db.read() as session:
        part = session.scalars(select(Record).where(Record.parent_id.is_not(None))).one()
    (receipt,) = papers_of(office, part.id)
    own = (receipt.context or {})["query"]["code"]
    assert own != code
    assert own in text_of(receipt.pdf)
    opens(office, str(part.number), own)


@one_database
def test_a_preview_shows_no_code_and_changes_none(office: Office, clerk: Viewer) -> None:
    case, code = at_the_desk(office, clerk)
    with office.db.read() as session:
        (drawn,) = paper_drawing.preview(
            session,
            office,
            case.done.record_id,
            "issue_query_code",
            viewer=clerk,
            on_day=LATER,
            data=CHECKED,
            moment=Moment.on(LATER),
        )
    assert "●●●●-●●●●-●●●●" in text_of(drawn.pdf)
    opens(office, case.done.number, code)


@one_database
def test_where_applicants_have_no_page_the_receipt_says_where_to_ask(
    office: Office, clerk: Viewer
) -> None:
    closed = replace(office, settings=replace(office.settings, apply=False))
    case, code = at_the_desk(closed, clerk)
    assert code == ""
    said = text_of(papers_of(office, case.done.record_id)[0].pdf).replace("\n", "")
    assert "网上查询尚未开放，办理情况可以当面或者打电话询问" in said
    with pytest.raises(MissingEvidence, match="查询码（申请人的网上查询页没有开放）"):
        case.do("issue_query_code", LATER, **CHECKED)
    with office.db.read() as session:
        assert session.scalar(select(func.count()).select_from(QueryCode)) == 0


@one_database
def test_the_picture_on_the_receipt_leads_to_the_page_and_tells_nothing(
    office: Office, clerk: Viewer
) -> None:
    public = replace(office, settings=replace(office.settings, public_url=PAGE))
    case, code = at_the_desk(public, clerk)
    (paper,) = papers_of(office, case.done.record_id)
    assert paper.context is not None
    assert paper.context["query"] == {"code": code, "address": f"{PAGE}/apply/track"}
    pages = PdfReader(io.BytesIO(paper.pdf or b"")).pages
    assert len(pages) == 1
    assert "扫描右侧二维码" in pages[0].extract_text().replace("\n", "")


@one_database
def test_codes_are_told_apart_by_nothing_but_their_signs(office: Office, clerk: Viewer) -> None:
    _, one = at_the_desk(office, clerk)
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else " " for c in one)
    assert query_codes.index_of(office.cipher, wide) == query_codes.index_of(office.cipher, one)


@one_database
def test_the_same_place_in_a_restored_backup_has_another_code(
    office: Office, clerk: Viewer
) -> None:
    case, _ = at_the_desk(office, clerk)
    moments = [
        Moment.on(LATER),
        replace(Moment.on(LATER), at=Moment.on(LATER).at + timedelta(0, 1)),
    ]
    codes = []
    for moment in moments:
        with office.db.write() as session:
            record = session.get_one(Record, case.done.record_id)
            codes.append(query_codes.renewed(session, office, record, held="", moment=moment))
            session.rollback()
    assert codes[0] != codes[1]
