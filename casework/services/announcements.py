"""Administrators announce something for a bounded time, and take it back; each is written in the register of the unit."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.models.announcement import Announcement, Audience
from casework.models.unit import Unit
from casework.office import Office
from casework.services import engine, units
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

LONGEST = 500  # as the column
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class AnnouncementForm:
    """An announcement as typed; days as they are written, 2020-09-01."""

    unit: str
    audience: str
    text: str
    first_on: str
    last_on: str


def publish(
    office: Office, form: AnnouncementForm, *, viewer: Viewer, moment: Moment
) -> Announcement:
    """Announce it.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it. Invalid: text, audience or days cannot be.
    """
    audience, text, days = _audience(form), _text(form), _days(form, moment.today)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = units.by_code(session, form.unit)
        _check_role(viewer, unit)
        made = Announcement(
            unit_id=unit.id,
            audience=audience.value,
            text=text,
            first_on=days[0],
            last_on=days[1],
            author=viewer.name,
            made_at=moment.at,
            withdrawn=False,
        )
        session.add(made)
        units.note_in_register(at, unit.id, "change_unit", {"changed": f"发布公告：{text[:40]}"})
        session.flush()
        session.expunge(made)
        return made


def withdraw(office: Office, announcement_id: int, *, viewer: Viewer, moment: Moment) -> None:
    """Show it no longer.

    Raises:
        NotFound: there is none. NotAllowed: no administrator of its unit. Conflict: it was taken back before.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        found = session.get(Announcement, announcement_id, with_for_update=True)
        if found is None:
            raise NotFound("没有这一条公告；请从公告页重新选择。")
        _check_role(viewer, session.get_one(Unit, found.unit_id))
        if found.withdrawn:
            raise Conflict("这一条公告已经撤下；请刷新页面。")
        found.withdrawn = True
        data = {"changed": f"撤下公告：{found.text[:40]}"}
        units.note_in_register(at, found.unit_id, "change_unit", data)


def _check_role(viewer: Viewer, unit: Unit) -> None:
    if Role.admin not in viewer.roles_in(unit.id):
        raise NotAllowed(
            f"公告由{unit.name}的系统管理员发布和撤下，您没有这一角色；请联系系统管理员。"
        )


def _audience(form: AnnouncementForm) -> Audience:
    found = next((one for one in Audience if one.value == form.audience), None)
    if found is None:
        raise Invalid("请选择公告给谁看。", fields={"audience": "请选择"})
    return found


def _text(form: AnnouncementForm) -> str:
    text = " ".join(form.text.split())
    if not text or len(text) > LONGEST or not text.isprintable():
        rule = f"请填写，不超过 {LONGEST} 个字"
        raise Invalid(f"公告内容{rule}。", fields={"text": rule})
    return text


def _days(form: AnnouncementForm, today: date) -> tuple[date, date]:
    found = []
    for key, written in (("first_on", form.first_on), ("last_on", form.last_on)):
        try:
            found.append(date.fromisoformat(written))
        except ValueError as error:
            wrong = "不是有效日期，请按 2020-09-01 的格式填写"
            label = "开始" if key == "first_on" else "结束"
            raise Invalid(f"{label}日期{wrong}。", fields={key: wrong}) from error
    first, last = found
    if last < first or last < today:
        wrong = "不能早于开始日期，也不能早于今天"
        raise Invalid(f"结束日期{wrong}。", fields={"last_on": wrong})
    if last - first > FARTHEST:
        wrong = "最长一年；长期的内容请写入单位设置中的公告"
        raise Invalid(f"显示的时间{wrong}。", fields={"last_on": wrong})
    return first, last
