"""What requests are about: sorted by the words of the unit at any time, counted in the report, frozen with the year."""

from datetime import date

import pytest

from casework.db import Database
from casework.errors import Invalid
from casework.models.record import Record
from casework.office import Office
from casework.services import unit_settings, verification
from casework.services.annual_years import close_year
from casework.viewer import Moment
from tests.factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from tests.services.test_annual_years import (
    GROUP,
    KEY,
    NEXT,
    act,
    closed_case,
    load,
    office,
    versions,
)
from workflows.vocabulary import Role

__all__ = ["office"]
D2, D3 = date(2020, 9, 2), date(2020, 9, 3)


def topic_of(case: Case) -> str | None:
    with case.office.db.read() as session:
        return session.get_one(Record, case.done.record_id).topic


def test_a_request_is_sorted_at_the_desk_or_later_in_every_state_and_keeps_its_word(
    db: Database,
) -> None:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.intake, Role.handler])
    counter = make_user(office, "counter", roles=[Role.statistics])
    case = make_case(office, clerk, unit_id=unit_id, topic="财政")
    due = case.done.due_on
    with pytest.raises(Invalid, match="“火星”不在本单位的事项类别中（土地征收、"):
        case.do("classify", D2, topic="火星")
    assert (case.do("classify", D2, topic="教育").due_on, topic_of(case)) == (due, "教育")
    case.do("withdraw", D2, paper="书面撤回")
    case.do("archive", D2)
    sorted_in = case.do("classify", D3, viewer=counter, topic="土地征收").version
    assert (topic_of(case), case.done.state) == ("土地征收", "archived")

    words = {"topics": "征地拆迁、财政"}
    unit_settings.change(office, "district", words, viewer=OPERATOR, moment=Moment.on(D3))
    assert topic_of(case) == "土地征收"
    case.do("classify", D3, topic="土地征收")  # the word it has stays right for it
    with pytest.raises(Invalid, match="征地拆迁、财政"):
        make_case(office, clerk, unit_id=unit_id, topic="土地征收")
    for seq in (case.done.version, sorted_in):
        case.do("annul", D3, viewer=OPERATOR, entry=seq, reasons="归错了")
    assert topic_of(case) == "教育"
    assert verification.verify(office, today=D3) == ()


def told(office: Office, number: int) -> str:
    (line,) = (
        one
        for one in versions(office, KEY)[number - 1].content["paragraphs"]["requests"]
        if one.startswith("申请的内容")
    )
    return str(line)


def test_a_closed_year_keeps_its_shares_until_an_act_amends_it(office: Office) -> None:
    case = closed_case(office)
    act(office, case, "classify", topic="土地征收")
    close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    first = "申请的内容涉及土地征收（1件，占50.0%）；另有1件未归类，占50.0%。"
    assert told(office, 1) == first
    act(office, case + 1, "classify", topic="财政")
    assert len(versions(office, KEY)) == 1
    act(office, case, "annul", entry=2, reasons="录错")
    assert [told(office, 1), told(office, 2)] == [
        first,
        "申请的内容涉及土地征收（1件，占50.0%）、财政（1件，占50.0%）。",
    ]


def test_the_sum_of_a_group_counts_what_its_units_have_sorted(office: Office) -> None:
    act(office, closed_case(office), "classify", topic="土地征收")
    act(office, load(office, date(2020, 5, 6), unit_id=1), "classify", topic="土地征收")
    close_year(office, GROUP, viewer=OPERATOR, moment=NEXT)
    assert versions(office, GROUP)[0].content["topics"] == {"土地征收": 2, "": 1}
