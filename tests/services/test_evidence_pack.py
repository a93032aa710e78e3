"""证据材料: what the list names is in the pack at the pages it tells, and nothing else of the file is."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from pypdf import PdfReader
from sqlalchemy import select, update

from casework.db import Database
from casework.errors import MissingEvidence
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.services import files, paper_drawing, registering
from casework.services.dossier import checking
from casework.services.dossier.making import Form, Made, make_evidence
from casework.services.engine import history
from casework.services.paper_evidence import evidence_facts
from casework.viewer import Moment
from tests.files import samples as s
from workflows.file_guards import PROVING, FileKind
from workflows.registry import workflow_version
from workflows.vocabulary import Role

BEGUN, LATER = date(2026, 8, 3), date(2026, 8, 5)
one_database = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def attach(case: Case, name: str, content: bytes, kind: str) -> None:
    case.done = files.attach(
        case.office,
        case.done.record_id,
        viewer=case.viewer,
        version=case.done.version,
        on_day=LATER,
        name=name,
        content=content,
        data={"file_kind": kind},
        moment=Moment.on(LATER),
    )


@pytest.fixture
def case(db: Database) -> Case:
    """A request that was answered, with its letter, and with what was not given out."""
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    made = make_case(office, clerk, unit_id=unit_id, arrived_on=BEGUN)
    made.do("assign", BEGUN, handler=clerk.user_id)
    attach(made, "来信.pdf", s.pdf("letter"), "application")
    attach(made, "底稿.pdf", s.pdf("withheld"), "other")
    attach(made, "证件.pdf", s.pdf("identity"), "identity")
    draft = {"outcome": "A2", "item_results": {"1": "A2"}, "fact_provided_by": "邮寄"}
    made.do("submit_draft", LATER, **draft, fact_attachments="方案一份")
    made.do("pass_review", LATER, opinion="依据准确")
    made.do("approve", LATER)
    made.do("review_secrecy", LATER, conclusion="open", grounds="不涉及国家秘密")
    made.do("issue", LATER)
    made.do("serve_by_post", LATER, recipient=1, tracking="EA123456789CN")
    return made


def dispute(case: Case, kind: str, *, linked: bool = True) -> int:
    with case.office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        number, unit_id = record.number or "", record.unit_id
    return registering.open_record(
        case.office,
        kind=kind,
        unit_id=unit_id,
        on_day=LATER,
        data={"body": "某市人民政府", "applicant": "张三", "claim": "撤销答复"},
        linked=number if linked else "",
        viewer=case.viewer,
        moment=Moment.on(LATER),
    ).record_id


def make(case: Case, record_id: int, form: Form = Form.zip) -> Made:
    return make_evidence(case.office, record_id, form, viewer=case.viewer, moment=Moment.on(LATER))


def test_what_may_be_withheld_is_no_evidence() -> None:
    assert not {FileKind.release, FileKind.identity, FileKind.other} & set(PROVING)


@one_database
def test_the_list_names_each_piece_with_the_pages_it_stands_at(case: Case) -> None:
    made = make(case, case.done.record_id, Form.pdf)
    reader = PdfReader(io.BytesIO(made.content))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    entries = {o.title: reader.get_destination_page_number(o) or 0 for o in reader.outline}
    numbered = [title for title in entries if title.startswith("证据") and "　" in title]
    assert [title.partition("　")[0] for title in numbered] == [
        f"证据{n}" for n in range(1, made.entries + 1)
    ]
    listed = pages[entries["证据清单"]]
    for title in numbered:
        assert f"{title.partition('　')[0]}第{entries[title] + 1}页" in pages[entries[title]]
    letter = next(title for title in numbered if "来信.pdf" in title)
    assert f"2026年8月5日申请人提出申请的方式和内容{entries[letter] + 1}" in listed
    whole = "".join(pages)
    assert "letter" in whole
    assert "withheld" not in whole
    assert "identity" not in whole
    assert "审批单" not in whole
    assert "办理经过时间表" in entries
    times = pages[entries["办理经过时间表"]]
    assert "证据2" in times
    assert "登记文件" not in times
    assert "国办公开办函〔2016〕235号" in times


@one_database
def test_a_lawsuit_brings_the_draft_of_the_defence(case: Case) -> None:
    with case.office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        number, unit_id = record.number or "", record.unit_id
    suit = registering.open_record(
        case.office, kind="lawsuit", unit_id=unit_id, on_day=LATER,
        data={"court": "某区人民法院", "plaintiff": "张三"}, linked=number,
        viewer=case.viewer, moment=Moment.on(LATER),
    ).record_id  # fmt: skip
    made = make(case, suit)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        draft = PdfReader(io.BytesIO(archive.read("答辩状（草稿）.pdf")))
        words = "\n".join(page.extract_text() for page in draft.pages)
        assert archive.read("答辩状（草稿）.docx").startswith(b"PK")
    assert "某区人民法院" in words
    assert "诉讼请求\n" not in words


@one_database
def test_a_review_brings_the_draft_of_the_reply_for_print_and_for_a_word_processor(
    case: Case, tmp_path: Path
) -> None:
    made = make(case, dispute(case, "review"))
    path = tmp_path / "证据.zip"
    path.write_bytes(made.content)
    assert checking.check(str(path)) == ()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.read("行政复议答复书（草稿）.docx").startswith(b"PK")
    assert "行政复议答复书（草稿）.pdf" in names
    assert "证据材料.pdf" in names
    assert manifest["pages"] == made.pages
    assert [line for line in made.lacks if "没有登记送达凭证" in line]


@one_database
def test_the_time_line_names_every_paper_that_an_act_sent(case: Case) -> None:
    with case.office.db.read() as session:
        unit_id = session.get_one(Record, case.done.record_id).unit_id
    fresh = make_case(case.office, case.viewer, unit_id=unit_id, arrived_on=BEGUN)
    fresh.do("assign", BEGUN, handler=case.viewer.user_id)
    fresh.do("consult_third_party", LATER, name="某公司", matter="合同价格")
    with case.office.db.read() as session:
        record = session.get_one(Record, fresh.done.record_id)
        facts = history(session, record, workflow_version(record.workflow_version))
        lines = evidence_facts(session, record, facts, texts={})["timeline"]
    (line,) = [one for one in lines if one["what"].startswith("征求第三方意见")]
    assert line["what"].count("《") == len(line["sources"]) == 3


@one_database
def test_the_reply_quotes_the_answer_or_names_the_result_where_its_text_is_gone(case: Case) -> None:
    assert "答复如下：经审查，所申请公开的政府信息可以公开。" in reply(case)
    with case.office.db.write() as session:
        session.execute(update(Document).values(context=None))
    assert "本机关的办理结果为：予以公开，提供或告知方式、途径、时间，依据为《中华" in reply(case)


def reply(case: Case) -> str:
    review = dispute(case, "review")
    moment = Moment.on(LATER)
    with case.office.db.read() as session:
        drawn = paper_drawing.sheet(
            session, case.office, review, key="review_reply", viewer=case.viewer, moment=moment
        )
    pages = PdfReader(io.BytesIO(drawn.pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@one_database
def test_a_dispute_about_no_known_request_has_no_evidence_to_give(case: Case) -> None:
    with pytest.raises(MissingEvidence, match="没有关联政府信息公开申请"):
        make(case, dispute(case, "review", linked=False))


@one_database
def test_who_made_the_evidence_is_noted_and_the_case_stays_as_it_is(case: Case) -> None:
    version = case.done.version
    made = make(case, case.done.record_id, Form.pdf)
    with case.office.db.read() as session:
        assert session.get_one(Record, case.done.record_id).version == version
        wanted = select(JournalEntry).where(JournalEntry.action == "make_evidence")
        noted = session.scalars(wanted).one()
    assert (noted.actor_id, noted.data["digest"]) == (case.viewer.user_id, made.sha256)
