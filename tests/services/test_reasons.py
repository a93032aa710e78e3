"""Versions of the reasons through the one door: kept apart from the journal, checked by their characters, printed in the answer."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select, update

from casework.db import Database
from casework.errors import Invalid, MissingGlyph
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import Note
from casework.services.verification import verify
from workflows.vocabulary import Role

DAY = date(2020, 9, 8)
REFUSED: dict[str, Any] = {
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


def write(case: Case, text: str, *, based_on: int = 0) -> int:
    """The number of the row of the new version."""
    return case.do("write_reasons", DAY, reasons=text, based_on=based_on).version


def issued(case: Case) -> Document:
    case.do("submit_draft", DAY, **REFUSED)
    case.do("pass_review", DAY)
    case.do("approve", DAY)
    case.do("review_secrecy", DAY, conclusion="closed", grounds="—")
    case.do("issue", DAY)
    with case.office.db.read() as session:
        return session.scalars(
            select(Document).where(
                Document.record_id == case.done.record_id, Document.key == "answer"
            )
        ).one()


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_newest_version_is_what_the_answer_says(case: Case) -> None:
    first = write(case, "旧的理由。")
    write(case, "第一段理由。\n\n　　第二段|理由。", based_on=first)
    paper = issued(case)
    assert paper.context["reasons"] == ["第一段理由。", "第二段|理由。"]
    with case.office.db.read() as session:
        pdf = session.scalars(select(Document.pdf).where(Document.id == paper.id)).one()
    said = words(pdf)
    assert "理由如下：第一段理由。第二段|理由。" in said
    assert "旧的理由" not in said


def test_a_text_lies_beside_the_journal_and_verify_covers_it(case: Case) -> None:
    seq = write(case, "内部人事安排。")
    with case.office.db.read() as session:
        data = session.scalars(select(JournalEntry.data).where(JournalEntry.seq == seq)).one()
    assert set(data["reasons"]) == {"note", "sha256"}
    assert verify(case.office, today=DAY) == ()
    with case.office.db.write() as session:
        session.execute(update(Note).where(Note.seq == seq).values(content="改过。"))
    (fault,) = verify(case.office, today=DAY)
    assert (fault.rule, f"第{seq}条" in fault.where) == ("text", True)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("甲\u202e乙", MissingGlyph, "书写方向"),
        ("甲\x07乙", Invalid, "控制字符"),
        ("甲\U0001f600乙", MissingGlyph, "U\\+1F600"),
        ("字" * 100_001, Invalid, "100000 个字"),
        (" \n ", Invalid, "必填"),
    ],
)
def test_what_no_paper_can_show_is_refused_when_it_is_written(
    case: Case, text: str, error: type[Invalid], words: str
) -> None:
    version = case.done.version
    with pytest.raises(error, match=words):
        write(case, text)
    assert case.do("write_reasons", DAY, reasons="好。", based_on=0).version == version + 1
