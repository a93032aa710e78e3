"""Notices of holidays: recorded with their numbers, foreseen, told to every open case, kept by an upgrade; on both databases."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from factories import OPERATOR, Case, make_case, make_unit, make_user
from sqlalchemy import select

from casework import notices as rules
from casework.calendars import package_calendar
from casework.db import Database
from casework.encryption import Cipher
from casework.errors import Conflict, Invalid, NotAllowed
from casework.models.calendar import CalendarVersion
from casework.models.message import Message
from casework.models.record import Record
from casework.notices import Notice
from casework.office import Office
from casework.queries import calendar_state, journal_rows
from casework.services import calendars, notices, rederiving, ticking, upgrade
from casework.services.carry_over import carry_over
from casework.services.verification import verify
from casework.settings import read_settings
from casework.viewer import Moment, Viewer
from workflows.definition import Workflow
from workflows.registry import all_workflows
from workflows.vocabulary import Phase, Role

# The package knows the notices up to 2026; the days of 2027 below are made up for the tests.
TODAY = Moment.on(date(2026, 11, 23))
ARRIVED = date(2026, 11, 23)
OFF = (
    "2027-01-01..2027-01-03:元旦",
    "2027-02-05..2027-02-13:春节",
    "2027-04-03..2027-04-05:清明节",
    "2027-05-01..2027-05-05:劳动节",
    "2027-06-09:端午节",
    "2027-09-15:中秋节",
    "2027-10-01..2027-10-07:国庆节",
)
WORK = ("2027-02-20", "2027-02-28")


def the_notice(
    number: str = "国办发明电〔2026〕99号",
    *,
    title: str = "国务院办公厅关于2027年部分节假日安排的通知",
    off: Iterable[str] = OFF,
    work: Iterable[str] = WORK,
    year: int | None = 2027,
) -> Notice:
    return rules.read(number=number, title=title, off=off, work=work, year=year)


def emergency(*off: str, number: str = "兰政办电〔2026〕3号", work: Iterable[str] = ()) -> Notice:
    return rules.read(number=number, title="关于临时调整办公时间的通知", off=off, work=work)


class DatedOffice(Office):
    """An office whose clock stands still."""

    def now(self) -> Moment:
        return TODAY


@pytest.fixture
def office(db: Database) -> Office:
    """An office whose calendar ends with a year that no notice has settled."""
    office = DatedOffice(db, Cipher(b"a key for tests"), read_settings({}))
    known = package_calendar(first_year=2025, until_year=2028)
    with db.write() as session:
        calendars.record(session, known, label="测试", moment=Moment.on(date(2025, 1, 2)))
    make_unit(office)
    return office


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=list(Role), name="王审")


def case(office: Office, clerk: Viewer, arrived_on: date = ARRIVED) -> Case:
    return make_case(office, clerk, unit_id=1, arrived_on=arrived_on)


def stored(office: Office, made: Case) -> Record:
    with office.db.read() as session:
        return session.get_one(Record, made.done.record_id)


def actions_of(office: Office, made: Case) -> list[str]:
    with office.db.read() as session:
        return [
            r.action
            for r in journal_rows.rows_of(session, [made.done.record_id])[made.done.record_id]
        ]


def faults(office: Office) -> list[str]:
    return [str(fault) for fault in verify(office, today=TODAY.today)]


def record(office: Office, *found: Notice, viewer: Viewer = OPERATOR) -> rederiving.Effects:
    return notices.record(office, found, viewer=viewer, moment=TODAY)


def newest_version(office: Office) -> int:
    with office.db.read() as session:
        return calendars.newest(session).version


SNOW = "2026-12-01..2026-12-02:雪灾停工"


# What a notice does --------------------------------------------------------------------------------------------


def test_a_case_whose_term_holds_a_new_day_off_moves_and_says_so(
    office: Office, clerk: Viewer
) -> None:
    made = case(office, clerk)
    record(office, emergency(SNOW))
    assert (made.done.due_on, stored(office, made).due_on) == (
        date(2026, 12, 21),
        date(2026, 12, 23),
    )
    assert actions_of(office, made)[-1] == "calendar_changed"


def test_the_row_of_a_moved_case_names_the_calendar_and_both_days(
    office: Office, clerk: Viewer
) -> None:
    made = case(office, clerk)
    record(office, emergency(SNOW))
    with office.db.read() as session:
        row = journal_rows.rows_of(session, [made.done.record_id])[made.done.record_id][-1]
    assert row.data == {"calendar": 2, "due_before": "2026-12-21", "due_after": "2026-12-23"}


def test_a_case_that_does_not_move_gets_the_newest_calendar_and_no_row(
    office: Office, clerk: Viewer
) -> None:
    made = case(office, clerk, date(2026, 11, 2))  # due on 30 November
    record(office, emergency(SNOW))
    kept = stored(office, made)
    assert (kept.calendar_version, kept.version) == (newest_version(office), made.done.version)
    assert "calendar_changed" not in actions_of(office, made)


def test_what_is_foreseen_is_what_happens(office: Office, clerk: Viewer) -> None:
    for day in (2, 9, 16, 23):
        case(office, clerk, date(2026, 11, day))
    with office.db.read() as session:
        seen = notices.foresee(session, [emergency(SNOW)], viewer=clerk)
    done = record(office, emergency(SNOW))
    assert seen.effects.moved == done.moved
    assert (seen.effects.judged, len(done.moved)) == (4, 3)


def test_an_effect_names_unit_and_handler(office: Office, clerk: Viewer) -> None:
    made = case(office, clerk)
    made.do("assign", date(2026, 11, 23), handler=clerk.user_id)
    (found,) = record(office, emergency(SNOW)).moved
    assert (found.number, found.unit, found.handler) == (
        made.done.number,
        "某市某区人民政府",
        "王审",
    )


def told(office: Office) -> list[tuple[int, str]]:
    with office.db.read() as session:
        rows = session.scalars(select(Message).where(Message.key == "calendar_changed"))
        return sorted((row.user_id, row.sentence) for row in rows)


def test_the_handler_of_a_moved_case_finds_it_in_his_inbox_once(
    office: Office, clerk: Viewer
) -> None:
    made = case(office, clerk)
    other = make_user(office, "other", roles=[Role.handler])
    made.do("assign", date(2026, 11, 23), handler=other.user_id)
    record(office, emergency(SNOW))
    notices.finish(office, moment=TODAY)
    (message,) = told(office)
    assert message == (
        other.user_id,
        f"{made.done.number}的期限因放假安排变动，由2026年12月21日改为2026年12月23日（放假办法）；请按新的期限办理。",
    )


def test_of_a_case_that_nobody_has_the_intake_clerks_are_told(
    office: Office, clerk: Viewer
) -> None:
    case(office, clerk)
    make_user(office, "other", roles=[Role.handler])
    record(office, emergency(SNOW))
    assert [user_id for user_id, _ in told(office)] == [clerk.user_id]


def test_of_a_case_that_does_not_move_nobody_is_told(office: Office, clerk: Viewer) -> None:
    case(office, clerk, date(2026, 11, 2))
    record(office, emergency(SNOW))
    assert told(office) == []


def test_the_notice_of_the_year_makes_a_provisional_day_firm(office: Office, clerk: Viewer) -> None:
    case(office, clerk, date(2026, 12, 1))
    with office.db.read() as session:
        seen = notices.foresee(session, [the_notice(off=OFF, work=())], viewer=clerk)
    (found,) = seen.effects.cases
    assert (found.became_firm, found.moved) == (True, False)
    assert found.after == date(2026, 12, 29)


def test_the_notice_of_the_year_reaches_from_25_december_to_24_december(office: Office) -> None:
    record(office, the_notice())
    with office.db.read() as session:
        spans = rules.provisional_spans(calendars.newest(session))
    assert [(one.first, one.last) for one in spans] == [(date(2027, 12, 25), date(2028, 12, 31))]


def test_a_statutory_holiday_that_the_notice_leaves_out_stays_a_holiday_and_raises_a_doubt(
    office: Office, clerk: Viewer
) -> None:
    partial = the_notice(off=[*OFF[:2], *OFF[3:]])
    with office.db.read() as session:
        seen = notices.foresee(session, [partial], viewer=clerk)
    record(office, partial)
    with office.db.read() as session:
        day = calendars.newest(session).day(date(2027, 4, 5))
    assert (day.working, day.provisional) == (False, False)
    assert seen.doubts == (
        "通知中没有写明2027-04-05（周一）清明节；法定节日仍按休息日计算（放假办法），请对照通知原文核对。",
    )


def test_the_notice_alone_says_which_days_in_lieu_belong_to_a_holiday_it_names(
    office: Office,
) -> None:
    # The package computes 3 and 4 May 2027 in lieu of the weekend that 1 and 2 May fall on.
    with office.db.read() as session:
        assert not calendars.newest(session).is_working(date(2027, 5, 4))
    record(office, the_notice(off=[*OFF[:3], "2027-05-01..2027-05-03:劳动节", *OFF[4:]]))
    with office.db.read() as session:
        calendar = calendars.newest(session)
    assert [calendar.is_working(date(2027, 5, day)) for day in (3, 4, 5)] == [False, True, True]


def test_many_uncertain_days_without_a_year_raise_a_doubt(office: Office, clerk: Viewer) -> None:
    with office.db.read() as session:
        seen = notices.foresee(session, [the_notice(year=None)], viewer=clerk)
    assert "没有写明年度" in seen.doubts[0]


def test_a_make_up_day_is_worked_under_the_notice_with_its_number(office: Office) -> None:
    record(office, the_notice())
    with office.db.read() as session:
        day = calendars.newest(session).day(date(2027, 2, 20))
    assert (day.working, day.why, day.provisional) == (True, "调休上班", False)
    assert day.notice == "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕99号）"


def test_a_settled_day_that_a_storm_takes_off_is_not_called_a_holiday(office: Office) -> None:
    record(office, emergency("2026-12-01:极端天气"))
    with office.db.read() as session:
        day = calendars.newest(session).day(date(2026, 12, 1))
    assert (day.working, day.why) == (False, "临时放假：极端天气")


def test_a_request_that_nobody_has_confirmed_is_told_when_its_safe_day_moves(
    office: Office, clerk: Viewer
) -> None:
    made = make_case(
        office,
        clerk,
        unit_id=1,
        arrived_on=ARRIVED,
        channel="ordinary_mail",
        awaits_confirmation=True,
    )
    (found,) = record(office, emergency(SNOW)).moved
    assert (found.before, found.after) == (date(2026, 12, 21), date(2026, 12, 23))
    assert actions_of(office, made)[-1] == "calendar_changed"


def test_a_closed_case_stays_with_the_calendar_of_its_closing(
    office: Office, clerk: Viewer
) -> None:
    made = case(office, clerk, date(2026, 11, 9))
    made.do("withdraw", date(2026, 11, 16), paper="2026年11月16日书面撤回")
    record(office, emergency(SNOW))
    kept = stored(office, made)
    assert (kept.closed_on, kept.calendar_version) == (date(2026, 11, 16), 1)


def test_the_ended_period_of_a_reopened_case_moves(office: Office, clerk: Viewer) -> None:
    made = case(office, clerk, date(2026, 11, 2))
    made.do("withdraw", date(2026, 11, 16), paper="2026年11月16日书面撤回")
    made.do("reopen_own", date(2026, 11, 20), reasons="撤回非其本人意思")
    before = stored(office, made)
    record(office, emergency("2026-11-10"))
    after = stored(office, made)
    assert (before.last_due_on, after.last_due_on) == (date(2026, 11, 30), date(2026, 12, 1))
    assert (after.due_on, after.version) == (before.due_on, before.version)
    assert faults(office) == []


def test_the_installation_is_sound_after_a_notice(office: Office, clerk: Viewer) -> None:
    for day in (2, 9, 16, 23):
        case(office, clerk, date(2026, 11, day))
    make_case(
        office,
        clerk,
        unit_id=1,
        arrived_on=ARRIVED,
        channel="ordinary_mail",
        awaits_confirmation=True,
    )
    record(office, emergency(SNOW))
    record(office, the_notice())
    assert faults(office) == []


def test_the_turn_of_the_year_is_written_before_the_change(office: Office, clerk: Viewer) -> None:
    made = case(office, clerk, date(2026, 12, 14))
    january = Moment.on(date(2027, 1, 4))
    record(office, the_notice())
    notices.record(office, [emergency("2027-01-05")], viewer=OPERATOR, moment=january)
    assert actions_of(office, made)[-2:] == ["carry_forward", "calendar_changed"]


@pytest.mark.parametrize("workflow", all_workflows(), ids=lambda workflow: workflow.version)
def test_every_kind_with_a_clock_of_its_own_knows_the_change_of_the_calendar(
    workflow: Workflow,
) -> None:
    has_clock = any(action.effect is not None for action in workflow.actions)
    told = workflow.action("calendar_changed")
    open_states = {state for state in workflow.states if state.phase is not Phase.closed}
    if has_clock:
        assert told is not None
        assert open_states - set(told.sources) <= {workflow.parked}


def test_a_carried_case_that_moves_stays_carried_and_sound(office: Office, clerk: Viewer) -> None:
    made = case(office, clerk, date(2026, 12, 14))
    carry_over(office, moment=Moment.on(date(2027, 1, 4)))
    january = Moment.on(date(2027, 1, 5))
    notices.record(office, [emergency("2027-01-05")], viewer=OPERATOR, moment=january)
    kept = stored(office, made)
    assert actions_of(office, made)[-1] == "calendar_changed"
    assert (kept.state, kept.resumes_to) == ("carried_forward", "registered")
    assert verify(office, today=january.today) == ()


# Where it is written -------------------------------------------------------------------------------------------


def test_a_notice_is_a_row_in_the_register_of_every_root_unit(office: Office) -> None:
    make_unit(office, "second", name="另一机关")
    make_unit(office, "below", name="下属部门", parent="district")
    record(office, emergency(SNOW))
    with office.db.read() as session:
        registers = session.scalars(
            select(Record).where(Record.kind == "administration").order_by(Record.id)
        )
        rows = journal_rows.rows_of(session, [one.id for one in registers.all()])
    assert [[r.action for r in found] for found in rows.values()] == [
        ["open_register", "record_calendar"],
        ["open_register", "record_calendar"],
        ["open_register"],
    ]


def test_a_recorded_notice_is_read_back_as_it_was(office: Office) -> None:
    make_unit(office, "second", name="另一机关")
    record(office, the_notice(), emergency(SNOW))
    with office.db.read() as session:
        found = calendar_state.notices(session)
    assert [one.notice for one in found] == [the_notice(), emergency(SNOW)]
    assert [one.version for one in found] == [2, 2]


# An interrupted run --------------------------------------------------------------------------------------------


class Interrupted(Exception):
    """The machine stops in the middle of the sweep."""


def test_an_interrupted_recording_is_finished_by_the_next_run(
    office: Office, clerk: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [case(office, clerk) for _ in range(5)]
    monkeypatch.setattr(rederiving, "BATCH", 2)

    def stop(_judged: int) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        notices.record(office, [emergency(SNOW)], viewer=OPERATOR, moment=TODAY, tick=stop)
    assert [stored(office, one).due_on.day for one in made] == [23, 23, 21, 21, 21]  # type: ignore[union-attr]
    assert notices.finish(office, moment=TODAY) == 3
    assert [stored(office, one).due_on.day for one in made] == [23] * 5  # type: ignore[union-attr]
    assert faults(office) == []


def test_an_act_before_the_sweep_brings_its_case_along_with_row_and_message(
    office: Office, clerk: Viewer
) -> None:
    touched, other = case(office, clerk), case(office, clerk)
    notices.save(office, [emergency(SNOW)], viewer=OPERATOR, moment=TODAY)
    touched.do("assign", TODAY.today, handler=clerk.user_id)
    assert actions_of(office, touched)[-2:] == ["calendar_changed", "assign"]
    with office.db.read() as session:
        told = session.scalars(select(Message.record_id).where(Message.key == "calendar_changed"))
        assert list(told) == [touched.done.record_id]
    assert [stored(office, one).due_on.day for one in (touched, other)] == [23, 21]  # type: ignore[union-attr]
    assert notices.finish(office, moment=TODAY) == 1
    assert faults(office) == []


def test_a_sweep_that_stops_gives_its_lease_back_and_is_taken_up(
    office: Office, clerk: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [case(office, clerk) for _ in range(3)]
    monkeypatch.setattr(rederiving, "BATCH", 2)
    notices.save(office, [emergency(SNOW)], viewer=OPERATOR, moment=TODAY)

    def stop(_judged: int) -> None:
        assert not ticking.rederive(office)  # another node finds the lease taken
        raise Interrupted

    with pytest.raises(Interrupted):
        ticking.rederive(office, tick=stop)
    with office.db.read() as session:
        found = calendar_state.progress(session)
    assert found is not None
    assert (found.total, found.done, found.moved, found.messages) == (3, 2, 2, 2)
    assert ticking.rederive(office)
    assert [stored(office, one).due_on.day for one in made] == [23] * 3  # type: ignore[union-attr]


def test_a_second_run_finds_nothing(office: Office, clerk: Viewer) -> None:
    case(office, clerk)
    record(office, emergency(SNOW))
    assert notices.finish(office, moment=TODAY) == 0


def test_a_sweep_takes_no_more_than_a_batch_in_a_transaction(
    office: Office, clerk: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        case(office, clerk)
    monkeypatch.setattr(rederiving, "BATCH", 2)
    batches: list[int] = []
    notices.record(office, [emergency(SNOW)], viewer=OPERATOR, moment=TODAY, tick=batches.append)
    assert batches == [2, 2, 1]


def test_of_two_notices_recorded_at_once_none_is_lost(office: Office) -> None:
    days = [f"2026-12-{n:02}" for n in (7, 8, 9, 10)]
    found = [emergency(day, number=f"第{n}号") for n, day in enumerate(days)]
    with ThreadPoolExecutor(len(found)) as pool:
        list(pool.map(lambda one: record(office, one), found))
    with office.db.read() as session:
        calendar = calendars.newest(session)
        assert len(calendar_state.notices(session)) == len(days)
    assert [calendar.is_working(date.fromisoformat(day)) for day in days] == [False] * len(days)


# What is refused -----------------------------------------------------------------------------------------------


def test_only_the_administrator_of_every_root_unit_records_a_notice(office: Office) -> None:
    make_unit(office, "second", name="另一机关")
    admin = make_user(office, "admin", roles=[Role.admin])
    with pytest.raises(NotAllowed, match="最上级单位的系统管理员"):
        record(office, emergency(SNOW), viewer=admin)
    assert newest_version(office) == 1


def test_the_same_number_is_recorded_once_however_its_brackets_are_written(office: Office) -> None:
    record(office, emergency(SNOW))
    with pytest.raises(Conflict, match="已经登记"):
        record(office, emergency("2026-12-03", number="兰政办电[2026] 3号"))
    assert newest_version(office) == 2


def test_a_preview_that_another_notice_has_overtaken_is_not_saved(office: Office) -> None:
    record(office, emergency(SNOW))
    with pytest.raises(Conflict, match="重新预览"):
        notices.record(office, [the_notice()], viewer=OPERATOR, moment=TODAY, seen=1)
    assert newest_version(office) == 2


REFUSED = {
    "no such day": (lambda: emergency("2026-02-30"), "没有2026-02-30这一天"),
    "no day at all": (lambda: emergency("明天"), "“明天”不是日期"),
    "backwards": (lambda: emergency("2026-12-05..2026-12-01"), "截止日早于起始日"),
    "nothing named": (lambda: emergency(), "没有写明放假或者上班的日期"),
    "no number": (lambda: emergency(SNOW, number=" "), "缺少文号"),
    "no title": (lambda: the_notice(title=""), "缺少标题"),
    "both": (
        lambda: emergency(SNOW, work=["2026-12-02"]),
        "2026-12-02（周三） 既写为放假又写为上班",
    ),
    "twice": (lambda: emergency(SNOW, "2026-12-02"), "2026-12-02（周三） 写了两次"),
    "a working Monday": (
        lambda: emergency(work=["2026-11-30"]),
        "2026-11-30（周一） 本来就是工作日",
    ),
    "no data": (lambda: emergency("2040-02-01"), "2040-02-01（周三） 所在年度没有日历数据"),
    "a year without data": (lambda: the_notice(year=2040), "没有2040年的日历数据"),
    "another year": (lambda: the_notice(year=2028), "先登记前一年度的通知"),
    "a day of another year": (
        lambda: the_notice(off=[*OFF, "2028-01-01"]),
        "2028-01-01（周六） 不在2027年的放假安排之内",
    ),
}


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_notice_that_cannot_be_is_refused_and_nothing_is_stored(
    office: Office, make, sentence: str
) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid, match=sentence):
        record(office, make())
    assert newest_version(office) == 1


def test_a_year_has_one_notice(office: Office) -> None:
    record(office, the_notice())
    with pytest.raises(Conflict, match="2027年的放假安排已经登记"):
        record(office, the_notice("国办发明电〔2026〕100号"))


def test_without_a_unit_there_is_no_register_to_write_in(db: Database) -> None:
    office = Office(db, Cipher(b"a key for tests"), read_settings({}))
    upgrade.upgrade(office, moment=TODAY)
    with pytest.raises(Invalid, match="casework unit add"):
        record(office, emergency(SNOW))


def test_a_mistake_is_put_right_under_a_number_of_its_own(office: Office) -> None:
    record(office, the_notice())
    record(
        office, emergency("2027-02-20", number="国办发明电〔2026〕99号 更正", work=["2027-02-12"])
    )
    with office.db.read() as session:
        calendar = calendars.newest(session)
    assert (calendar.is_working(date(2027, 2, 20)), calendar.is_working(date(2027, 2, 12))) == (
        False,
        True,
    )


# Upgrades ------------------------------------------------------------------------------------------------------


def test_an_upgrade_keeps_what_was_recorded_by_hand(office: Office, clerk: Viewer) -> None:
    made = case(office, clerk)
    record(office, the_notice(), emergency(SNOW))
    done = upgrade.upgrade(office, moment=TODAY)
    with office.db.read() as session:
        calendar = calendars.newest(session)
    assert not calendar.is_working(date(2026, 12, 1))
    assert calendar.is_working(date(2027, 2, 20))
    assert not calendar.is_provisional(date(2027, 12, 24))
    assert (stored(office, made).due_on, done.moved) == (date(2026, 12, 23), ())


def test_an_upgrade_names_the_days_on_which_the_package_says_otherwise(office: Office) -> None:
    record(office, emergency(SNOW))
    assert upgrade.upgrade(office, moment=TODAY).kept == (date(2026, 12, 1), date(2026, 12, 2))


def test_an_upgrade_copies_every_other_day(office: Office, clerk: Viewer) -> None:
    wrong = emergency("2026-11-26", number="误登记")
    calendar = rules.applied(package_calendar(first_year=2025, until_year=2028), wrong)
    with office.db.write() as session:
        calendars.record(session, calendar, label="旧版本", moment=TODAY)
    made = case(office, clerk)
    (moved,) = upgrade.upgrade(office, moment=TODAY).moved
    assert (moved.number, moved.before, moved.after) == (
        made.done.number,
        date(2026, 12, 22),
        date(2026, 12, 21),
    )


def test_a_second_upgrade_makes_no_version(office: Office) -> None:
    record(office, emergency(SNOW))
    upgrade.upgrade(office, moment=TODAY)
    before = newest_version(office)
    upgrade.upgrade(office, moment=TODAY)
    with office.db.read() as session:
        assert len(session.scalars(select(CalendarVersion.id)).all()) == before
