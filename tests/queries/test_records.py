"""Lists of records by page, one record by its number, and the inquiries counted for circulars."""

from datetime import date
from typing import Any

import pytest
from factories import OPERATOR, Case, make_office, make_unit, make_user

from casework.calendars import package_calendar
from casework.db import Database
from casework.errors import Invalid, NotAllowed, NotFound
from casework.office import Office
from casework.queries.inquiries import InquiryCount, inquiries_by_month
from casework.queries.records import RecordFilter, kinds_seen, named, of_kind, records
from casework.services import registering
from casework.viewer import Moment, Viewer
from workflows.kinds.inquiry import Origin
from workflows.vocabulary import Role

TODAY = date(2024, 9, 2)
STAFF = (Role.intake, Role.handler, Role.legal, Role.approver)
CALENDAR = package_calendar(first_year=2023, until_year=2026)


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    make_unit(made, "edu", name="某市某区教育局", parent="district")
    return made


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=STAFF)


def opened(office: Office, kind: str, on: date, *, unit_id: int = 1, **data: Any) -> Case:
    done = registering.open_record(
        office,
        kind=kind,
        unit_id=unit_id,
        on_day=on,
        data=data,
        viewer=OPERATOR,
        moment=Moment.on(on),
    )
    return Case(office, OPERATOR, done)


def inquiry(office: Office, on: date, origin: str, *, unit_id: int = 1) -> Case:
    until = date(on.year, on.month, 28).isoformat()
    return opened(
        office,
        "inquiry",
        on,
        unit_id=unit_id,
        origin=origin,
        sender="来函机关",
        subject="核实",
        until=until,
    )


def listed(office: Office, viewer: Viewer, kind: str, **more: Any) -> Any:
    size = more.pop("page_size", 50)
    with office.db.read() as session:
        return records(
            session,
            viewer,
            RecordFilter(kind, **more),
            today=TODAY,
            calendar=CALENDAR,
            page_size=size,
        )


def test_a_page_holds_so_many_and_the_next_the_rest(office: Office, clerk: Viewer) -> None:
    for n in range(3):
        opened(office, "letter", date(2024, 8, 1), subject=f"第{n}封")
    first, second = (listed(office, clerk, "letter", page=n, page_size=2) for n in (1, 2))
    assert (first.total, first.pages) == (3, 2)
    assert {row.title for row in (*first.rows, *second.rows)} == {"第0封", "第1封", "第2封"}
    assert listed(office, clerk, "letter", page=99, page_size=2).page == 2


def test_each_state_is_counted(office: Office, clerk: Viewer) -> None:
    opened(office, "letter", date(2024, 8, 1), subject="甲").do(
        "reply", date(2024, 8, 5), reply="已修好"
    )
    opened(office, "letter", date(2024, 8, 1), subject="乙")
    found = listed(office, clerk, "letter")
    assert {s.value: n for s, n in found.counts} == {"open": 1, "replied": 1, "filed": 0, "void": 0}
    assert [row.state_label for row in found.rows] == ["办理中", "已回复"]


def test_a_supervisor_sees_every_kind_and_a_nobody_none() -> None:
    assert {w.kind.value for w in kinds_seen([Role.supervisor])} >= {"review", "letter", "inquiry"}
    assert kinds_seen([]) == ()
    assert "letter" not in {w.kind.value for w in kinds_seen([Role.legal])}


def test_a_kind_that_is_not_listed_names_those_that_are() -> None:
    with pytest.raises(NotFound, match=r"没有“hearing”这一类记录.*letter（部门信箱）"):
        of_kind("hearing")


def test_a_record_is_found_by_its_number_or_its_id(office: Office, clerk: Viewer) -> None:
    done = opened(office, "letter", date(2024, 8, 1), subject="甲").done
    with office.db.read() as session:
        for reference in (done.number, str(done.record_id)):
            assert named(session, clerk, reference, kind="letter").id == done.record_id
        for reference in ("信箱-0", "999", "9999999999"):
            with pytest.raises(NotFound):
                named(session, clerk, reference, kind="letter")
        with pytest.raises(NotFound):
            named(session, clerk, done.number, kind="inquiry")


def test_a_number_of_two_records_asks_for_the_id(office: Office, clerk: Viewer) -> None:
    made = [opened(office, "letter", date(y, 8, 1), subject="甲").done for y in (2023, 2024)]
    with office.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE record SET number = '同号' WHERE kind = 'letter'")
    with (
        office.db.read() as session,
        pytest.raises(Invalid, match=f"{made[0].record_id}、{made[1].record_id}"),
    ):
        named(session, clerk, "同号", kind="letter")


def test_inquiries_are_counted_by_month_and_origin(office: Office, clerk: Viewer) -> None:
    inquiry(office, date(2024, 7, 2), "province").do(
        "answer",
        date(2024, 7, 9),
        reply_number="复函1号",
        reply="本区没有该信息",
        holder="无",
        view="无",
    )
    inquiry(office, date(2024, 7, 3), "province")
    inquiry(office, date(2024, 7, 3), "city").do("void", date(2024, 7, 4), reasons="重复")
    inquiry(office, date(2024, 9, 2), "city")
    inquiry(office, date(2023, 9, 1), "other")
    inquiry(office, date(2024, 7, 3), "other", unit_id=2)
    with office.db.read() as session:
        own = inquiries_by_month(session, clerk, year=2024, unit_code="district", today=TODAY)
        whole = inquiries_by_month(
            session, OPERATOR, year=2024, unit_code="district", rollup=True, today=TODAY
        )
        with pytest.raises(NotAllowed):
            inquiries_by_month(
                session, clerk, year=2024, unit_code="district", rollup=True, today=TODAY
            )
    assert own == (
        InquiryCount(7, Origin.province, received=2, answered=1, overdue=1),
        InquiryCount(9, Origin.city, received=1, answered=0, overdue=0),
    )
    assert whole[1] == InquiryCount(7, Origin.other, received=1, answered=0, overdue=1)
