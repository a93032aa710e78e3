"""Whose annual report is late stands on the supervision page and, where reports are published here, in the circular."""

from datetime import date

import pytest

from casework.models.annual import AnnualReport
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.circulars import found_in
from casework.queries.publishing import filings
from tests.web.town import TODAY, Town, four_years
from workflows.circular import content
from workflows.periods import Period, Span


def publish(town: Town, unit_id: int, on: date) -> None:
    """The report of 2019 of a unit, as its services leave it."""
    with town.office.db.write() as session:
        record = session.query(Record).filter(Record.unit_id == unit_id).first()
        assert record is not None
        session.add(
            AnnualReport(
                record_id=record.id, unit_id=unit_id, year=2019, rollup=False, published_on=on
            )
        )


def said(town: Town) -> str:
    with town.office.db.read() as session:
        office = session.get_one(Unit, town.district)
        quarter = Period(Span.quarter, 2020, 1)
        found = found_in(session, office, quarter, as_of=date(2020, 4, 10), calendar=four_years())
    return str(content(found, {}))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_whoever_published_late_or_not_at_all_is_named(town: Town, sign_in) -> None:
    assert "年度报告" not in said(town)
    publish(town, town.department, date(2020, 2, 3))
    assert "某市某区人民政府、某市某区教育局未按时公布政府信息公开工作年度报告" in said(town)
    with town.office.db.read() as session:
        found = filings(session, (town.district, town.department), year=2019, as_of=TODAY)
    assert [(one.published_on, one.late) for one in found] == [
        (None, True),
        (date(2020, 2, 3), True),
    ]
    page = sign_in("boss").get("/supervision").text
    assert "某市某区人民政府，期限 2020-03-31" in page
    assert "某市某区教育局，期限" not in page
