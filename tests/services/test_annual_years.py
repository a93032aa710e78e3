"""Closing a year: a published version, amendments by acts that reach back, and what is refused (model 8)."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed
from casework.ledger.reading import Ledger
from casework.ledger.rows import Row
from casework.models.annual import AnnualVersion
from casework.models.record import Record
from casework.office import Office
from casework.queries import annual_versions
from casework.queries.annual_tables import annual_table
from casework.services import actions, annual_years, engine, intake, verification
from casework.services.annual_years import YearKey, close_year, reopen_year
from casework.services.carry_over import carry_over
from casework.services.frozen_years import digest_of
from casework.services.importing import import_ledger
from casework.viewer import Moment, Viewer
from tests.factories import OPERATOR, make_office, make_unit, make_user
from workflows.annual_report import AnnualTable
from workflows.kinds.year import YearState
from workflows.vocabulary import Role

YEAR = 2020
KEY = YearKey("town", YEAR)
GROUP = YearKey("district", YEAR, rollup=True)
NEXT = Moment.on(date(2021, 2, 1))
LATER = Moment.on(date(2022, 1, 10))
CLOSED = date(2020, 4, 1)


def load(office: Office, received: date, closed: date | None = None, *, unit_id: int = 2) -> int:
    """A case of a ledger."""
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=OPERATOR, moment=NEXT)
        party = intake.PartyForm("张三", "natural")
        form = intake.RequestForm(unit_id, received, "other", [party], ["补偿方案"])
        record, _ = intake.receive(at, form, action="import_received")
        if closed is not None:
            actions.do(at, record, "import_closed", on_day=closed, payload={"outcome": "A"})
        return record.id


def table_of(office: Office, key: YearKey, *, live: bool = False) -> AnnualTable:
    with office.db.read() as session:
        return annual_table(
            session,
            OPERATOR,
            year=key.year,
            unit_code=key.unit_code,
            rollup=key.rollup,
            live=live,
            today=NEXT.today,
        )


def act(
    office: Office,
    record_id: int,
    name: str,
    *,
    viewer: Viewer = OPERATOR,
    moment: Moment = NEXT,
    on_day: date = NEXT.today,
    **data: object,
) -> None:
    with office.db.read() as session:
        version = session.get_one(Record, record_id).version
    actions.perform(
        office,
        record_id,
        name,
        viewer=viewer,
        version=version,
        on_day=on_day,
        data=data,
        moment=moment,
    )


def versions(office: Office, key: YearKey) -> list[AnnualVersion]:
    with office.db.read() as session:
        return list(
            session.scalars(
                select(AnnualVersion)
                .where(AnnualVersion.year == key.year, AnnualVersion.rollup == key.rollup)
                .order_by(AnnualVersion.number)
            )
        )


def closed_case(office: Office) -> int:
    with office.db.read() as session:
        found = session.scalar(select(Record.id).where(Record.closed_on == CLOSED))
    assert found is not None
    return found


@pytest.fixture
def office(db: Database) -> Iterator[Office]:
    """Two units; the town has a closed case of 2020 and one that was carried over."""
    found = make_office(db)
    make_unit(found)
    make_unit(found, "town", name="某镇人民政府", parent="district")
    load(found, date(2020, 3, 2), CLOSED)
    load(found, date(2020, 12, 1))
    carry_over(found, moment=NEXT)
    yield found
    with db.read() as session:
        for version in session.scalars(select(AnnualVersion)):
            assert version.digest == digest_of(version.content)
    carry_over(found, moment=LATER)
    assert verification.verify(found, today=LATER.today) == ()


def test_closing_carries_over_and_publishes_what_the_cases_say(office: Office) -> None:
    made = close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    assert (made.number, made.kind, made.on_day) == (1, "frozen", NEXT.today)
    found = table_of(office, KEY)
    assert found.edition == made
    assert table_of(office, KEY, live=True).part3 == found.part3
    assert found.part3["carried_forward"]["total"] == 1
    with pytest.raises(ActionRefused, match="已经封存"):
        close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    with office.db.read() as session:
        assert annual_versions.state_of(session, 2, YEAR) is YearState.frozen


def test_a_correction_amends_the_report_of_the_unit_and_of_its_group(office: Office) -> None:
    close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    close_year(office, GROUP, viewer=OPERATOR, moment=NEXT)
    case = closed_case(office)
    act(office, case, "annul", entry=2, reasons="录错")
    for key in (KEY, GROUP):
        first, second = versions(office, key)
        assert (second.number, second.kind, second.cause_id) == (2, "amended", case)
        changed = {(c["row"], c["column"]): (c["old"], c["new"]) for c in second.changes}
        assert changed["disclosed", "natural"] == (1, 0)
        assert changed["total", "total"] == (1, 0)
        assert changed["carried_forward", "natural"] == (1, 2)
        assert first.content["part3"]["disclosed"]["natural"] == 1
        found = table_of(office, key)
        assert found.balanced
        assert found.part3 == table_of(office, key, live=True).part3


def test_a_frozen_cell_moves_only_by_the_named_role(office: Office) -> None:
    close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    clerk = make_user(office, "clerk", unit="town", roles=[Role.importer])
    case = closed_case(office)
    with pytest.raises(ActionRefused, match=r"第1版.*“（一）予以公开”.*审批人或者主管部门"):
        act(office, case, "annul", viewer=clerk, entry=2, reasons="录错")
    with office.db.read() as session:
        assert session.get_one(Record, case).closed_on == CLOSED
    assert len(versions(office, KEY)) == 1
    boss = make_user(office, "boss", unit="town", roles=[Role.approver])
    act(office, case, "annul", viewer=boss, entry=2, reasons="录错")
    assert versions(office, KEY)[1].signer == "boss（审批人）"


def test_an_act_of_this_year_touches_no_frozen_cell(office: Office) -> None:
    close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    with office.db.read() as session:
        unfinished = session.scalar(
            select(Record.id).where(Record.received_on == date(2020, 12, 1))
        )
    assert unfinished is not None
    clerk = make_user(office, "clerk", unit="town", roles=[Role.importer])
    act(office, unfinished, "import_closed", viewer=clerk, outcome="A")
    assert len(versions(office, KEY)) == 1


def test_a_ledger_is_not_loaded_into_a_closed_year(office: Office) -> None:
    close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    values = {
        "category": "natural", "applicant": "李四", "name": "李四", "content": "规划图",
        "received_on": date(2019, 12, 3), "closed_on": date(2020, 1, 8), "outcome": "A",
    }  # fmt: skip
    ledger = Ledger(requests=(Row(2, values),), reviews=())
    report = import_ledger(office, ledger, unit_code="town", viewer=OPERATOR, moment=NEXT)
    assert report.loaded == 0
    assert any("2020年度的年报已经封存" in fault.reason for fault in report.faults)


def test_reopening_needs_the_supervisor_and_a_reason(office: Office) -> None:
    close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    boss = make_user(office, "boss", unit="town", roles=[Role.approver])
    with pytest.raises(Invalid, match="写明理由"):
        reopen_year(office, KEY, reason=" ", viewer=OPERATOR, moment=NEXT)
    with pytest.raises(NotAllowed, match="主管部门"):
        reopen_year(office, KEY, reason="漏报", viewer=boss, moment=NEXT)
    reopen_year(office, KEY, reason="漏报", viewer=OPERATOR, moment=NEXT)
    assert table_of(office, KEY).edition is None
    load(office, date(2020, 5, 6), date(2020, 5, 7))
    again = close_year(office, KEY, viewer=boss, moment=NEXT, reason="补报一件")
    assert (again.number, again.kind) == (2, "frozen")
    assert table_of(office, KEY).part3["new_received"]["total"] == 3


def test_the_next_years_row_two_is_the_same_list_and_is_amended_with_it(office: Office) -> None:
    close_year(office, KEY, viewer=OPERATOR, moment=LATER)
    close_year(office, YearKey("town", 2021), viewer=OPERATOR, moment=LATER)
    with office.db.read() as session:
        unfinished = session.scalar(
            select(Record.id).where(Record.received_on == date(2020, 12, 1))
        )
    assert unfinished is not None
    act(office, unfinished, "import_closed", moment=LATER, on_day=date(2021, 6, 1), outcome="D1")
    changed = {(c["row"], c["column"]) for c in versions(office, YearKey("town", 2021))[1].changes}
    assert ("carried_forward", "natural") in changed
    assert ("unable_not_held", "natural") in changed
    assert ("carried_in", "natural") not in changed


def test_a_year_that_runs_is_not_closed(office: Office) -> None:
    with pytest.raises(Invalid, match="还没有结束"):
        close_year(office, YearKey("town", 2021), viewer=OPERATOR, moment=NEXT)


def test_figures_from_elsewhere_are_compared_and_bind_nothing(office: Office) -> None:
    earlier = YearKey("town", 2019)
    annual_years.enter_published(
        office,
        earlier,
        table_of(office, KEY),
        source="2020年1月公布",
        viewer=OPERATOR,
        moment=NEXT,
    )
    found = table_of(office, KEY)
    fifth = [one for one in found.checks if one.rule == "R5"]
    assert {one.rank for one in fifth} == {"warning"}
    with office.db.read() as session:
        assert annual_versions.state_of(session, 2, 2019) is YearState.open
