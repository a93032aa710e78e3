"""Every paper that a request can end in, as text: one golden file per outcome, so that a change shows as a diff."""

import io
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from factories import FOUNDED, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import MissingEvidence
from casework.models.document import Document
from casework.services import units
from casework.services.paper_text import read_blocks
from casework.services.papers import _environment
from casework.viewer import Moment, system
from workflows.answer_guards import OWN_ACTS
from workflows.documents import DOCUMENTS
from workflows.outcomes import OUTCOMES, facts_for
from workflows.vocabulary import Role

GOLDEN = Path(__file__).parents[1] / "golden" / "papers"
BEGUN = date(2026, 8, 3)  # under the remedies in force from 2026-07-01
DRAFTED = sorted(c for c, o in OUTCOMES.items() if not o.imported_only and c not in OWN_ACTS)
GROUND = "C6"
one_database = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    made = make_case(
        office, clerk, unit_id=unit_id, arrived_on=BEGUN, items=["某项目审批文件", "某项目验收报告"]
    )
    made.do("assign", BEGUN, handler=clerk.user_id)
    return made


FORBIDDING = "《中华人民共和国统计法》第二十五条"
SEARCH = {
    "systems": "电子公文系统",
    "keywords": "项目名称",
    "span_from": "2016-01-01",
    "span_to": "2025-12-31",
    "searcher": "甲",
    "result": "none",
}


def given_facts(code: str) -> dict[str, str]:
    """A value for every fact of the answer: its own label, a day, or the first choice."""
    found = {}
    for fact in facts_for(code, GROUND if code == "B" else None):
        value = f"【{fact.label}】"
        if fact.kind == "date":
            value = "2026-01-05"
        elif fact.kind == "choice":
            value = fact.choices[0][0]
        elif fact.key == "forbidding_law":
            value = FORBIDDING
        found[f"fact_{fact.key}"] = value
    return found


def prepare(case: Case, code: str) -> date:
    """The acts that the outcome presupposes; answers the day of the draft."""
    day = BEGUN + timedelta(days=2)
    if code == "D3":
        case.do("request_correction", day, items_to_correct="—", days=15)
        case.do("correction_notice_received", day, proof="—")
        case.do("receive_correction", day, corrected_content="—")
    if code == "E4":
        case.do("request_reasons", day, counts="—", matter="—")
        case.do("receive_reasons", day, note="—", reasonable=False)
    if code == "D1a":
        case.do("record_search", day, **SEARCH)
    if code == "C4":
        case.do("waive", day, guard="the_third_party_was_heard", reasons="第三方已终止")
    if code == "E2":
        case.do("waive", day, guard="it_repeats_a_linked_request", reasons="前案在旧系统中")
    return day


def issue(case: Case, code: str) -> None:
    day = prepare(case, code)
    more = {"ground": GROUND} if code == "B" else {}
    results = {"1": code, "2": code}
    case.do("submit_draft", day, outcome=code, item_results=results, **given_facts(code), **more)
    for act in ("pass_review", "approve"):
        case.do(act, day)
    if OUTCOMES[code].releases:
        conclusion = "open" if code == "A2" else "partial"
        case.do("review_secrecy", day, conclusion=conclusion, grounds="不涉密")
    case.do("issue", day)


def paper_text(case: Case, key: str) -> str:
    with case.office.db.read() as session:
        pdf = session.scalars(
            select(Document.pdf).where(
                Document.record_id == case.done.record_id, Document.key == key
            )
        ).one()
    assert pdf is not None
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages) + "\n"


def check(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written; read it and run again")
    assert text == path.read_text(encoding="utf-8")


@one_database
@pytest.mark.parametrize("code", DRAFTED)
def test_the_answer_of_an_outcome_reads_as_approved(case: Case, code: str) -> None:
    issue(case, code)
    check(code, paper_text(case, "answer"))


@one_database
def test_the_receipt_reads_as_approved(case: Case) -> None:
    check("receipt", paper_text(case, "receipt"))


@one_database
def test_the_notice_of_a_lapse_reads_as_approved(case: Case) -> None:
    case.do("request_correction", BEGUN, items_to_correct="—", days=5)
    case.do("correction_notice_received", BEGUN, proof="—")
    case.do("lapse_correction", date(2026, 8, 31))
    check("F1", paper_text(case, "termination"))


@one_database
def test_the_notice_of_an_unpaid_fee_reads_as_approved(case: Case) -> None:
    case.do("send_fee_notice", BEGUN, standard="per_page", count=40, payment_way="银行转账")
    case.do("fee_notice_received", BEGUN, proof="—")
    case.do("lapse_fee", date(2026, 10, 12))
    check("F2", paper_text(case, "termination"))


@one_database
def test_the_notice_of_a_withdrawal_reads_as_approved(case: Case) -> None:
    case.do("withdraw", BEGUN, paper="2026年8月3日书面撤回")
    check("F3a", paper_text(case, "termination"))


@one_database
def test_the_notice_where_nobody_succeeds_reads_as_approved(case: Case) -> None:
    died = {"recipient": 1, "event": "death", "occurred_on": "2026-08-01", "paper": "死亡证明"}
    case.do("applicant_ended", BEGUN, **died)
    case.do("ask_successor", BEGUN, whom="张三的近亲属", days=5)
    case.do("lapse_succession", date(2026, 8, 31))
    check("F3d", paper_text(case, "termination"))


def test_no_golden_text_is_left_that_no_test_reads() -> None:
    read = {*DRAFTED, "F1", "F2", "F3a", "F3d", "receipt", "receipt-contact", *DOCUMENTS}
    assert {path.stem for path in GOLDEN.glob("*.txt")} <= read


@one_database
@pytest.mark.parametrize("code", [c for c in DRAFTED if OUTCOMES[c].review_first])
def test_a_refusal_sends_to_review_first_and_names_no_court_address(case: Case, code: str) -> None:
    issue(case, code)
    text = paper_text(case, "answer").replace("\n", "")
    assert "应当先自收到" in text
    assert "某市法院路2号" not in text


def test_an_answer_without_a_review_body_is_refused_by_name(db: Database) -> None:
    office = make_office(db)
    form = units.UnitForm("bare", "某局")
    unit_id = units.add_unit(office, form, viewer=system(Role.admin), moment=Moment.on(FOUNDED))
    clerk = make_user(office, "clerk", roles=list(Role), unit="bare")
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=BEGUN, items=["甲", "乙"])
    case.do("assign", BEGUN, handler=clerk.user_id)
    version = case.done.version
    with pytest.raises(MissingEvidence, match="复议机关的名称和地址"):
        issue(case, "D2")
    assert (
        case.done.version == version + 3
    )  # everything up to the signature stands, nothing is half-signed


@pytest.mark.parametrize("end", ["\r", "\v", "\x0c", "\u2028", "\u2029", "\x85"])
def test_no_line_end_in_a_text_forges_a_block_of_its_own(end: str) -> None:
    text = f"甲{end}signature: 县政府 | 2020-01-01"
    lines = _environment().from_string("p: {{ text }}").render(text=text)
    context = {"title": "—", "unit": {"signatory": "—"}, "case": {"number": ""}}
    assert len(read_blocks(lines, context=context).blocks) == 1
