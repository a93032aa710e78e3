"""The one door: who may act, on which day, with what; and that nothing is half-done when it refuses."""

from datetime import date

import pytest
from factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed, NotFound, StaleCase
from casework.models.journal import JournalEntry
from casework.models.record import Note, Record
from casework.models.unit import Series
from casework.office import Office
from casework.services import intake, registering
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

D1, D2, D3 = date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 3)


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    make_unit(made, "bureau", name="某区某局", parent="district")
    return made


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=[Role.intake, Role.handler])


@pytest.fixture
def case(office: Office, clerk: Viewer) -> Case:
    return make_case(office, clerk, unit_id=unit_id(office, "district"))


def unit_id(office: Office, code: str) -> int:
    from casework.services.units import by_code

    with office.db.read() as session:
        return by_code(session, code).id


def rows(office: Office) -> tuple[int, int, int]:
    with office.db.read() as session:
        counted = [
            session.scalar(select(func.count()).select_from(model))
            for model in (JournalEntry, Note, Record)
        ]
    return counted[0] or 0, counted[1] or 0, counted[2] or 0


def test_an_old_version_is_told_that_the_case_has_moved_on(case: Case) -> None:
    case.done = case.done.__class__(case.done.record_id, 1, "", "", None, ())
    with pytest.raises(StaleCase, match="刷新页面"):
        case.do("log_contact", D2, note="—")


def test_an_act_of_another_role_is_refused_with_the_role_it_needs(case: Case) -> None:
    with pytest.raises(NotAllowed, match="由审批人办理"):
        case.do("grant_extension", D2)


def test_a_case_of_another_unit_is_not_there(office: Office, case: Case) -> None:
    stranger = make_user(office, "stranger", roles=list(Role), unit="bureau")
    with pytest.raises(NotFound):
        case.do("log_contact", D2, viewer=stranger, note="—")


def test_the_handling_unit_works_on_a_case_and_does_not_decide_it(
    office: Office, case: Case
) -> None:
    helper = make_user(office, "helper", roles=[Role.handler, Role.approver], unit="bureau")
    bureau = unit_id(office, "bureau")
    case.do("assign", D2, handler=helper.user_id, handler_unit=bureau)
    case.do("ask_extension", D2, viewer=helper, days=5, reasons="—")
    with pytest.raises(NotAllowed):
        case.do("grant_extension", D2, viewer=helper)


def test_an_act_out_of_order_names_the_acts_that_are_open(case: Case) -> None:
    with pytest.raises(ActionRefused, match=r"处于“已登记”.*现在可以：.*分办") as refused:
        case.do("receive_correction", D2, corrected_content="—")
    assert refused.value.basis == "条例30"


@pytest.mark.parametrize("day", [date(2020, 9, 4), date(2020, 8, 31)])
def test_a_day_in_the_future_or_before_the_arrival_is_refused(case: Case, day: date) -> None:
    with pytest.raises(Invalid):
        case.do("log_contact", day, today=D3, note="—")


def test_an_act_of_our_own_is_not_dated_before_the_last_one(case: Case, clerk: Viewer) -> None:
    case.do("assign", D3, handler=clerk.user_id)
    with pytest.raises(Invalid, match="早于上一事项"):
        case.do("request_correction", D2, items_to_correct="—", days=15)


def test_a_fact_from_outside_may_be_dated_before_the_last_act(case: Case, clerk: Viewer) -> None:
    case.do("assign", D3, handler=clerk.user_id)
    assert case.do("log_contact", D2, today=D3, note="—").version == 4


def test_a_refused_act_leaves_nothing_behind(office: Office, case: Case) -> None:
    before = rows(office)
    with pytest.raises(ActionRefused):
        case.do("receive_correction", D2, corrected_content="很长的说明")
    assert rows(office) == before


def test_an_unknown_act_and_an_unknown_field_are_named(case: Case) -> None:
    with pytest.raises(ActionRefused, match="没有“fly”这一事项"):
        case.do("fly", D2)
    with pytest.raises(Invalid, match="没有这些字段：wings"):
        case.do("log_contact", D2, note="—", wings="2")


def test_every_faulty_field_gets_its_sentence(case: Case) -> None:
    with pytest.raises(Invalid) as error:
        case.do("request_correction", D2, days=99)
    assert set(error.value.fields) == {"days", "items_to_correct"}


def test_a_control_character_is_refused_as_text(case: Case) -> None:
    with pytest.raises(Invalid, match="控制字符"):
        case.do("log_contact", D2, note="甲\x00乙")


def test_the_journal_holds_no_text_of_an_act(office: Office, case: Case) -> None:
    case.do("log_contact", D2, note="申请人家住某街道9号")
    with office.db.read() as session:
        data = [str(row) for row in session.scalars(select(JournalEntry.data))]
    assert not any("某街道" in text or "张三" in text for text in data)


def test_a_reassigned_case_without_a_unit_comes_home(office: Office, case: Case) -> None:
    helper = make_user(office, "helper", roles=[Role.handler], unit="bureau")
    case.do("assign", D2, handler=helper.user_id, handler_unit=unit_id(office, "bureau"))
    case.do("reassign", D3, handler=case.viewer.user_id)
    with office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        assert (record.handler_id, record.handler_unit_id) == (case.viewer.user_id, None)


def test_a_failed_registration_gives_its_number_back(office: Office, clerk: Viewer) -> None:
    form = intake.RequestForm(
        unit_id(office, "district"), D1, "in_person", [intake.PartyForm("张三")], ["某文件"]
    )
    with pytest.raises(Invalid):  # registered on a day to come, after the number was drawn
        intake.register(office, form, viewer=clerk, moment=Moment.on(D1), on_day=D2)
    done = intake.register(office, form, viewer=clerk, moment=Moment.on(D1))
    assert done.number == "DISTRICT-2020-0001"
    with office.db.read() as session:
        assert session.scalars(select(Series.last).where(Series.kind == "request")).one() == 1


@pytest.mark.parametrize(
    ("party", "sentence"),
    [
        (intake.PartyForm("\U000e0041甲"), "U+E0041"),
        (intake.PartyForm("甲" * 201), "姓名或者名称过长"),
        (intake.PartyForm("甲", id_type="证\x00"), "控制字符"),
        (intake.PartyForm(" "), "填写姓名或者名称"),
        (intake.PartyForm("甲", category="alien"), "申请人类型只能是"),
    ],
)
def test_a_party_that_cannot_be_kept_or_printed_is_refused(
    office: Office, clerk: Viewer, party: intake.PartyForm, sentence: str
) -> None:
    form = intake.RequestForm(unit_id(office, "district"), D1, "in_person", [party], ["某文件"])
    before = rows(office)
    with pytest.raises(Invalid, match=sentence.replace("+", r"\+")):
        intake.register(office, form, viewer=clerk, moment=Moment.on(D1))
    assert rows(office) == before


def test_a_review_of_an_unknown_request_is_refused(office: Office) -> None:
    with pytest.raises(NotFound, match="关联的申请"):
        registering.open_record(
            office,
            unit_id=unit_id(office, "district"),
            kind="review",
            on_day=D1,
            linked=999,
            data={},
            viewer=OPERATOR,
            moment=Moment.on(D1),
        )
