"""Recording notices of holidays: check, foresee, store as a new calendar version, and bring the open cases to it (model 11).

A notice holds for the whole installation, so it is written into the register of every root unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import notices as rules
from casework.errors import Conflict, Invalid, NotAllowed
from casework.models.record import Record
from casework.models.unit import Unit
from casework.notices import Notice
from casework.office import Office
from casework.queries import calendar_state
from casework.services import calendars, engine, rederiving, units
from casework.services.rederiving import Effects, Tick
from casework.viewer import Moment, Viewer
from workflows.calendar import Day, WorkingCalendar
from workflows.vocabulary import RecordKind, Role


@dataclass(frozen=True)
class Preview:
    """What recording would do: the days that change, and the open cases that move or become certain.

    `version` is the calendar that was asked; whoever saves names it, so that nothing else is saved than was shown.
    """

    version: int
    days: tuple[Day, ...]
    effects: Effects
    doubts: tuple[str, ...] = ()


def may_record(session: Session, viewer: Viewer) -> bool:
    """Whether the viewer is administrator of every root unit: the calendar holds for all of them."""
    return all(Role.admin in viewer.roles_in(unit_id) for unit_id in _roots(session))


def foresee(session: Session, notices: Sequence[Notice], *, viewer: Viewer) -> Preview:
    """What recording these notices would do; nothing is written.

    Raises:
        NotAllowed: not an administrator. Invalid, Conflict: a notice that cannot be recorded, as `notices.check` says.
    """
    _check_viewer(session, viewer)
    before = calendars.newest(session)
    after = _calendar_after(session, before, notices)
    doubts = [doubt for notice in notices for doubt in rules.doubts(notice, before)]
    effects = rederiving.foresee(session, after)
    return Preview(before.version, _changed(before, after), effects, tuple(doubts))


def record(
    office: Office,
    notices: Sequence[Notice],
    *,
    viewer: Viewer,
    moment: Moment,
    seen: int | None = None,
    tick: Tick = lambda _n: None,
) -> Effects:
    """Save the notices, then bring every open case to the new version; answers the cases that moved.

    The cases follow in batches that `finish` can take up again; `tick` hears how many cases each batch judged.

    Raises:
        As `save` does.
    """
    save(office, notices, viewer=viewer, moment=moment, seen=seen)
    return rederiving.finish(office, moment=moment, tick=tick)


def save(
    office: Office,
    notices: Sequence[Notice],
    *,
    viewer: Viewer,
    moment: Moment,
    seen: int | None = None,
) -> int:
    """Store the notices as one new version with its rows in the registers, in one transaction; answers its number.

    The open cases are not judged yet: `finish` does it, and whoever acts on one of them before (`rederiving.catch_up`).
    `seen` is the version of the preview.

    Raises:
        NotAllowed: not an administrator. Invalid, Conflict: a notice that cannot be recorded; the calendar moved on
        since the preview.
    """
    with office.db.write() as session:
        _check_viewer(session, viewer)
        _one_at_a_time(session)
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        if seen is not None and seen != at.calendar.version:
            raise Conflict(
                "预览之后日历已有新的登记，本次没有保存；请重新预览，核对影响后再登记。",
                basis=rules.BASIS,
            )
        calendar = _calendar_after(session, at.calendar, notices)
        label = "；".join(notice.source for notice in notices)[:200]
        version = calendars.record(session, calendar, label=label, moment=moment)
        for unit_id in _roots(session):
            for notice in notices:
                data = {"calendar": version, **notice.entry()}
                units.note_in_register(at, unit_id, calendar_state.RECORDED, data)
    return version


def finish(office: Office, *, moment: Moment) -> int:
    """Judge again whatever an interrupted recording has left; answers how many open cases that were."""
    return rederiving.finish(office, moment=moment).judged


def _calendar_after(
    session: Session, calendar: WorkingCalendar, notices: Sequence[Notice]
) -> WorkingCalendar:
    if not notices:
        raise Invalid("没有要登记的通知；请至少写明一份。", basis=rules.BASIS)
    known = [one.notice for one in calendar_state.notices(session)]
    for notice in notices:
        rules.check(notice, calendar, known)
        calendar = rules.applied(calendar, notice)
        known.append(notice)
    return calendar


def _changed(before: WorkingCalendar, after: WorkingCalendar) -> tuple[Day, ...]:
    """The days that are worked or rested otherwise than before."""
    return tuple(after.day(on) for on in rules.differences(before, after))


def _roots(session: Session) -> Sequence[int]:
    return session.scalars(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)).all()


def _one_at_a_time(session: Session) -> None:
    """Lock the registers before the newest calendar is read: two notices at once would lose one of them."""
    registers = select(Record.id).where(
        Record.kind == RecordKind.administration, Record.unit_id.in_(_roots(session))
    )
    session.execute(registers.order_by(Record.id).with_for_update())


def _check_viewer(session: Session, viewer: Viewer) -> None:
    roots = _roots(session)
    if not roots:
        raise Invalid(
            "还没有建立单位，登记放假安排须记入单位的管理台账（条例45）；请先用 casework unit add 建立单位。"
        )
    if not may_record(session, viewer):
        raise NotAllowed(
            "工作日历由全系统共用，须由最上级单位的系统管理员登记，您没有这一角色；请把通知交给该管理员。"
        )
