"""Reminders: who hears of which term, at which distance, and that nothing is said twice or lost."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import delete, event, func, select, update

from casework.db import Database
from casework.models.message import Message
from casework.models.unit import Unit
from casework.models.user import User
from casework.office import Office
from casework.services import inbox, verification
from casework.services.inbox import Said
from casework.services.reminders import Levels, Reminded, levels_of, remind
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

DUE = date(2020, 9, 28)  # received on 1 September; 27 September is a working Sunday


@dataclass
class House:
    """A district with a department below it, each with its staff, and one case of the department in work."""

    office: Office
    unit_id: int
    district: int
    staff: dict[str, Viewer]
    case: Case

    def at(self, day: date) -> Reminded:
        return remind(self.office, moment=Moment.on(day))

    def set(self, **settings: Any) -> None:
        with self.office.db.write() as session:
            session.execute(update(Unit).where(Unit.id == self.unit_id).values(settings=settings))

    def messages(self, *, key: str = "answer") -> list[tuple[str, str]]:
        """Who was told of a kind of term, and at which level."""
        with self.office.db.read() as session:
            rows = session.execute(
                select(User.login, Message.level)
                .join(User, User.id == Message.user_id)
                .where(Message.key == key)
                .order_by(Message.id)
            )
            return [(row.login, row.level) for row in rows]

    def levels(self, login: str = "handler") -> list[str]:
        return [level for name, level in self.messages() if name == login]

    def sentence(self, **chosen: str) -> str:
        with self.office.db.read() as session:
            found = select(Message).filter_by(**chosen).order_by(Message.id.desc())
            return session.scalars(found).first().sentence  # type: ignore[union-attr]


@pytest.fixture
def house(db: Database) -> House:
    office = make_office(db)
    district = make_unit(office)
    unit_id = make_unit(office, "edu", name="某市某区教育局", parent="district")
    staff = {
        "clerk": make_user(office, "clerk", roles=[Role.intake], unit="edu"),
        "handler": make_user(office, "handler", roles=[Role.handler], unit="edu"),
        "chief": make_user(office, "chief", roles=[Role.approver], unit="edu"),
        "boss": make_user(office, "boss", roles=[Role.supervisor], unit="district"),
        "other": make_user(office, "other", roles=[Role.intake, Role.approver], unit="district"),
    }
    everything = make_user(office, "all", roles=[Role.legal], unit="edu")
    case = make_case(office, staff["clerk"], unit_id=unit_id)
    case.do("assign", date(2020, 9, 2), handler=staff["handler"].user_id)
    case.viewer = staff["handler"]
    assert everything.user_id is not None
    return House(office, unit_id, district, staff, case)


def test_far_from_its_last_day_nothing_is_said_of_a_term(house: House) -> None:
    house.at(date(2020, 9, 18))
    assert house.messages() == []


def test_the_handler_hears_at_the_level_that_has_been_reached(house: House) -> None:
    said = {}
    for day in (*(date(2020, 9, n) for n in range(21, 30)), date(2021, 3, 1)):
        with house.office.db.write() as session:
            session.execute(delete(Message))  # as if the timer had never run before
        house.at(day)
        said[day.strftime("%m-%d")] = house.levels()
    assert said == {
        "09-21": [],
        "09-22": ["5"],
        "09-23": ["5"],
        "09-24": ["3"],
        "09-25": ["3"],
        "09-26": ["3"],  # a Saturday: Sunday and Monday are working days and left
        "09-27": ["1"],
        "09-28": ["due"],
        "09-29": ["late"],
        "03-01": ["late"],
    }


def test_a_level_is_said_once_however_often_the_timer_runs(house: House) -> None:
    days = [date(2020, 9, day) for day in (22, 22, 23, 24, 25, 27, 27, 28, 28, 29, 30)]
    told = [house.at(day).terms for day in days]
    assert house.levels() == ["5", "3", "1", "due", "late"]
    assert sum(told) == len(house.messages())
    assert [n for day, n in zip(days, told, strict=True) if day.day in (23, 25, 30)] == [0, 0, 0]


def test_a_missed_week_is_made_good_with_one_message(house: House) -> None:
    house.at(date(2020, 9, 18))
    house.at(date(2020, 9, 24))
    assert house.levels() == ["3"]


def test_on_the_last_day_the_superior_hears_as_well(house: House) -> None:
    house.at(date(2020, 9, 27))
    house.at(DUE)
    assert house.messages() == [("handler", "1"), ("handler", "due"), ("chief", "due")]


def test_when_it_is_late_the_supervising_office_hears_too(house: House) -> None:
    house.at(date(2020, 9, 29))
    assert sorted(house.messages()) == [("boss", "late"), ("chief", "late"), ("handler", "late")]


def test_a_moved_date_is_said_anew(house: House) -> None:
    house.at(date(2020, 9, 27))
    house.case.do("ask_extension", date(2020, 9, 27), days=1, reasons="材料多")
    house.case.do("grant_extension", date(2020, 9, 27), viewer=house.staff["chief"])
    house.case.do("send_extension_notice", date(2020, 9, 27), proof="XA1")
    house.at(date(2020, 9, 28))
    assert house.levels() == ["1", "1"]


def test_a_case_that_was_answered_is_not_mentioned_again(house: House) -> None:
    house.case.do("withdraw", date(2020, 9, 24), paper="书面撤回")
    house.at(date(2020, 9, 30))
    assert house.messages() == []


def test_a_new_handler_hears_what_the_old_one_was_told(house: House) -> None:
    house.at(date(2020, 9, 27))
    house.case.do(
        "reassign",
        date(2020, 9, 27),
        viewer=house.staff["chief"],
        handler=house.staff["clerk"].user_id,
    )
    house.at(date(2020, 9, 27))
    assert house.messages() == [("handler", "1"), ("clerk", "1")]


def test_when_the_handler_has_left_the_clerks_of_the_unit_hear(house: House) -> None:
    with house.office.db.write() as session:
        session.execute(update(User).where(User.login == "handler").values(active=False))
    house.at(date(2020, 9, 27))
    assert house.messages() == [("clerk", "1")]


def test_a_unit_without_clerks_turns_to_its_approver(house: House) -> None:
    with house.office.db.write() as session:
        gone = User.login.in_(["handler", "clerk"])
        session.execute(update(User).where(gone).values(active=False))
    house.at(date(2020, 9, 27))
    assert house.messages() == [("chief", "1")]


def test_a_message_names_the_case_the_article_and_the_way_out_but_no_person(house: House) -> None:
    house.at(date(2020, 9, 24))
    sentence = house.sentence(level="3")
    number = house.case.done.number
    assert sentence == (
        f"政府信息公开申请{number}的答复期限至2020年9月28日届满，还剩3个工作日（条例33）；请抓紧办理。"
    )


def test_the_time_to_ask_for_a_correction_lapses_without_being_late(house: House) -> None:
    for day in (3, 7, 9, 10, 11, 14):
        house.at(date(2020, 9, day))
    assert house.messages(key="correction_notice") == [("handler", "1"), ("handler", "due")]
    assert "需要的请及时办理" in house.sentence(key="correction_notice")


def test_before_it_is_confirmed_a_request_is_alarmed_by_the_safe_date(house: House) -> None:
    waiting = make_case(house.office, house.staff["clerk"], unit_id=house.unit_id, channel="fax")
    house.at(date(2020, 9, 27))
    assert ("clerk", "1") in house.messages()
    assert waiting.done.state == "pending_confirmation"


# What units set ------------------------------------------------------------------------------------------------


def test_a_unit_sets_its_own_distances(house: House) -> None:
    house.set(reminders=[10, 2])
    for day in (14, 21, 24, 25):
        house.at(date(2020, 9, day))
    assert house.levels() == ["10", "2"]


def test_a_unit_that_sets_nothing_follows_the_unit_above_it(house: House) -> None:
    with house.office.db.write() as session:
        session.execute(
            update(Unit).where(Unit.code == "district").values(settings={"reminders": [8]})
        )
    house.at(date(2020, 9, 17))
    assert house.levels() == ["8"]


def test_an_internal_target_is_a_level_of_its_own(house: House) -> None:
    house.set(internal_target=7)
    house.at(date(2020, 9, 17))
    house.at(date(2020, 9, 18))
    assert house.levels() == ["target"]
    assert "内部目标日" in house.sentence(level="target")


def test_the_internal_target_belongs_to_the_due_date_alone(house: House) -> None:
    house.set(internal_target=6, reminders=[])
    house.at(date(2020, 9, 8))  # two working days before the time to ask for a correction ends
    assert house.messages(key="correction_notice") == []


@pytest.mark.parametrize("wrong", ["5,3", [0, -2, "x", True, 400], None, {"a": 1}])
def test_a_setting_that_cannot_be_read_never_silences_the_last_days(wrong: Any) -> None:
    levels = levels_of(wrong, wrong)
    assert levels.of(0, over=False, targeted=True) == "due"
    assert levels.of(0, over=True, targeted=True) == "late"
    assert levels.target == 0


def test_the_nearest_of_several_levels_is_said() -> None:
    levels = Levels((5, 3, 1), target=4)
    said = [levels.of(left, over=False, targeted=True) for left in range(6, 0, -1)]
    assert said == ["", "5", "target", "3", "3", "1"]


# Terms of others -----------------------------------------------------------------------------------------------


def corrected(house: House) -> Case:
    case = house.case
    case.do("request_correction", date(2020, 9, 3), items_to_correct="名称", days=5)
    case.do("correction_notice_received", date(2020, 9, 4), proof="XA1")
    return case


def test_a_correction_that_did_not_come_is_proposed_to_the_handler_and_not_done(
    house: House,
) -> None:
    case = corrected(house)
    assert house.at(date(2020, 9, 11)).proposals == 0
    assert house.at(date(2020, 9, 14)) == Reminded(proposals=1)
    assert house.messages(key="correction") == [("handler", "over")]
    assert "可以“逾期不补正，终止办理”" in house.sentence(level="over")
    with house.office.db.read() as session:
        message = session.scalars(select(Message)).one()
    assert (message.act, message.record_id) == ("lapse_correction", case.done.record_id)
    assert case.do("log_contact", date(2020, 9, 14), reached=False, note="未接通").state == (
        "pending_correction"
    )


def test_a_proposal_is_made_once(house: House) -> None:
    corrected(house)
    assert [house.at(date(2020, 9, day)).proposals for day in (14, 15, 16)] == [1, 0, 0]


@pytest.mark.parametrize("kind", ["third_party", "co_maker", "agency"])
def test_the_silence_of_a_consulted_party_is_proposed(house: House, kind: str) -> None:
    house.case.do(f"consult_{kind}", date(2020, 9, 3), name="某公司", matter="是否公开")
    letter = house.case.done.version
    house.case.do(f"{kind}_received", date(2020, 9, 4), thread=letter, proof="XA1")
    house.at(date(2020, 9, 25))
    assert house.messages(key=f"{kind}_opinion") == []
    house.at(date(2020, 9, 26))
    assert house.messages(key=f"{kind}_opinion") == [("handler", "over")]


def test_the_end_of_the_remedy_periods_reminds_nobody(house: House) -> None:
    case = house.case
    case.do("withdraw", date(2020, 9, 4), paper="书面撤回")
    assert house.at(date(2021, 12, 1)).total == 0


def test_a_task_is_told_to_the_department_that_was_asked_and_late_to_who_asked(
    house: House,
) -> None:
    house.case.do(
        "ask_department",
        date(2020, 9, 3),
        asked_unit=house.district,
        task_kind="search",
        matter="查找补偿方案",
        limit_on=date(2020, 9, 9),
    )
    for day in (8, 9, 10):
        house.at(date(2020, 9, day))
    assert house.messages(key="task") == [
        ("other", "1"),
        ("other", "due"),
        ("handler", "late"),
        ("boss", "late"),
        ("other", "late"),
    ]


# Unclaimed cases -----------------------------------------------------------------------------------------------


def test_a_case_that_nobody_has_is_told_to_the_clerks_after_two_working_days(house: House) -> None:
    make_case(house.office, house.staff["clerk"], unit_id=house.unit_id)
    told = [house.at(date(2020, 9, day)).unclaimed for day in (2, 3, 4, 7)]
    assert told == [0, 1, 0, 0]
    assert house.messages(key="unclaimed") == [("clerk", "unclaimed")]
    assert "还没有承办人；请分办" in house.sentence(level="unclaimed")


def test_a_unit_sets_how_long_a_case_may_be_without_a_handler(house: House) -> None:
    make_case(house.office, house.staff["clerk"], unit_id=house.unit_id)
    house.set(unclaimed_after=4)
    assert [house.at(date(2020, 9, day)).unclaimed for day in (3, 4, 7)] == [0, 0, 1]


def test_a_request_that_still_waits_at_the_desk_is_told_as_well(house: House) -> None:
    make_case(house.office, house.staff["clerk"], unit_id=house.unit_id, channel="fax")
    house.at(date(2020, 9, 4))
    assert "还没有登记" in house.sentence(level="unclaimed")


def test_a_case_with_a_handler_is_not_unclaimed(house: House) -> None:
    assert house.at(date(2020, 9, 15)).unclaimed == 0


# What is overtaken ---------------------------------------------------------------------------------------------


def unread(house: House) -> list[str]:
    with house.office.db.read() as session:
        found = select(Message.level).where(Message.read_at.is_(None)).order_by(Message.id)
        return list(session.scalars(found))


def test_a_nearer_level_takes_the_place_of_the_one_before(house: House) -> None:
    house.at(date(2020, 9, 22))
    house.at(date(2020, 9, 24))
    assert unread(house) == ["3"]


def test_what_was_done_no_longer_waits_in_the_inbox(house: House) -> None:
    house.at(date(2020, 9, 24))
    house.case.do("withdraw", date(2020, 9, 24), paper="书面撤回")
    house.at(date(2020, 9, 24))
    assert unread(house) == []


def test_a_case_that_was_given_to_somebody_no_longer_waits_in_the_inbox(house: House) -> None:
    case = make_case(house.office, house.staff["clerk"], unit_id=house.unit_id)
    house.at(date(2020, 9, 4))
    assert unread(house) == ["unclaimed"]
    case.do("assign", date(2020, 9, 4), handler=house.staff["handler"].user_id)
    house.at(date(2020, 9, 4))
    assert unread(house) == []


def test_news_stays_until_it_is_read(house: House) -> None:
    said = Said(
        house.staff["handler"].user_id or 0,
        house.case.done.record_id,
        "calendar_changed",
        2,
        DUE,
        inbox.NEWS,
        "期限变动",
    )
    with house.office.db.write() as session:
        inbox.say(session, [said], moment=Moment.on(DUE))
    house.at(date(2020, 9, 8))
    assert unread(house) == [inbox.NEWS]


def test_more_than_one_statement_marks_is_marked_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "_AT_ONCE", 2)
    many(house, 4)
    house.at(date(2020, 9, 22))
    house.at(date(2020, 9, 24))
    assert set(unread(house)) == {"3", "unclaimed"}


# The sweep -----------------------------------------------------------------------------------------------------


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def many(house: House, n: int) -> Sequence[Case]:
    clerk = house.staff["clerk"]
    return [make_case(house.office, clerk, unit_id=house.unit_id) for _ in range(n)]


def test_a_sweep_asks_as_often_for_thirty_cases_as_for_three(house: House) -> None:
    many(house, 3)
    with statements(house.office.db) as few:
        house.at(date(2020, 9, 27))
    many(house, 27)
    with house.office.db.write() as session:
        session.execute(delete(Message))
    with statements(house.office.db) as lots:
        house.at(date(2020, 9, 27))
    assert len(lots) == len(few)


def test_a_sweep_with_nothing_new_opens_nothing_for_writing(house: House) -> None:
    many(house, 3)
    house.at(date(2020, 9, 29))
    with statements(house.office.db) as sent:
        house.at(date(2020, 9, 29))
    assert not [s for s in sent if s.startswith(("INSERT", "BEGIN IMMEDIATE", "UPDATE"))]


def test_more_cases_than_one_batch_are_all_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.services.reminders.BATCH", 2)
    many(house, 4)
    house.at(date(2020, 9, 27))
    with house.office.db.read() as session:
        told = session.scalar(
            select(func.count(Message.record_id.distinct())).where(Message.key == "answer")
        )
    assert told == 5


def test_reminders_leave_the_records_as_they_were(house: House) -> None:
    corrected(house)
    house.at(date(2020, 9, 29))
    assert verification.verify(house.office, today=date(2020, 9, 29)) == ()
