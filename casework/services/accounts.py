"""What an administrator does with the accounts of his units: roles, home unit, password, leaving. Each change is in a register."""

import re
import secrets
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.models.record import Record
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.office import Office
from casework.queries import open_cases
from casework.services import engine, units, users
from casework.services.engine import Desk
from casework.services.users import UserForm
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

# The system, an asked department and an applicant have these roles by what they do.
_NEVER = (Role.system, Role.contributor, Role.applicant)
GRANTABLE: tuple[Role, ...] = tuple(role for role in Role if role not in _NEVER)
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,29}")
_LONGEST_NAME = 60  # as the column


def add(office: Office, form: UserForm, *, viewer: Viewer, moment: Moment) -> str:
    """Add an account; answers the password it starts with, which is kept nowhere.

    Raises:
        Invalid: login, name or roles cannot be. Conflict: the login exists. NotFound: the unit does not.
        NotAllowed: no administrator of the unit.
    """
    roles, name = _grantable(form.roles), form.name.strip()
    if not _LOGIN.fullmatch(form.login):
        rule = "用 2 至 30 个字母、数字、点或者横线，以字母或者数字开头"
        raise Invalid(f"登录名不能是“{form.login[:30]}”：{rule}。", fields={"login": rule})
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        rule = f"请写成一行，不超过 {_LONGEST_NAME} 个字"
        raise Invalid(f"姓名不能为空或者过长；{rule}。", fields={"name": rule})
    password = _password()
    users.add_user(
        office,
        login=form.login,
        name=name,
        unit=form.unit,
        roles=roles,
        password=password,
        password_is_given=True,
        viewer=viewer,
        moment=moment,
    )
    return password


def change_roles(
    office: Office, login: str, unit: str, roles: Iterable[Role], *, viewer: Viewer, moment: Moment
) -> bool:
    """Let somebody hold exactly these roles in one unit; answers whether that is new.

    Raises:
        NotFound: no such login or unit. NotAllowed: no administrator of the unit. Invalid: a role nobody is granted.
        Conflict: the unit would be left without an administrator.
    """
    wanted = _grantable(roles)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        user, place = _user(session, login), units.by_code(session, unit)
        held = _roles(session, user, place)
        if held == wanted:
            return False
        _grant(session, user, place, wanted)
        _check_administered(session, place)
        words = f"{place.name}：{_words(held)} → {_words(wanted)}"
        _note(at, place.id, user, "角色", words)
        return True


def move(office: Office, login: str, unit: str, *, viewer: Viewer, moment: Moment) -> None:
    """Let somebody belong to another unit, with the roles he held in the former one; elsewhere they stay.

    Raises:
        NotFound: no such login or unit. NotAllowed: no administrator of both units.
        Conflict: cases of the former unit lie with him, or it would be left without an administrator.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        user, place = _user(session, login), units.by_code(session, unit)
        _check_whole(session, viewer, user)
        former = session.get_one(Unit, user.unit_id)
        if former.id == place.id:
            raise Conflict(f"{user.name}已经在{place.name}；请选择另一单位。")
        _check_free(session, user, unit_id=former.id)
        held = _roles(session, user, former)
        _grant(session, user, former, frozenset())
        _grant(session, user, place, held | _roles(session, user, place))
        user.unit_id = place.id
        session.flush()
        _check_administered(session, former)
        words = f"{former.name} → {place.name}（{_words(held)}）"
        for where in (former, place):
            _note(at, where.id, user, "所在单位", words)


def reset_password(office: Office, login: str, *, viewer: Viewer, moment: Moment) -> str:
    """Give somebody a new password and end his sessions, API tokens and calendar feed; it is answered once and kept nowhere.

    Raises:
        NotFound: no such login. NotAllowed: no administrator of every unit in which he holds a role.
    """
    password = _password()
    hashed = users.hashed(password)  # slow by design, so not within the transaction
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        user = _user(session, login)
        _check_whole(session, viewer, user)
        user.password_hash, user.password_is_given = hashed, True
        users.end_access(session, user, moment)
        _note(at, user.unit_id, user, "口令", "重置")
    return password


def set_active(office: Office, login: str, active: bool, *, viewer: Viewer, moment: Moment) -> None:
    """Close or reopen an account; its sessions, API tokens and calendar feed end. It is never deleted: the journal names it.

    Raises:
        NotFound: no such login. NotAllowed: no administrator of every unit in which he holds a role.
        Conflict: open cases lie with him, or a unit would be left without an administrator.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        user = _user(session, login)
        _check_whole(session, viewer, user)
        if user.active == active:
            raise Conflict(f"{user.name}的账号已经{'启用' if active else '停用'}；请刷新页面。")
        if not active:
            _check_free(session, user)
        user.active = active
        users.end_access(
            session, user, moment
        )  # what ran before does not come back when it is reopened
        session.flush()
        for place in _places(session, user, Role.admin):
            _check_administered(session, place)
        _note(at, user.unit_id, user, "账号", "启用" if active else "停用")


