"""政府信息公开审查呈批单: one sheet for the answer and one for each file, naming the reviewer and the digest of what was reviewed."""

import io
from datetime import date

import pypdf
import pytest
from factories import Case, make_case, make_office, make_unit, make_user

from casework.db import Database
from casework.errors import MissingEvidence
from casework.services import files, journal, paper_drawing
from casework.services.verification import verify
from casework.viewer import Moment
from tests.files import samples
from workflows.vocabulary import Role

DAY = date(2020, 9, 2)
STAFF = [Role.intake, Role.handler, Role.legal, Role.approver]


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit = make_unit(office)
    clerk = make_user(office, "clerk", roles=STAFF, name="李法务")
    made = make_case(office, clerk, unit_id=unit)
    made.do("assign", DAY, handler=clerk.user_id)
    return made


def attach(case: Case, name: str) -> int:
    case.done = files.attach(
        case.office,
        case.done.record_id,
        viewer=case.viewer,
        version=case.done.version,
        on_day=DAY,
        name=name,
        content=samples.pdf(name),
        data={"file_kind": "release"},
        moment=Moment.on(DAY),
    )
    return case.done.version


def pages(case: Case) -> list[str]:
    with case.office.db.read() as session:
        drawn = paper_drawing.sheet(
            session,
            case.office,
            case.done.record_id,
            key="secrecy_sheet",
            viewer=case.viewer,
            moment=Moment.on(DAY),
        )
    found = pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages
    return ["".join(page.extract_text().split()) for page in found]


def test_each_file_and_the_answer_have_a_sheet_of_their_own(case: Case) -> None:
    first, second = attach(case, "one.pdf"), attach(case, "two.pdf")
    for seq in (first, second):
        case.do("review_file", DAY, thread=seq, conclusion="open", grounds=f"不涉密{seq}")
    case.do("submit_draft", DAY, outcome="A2", fact_provided_by="以电子邮件提供")
    case.do("review_secrecy", DAY, conclusion="open", grounds="答复不涉密")
    answer, one, two = pages(case)
    assert "答复不涉密" in answer
    assert "审查的文件" not in answer
    for seq, page in ((first, one), (second, two)):
        assert f"第{seq}条登记" in page
        assert f"不涉密{seq}" in page
        assert "审查人：李法务" in page
    with case.office.db.read() as session:
        rows = {row.seq: row for row in journal.entries(session, case.done.record_id)}
        digest = rows[first].data["file"]["sha256"]
        assert rows[second + 1].data["sha256"] == digest
        assert digest in one
    assert verify(case.office, today=DAY) == ()


def test_what_others_determined_stands_on_the_sheet_of_its_file(case: Case) -> None:
    seq = attach(case, "one.pdf")
    asked = {"referred_to": "secrecy", "name": "某区国家保密局", "matter": "是否涉密", "about": seq}
    case.do("refer_secrecy", DAY, **asked)
    row = case.done.version
    case.do("receive_secrecy_reply", DAY, thread=row, decision="open", reply="不属于国家秘密")
    case.do("review_file", DAY, thread=seq, conclusion="open", grounds="经报请确定")
    case.do("submit_draft", DAY, outcome="A2", fact_provided_by="以电子邮件提供")
    case.do("review_secrecy", DAY, conclusion="open", grounds="答复不涉密")
    answer, one = pages(case)
    assert "某区国家保密局" in one
    assert "不属于国家秘密" in one
    assert "国家保密局" not in answer


def test_without_a_review_there_is_no_sheet(case: Case) -> None:
    attach(case, "one.pdf")
    with pytest.raises(MissingEvidence, match="保密审查的结论和审查人"):
        pages(case)
