"""The units of a district in a year: standing, balance, carried cases, successors, and the units behind each cell of the sum."""

from datetime import date

import pytest

from casework.db import Database
from casework.errors import NotAllowed
from casework.models.annual import AnnualReport
from casework.models.unit import Unit, UnitSuccession
from casework.office import Office
from casework.queries.annual_units import District, district
from casework.queries.publishing import limit_of
from casework.services import actions, annual_years, engine, intake
from casework.services.annual_years import YearKey
from casework.services.carry_over import carry_over
from casework.viewer import Moment, Viewer
from tests.factories import OPERATOR, make_office, make_unit, make_user
from workflows.annual_report import annual_table, check_sum, format_for, tally3, tally4
from workflows.vocabulary import ApplicantCategory, Role

NOW = Moment.on(date(2021, 2, 10))


def load(office: Office, unit_id: int, received: date, closed: date | None = None) -> None:
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=OPERATOR, moment=NOW)
        party = intake.PartyForm("张三", "natural")
        form = intake.RequestForm(unit_id, received, "other", [party], ["补偿方案"])
        record, _ = intake.receive(at, form, action="import_received")
        if closed is not None:
            actions.do(at, record, "import_closed", on_day=closed, payload={"outcome": "A"})


def look(office: Office, viewer: Viewer = OPERATOR) -> District:
    with office.db.read() as session:
        return district(session, viewer, year=2020, unit_code="district", today=NOW.today)


def year(office: Office) -> None:
    """A root, a town that closed its year, and a unit that went into another in May."""
    root = make_unit(office)
    town, old, new = (
        make_unit(office, code, name=f"某市某区{name}局", parent="district")
        for code, name in (("town", "住建"), ("old", "文化"), ("new", "文旅"))
    )
    load(office, root, date(2020, 3, 2), date(2020, 3, 9))
    load(office, town, date(2020, 3, 2), date(2020, 3, 9))
    load(office, old, date(2020, 3, 2), date(2020, 3, 9))
    load(office, new, date(2020, 12, 28))
    carry_over(office, moment=NOW)
    with office.db.write() as session:
        session.add(UnitSuccession(predecessor_id=old, successor_id=new, since=date(2020, 5, 1)))
    before = annual_table(
        "town", "住建", year=2019, part4=tally4({}),
        part3=tally3(format_for(2019), new={ApplicantCategory.natural: 1}, carried_in={}, results={},
                     carried_forward={ApplicantCategory.natural: 1}),
    )  # fmt: skip
    annual_years.enter_published(
        office, YearKey("town", 2019), before, source="公布的年报", viewer=OPERATOR, moment=NOW
    )
    annual_years.close_year(office, YearKey("town", 2020), viewer=OPERATOR, moment=NOW)
    with office.db.write() as session:
        for report in session.query(AnnualReport).where(AnnualReport.year == 2020):
            report.published_on = date(2021, 1, 30)


def test_who_filed_who_is_late_whose_carry_differs_and_who_went_where(db: Database) -> None:
    office = make_office(db)
    year(office)
    seen = look(office)
    lines = {line.code: line for line in seen.lines}
    assert [line.code for line in seen.lines] == ["district", "new", "old", "town"]
    assert {code: line.standing for code, line in lines.items()} == {
        "district": "未报送",
        "new": "未报送",
        "old": "并入后不再单独编制",
        "town": "已封存",
    }
    # A department has until 31 January, a government until 31 March (条例49, 50).
    assert [code for code, line in lines.items() if line.is_late(NOW.today)] == ["new"]
    april = date(2021, 4, 1)
    assert [code for code, line in lines.items() if line.is_late(april)] == ["district", "new"]
    assert [(one.name, one.since) for one in lines["old"].gone] == [
        ("某市某区文旅局", date(2020, 5, 1))
    ]
    assert [one.name for one in lines["new"].came] == ["某市某区文化局"]
    assert not any(line.unbalanced for line in lines.values())
    assert {one.where for one in lines["town"].carry_differs} == {"natural", "total"}
    assert all(not lines[code].carry_differs for code in ("district", "new", "old"))
    assert all(one.ok for one in seen.table.checks)
    units = [(line.code, n) for line, n in seen.contributions("new_received", "total")]
    assert sorted(units) == [("district", 1), ("new", 1), ("old", 1), ("town", 1)]
    assert seen.contributions("refused_state_secret", "natural") == ()
    clerk = make_user(office, "clerk", roles=[Role.statistics])
    with pytest.raises(NotAllowed):
        look(office, clerk)


@pytest.mark.parametrize(
    ("unit", "day"),
    [
        (Unit(name="某县教育局", signatory="", settings=None), "2021-01-31"),
        (Unit(name="某新区", signatory="某新区", settings={"signatory_kind": "government"}), "2021-03-31"),
        (Unit(name="某县政务公开办", signatory="某县人民政府", settings={"signatory_kind": "government"}), "2021-01-31"),
    ],
)  # fmt: skip
def test_a_department_without_a_unit_above_is_no_government(unit: Unit, day: str) -> None:
    assert str(limit_of(unit, 2020)) == day


def test_a_group_that_differs_from_its_units_names_the_cells() -> None:
    used = format_for(2020)
    none = tally3(used, new={}, carried_in={}, results={}, carried_forward={})
    one = tally3(used, new={ApplicantCategory.natural: 1}, carried_in={}, results={}, carried_forward={})  # fmt: skip
    failing = [c for c in check_sum(one, tally4({}), none, tally4({})) if not c.ok]
    assert [(c.where, c.cells) for c in failing] == [
        ("natural", (("new_received", "natural"),)),
        ("total", (("new_received", "total"),)),
    ]
