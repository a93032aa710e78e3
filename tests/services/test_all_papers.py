"""Every paper of the set: its title, its reader, its mandatory facts, its remedy, and its text as a golden file."""

import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdf
import pytest
from factories import REMEDIES, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import Invalid, MissingEvidence, NotFound
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.services import paper_drawing, registering, verification
from casework.viewer import Moment, Viewer
from workflows.documents import DOCUMENTS, Addressee, sheets_of
from workflows.vocabulary import Role

GOLDEN = Path(__file__).parents[1] / "golden" / "papers"
DIGESTS = GOLDEN / "digests.json"
BEGUN = date(2026, 8, 3)
LATER = date(2026, 8, 5)
one_database = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

TITLES = {
    "register_sheet": "政府信息公开申请登记表",
    "receipt": "政府信息公开申请登记回执",
    "query_code_slip": "政府信息公开申请查询码告知单",
    "correction_notice": "政府信息公开申请补正告知书",
    "reasons_notice": "政府信息公开申请说明理由告知书",
    "extension_notice": "政府信息公开申请延期答复告知书",
    "delay_notice": "政府信息公开申请延迟答复告知书",
    "third_party_letter": "政府信息公开申请征求意见书（给第三方）",
    "reply_slip": "政府信息公开申请征求意见确认函",
    "consultation_notice": "政府信息公开申请征求意见告知书（给申请人）",
    "override_notice": "政府信息依申请公开告知书（给第三方）",
    "co_maker_letter": "政府信息公开申请征求意见书（给共同制作机关）",
    "agency_letter": "政府信息公开申请征求意见函（给其他机关）",
    "secrecy_referral": "报请确定政府信息能否公开的函",
    "assistance_letter": "政府信息公开申请协办函",
    "search_record": "检索记录表",
    "third_party_reply": "第三方意见回函",
    "secrecy_sheet": "政府信息公开审查呈批单",
    "approval_sheet": "审批单",
    "merge_notice": "政府信息公开申请并案处理告知书",
    "fee_notice": "政府信息公开信息处理费收费通知书",
    "answer": "政府信息公开申请答复书",
    "termination": "政府信息公开申请终止办理告知书",
    "service_receipt": "送达回证",
    "inquiry_reply": "协助调查函复函",
    "review_reply": "行政复议答复书",
    "defence": "答辩状",
    "evidence_list": "证据清单",
    "rectification_notice": "更正告知书",
    "circular": "政务公开工作情况通报",
    "chase_notice": "督办单",
}
REMEDY = {"answer", "termination", "override_notice", "rectification_notice"}


def test_the_set_has_these_papers_under_these_titles() -> None:
    assert {key: row.title for key, row in DOCUMENTS.items()} == TITLES


@pytest.mark.parametrize("key", sorted(TITLES))
def test_a_paper_carries_a_remedy_when_the_law_gives_one(key: str) -> None:
    assert DOCUMENTS[key].remedy == (key in REMEDY)


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def clerk(office: Office) -> Viewer:
    make_unit(office)
    make_unit(office, "jian", name="某区住房局", parent="district")
    return make_user(office, "clerk", roles=list(Role), name="甲")


@pytest.fixture
def case(office: Office, clerk: Viewer) -> Case:
    with office.db.write() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "district")).one()
        unit.settings = {"address": "某市某区示范路1号", "phone": "0000-0000001"}
        unit_id = unit.id
    made = make_case(office, clerk, unit_id=unit_id, arrived_on=BEGUN, items=["某项目审批文件"])
    made.do("assign", BEGUN, handler=clerk.user_id)
    return made


def ask_correction(case: Case) -> None:
    case.do("request_correction", LATER, items_to_correct="写明所需文件的名称或者文号", days=15)


def extend(case: Case) -> None:
    case.do("ask_extension", LATER, days=20, reasons="涉及的档案数量较多，需要逐件核对")
    case.do("grant_extension", LATER)
    case.do("send_extension_notice", LATER, proof="张三签收")


