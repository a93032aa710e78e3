"""What commands that act on records share: who acts, and the fields given as pairs; it performs nothing."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Invalid, NotFound
from casework.models.user import User
from casework.services import users
from casework.viewer import Viewer

F = TypeVar("F", bound=Callable[..., Any])


def with_fields(function: F) -> F:
    """`--as LOGIN` and `--set FIELD=VALUE`."""
    named = click.option(
        "--as", "login", required=True, metavar="登录名", help="以这位用户的角色办理"
    )
    given = click.option(
        "--set", "pairs", multiple=True, metavar="字段=值", help="事项的字段，可重复"
    )
    return named(given(function))


def acting(session: Session, login: str) -> Viewer:
    """The user in whose name the command acts, with that user's roles.

    Raises:
        NotFound: no such user, or the account is closed.
    """
    user_id = session.scalar(select(User.id).where(User.login == login, User.active))
    viewer = users.viewer_of(session, user_id) if user_id is not None else None
    if viewer is None:
        raise NotFound(f"没有登录名为“{login}”的用户，或者账号已停用；请核对登录名。")
    return viewer


def entered(pairs: Iterable[str]) -> dict[str, Any]:
    """The fields of an act; `item_results.1=D2` fills the entry 1 of a field that has entries.

    Raises:
        Invalid: a pair without an equals sign, or a field that is given twice.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise Invalid(f"“{pair}”不是“字段=值”；请写成 --set 字段=值。")
        field, dot, entry = name.strip().partition(".")
        place = found.setdefault(field, {}) if dot else found
        key = entry if dot else field
        if not isinstance(place, dict) or key in place:
            raise Invalid(f"字段“{name.strip()}”给出了两次；请只保留一项。")
        place[key] = value
    return found
