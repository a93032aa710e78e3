"""What a unit needs before it can answer, as a list of steps with ticks. The list is read from what is kept, so it is never out of date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.models.unit import Unit
from casework.queries import calendar_state, unit_tree
from casework.queries import unit_settings as in_unit
from casework.queries.remedies import remedy_data
from casework.viewer import Viewer
from workflows.calendar import WorkingCalendar
from workflows.documents import DOCUMENTS
from workflows.numbering import numbering_of
from workflows.remedy_text import Body, RemedyData
from workflows.sealing import SealKind
from workflows.signatories import Signatory, doubts, remedies_of
from workflows.signing import CHAIN, chain_of
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Step:
    """One step: why it is needed, under which rule, and what is there or missing.

    `place` names the page where it is done; `stops`: without it papers cannot be issued or nobody can work.
    """

    key: str
    label: str
    why: str
    basis: str
    done: bool
    says: str
    place: str
    stops: bool = False

    @property
    def sign(self) -> str:
        """A tick, a cross or a mark of exclamation, each with its word."""
        return "✓ 已办" if self.done else ("✕ 必须" if self.stops else "! 未办")

    @property
    def line(self) -> str:
        """The step as one line of text."""
        return f"{self.sign}  {self.label}：{self.says}（{self.basis}）"


def steps(
    session: Session, viewer: Viewer, unit: Unit, calendar: WorkingCalendar, *, today: date
) -> tuple[Step, ...]:
    """Every step of a unit, in the order in which it is set up."""
    return (
        *_identity(session, unit, today),
        *_remedies(unit, today),
        *_contact(session, unit),
        _people(session, unit),
        _seal(unit),
        _calendar(session, viewer, calendar, today),
    )


def open_steps(found: tuple[Step, ...]) -> int:
    """How many steps are still to be done."""
    return sum(not one.done for one in found)


def _identity(session: Session, unit: Unit, today: date) -> Iterator[Step]:
    above = in_unit.upwards(session, unit.id)[1:]
    place = f"上级单位是{above[0].name}" if above else "最上级单位，没有上级"
    yield Step(
        "place",
        "代码和上级单位",
        "代码用于案件编号，上级单位的主管部门、系统管理员看得到本单位",
        "条例4",
        True,
        f"{unit.code}，{place}",
        "names",
    )
    number = numbering_of(unit.settings).spelt("answer", mark=unit.mark, year=today.year, serial=1)
    yield Step(
        "mark",
        "署名机关、机关代字和发文字号",
        "文书以署名机关的名义作出，发文字号由机关代字、年份、发文顺序号组成",
        "GB/T 9704",
        bool(unit.mark),
        f"{unit.signatory}；{DOCUMENTS['answer'].title}第一号为 {number}"
        if unit.mark
        else "还没有机关代字，发文字号不完整",
        "names",
    )


def _remedies(unit: Unit, today: date) -> Iterator[Step]:
    settings, data = unit.settings or {}, remedy_data(unit)
    kind = Signatory(settings["signatory_kind"]) if settings.get("signatory_kind") else None
    gathered = settings.get("gathered_since")
    since = date.fromisoformat(gathered) if gathered else None
    yield Step(
        "kind",
        "署名机关的类型",
        "复议机关、管辖法院和年报的公布期限由署名机关的类型决定",
        "复议法24",
        kind is not None,
        kind.label if kind else "没有登记，不能核对复议机关和管辖法院，年报的公布期限只按名称判断",
        "remedies",
    )
    yield from _bodies(data, kind, today, gathered_since=since)
    yield Step(
        "online",
        "行政复议网上申请地址",
        "以网上、电子邮件方式送达的，须同时提供网上申请途径",
        "复议法22",
        bool(data.online_review_url),
        data.online_review_url or "没有登记，网上、电子邮件送达的答复书不能签发",
        "remedies",
        stops=not data.online_review_url,
    )


def _bodies(
    data: RemedyData, kind: Signatory | None, today: date, *, gathered_since: date | None
) -> Iterator[Step]:
    """The review bodies and the courts, each held to the kind of the signatory."""
    bodies, courts = _now(data.review_bodies, today), _now(data.courts, today)
    row = remedies_of(kind, today, gathered_since=gathered_since) if kind else None
    # Only one half is held to the kind at a time, so that each step says what is wrong with itself.
    held = [
        doubts(kind, today, bodies=b, courts=c, gathered_since=gathered_since) if kind else ()
        for b, c in ((bodies, ()), ((), courts))
    ]
    meant = "、".join(row.review) if row and row.settled else "视该机关的法律地位而定"
    yield Step(
        "review",
        "复议机关",
        f"答复书必须写明复议机关{f'；{kind.label}的复议机关是{meant}' if kind else ''}",
        row.basis if row else "复议法24",
        bool(bodies) and not held[0],
        "；".join(held[0]) or "、".join(bodies) or "没有登记，全部答复书不能签发",
        "remedies",
        stops=not bodies,
    )
    level = f"；{kind.label}的第一审行政案件一般由{row.court}管辖" if kind and row else ""
    yield Step(
        "court",
        "管辖法院",
        f"可以直接起诉的答复书必须写明法院{level}，实行集中管辖的写指定的法院",
        "行诉法15、18",
        bool(courts) and not held[1],
        "；".join(held[1])
        or "、".join(courts)
        or "没有登记；不知道是哪一个法院的，请向法院核实后登记；登记之前可以直接起诉的答复书不能签发",
        "remedies",
        stops=not courts,
    )


def _contact(session: Session, unit: Unit) -> Iterator[Step]:
    lines = {line.setting.key: line.holds for line in in_unit.lines(session, unit)}
    contact = [lines[key] for key in ("address", "phone") if lines[key]]
    yield Step(
        "contact",
        "联系方式",
        "指南和文书要写明办公地址、联系电话",
        "条例12",
        len(contact) == 2,
        "，".join(contact) or "没有填写办公地址和联系电话",
        "settings",
    )
    yield Step(
        "channels",
        "指南公布的接收渠道",
        "登记申请时核对所用渠道是否已在指南公布；当面、邮寄始终开放",
        "19号",
        bool(lines["channels"]),
        lines["channels"] or "没有登记，登记申请时不核对渠道",
        "settings",
    )


def _people(session: Session, unit: Unit) -> Step:
    held = unit_tree.roles_held(session, unit.id)
    skips = bool(chain_of((unit.settings or {}).get(CHAIN)).skip_reason)
    needed = [Role.intake, Role.handler, *([] if skips else [Role.legal]), Role.approver]
    lacking = "、".join(role.label for role in needed if role not in held)
    counted = "、".join(f"{role.label} {held[role]} 人" for role in Role if role in held)
    return Step(
        "people",
        "人员和角色",
        "登记、承办、法制审核、审批各须有人；不设法制审核的，在审核审批流程中写明理由",
        "条例4、45",
        not lacking,
        f"还没有{lacking}" if lacking else counted,
        "people",
        stops=bool(lacking),
    )


def _seal(unit: Unit) -> Step:
    seal = (unit.settings or {}).get("seal") or {}
    kind = SealKind(seal.get("kind") or SealKind.printed)
    lacks = kind is SealKind.picture and not seal.get("picture")
    return Step(
        "seal",
        "印章",
        "加盖在署名和成文日期上；请打开预览核对位置和大小",
        "GB/T 9704",
        not lacks,
        "选择了印章图片，还没有登记图片" if lacks else kind.label,
        "seal",
    )


def _calendar(session: Session, viewer: Viewer, calendar: WorkingCalendar, today: date) -> Step:
    found = calendar_state.missing(session, viewer, calendar, today=today)
    says = calendar_state.sentence(found) if found else calendar_state.reach(calendar, today=today)
    # A notice of next year may not be out yet: everybody is told of it, but no unit can do anything about it.
    ends = found is not None and found.ends
    return Step(
        "calendar",
        "工作日历",
        "期限按工作日计算，全系统共用一份",
        "条例33",
        not ends,
        says,
        "calendar",
        stops=ends,
    )


def _now(found: tuple[Body, ...], today: date) -> tuple[str, ...]:
    return tuple(body.name for body in found if body.competent_on(today))