def _check_free(session: Session, user: User, *, unit_id: int | None = None) -> None:
    asked = select(func.count()).where(Record.handler_id == user.id, open_cases.is_open())
    if unit_id is not None:
        asked = asked.where(Record.unit_id == unit_id)
    if cases := session.scalar(asked):
        raise Conflict(
            f"{user.name}名下还有 {cases} 件未办结的办件；请先在“办件交接”页交给他人，再办理。"
        )


def _check_whole(session: Session, viewer: Viewer, user: User) -> None:
    """Whoever sets a password gains all its roles, so he must administer each unit where some are held."""
    for place in _places(session, user):
        if Role.admin not in viewer.roles_in(place.id):
            raise NotAllowed(
                f"{user.name}属于{place.name}或者在那里有角色，您不是该单位的系统管理员；请交其系统管理员办理。"
            )


def _check_administered(session: Session, unit: Unit) -> None:
    """Somebody stays who can undo what was done: an active administrator of the unit or above it."""
    known, reach = units.parents(session), set[int]()
    above: int | None = unit.id
    while above is not None:
        reach.add(above)
        above = known[above]
    left = select(func.count()).select_from(RoleGrant).join(User, User.id == RoleGrant.user_id)
    left = left.where(RoleGrant.role == Role.admin, RoleGrant.unit_id.in_(reach), User.active)
    if not session.scalar(left):
        raise Conflict(
            f"这样{unit.name}就没有系统管理员了；请先把系统管理员角色授予另一人，再办理。"
        )


def _places(session: Session, user: User, role: Role | None = None) -> list[Unit]:
    """The units where he holds that role; without one, any role or a desk."""
    held = select(RoleGrant.unit_id).where(RoleGrant.user_id == user.id)
    if role:
        asked = select(Unit).where(Unit.id.in_(held.where(RoleGrant.role == role)))
    else:
        asked = select(Unit).where(Unit.id.in_(held) | (Unit.id == user.unit_id))
    return list(session.scalars(asked))


def _grant(session: Session, user: User, unit: Unit, wanted: frozenset[Role]) -> None:
    held = session.scalars(
        select(RoleGrant).where(RoleGrant.user_id == user.id, RoleGrant.unit_id == unit.id)
    ).all()
    for grant in held:
        if grant.role not in wanted:
            session.delete(grant)
    known = {grant.role for grant in held}
    session.add_all(
        RoleGrant(user_id=user.id, unit_id=unit.id, role=role.value)
        for role in GRANTABLE
        if role in wanted and role not in known
    )
    session.flush()


def _roles(session: Session, user: User, unit: Unit) -> frozenset[Role]:
    held = select(RoleGrant.role).where(RoleGrant.user_id == user.id, RoleGrant.unit_id == unit.id)
    return frozenset(Role(role) for role in session.scalars(held))


def _user(session: Session, login: str) -> User:
    user = session.scalar(select(User).where(User.login == login).with_for_update())
    if user is None:
        raise NotFound(f"没有登录名为“{login}”的用户；请从人员列表中打开。")
    return user


def _grantable(roles: Iterable[Role]) -> frozenset[Role]:
    found = frozenset(roles)
    if wrong := found.difference(GRANTABLE):
        labels = "、".join(sorted(role.label for role in wrong))
        raise Invalid(f"“{labels}”不能授予，它由所办的事项决定；请从列出的角色中选择。")
    return found


def _words(roles: frozenset[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles) or "（无）"


def _note(at: Desk, unit_id: int, user: User, changed: str, words: str) -> None:
    data = {"changed": changed, "detail": f"{user.name}（{user.login}）：{words}"}
    units.note_in_register(at, unit_id, "change_user", data)


def _password() -> str:
    """Twelve characters that cannot be mistaken for each other on paper."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))
