"""How a unit lets its answers be signed: the chain of the steps, and who stands in for whom. It binds drafts yet to come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.office import Office
from casework.services import engine, units
from casework.viewer import Moment, Viewer
from workflows.signing import ABSENCES, CHAIN
from workflows.vocabulary import Role, SigningStep

SIGNING_ROLES = (Role.legal, Role.approver)
"""The roles that a step may be given to."""

_SET = {
    SigningStep.legal: Role.legal,
    SigningStep.approve: Role.approver,
    SigningStep.issue: Role.approver,
}
_APART = (SigningStep.draft, SigningStep.legal, SigningStep.approve)
COUNTERSIGNERS = frozenset({Role.intake, Role.handler, Role.legal, Role.approver})


@dataclass(frozen=True)
class ChainForm:
    """A chain as entered. `signers`: for a step a role or logins; `apart`: steps whose signer signs no later one.

    `skip_legal` is the reason why the unit has no legal review; empty: it has one.
    """

    skip_legal: str = ""
    signers: Mapping[SigningStep, str | tuple[str, ...]] = field(default_factory=dict)
    apart: Iterable[SigningStep] = ()
    countersigners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Absence:
    """Somebody is away from one day to another, both counted; the substitute signs for him."""

    login: str
    substitute: str
    first: date
    last: date


def set_chain(
    office: Office, code: str, form: ChainForm, *, viewer: Viewer, moment: Moment
) -> dict[str, Any]:
    """Put this chain in the place of the unit's former one. Drafts that were submitted keep the one of their day.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it.
        Invalid: a signer does not exist or lacks the role, or the chain contradicts itself.
    """
    with office.db.write() as session:
        unit = units.by_code(session, code)
        chain = _chain(session, unit, form)
        unit.settings = {**unit.settings, CHAIN: chain}
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        units.note_in_register(at, unit.id, "change_unit", {"changed": "审核审批流程"})
    return chain


def set_absence(
    office: Office, code: str, absence: Absence, *, viewer: Viewer, moment: Moment
) -> None:
    """Note that somebody is away and who signs for him; absences that are over are dropped.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it. Invalid: a person or the days cannot be.
    """
    if absence.last < absence.first:
        raise Invalid("不在岗的起止日期颠倒；请改正日期。", fields={"last": "早于起始日期"})
    if absence.login == absence.substitute:
        raise Invalid("代签人不能是本人；请选择另一人。", fields={"substitute": "不能是本人"})
    with office.db.write() as session:
        unit = units.by_code(session, code)
        away = _user(session, absence.login, place="login")
        held = _roles(session, away, unit) & COUNTERSIGNERS
        substitute = _signer(session, unit, absence.substitute, roles=held, place="substitute")
        kept = [
            one
            for one in unit.settings.get(ABSENCES) or ()
            if one["until"] >= moment.today.isoformat()
        ]
        row = {
            "user": away.id,
            "substitute": substitute["id"],
            "from": absence.first.isoformat(),
            "until": absence.last.isoformat(),
        }
        unit.settings = {**unit.settings, ABSENCES: [*kept, row]}
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        note = {"changed": f"代签：{absence.login}"[:60]}
        units.note_in_register(at, unit.id, "change_unit", note)


def drop_absence(
    office: Office, code: str, login: str, first: date, *, viewer: Viewer, moment: Moment
) -> None:
    """Take an absence back; what the substitute has signed stays signed.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it. Invalid: there is no such absence.
    """
    with office.db.write() as session:
        unit = units.by_code(session, code)
        user_id = session.scalar(select(User.id).where(User.login == login))
        rows = unit.settings.get(ABSENCES) or ()
        kept = [r for r in rows if (r["user"], r["from"]) != (user_id, first.isoformat())]
        if len(kept) == len(rows):
            raise Invalid(f"没有登记 {login} 自 {first} 起不在岗；请刷新页面。")
        unit.settings = {**unit.settings, ABSENCES: kept}
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        note = {"changed": f"撤销代签：{login}"[:60]}
        units.note_in_register(at, unit.id, "change_unit", note)


def _chain(session: Session, unit: Unit, form: ChainForm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if reason := form.skip_legal.strip():
        if form.signers.get(SigningStep.legal):
            raise Invalid(
                "不设法制审核的，不能再指定审核人；请保留一项。",
                fields={"legal": "矛盾", "skip_legal": "矛盾"},
            )
        found[SigningStep.legal] = {"skip": reason}
    found |= {step: _named(session, unit, step, who) for step, who in form.signers.items() if who}
    apart = [step for step in _APART if step in set(form.apart)]
    if apart:
        found["apart"] = apart
    if form.countersigners:
        step, wanted = SigningStep.countersign, form.countersigners
        asked = [_signer(session, unit, one, roles=COUNTERSIGNERS, place=step) for one in wanted]
        found[step] = {"users": asked}
    return found


def _named(
    session: Session, unit: Unit, step: SigningStep, who: str | tuple[str, ...]
) -> dict[str, Any]:
    if step not in _SET:
        raise Invalid(f"“{step.label}”不能指定签署人；可以指定：法制审核、审批、签发。")
    if isinstance(who, str):
        return {"role": _role(who, step)}
    roles = {_SET[step]}
    return {"users": [_signer(session, unit, login, roles=roles, place=step) for login in who]}


def _role(value: str, step: SigningStep) -> Role:
    role = next((one for one in SIGNING_ROLES if value in (one.value, one.label)), None)
    if role is None:
        listed = "、".join(one.label for one in SIGNING_ROLES)
        raise Invalid(
            f"“{step.label}”不能由“{value[:20]}”签署；可以是：{listed}，或者指定人员。",
            fields={step: "不能由其签署"},
        )
    return role


def _signer(
    session: Session, unit: Unit, login: str, *, roles: Iterable[Role], place: str
) -> dict[str, Any]:
    user = _user(session, login, place=place)
    needed = tuple(role for role in Role if role in set(roles))
    if not _roles(session, user, unit) & set(needed):
        labels = "或者".join(role.label for role in needed) or "签署"
        raise Invalid(
            f"{user.name}在{unit.name}没有{labels}角色，不能签署；请先授予角色，或者另选人员。",
            fields={place: "没有相应角色"},
        )
    return {"id": user.id, "name": user.name}


def _user(session: Session, login: str, *, place: str) -> User:
    user = session.scalar(select(User).where(User.login == login, User.active))
    if user is None:
        raise Invalid(
            f"没有登录名为“{login[:40]}”的用户，或者账号已停用；请从“管理”的人员列表核对登录名。",
            fields={place: "没有这一用户"},
        )
    return user


def _roles(session: Session, user: User, unit: Unit) -> frozenset[Role]:
    held = select(RoleGrant.role).where(RoleGrant.user_id == user.id, RoleGrant.unit_id == unit.id)
    return frozenset(Role(role) for role in session.scalars(held))
