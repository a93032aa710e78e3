"""A user's own tokens: made with a password or a session, shown once, listed without their text, revoked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from flask import current_app
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests, Unauthorized

from casework import http
from casework.api import bodies, schemas
from casework.api.blueprint import ApiBlueprint, open_to_all
from casework.errors import NotAllowed
from casework.queries.access import tokens_of
from casework.services import users

blueprint = ApiBlueprint("api_tokens", description="访问令牌")
_UNNAMED = "未命名"


class _Throttle(Protocol):
    """The count of failed log-ins, kept by the application: one count for the page and the API."""

    def wait(self, login: str, at: datetime) -> timedelta: ...
    def note(self, login: str, at: datetime) -> None: ...
    def forget(self, login: str) -> None: ...


@blueprint.at("/tokens", method="POST")
@open_to_all
@blueprint.takes(bodies.TokenIn)
@blueprint.answers(schemas.NewTokenOut, status=201, description="令牌只显示这一次")
def make(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """生成本人的访问令牌：凭登录名和口令，或者凭已登录的会话。"""
    user_id = _by_password(body) if body["login"] else _by_session()
    label = body["label"] or _UNNAMED
    http.end_read()
    token = users.make_token(http.office(), user_id, label=label, moment=http.now())
    return {"label": label, "token": token}


@blueprint.at("/tokens")
@blueprint.answers(schemas.TokensOut)
def listed() -> Mapping[str, Any]:
    """本人的访问令牌，不含令牌内容。"""
    return {"items": tokens_of(http.read(), _user_id())}


@blueprint.at("/tokens/<int(max=2147483647):token_id>", method="DELETE")
@blueprint.answers(status=204, description="已撤销")
def revoke(token_id: int) -> ResponseReturnValue:
    """撤销本人的一个访问令牌。"""
    user_id, moment = _user_id(), http.now()
    http.end_read()
    users.revoke_token(http.office(), user_id, token_id, moment=moment)
    return "", 204


def _by_password(body: Mapping[str, Any]) -> int:
    login, at = body["login"].strip(), http.now().at
    throttle = cast(_Throttle, current_app.extensions["casework.throttle"])
    if throttle.wait(login, at):
        raise TooManyRequests
    user_id = users.authenticate(http.office(), login, body["password"])
    if user_id is None:
        throttle.note(login, at)
        raise Unauthorized("登录名或者口令不对，或者账号已停用；请核对后重试。")
    throttle.forget(login)
    return user_id


def _by_session() -> int:
    if http.bearer():
        raise NotAllowed("访问令牌不能再生成令牌；请用登录名和口令，或者登录后在页面上生成。")
    return _user_id()


def _user_id() -> int:
    viewer = http.current_viewer()
    if viewer is None or viewer.user_id is None:
        raise Unauthorized
    return viewer.user_id