def ask_reasons(case: Case) -> None:
    case.do(
        "request_reasons",
        LATER,
        counts="2026年1月1日至8月5日，你向本机关提出同类申请120件",
        matter="提出同类申请的用途",
        days=10,
    )


def delay(case: Case) -> None:
    ask_reasons(case)
    case.do("receive_reasons", LATER, reasonable=True, note="用于编写地方史")
    case.do("delay_answer", LATER, until="2026-11-30", reasons="需要整理的材料较多")


def consult(case: Case) -> None:
    case.do("consult_third_party", LATER, name="某建筑公司", matter="某项目审批文件中的报价清单")


def hear(case: Case) -> None:
    consult(case)
    thread = case.done.version
    case.do("third_party_received", LATER, thread=thread, proof="李四签收")
    case.do(
        "third_party_opinion",
        LATER,
        thread=thread,
        opinion="refuse",
        opinion_reasons="涉及商业秘密",
    )


def override(case: Case) -> None:
    hear(case)
    case.do(
        "override_third_party",
        LATER,
        override_ground="public_interest",
        reasons="报价清单涉及公共资金的使用，公开报价总额和分项价格",
    )
    case.do("notify_override", LATER, name="某建筑公司", proof="李四签收")


def consult_co_maker(case: Case) -> None:
    case.do("consult_co_maker", LATER, name="某市水务局", matter="联合印发的审批意见")


def consult_agency(case: Case) -> None:
    case.do("consult_agency", LATER, name="某市档案馆", matter="该项目档案是否已经开放")


def refer_secrecy(case: Case) -> None:
    case.do(
        "refer_secrecy",
        LATER,
        referred_to="secrecy",
        name="某市某区国家保密局",
        matter="审批文件的附图是否属于国家秘密，定密依据不明",
    )


def ask_department(case: Case) -> None:
    with case.office.db.read() as session:
        asked = session.scalars(select(Unit.id).where(Unit.code == "jian")).one()
    case.do(
        "ask_department",
        LATER,
        asked_unit=asked,
        task_kind="search",
        matter="查找某项目审批文件",
        limit_on="2026-08-10",
    )


def charge(case: Case) -> None:
    case.do(
        "send_fee_notice", LATER, standard="per_page", count=40, payment_way="凭缴款码在银行缴纳"
    )


def search(case: Case) -> None:
    case.do(
        "record_search",
        LATER,
        systems="电子公文系统、纸质档案室",
        keywords="项目名称",
        span_from="2016-01-01",
        span_to="2025-12-31",
        units_asked="某区住房局档案室",
        searcher="甲",
        result="none",
    )


def issue(case: Case) -> None:
    case.do(
        "submit_draft",
        LATER,
        outcome="A2",
        item_results={"1": "A2"},
        fact_provided_by="随本答复书邮寄",
        fact_attachments="某项目审批文件一份",
    )
    case.do("pass_review", LATER, opinion="依据准确")
    case.do("approve", LATER)
    case.do("review_secrecy", LATER, conclusion="open", grounds="经审查不涉及国家秘密")
    case.do("issue", LATER)
    case.do("serve_by_post", LATER, recipient=1, tracking="EA123456789CN")


def merge(case: Case) -> None:
    with case.office.db.read() as session:
        unit_id = session.get_one(Record, case.done.record_id).unit_id
    first = make_case(
        case.office, case.viewer, unit_id=unit_id, arrived_on=BEGUN, items=["某项目审批文件"]
    )
    case.do("merge_into", LATER, case=first.done.number, reasons="同一申请登记两次")


def nothing(case: Case) -> None:
    """The registered case is enough."""


def renew_code(case: Case) -> None:
    case.do("issue_query_code", LATER, checked="当面核对身份证原件")


