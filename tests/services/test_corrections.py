"""Corrections through the one door: what may be corrected, and what follows."""

from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select, update

from casework.db import Database
from casework.errors import ActionRefused, Invalid
from casework.models.document import Document
from casework.models.record import Carry, Record, VersionNotRaised
from casework.services import engine
from casework.services.actions import locked
from casework.services.forecasts import Forecast, forecast
from casework.services.trying import Supposed
from casework.services.verification import examine
from casework.viewer import Moment
from workflows.vocabulary import Role


@pytest.fixture
def case(db: Database) -> Case:
    """A case handed in on 1 December 2020 and assigned the next day (row 3)."""
    office = make_office(db)
    unit = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    made = make_case(office, clerk, unit_id=unit, arrived_on=date(2020, 12, 1))
    made.do("assign", date(2020, 12, 2), handler=clerk.user_id)
    return made


def carry_over(case: Case) -> None:
    """Do what the timer does on 4 January 2021."""
    today = Moment.on(date(2021, 1, 4))
    with case.office.db.write() as session:
        at = engine.desk(session, case.office, viewer=case.viewer, moment=today)
        record = locked(session, case.done.record_id, case.viewer)
        assert engine.carry_over(at, record, before=today.today)
        case.done = engine.Done(record.id, record.version, record.state, "", None, ())


def test_a_day_is_not_corrected_into_the_future(case: Case) -> None:
    with pytest.raises(Invalid, match="不能登记尚未发生的事项"):
        case.do("amend", date(2020, 12, 3), entry=3, new_day="2020-12-04", reasons="误记")


def test_a_day_is_not_corrected_to_before_the_arrival(case: Case) -> None:
    with pytest.raises(Invalid, match="到达日"):
        case.do("amend", date(2020, 12, 3), entry=3, new_day="2020-11-30", reasons="误记")


def test_an_annulled_row_is_not_annulled_again(case: Case) -> None:
    case.do("annul", date(2020, 12, 3), entry=3, reasons="误记")
    with pytest.raises(Invalid, match="已被撤销"):
        case.do("annul", date(2020, 12, 3), entry=3, reasons="误记")


def test_a_corrected_category_moves_the_carried_case_as_well(case: Case) -> None:
    carry_over(case)
    values = {"category": "business"}
    day = date(2021, 1, 5)
    case.do("amend", day, entry=1, new_day="2020-12-01", reasons="误记", values=values)
    with case.office.db.read() as session:
        assert session.scalars(select(Carry.category)).all() == ["business"]


def test_the_day_of_a_carrying_is_the_31_december_and_is_not_amended(case: Case) -> None:
    carry_over(case)
    with pytest.raises(ActionRefused, match="请更正收到日或者办结日"):
        case.do("amend", date(2021, 1, 10), entry=4, new_day="2021-01-07", reasons="误记")


def test_a_withdrawal_of_december_entered_in_january_takes_the_carrying_back(case: Case) -> None:
    carry_over(case)
    case.do("withdraw", date(2020, 12, 30), today=date(2021, 1, 5), paper="书面撤回")
    with case.office.db.read() as session:
        assert session.scalars(select(Carry.year)).all() == []
        papers = select(Document.outdated_by).where(Document.key == "termination")
        assert session.scalars(papers).all() == [None]


def test_a_corrected_handler_must_exist(case: Case) -> None:
    with pytest.raises(Invalid, match="没有这位工作人员"):
        case.do(
            "amend",
            date(2020, 12, 3),
            entry=3,
            new_day="2020-12-02",
            values={"handler": 999},
            reasons="误记",
        )


def test_a_record_changed_past_the_one_door_is_not_stored(case: Case) -> None:
    def change() -> None:
        with case.office.db.write() as session:
            session.get_one(Record, case.done.record_id).state = "answered"

    with pytest.raises(VersionNotRaised):
        change()


def outdated(case: Case) -> dict[str, int | None]:
    """Each paper of the case with the row that corrected its facts."""
    with case.office.db.read() as session:
        rows = session.execute(select(Document.key, Document.outdated_by))
        return {row.key: row.outdated_by for row in rows}


def test_a_clock_warning_that_a_correction_brings_about_is_in_its_answer(case: Case) -> None:
    case.do("ask_extension", date(2020, 12, 28), days=10, reasons="情况复杂")
    case.do("grant_extension", date(2020, 12, 28))
    assert case.do("send_extension_notice", date(2020, 12, 29), proof="EMS2").warnings == ()
    day = date(2020, 12, 30)
    case.do("amend", day, entry=1, new_day="2020-11-02", reasons="误记")
    values = {"received_on": "2020-11-02"}
    done = case.do("amend", day, entry=2, new_day="2020-12-01", reasons="误记", values=values)
    assert done.due_on == date(2020, 11, 30)
    late = "延期告知于2020-12-29发出，晚于答复期限2020-11-30，延期无效（条例33）。"
    assert late in done.warnings


def test_a_warning_that_was_known_is_not_said_again_by_a_correction(case: Case) -> None:
    case.do("consult_third_party", date(2020, 12, 3), name="某公司", matter="报价")
    assert any("送达证明" in one for one in case.done.warnings)
    done = case.do("amend", date(2020, 12, 4), entry=3, new_day="2020-12-03", reasons="误记")
    assert done.warnings == ()


