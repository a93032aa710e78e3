"""A user changes his own password; no role is needed, and the register says that it was done and never what it is.

Every session that runs every API token and the calendar feed end with it; the one that asked is let go on by whoever keeps it.
"""

from dataclasses import replace

from casework.errors import Invalid, NotFound
from casework.models.user import User
from casework.office import Office
from casework.services import engine, units, users
from casework.viewer import Moment, Viewer


def change_own(
    office: Office, *, old: str, new: str, again: str, viewer: Viewer, moment: Moment
) -> None:
    """Put another password in the place of the present one, which must be known.

    Raises:
        NotFound: nobody is signed in. Invalid: the old one is wrong; the new one is too short, the old one, the login or
            not the same twice.
    """
    login = _login(office, viewer)
    if users.authenticate(office, login, old) is None:
        raise Invalid(
            "现在的口令不对；请重新填写，忘记的请系统管理员重置。", fields={"old": "不对"}
        )
    _check(login, old=old, new=new, again=again)
    kept = users.hashed(new)  # slow by design, so not within the transaction
    with office.db.write() as session:
        user = session.get_one(User, viewer.user_id)
        user.password_hash, user.password_is_given = kept, False
        users.end_access(session, user, moment)
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        data = {"changed": f"{login}：本人更改口令"}
        units.note_in_register(replace(at, by_right=True), user.unit_id, "change_user", data)


def _login(office: Office, viewer: Viewer) -> str:
    with office.db.read() as session:
        user = session.get(User, viewer.user_id) if viewer.user_id else None
        if user is None:
            raise NotFound("没有这个用户；请重新登录。")
        return user.login


def _check(login: str, *, old: str, new: str, again: str) -> None:
    wrong = ""
    if len(new) < users.LEAST_PASSWORD:
        wrong = f"至少 {users.LEAST_PASSWORD} 位"
    elif new.casefold() == login.casefold():
        wrong = "不能与登录名相同"
    elif new == old:
        wrong = "不能与现在的口令相同"
    if wrong:
        raise Invalid(f"新口令{wrong}；请换一个。", fields={"new": wrong})
    if new != again:
        raise Invalid("两次填写的新口令不一样；请重新填写。", fields={"again": "与上面不一样"})