ISSUED: dict[str, Callable[[Case], None]] = {
    "receipt": nothing,
    "query_code_slip": renew_code,
    "correction_notice": ask_correction,
    "extension_notice": extend,
    "reasons_notice": ask_reasons,
    "delay_notice": delay,
    "consultation_notice": consult,
    "third_party_letter": consult,
    "reply_slip": consult,
    "override_notice": override,
    "co_maker_letter": consult_co_maker,
    "agency_letter": consult_agency,
    "secrecy_referral": refer_secrecy,
    "assistance_letter": ask_department,
    "fee_notice": charge,
    "merge_notice": merge,
}
DRAWN: dict[str, Callable[[Case], None]] = {
    "register_sheet": nothing,
    "search_record": search,
    "third_party_reply": hear,
    "secrecy_sheet": issue,
    "approval_sheet": issue,
    "service_receipt": issue,
}


def open_record(case: Case, kind: str, *, linked: str = "", **data: str) -> Case:
    with case.office.db.read() as session:
        unit_id = session.get_one(Record, case.done.record_id).unit_id
    done = registering.open_record(
        case.office,
        kind=kind,
        unit_id=unit_id,
        on_day=LATER,
        data=data,
        linked=linked,
        viewer=case.viewer,
        moment=Moment.on(LATER),
    )
    return Case(case.office, case.viewer, done)


def rectified(case: Case) -> bytes:
    record = open_record(
        case,
        "correction_of_record",
        channel="in_person",
        applicant="王五",
        matter="房屋登记信息中的建筑面积",
        evidence="不动产权证书",
    )
    record.do("check_record", LATER)
    record.do("correct_record", LATER, note="建筑面积由89平方米更正为98平方米")
    return stored(record, "rectification_notice")


def replied(case: Case) -> bytes:
    record = open_record(
        case,
        "inquiry",
        origin="province",
        sender="某省人民政府办公厅",
        letter_number="某政办函〔2026〕8号",
        subject="某项目信息公开情况",
        until="2026-08-20",
    )
    record.do(
        "answer",
        LATER,
        reply_number="某政函〔2026〕3号",
        reply="该项目信息已于2026年公开",
        holder="某区住房局",
        view="属于主动公开的政府信息，可以公开",
    )
    return stored(record, "inquiry_reply")


def told_to_all(case: Case) -> bytes:
    record = open_record(
        case,
        "circular",
        title="关于2026年7月份全区政务公开工作情况的通报",
        span="month",
        year="2026",
        part="7",
        until="2026-08-10",
    )
    record.do("write_circular", LATER, tasks="（一）按时答复。\n（二）按时整改。")
    record.do("issue_circular", LATER, number="某政办字〔2026〕8号")
    return stored(record, "circular")


def chased(case: Case) -> bytes:
    record = open_record(
        case,
        "chase",
        matter="截至8月5日，有1件申请逾期未答复",
        reason="overdue",
        demand="立即答复，并查明逾期的原因。",
        until="2026-08-12",
    )
    return stored(record, "chase_notice")


def disputed(case: Case, key: str) -> bytes:
    issue(case)
    record = open_record(
        case,
        "review",
        linked=case.done.number or number_of(case),
        body="某市人民政府",
        applicant="张三",
        claim="请求确认本机关的答复违法",
    )
    return sheet(record, key)


def sued(case: Case) -> bytes:
    issue(case)
    record = open_record(
        case,
        "lawsuit",
        linked=case.done.number or number_of(case),
        court="某市某区人民法院",
        docket="（2026）某0102行初8号",
        plaintiff="张三",
        claim="撤销被告作出的答复，责令重新答复",
    )
    return sheet(record, "defence")


def number_of(case: Case) -> str:
    with case.office.db.read() as session:
        return session.get_one(Record, case.done.record_id).number or ""


def stored(case: Case, key: str) -> bytes:
    with case.office.db.read() as session:
        pdf = session.scalars(
            select(Document.pdf)
            .where(Document.record_id == case.done.record_id, Document.key == key)
            .order_by(Document.seq.desc())
        ).first()
    assert pdf is not None
    return pdf