def test_an_act_that_takes_the_carrying_back_keeps_its_own_warnings(case: Case) -> None:
    carry_over(case)
    case.do("annul", date(2021, 1, 4), entry=3, reasons="误办")
    case.do("amend", date(2021, 1, 4), entry=1, new_day="2020-11-02", reasons="误记", values={})
    values = {"received_on": "2020-11-02"}
    case.do("amend", date(2021, 1, 4), entry=2, new_day="2020-11-02", reasons="误记", values=values)
    answer = {"outcome": "D1b", "fact_reasons": "不属于本机关职责", "signer": "张三"}
    done = case.do("answer_on_the_spot", date(2020, 12, 30), today=date(2021, 1, 5), **answer)
    with case.office.db.read() as session:
        assert session.scalars(select(Carry.year)).all() == []
    assert any("逾期答复" in one for one in done.warnings)


def test_a_paper_rests_on_its_fact_again_when_the_correction_is_annulled(case: Case) -> None:
    case.do("amend", date(2020, 12, 3), entry=1, new_day="2020-11-30", reasons="误记")
    correction = case.done.version
    assert outdated(case) == {"receipt": correction}
    case.do("annul", date(2020, 12, 4), entry=correction, reasons="原记录无误")
    assert outdated(case) == {"receipt": None}
    case.do("annul", date(2020, 12, 7), entry=case.done.version, reasons="还是误记")
    assert outdated(case) == {"receipt": case.done.version}


def test_a_paper_rests_on_its_fact_again_when_the_day_is_amended_back(case: Case) -> None:
    case.do("amend", date(2020, 12, 3), entry=1, new_day="2020-11-30", reasons="误记")
    case.do("amend", date(2020, 12, 4), entry=1, new_day="2020-12-01", reasons="原记录无误")
    assert outdated(case) == {"receipt": None}


def test_a_paper_does_not_rest_on_what_happened_after_it(case: Case) -> None:
    case.do("annul", date(2020, 12, 3), entry=3, reasons="误记")
    assert outdated(case) == {"receipt": None}


def test_a_paper_drawn_with_the_corrected_fact_does_not_rest_on_the_old_one(case: Case) -> None:
    case.do("amend", date(2020, 12, 3), entry=3, new_day="2020-12-03", reasons="误记")
    case.do("withdraw", date(2020, 12, 4), paper="书面撤回")
    assert outdated(case)["termination"] is None
    case.do("annul", date(2020, 12, 7), entry=case.done.version - 1, reasons="原记录无误")
    assert outdated(case)["termination"] == case.done.version


def told_before(case: Case, action: str, on_day: date, today: date, **data: object) -> Forecast:
    """What the forecast says of an act on that day."""
    with case.office.db.read() as session:
        moment = Moment.on(today)
        at = engine.desk(session, case.office, viewer=case.viewer, moment=moment)
        record = session.get_one(Record, case.done.record_id)
        return forecast(at, record, [Supposed(action, on_day, data)])


AS_DONE = (
    ("withdraw", date(2020, 12, 30), {"paper": "书面撤回"}),
    ("log_contact", date(2021, 1, 4), {"note": "电话"}),
    ("amend", date(2021, 1, 5), {"entry": 1, "new_day": "2020-11-02", "reasons": "误记"}),
    (
        "amend",
        date(2021, 1, 5),
        {
            "entry": 2,
            "new_day": "2021-01-04",
            "reasons": "误记",
            "values": {"received_on": "2021-01-04"},
        },
    ),
    ("annul", date(2021, 1, 5), {"entry": 3, "reasons": "误办"}),
)


@pytest.mark.parametrize(("action", "on_day", "data"), AS_DONE, ids=[row[0] for row in AS_DONE])
def test_a_forecast_tells_what_then_happens(
    case: Case, action: str, on_day: date, data: dict[str, object]
) -> None:
    carry_over(case)
    today = date(2021, 1, 5)
    found = told_before(case, action, on_day, today, **data)
    assert found.refusals == ()
    done = case.do(action, on_day, today=today, **data)
    assert (found.after.state, found.after.situation.clock.due_on) == (done.state, done.due_on)
    assert found.warnings == done.warnings
    with case.office.db.read() as session:
        years = session.scalars(select(Carry.year)).all()
        papers = session.scalars(select(Document.title).where(Document.outdated_by.is_not(None)))
        assert [paper.title for paper in found.outdated] == papers.all()
    carried = [cell.year for cell in found.after.cells if cell.row == "carried_forward"]
    assert carried == years


def test_a_forecast_names_the_year_and_the_row_in_which_a_closing_would_count(case: Case) -> None:
    carry_over(case)
    found = told_before(case, "withdraw", date(2021, 1, 5), date(2021, 1, 5))
    assert [(cell.year, cell.row) for cell in found.after.cells] == [
        (2020, "new_received"),
        (2020, "carried_forward"),
        (2021, "carried_in"),
        (2021, "other_other"),
    ]
    assert found.papers == ("政府信息公开申请终止办理告知书",)


def test_a_forecast_of_a_void_case_counts_it_nowhere(case: Case) -> None:
    found = told_before(case, "void", date(2020, 12, 3), date(2020, 12, 3), reasons="重复")
    assert found.before.cells != ()
    assert found.after.cells == ()


def test_a_mark_on_a_paper_that_the_journal_does_not_bear_out_is_found(case: Case) -> None:
    day = date(2020, 12, 4)
    case.do("amend", day, entry=1, new_day="2020-11-30", reasons="误记")
    assert examine(case.office, today=day).faults == ()
    with case.office.db.write() as session:
        session.execute(update(Document).values(outdated_by=None))
    (fault,) = examine(case.office, today=day).faults
    assert (fault.rule, "由日志得第4条" in fault.sentence) == ("paper", True)
