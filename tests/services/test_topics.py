"""What requests are about: sorted by the words of the unit at any time."""

from datetime import date

import pytest

from casework.db import Database
from casework.errors import Invalid
from casework.models.record import Record
from casework.services import unit_settings, verification
from casework.viewer import Moment
from tests.factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from workflows.vocabulary import Role

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
