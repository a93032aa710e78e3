"""Accounts, roles, passwords and API tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.errors import Conflict, Invalid, NotAllowed, NotFound
from casework.models.message import Feed
from casework.models.user import ApiToken, MailWish, RoleGrant, User
from casework.office import Office
from casework.services import engine, units
from casework.services.engine import Desk
from casework.settings import is_address
from casework.viewer import Moment, Viewer, spread
from workflows.vocabulary import Role

_HASHER = PasswordHasher()
LEAST_PASSWORD = 8
LONGEST_ADDRESS = 200  # as the column


def add_user(
    office: Office,
    *,
    login: str,
    name: str,
    unit: str,
    roles: Iterable[Role],
    password: str,
    viewer: Viewer,
    moment: Moment,
    email: str = "",
    password_is_given: bool = False,
) -> int:
    """Add an account with its roles in one unit; a given password must be replaced at the first log-in.

    Raises:
        Conflict: the login exists. NotFound: the unit does not. Invalid: the password is too short, the address none.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        return enter_user(
            at,
            login=login,
            name=name,
            unit=unit,
            roles=roles,
            password_hash=hashed(password),
            email=_address(email),
            password_is_given=password_is_given,
        )


@dataclass(frozen=True)
class UserForm:
    """An account as entered; `unit` is the code of its unit."""

    login: str
    name: str
    unit: str
    roles: Iterable[Role]


def add_users(
    office: Office, forms: Iterable[UserForm], *, password: str, viewer: Viewer, moment: Moment
) -> tuple[int, ...]:
    """Add several accounts that start with the same password, in one transaction; it is hashed once.

    Raises:
        Conflict: a login exists. NotFound: a unit does not. Invalid: the password is too short.
    """
    kept = hashed(password)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        return tuple(
            enter_user(
                at, login=f.login, name=f.name, unit=f.unit, roles=f.roles, password_hash=kept
            )
            for f in forms
        )


def enter_user(
    at: Desk,
    *,
    login: str,
    name: str,
    unit: str,
    roles: Iterable[Role],
    password_hash: str,
    email: str = "",
    password_is_given: bool = False,
) -> int:
    """The same inside an open transaction, with a password that is hashed already."""
    session = at.session
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise Conflict(f"登录名“{login}”已经存在；请换一个登录名。")
    home = units.by_code(session, unit)
    user = User(
        login=login,
        name=name,
        unit_id=home.id,
        password_hash=password_hash,
        password_is_given=password_is_given,
        email=email,
    )
    session.add(user)
    session.flush()
    session.add_all(RoleGrant(user_id=user.id, unit_id=home.id, role=role) for role in roles)
    units.note_in_register(at, home.id, "add_user", {"login": login})
    return user.id


def set_email(office: Office, login: str, email: str, *, viewer: Viewer, moment: Moment) -> None:
    """Enter or clear (empty) the office address that reminders are mailed to.

    Raises:
        NotFound: no such login. Invalid: the address is none.
    """
    with office.db.write() as session:
        user = session.scalar(select(User).where(User.login == login))
        if user is None:
            raise NotFound(f"没有登录名为“{login}”的用户；请用 casework user list 查看。")
        user.email = _address(email)
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        units.note_in_register(at, user.unit_id, "change_user", {"changed": f"{login}：邮件地址"})


def change_own(
    office: Office, *, email: str, mail_wish: str, viewer: Viewer, moment: Moment
) -> tuple[str, ...]:
    """What a user sets for himself; answers the labels of what changed. It needs no role, and stands in the register.

    Raises:
        NotFound: nobody is signed in. Invalid: the address is none, or there is no such wish.
    """
    if mail_wish not in tuple(MailWish):
        labels = "、".join(one.label for one in MailWish)
        raise Invalid(f"邮件提醒可以选择：{labels}。", fields={"mail_wish": "请重新选择"})
    with office.db.write() as session:
        user = session.get(User, viewer.user_id) if viewer.user_id else None
        if user is None:
            raise NotFound("没有这个用户；请重新登录。")
        wanted = (("邮件地址", "email", _address(email)), ("邮件提醒", "mail_wish", mail_wish))
        changed = tuple(label for label, key, value in wanted if getattr(user, key) != value)
        if changed:
            user.email, user.mail_wish = email, mail_wish
            at = engine.desk(session, office, viewer=viewer, moment=moment)
            data = {"changed": f"{user.login}：{'、'.join(changed)}"}
            units.note_in_register(replace(at, by_right=True), user.unit_id, "change_user", data)
        return changed


