"""A made-up amendment stands beside the old tables: what arrived before it is judged by them, what arrives after by the new."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from factories import REMEDIES, make_case, make_office, make_unit, make_user

from casework.calendars import package_calendar
from casework.db import Database
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.services import calendars, verification
from casework.services.carry_over import carry_over
from casework.viewer import Moment, Viewer
from workflows import annual_grid, annual_report, kinds, registry, remedy_text
from workflows.kinds.request import REQUEST_2019
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import ApplicantCategory, Role

BEFORE, SINCE = date(2030, 12, 31), date(2031, 1, 1)
NEXT_MONDAY = date(2031, 1, 6)

AMENDMENT = """
    from dataclasses import replace
    from datetime import date

    from workflows.kinds.request import REQUEST_2019
    from workflows.terms import Term, TermUnit
    from workflows.vocabulary import ClockEffect

    _TERMS = {
        ClockEffect.start: Term(15, TermUnit.working_day, "条例33"),
        ClockEffect.restart: Term(15, TermUnit.working_day, "条例33"),
        ClockEffect.extend: Term(10, TermUnit.working_day, "条例33"),
    }
    REQUEST_2031 = replace(
        REQUEST_2019,
        version="request-2031",
        since=date(2031, 1, 1),
        actions=tuple(
            replace(a, term=_TERMS[a.effect]) if a.effect in _TERMS else a
            for a in REQUEST_2019.actions
        ),
    )
"""


@pytest.fixture
def amended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The amendment as a release would bring it: one more module, one more remedy version, one more format."""
    (tmp_path / "request_2031.py").write_text(dedent(AMENDMENT), encoding="utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    newest = remedy_text.VERSIONS[-1]
    longer = replace(newest, since=SINCE, review_days=90, suit_months=3, has_review_first=False)
    monkeypatch.setattr(remedy_text, "VERSIONS", (*remedy_text.VERSIONS, longer))
    registry.forget()
    yield
    monkeypatch.undo()
    registry.forget()


@pytest.fixture
def office(db: Database, amended: None) -> Office:
    made = make_office(db)
    with db.write() as session:
        far = package_calendar(first_year=2018, until_year=2033)
        calendars.record(session, far, label="测试", moment=Moment.on(date(2018, 1, 3)))
    make_unit(made)
    return made


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=[r for r in Role if r not in (Role.system,)])


def due(office: Office, clerk: Viewer, arrived_on: date) -> date | None:
    unit_id = next(iter(clerk.roles))
    return make_case(office, clerk, unit_id=unit_id, arrived_on=arrived_on).done.due_on


def test_a_request_of_the_last_day_before_keeps_the_old_period(
    office: Office, clerk: Viewer
) -> None:
    with office.db.read() as session:
        calendar = calendars.newest(session)
    assert due(office, clerk, BEFORE) == calendar.add(BEFORE, 20)


def test_a_request_of_the_first_day_has_the_new_period(office: Office, clerk: Viewer) -> None:
    with office.db.read() as session:
        calendar = calendars.newest(session)
    assert due(office, clerk, SINCE) == calendar.add(SINCE, 15)


def test_the_receipt_tells_the_period_of_its_own_law(office: Office, clerk: Viewer) -> None:
    unit_id = next(iter(clerk.roles))
    told = {}
    for day in (BEFORE, SINCE):
        case = make_case(office, clerk, unit_id=unit_id, arrived_on=day)
        with office.db.read() as session:
            paper = session.query(Document).filter_by(record_id=case.done.record_id).one()
            told[day] = (paper.context["case"]["term"], paper.context["case"]["most_extension"])
    assert told == {BEFORE: (20, 20), SINCE: (15, 10)}


def test_the_version_of_the_day_of_arrival_is_stored_and_never_chosen_again(
    office: Office, clerk: Viewer
) -> None:
    unit_id = next(iter(clerk.roles))
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=BEFORE, today=NEXT_MONDAY)
    case.do("assign", NEXT_MONDAY, handler=clerk.user_id)
    with office.db.read() as session:
        assert session.get_one(Record, case.done.record_id).workflow_version == "request-2019"


def test_an_extension_of_the_new_law_reaches_as_far_as_its_own_limit(
    office: Office, clerk: Viewer
) -> None:
    unit_id = next(iter(clerk.roles))
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=SINCE)
    case.do("ask_extension", NEXT_MONDAY, days=20, reasons="—")
    case.do("grant_extension", NEXT_MONDAY)
    done = case.do("send_extension_notice", NEXT_MONDAY, proof="—")
    with office.db.read() as session:
        assert done.due_on == calendars.newest(session).add(SINCE, 25)
    assert "只按10个工作日计算" in "".join(done.warnings)


def test_the_remedy_text_follows_the_day_of_the_answer_not_of_the_request(amended: None) -> None:
    unit = remedy_text.RemedyData(
        tuple(remedy_text.Body(**b) for b in REMEDIES["review_bodies"]),
        tuple(remedy_text.Body(**b) for b in REMEDIES["courts"]),
    )
    told = [
        remedy_text.remedy_text("C1", ground=None, unit=unit, answered_on=day, online=False)
        for day in (BEFORE, SINCE)
    ]
    assert "应当先自收到" in told[0]
    assert "90日内" in told[1]
    assert "3个月内" in told[1]


def test_everything_under_two_laws_side_by_side_is_sound(office: Office, clerk: Viewer) -> None:
    due(office, clerk, BEFORE)
    due(office, clerk, SINCE)
    carry_over(office, moment=Moment.on(NEXT_MONDAY))
    assert verification.verify(office, today=NEXT_MONDAY) == ()


def test_the_old_table_is_untouched(amended: None) -> None:
    assert registry.workflow_version("request-2019") is REQUEST_2019
    assert registry.workflow_for("request", BEFORE) is REQUEST_2019


def test_a_new_table_stands_beside_the_old_ones_and_every_result_has_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newest = annual_grid.FORMATS[-1]
    gone = "not_processed_reconfirm"
    table = annual_grid.Format(
        "2031",
        "30号",
        2031,
        None,
        tuple(row for row in newest.rows if row.key != gone),
        follows=newest.key,
        folds={gone: "other_other"},
    )
    monkeypatch.setattr(annual_grid, "FORMATS", (*annual_grid.FORMATS, table))
    assert [annual_grid.format_for(year).key for year in (2020, 2030, 2031)] == [
        "2019",
        "2021",
        "2031",
    ]
    assert table.place(OUTCOMES["E5"].rows) == "other_other"
    assert {table.place(one.rows) for one in OUTCOMES.values()} <= set(table.outcome_keys)
    counted = annual_report.tally3(
        table,
        new={ApplicantCategory.natural: 2},
        carried_in={},
        results={(ApplicantCategory.natural, "E5"): 1, (ApplicantCategory.natural, "A1"): 1},
        carried_forward={},
    )
    assert counted["other_other"]["natural"] == counted["disclosed"]["natural"] == 1
    assert counted["total"]["total"] == 2
