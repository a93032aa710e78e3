"""People who join a case under way: encrypted like those of the first day, never in the journal, on the papers, verified."""

from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select, text

from casework.db import Database
from casework.errors import ActionRefused, Invalid
from casework.models.document import Document, ServiceAttempt
from casework.models.journal import JournalEntry
from casework.models.party import Party
from casework.office import Office
from casework.services import intake, verification
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

D1, D2, D8 = date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 8)
AGENT = {
    "role": "agent",
    "name": "李律师",
    "id_type": "律师执业证",
    "id_number": "13713202010123456",
    "phone": "13900001111",
    "paper": "授权委托书",
}


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def unit_id(office: Office) -> int:
    return make_unit(office)


@pytest.fixture
def clerk(office: Office, unit_id: int) -> Viewer:
    return make_user(office, "clerk", roles=list(Role))


@pytest.fixture
def case(office: Office, clerk: Viewer, unit_id: int) -> Case:
    return make_case(office, clerk, unit_id=unit_id, names=("张三", "王五"))


def people(office: Office, record_id: int) -> list[Party]:
    with office.db.read() as session:
        found = select(Party).where(Party.record_id == record_id).order_by(Party.position)
        return list(session.scalars(found))


def sound(office: Office, today: date = D8) -> bool:
    return verification.verify(office, today=today) == ()


def sign(case: Case, day: date = D8) -> None:
    case.do("assign", D2, handler=case.viewer.user_id)
    case.do("submit_draft", day, outcome="D1b", fact_reasons="不属于本机关职责")
    for act in ("pass_review", "approve", "issue"):
        case.do(act, day)


def test_an_agent_who_joins_is_kept_like_those_of_the_first_day(office: Office, case: Case) -> None:
    case.do("join_party", D2, **AGENT)
    agent = people(office, case.done.record_id)[-1]
    assert (agent.position, agent.kind, agent.name) == (3, "agent", "李律师")
    assert "137" not in agent.id_number
    assert office.cipher.decrypt(agent.id_number) == AGENT["id_number"]
    assert agent.phone_index == office.cipher.index(AGENT["phone"])
    assert sound(office)