def _address(email: str) -> str:
    if email and (len(email) > LONGEST_ADDRESS or not is_address(email)):
        raise Invalid(
            f"“{email[:80]}”不是邮件地址；请填写如 zhao@example.gov.cn 的地址，不需要邮件提醒的留空。",
            fields={"email": "不是邮件地址"},
        )
    return email


def hashed(password: str) -> str:
    """The argon2 hash of a password.

    Raises:
        Invalid: it is too short.
    """
    if len(password) < LEAST_PASSWORD:
        raise Invalid(
            f"口令至少 {LEAST_PASSWORD} 位；请换一个更长的口令。", fields={"password": "太短"}
        )
    return _HASHER.hash(password)


def authenticate(office: Office, login: str, password: str) -> int | None:
    """The user's id when login and password fit and the account is active."""
    with office.db.read() as session:
        user = session.scalar(select(User).where(User.login == login, User.active))
        # Accounts that came with an archive have no password until they are given one.
        stored = user.password_hash if user and user.password_hash else _UNKNOWN
    try:
        _HASHER.verify(stored, password)
    except VerificationError:
        return None
    return user.id if user else None


_UNKNOWN = _HASHER.hash(secrets.token_hex(16))  # an unknown login takes as long as a wrong password


def viewer_of(session: Session, user_id: int) -> Viewer | None:
    """The user with his roles as they stand now; None when the account is gone or inactive."""
    user = session.get(User, user_id)
    if user is None or not user.active:
        return None
    grants = session.execute(
        select(RoleGrant.unit_id, RoleGrant.role).where(RoleGrant.user_id == user_id)
    ).all()
    held = [(row.unit_id, Role(row.role)) for row in grants]
    known = units.parents(session)
    roles = spread(held, known)
    return Viewer(user.id, user.name, roles=roles, whole=known.keys() <= roles.keys())


def make_token(office: Office, user_id: int, *, label: str, moment: Moment) -> str:
    """A new API token for a user; it is shown once, only its digest is kept."""
    token = secrets.token_urlsafe(32)
    with office.db.write() as session:
        if session.get(User, user_id) is None:
            raise NotFound("没有这个用户；请重新登录。")
        session.add(
            ApiToken(user_id=user_id, label=label, sha256=_digest(token), created_at=moment.at)
        )
    return token


def revoke_token(office: Office, user_id: int, token_id: int, *, moment: Moment) -> None:
    """Revoke one of one's own tokens.

    Raises:
        NotAllowed: it belongs to somebody else or does not exist.
    """
    with office.db.write() as session:
        token = session.get(ApiToken, token_id)
        if token is None or token.user_id != user_id:
            raise NotAllowed("只能撤销本人的访问令牌；请刷新页面后重试。")
        token.revoked_at = moment.at


def end_access(session: Session, user: User, moment: Moment) -> None:
    """End all that was opened with the former password or account: sessions, API tokens, the address of the calendar feed."""
    user.session_epoch += 1
    session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=moment.at)
    )
    session.execute(delete(Feed).where(Feed.user_id == user.id))


def user_of_token(office: Office, token: str) -> int | None:
    """The user behind a live token."""
    with office.db.read() as session:
        return session.scalar(
            select(ApiToken.user_id).where(
                ApiToken.sha256 == _digest(token), ApiToken.revoked_at.is_(None)
            )
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