def sheet(case: Case, key: str) -> bytes:
    with case.office.db.read() as session:
        return paper_drawing.sheet(
            session,
            case.office,
            case.done.record_id,
            key=key,
            viewer=case.viewer,
            moment=Moment.on(LATER),
        ).pdf


TO_UNITS: dict[str, Callable[[Case], bytes]] = {
    "inquiry_reply": replied,
    "circular": told_to_all,
    "chase_notice": chased,
}


def made(case: Case, key: str) -> bytes:
    """The bytes of a paper of this kind."""
    if key in ISSUED:
        ISSUED[key](case)
        return stored(case, key)
    if key in DRAWN:
        DRAWN[key](case)
        return sheet(case, key)
    if key == "rectification_notice":
        return rectified(case)
    if key in TO_UNITS:
        return TO_UNITS[key](case)
    return sued(case) if key == "defence" else disputed(case, key)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages) + "\n"


# The review body and the court know their own applicant; everybody else does not learn who asked.
KEPT_FROM = sorted(
    key for key, row in DOCUMENTS.items() if not row.shows_applicant and not row.addressee.judges
)
# The answers and terminations by outcome are golden files of their own (test_papers).
MADE = sorted(set(TITLES) - {"answer", "termination"})


@one_database
@pytest.mark.parametrize("key", MADE)
def test_a_paper_reads_as_approved(case: Case, key: str) -> None:
    pdf = made(case, key)
    text = text_of(pdf)
    path = GOLDEN / f"{key}.txt" if key != "receipt" else GOLDEN / "receipt-contact.txt"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written; read it and run again")
    assert text == path.read_text(encoding="utf-8")


@one_database
@pytest.mark.parametrize("key", MADE)
def test_a_paper_is_the_same_bytes_as_approved(case: Case, key: str) -> None:
    known = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}
    digest = hashlib.sha256(made(case, key)).hexdigest()
    if key not in known:
        DIGESTS.write_text(json.dumps(known | {key: digest}, indent=1, sort_keys=True) + "\n")
        pytest.fail(f"the digest of {key} was written; look at the paper and run again")
    assert known[key] == digest


@one_database
@pytest.mark.parametrize("key", KEPT_FROM)
def test_no_other_reader_learns_who_asked(case: Case, key: str) -> None:
    pdf = made(case, key)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert "张三" not in text_of(pdf)
    assert "张三" not in str(reader.metadata)


@one_database
@pytest.mark.parametrize("key", MADE)
def test_a_paper_says_its_remedy_or_none(case: Case, key: str) -> None:
    text = text_of(made(case, key)).replace("\n", "")
    told = "日内向" in text and REMEDIES["review_bodies"][0]["address"] in text
    assert told == DOCUMENTS[key].remedy


@one_database
def test_an_opinion_entered_on_a_later_day_says_when_it_was_entered(case: Case) -> None:
    told = {"fact_provided_by": "邮寄", "fact_attachments": "某项目审批文件一份"}
    case.do("submit_draft", BEGUN, today=LATER, outcome="A2", item_results={"1": "A2"}, **told)
    text = text_of(sheet(case, "approval_sheet")).replace("\n", "")
    assert "请审核（2026年8月5日10:00补记）签名：甲\u30002026年8月3日" in text


_ABOUT_NO_CASE = (Addressee.internal, Addressee.units)
TO_OTHERS = [k for k in MADE if DOCUMENTS[k].addressee not in _ABOUT_NO_CASE]


@one_database
@pytest.mark.parametrize("key", TO_OTHERS)
def test_whoever_receives_a_paper_learns_which_request_it_is_about_and_whom_to_call(
    case: Case, key: str
) -> None:
    text = text_of(made(case, key)).replace("\n", "").replace(" ", "")
    assert "DISTRICT-2026-0001" in text
    assert "2026年8月3日" in text or key in {"rectification_notice", "inquiry_reply"}
    assert "0000-0000001" in text
    assert DOCUMENTS[key].heading in text or key == "inquiry_reply"