def test_nobody_who_joins_is_named_in_the_journal(office: Office, case: Case) -> None:
    case.do("join_party", D2, **AGENT)
    with office.db.read() as session:
        data = session.scalars(select(JournalEntry.data).order_by(JournalEntry.id.desc())).first()
    assert (data["role"], data["position"], sorted(data["paper"])) == (
        "agent",
        3,
        ["note", "sha256"],
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"name": "\U000e0041甲"}, "不能打印"), ({"phone": "1" * 61}, "联系电话过长")],
)
def test_a_party_that_cannot_be_kept_or_printed_does_not_join(
    office: Office, case: Case, changed: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        case.do("join_party", D2, **{**AGENT, **changed})
    assert len(people(office, case.done.record_id)) == 2
    assert sound(office)


def test_an_annulled_joining_leaves_the_person_without_a_part(office: Office, case: Case) -> None:
    case.do("join_party", D2, **{**AGENT, "role": "applicant"})
    case.do("annul", D2, entry=case.done.version, reasons="误登")
    sign(case)
    with pytest.raises(ActionRefused, match="已不是本案的申请人"):
        case.do("serve_by_post", D8, recipient=3, tracking="EMS1")
    assert sound(office)


def test_a_paper_is_addressed_to_those_who_take_part_when_it_is_signed(
    office: Office, case: Case
) -> None:
    case.do("join_party", D2, **{**AGENT, "role": "applicant", "name": "赵六"})
    case.do("leave_party", D2, recipient=2, paper="退出声明")
    sign(case)
    with office.db.read() as session:
        found = select(Document.context).where(Document.key == "answer")
        context = session.scalars(found).one()
    assert context is not None
    assert context["addressee"] == "张三、赵六"


def test_a_person_that_no_act_names_is_a_fault(office: Office, case: Case) -> None:
    with office.db.write() as session:
        session.add(
            Party(record_id=case.done.record_id, position=9, kind="applicant", name="无名氏")
        )
    assert [f.rule for f in verification.verify(office, today=D8)] == ["party"]


def test_a_changed_part_and_a_lost_person_are_faults(office: Office, case: Case) -> None:
    case.do("join_party", D2, **AGENT)
    with office.db.write() as session:
        session.execute(text("UPDATE party SET kind = 'applicant' WHERE position = 3"))
        session.execute(text("DELETE FROM party WHERE position = 2"))
    assert [f.rule for f in verification.verify(office, today=D8)] == ["party", "party"]


def register(office: Office, viewer: Viewer, unit_id: int, *parties: intake.PartyForm):
    form = intake.RequestForm(unit_id, D1, "in_person", parties, ["某文件"])
    return intake.register(office, form, viewer=viewer, moment=Moment.on(D1))


def test_an_agent_at_the_desk_receives_by_his_written_authorisation(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    agent = intake.PartyForm(
        "李律师", kind="agent", authorisation="授权委托书", may_receive=True, id_type="律师执业证"
    )
    case = Case(office, clerk, register(office, clerk, unit_id, intake.PartyForm("张三"), agent))
    sign(case)
    assert case.do("serve_in_person", D8, recipient=2, signer="李律师").state == "answered"
    assert sound(office)


def test_what_the_applicant_left_out_is_a_ground_of_correction(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    agent = intake.PartyForm("李律师", kind="agent")
    done = register(office, clerk, unit_id, intake.PartyForm("张三"), agent)
    told = done.warnings[-1]
    assert "第1名当事人没有身份证明；第1名当事人没有联系方式；第2名当事人没有授权委托书" in told
    assert "条例30" in told


def test_a_complete_request_is_told_of_no_gap(office: Office, clerk: Viewer, unit_id: int) -> None:
    person = intake.PartyForm("张三", id_type="身份证", phone="13900000000")
    assert register(office, clerk, unit_id, person).warnings == ()


def test_an_agent_alone_asks_for_nobody(office: Office, clerk: Viewer, unit_id: int) -> None:
    with pytest.raises(Invalid, match="申请人写在最前"):
        register(office, clerk, unit_id, intake.PartyForm("李律师", kind="agent"))


def test_a_case_without_applicant_ends_with_a_notice_that_says_why(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    case = make_case(office, clerk, unit_id=unit_id)
    case.do(
        "applicant_ended", D2, recipient=1, event="death", occurred_on="2020-08-30", paper="证明"
    )
    case.do("ask_successor", D2, whom="继承人", days=3)
    case.do("lapse_succession", D8)
    with office.db.read() as session:
        found = select(Document.context).where(Document.key == "termination")
        context = session.scalars(found).one()
    assert context is not None
    assert any("申请人死亡（2020年8月30日）" in s for s in context["sentences"])
    assert context["addressee"] == "张三"
    assert sound(office)


def test_a_notice_of_termination_is_dispatched_and_received_as_two_facts(
    office: Office, clerk: Viewer, unit_id: int
) -> None:
    case = make_case(office, clerk, unit_id=unit_id)
    case.do("withdraw", D2, paper="书面撤回")
    sent = case.do("send_termination", D2, recipient=1, method="post", proof="EMS1").version
    case.do("termination_returned", date(2020, 9, 4), thread=sent, return_reason="查无此人")
    again = case.do("send_termination", D8, recipient=1, method="direct", proof="签收").version
    case.do("termination_received", D8, thread=again)
    with office.db.read() as session:
        rows = session.scalars(select(ServiceAttempt).order_by(ServiceAttempt.seq)).all()
        paper = session.scalars(select(Document.id).where(Document.key == "termination")).one()
        assert [(r.document_id, r.method, r.returned_on, r.received_on) for r in rows] == [
            (paper, "post", date(2020, 9, 4), None),
            (paper, "direct", None, D8),
        ]
    assert sound(office)
