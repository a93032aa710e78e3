"""What the paper of a request says that is answered a second time; the annual table is tested elsewhere."""

from datetime import date

from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.models.document import Document
from casework.models.record import Record
from workflows.vocabulary import Role

GIVEN = {"fact_provided_by": "随本告知书提供", "fact_attachments": "方案，共3页"}
PARTLY = {
    **GIVEN,
    "ground": "C5",
    "fact_open_content": "正文",
    "fact_refused_content": "附件",
    "fact_internal_kind": "personnel",
    "fact_reasons": "只用于内部管理",
}


def answer(case, draft: dict[str, str], *, on: date) -> None:
    case.do("submit_draft", on, **draft)
    case.do("pass_review", on)
    case.do("approve", on)
    conclusion = "open" if draft["outcome"] == "A2" else "partial"
    case.do("review_secrecy", on, conclusion=conclusion, grounds="不涉密")
    case.do("issue", on)
    case.do("serve_in_person", on, recipient=1, signer="申请人")


def redone(db: Database, second: dict[str, str]):
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    case = make_case(office, clerk, unit_id=unit_id)
    case.do("assign", date(2020, 9, 2), handler=clerk.user_id)
    answer(case, {"outcome": "B", **PARTLY}, on=date(2020, 9, 8))
    case.do("redo", date(2020, 11, 2), until="2020-11-30", decision="复决〔2020〕1号")
    answer(case, second, on=date(2020, 11, 9))
    return case


def last_paper(db: Database, record_id: int) -> dict:
    with db.read() as session:
        return session.scalars(
            select(Document.context)
            .where(Document.record_id == record_id, Document.key == "answer")
            .order_by(Document.seq.desc())
        ).first()


def test_a_redone_answer_does_not_tell_the_result_that_was_overturned(db: Database) -> None:
    case = redone(db, {"outcome": "A2", **GIVEN})
    paper = last_paper(db, case.done.record_id)
    assert paper["outcome"]["code"] == "A2"
    assert "内部事务" not in "".join(paper["sentences"])


def test_a_redone_answer_leaves_the_counted_outcome_as_it_was(db: Database) -> None:
    case = redone(db, {"outcome": "A2", **GIVEN})
    with db.read() as session:
        record = session.get_one(Record, case.done.record_id)
    assert (record.outcome, record.closed_on) == ("B", date(2020, 9, 8))


def test_a_withdrawal_after_an_overturned_answer_tells_the_withdrawal(db: Database) -> None:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    case = make_case(office, clerk, unit_id=unit_id)
    case.do("assign", date(2020, 9, 2), handler=clerk.user_id)
    answer(case, {"outcome": "B", **PARTLY}, on=date(2020, 9, 8))
    case.do("redo", date(2020, 11, 2), until="2020-11-30", decision="复决〔2020〕1号")
    case.do("withdraw", date(2020, 11, 5), paper="书面撤回")
    with db.read() as session:
        paper = session.scalars(
            select(Document.context).where(
                Document.record_id == case.done.record_id, Document.key == "termination"
            )
        ).one()
    assert paper["outcome"]["code"] == "F3a"