ONE_PAGE = "receipt fee_notice secrecy_referral override_notice third_party_letter merge_notice"


@one_database
@pytest.mark.parametrize("key", ONE_PAGE.split())
def test_a_letter_of_usual_length_takes_one_page(case: Case, key: str) -> None:
    assert len(pypdf.PdfReader(io.BytesIO(made(case, key))).pages) == 1


@one_database
def test_a_late_extension_notice_promises_no_new_day(case: Case) -> None:
    late = date(2026, 9, 2)
    case.do("ask_extension", LATER, days=20, reasons="材料较多")
    case.do("grant_extension", LATER)
    case.do("send_extension_notice", late, proof="张三签收")
    assert "届满" not in text_of(stored(case, "extension_notice"))


@one_database
def test_a_paper_to_others_keeps_nothing_of_what_was_asked(case: Case) -> None:
    consult(case)
    with case.office.db.read() as session:
        kept = session.scalars(
            select(Document.context).where(Document.key == "third_party_letter")
        ).one()
    assert "张三" not in str(kept)
    assert kept is not None
    assert kept["case"]["content"] == ""


@one_database
def test_a_sheet_without_its_facts_names_them(case: Case) -> None:
    with pytest.raises(MissingEvidence, match="检索记录"):
        sheet(case, "search_record")


@one_database
def test_a_reply_to_an_inquiry_without_its_content_names_it(case: Case) -> None:
    record = open_record(
        case, "inquiry", origin="city", sender="某市政府", subject="公开情况", until="2026-08-20"
    )
    with pytest.raises(Invalid, match="回复要点"):
        record.do("answer", LATER, reply_number="某政函〔2026〕4号", holder="某局", view="可以公开")
    assert record.done.version == 1


@one_database
def test_a_sheet_of_another_kind_is_refused_with_those_there_are(case: Case) -> None:
    with pytest.raises(NotFound, match="search_record"):
        sheet(case, "evidence_list")


@one_database
def test_a_preview_is_marked_takes_no_number_and_leaves_nothing(case: Case) -> None:
    data = {"name": "某建筑公司", "matter": "报价清单"}
    with case.office.db.read() as session:
        drawn = paper_drawing.preview(
            session,
            case.office,
            case.done.record_id,
            "consult_third_party",
            viewer=case.viewer,
            on_day=LATER,
            data=data,
            moment=Moment.on(LATER),
        )
        before = session.get_one(Record, case.done.record_id).version
    keys = [one.kind.key for one in drawn]
    assert keys == ["third_party_letter", "reply_slip", "consultation_notice"]
    assert "预览" in text_of(drawn[0].pdf)
    assert before == case.done.version
    case.do("consult_third_party", LATER, **data)
    assert "〔2026〕1号" in text_of(stored(case, "third_party_letter"))


@one_database
def test_a_consultation_sends_the_letter_the_slip_and_the_notice_together(case: Case) -> None:
    consult(case)
    with case.office.db.read() as session:
        keys = session.scalars(
            select(Document.key).where(Document.seq == case.done.version).order_by(Document.id)
        ).all()
    assert keys == ["third_party_letter", "reply_slip", "consultation_notice"]


def test_every_internal_sheet_is_drawn_on_demand_and_numbered_by_nobody() -> None:
    for row in DOCUMENTS.values():
        if row.addressee is Addressee.internal or row.addressee.judges:
            assert row.on_demand
            assert not row.word
    assert {row.key for row in sheets_of("request")} == set(DRAWN)


@one_database
def test_verification_finds_an_enclosed_paper_that_was_changed(case: Case) -> None:
    consult(case)
    assert verification.verify(case.office, today=LATER) == ()
    with case.office.db.write() as session:
        slip = session.scalars(select(Document).where(Document.key == "reply_slip")).one()
        slip.pdf = b"%PDF-1.7 changed"
    found = [f for f in verification.verify(case.office, today=LATER) if f.rule == "paper"]
    assert "确认函" in found[0].where
