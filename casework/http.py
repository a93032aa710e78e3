"""What pages and API share: the read session of a request, who asks, the clock, refusal of foreign sites, the door to an act.

It holds no route and draws nothing.
"""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from casework.errors import (
    Busy,
    CaseworkError,
    Conflict,
    Invalid,
    NotAllowed,
    NotConfigured,
    NotFound,
    SigningFailed,
    TooMany,
)
from casework.office import Office
from casework.queries import case_page
from casework.services import actions, calendars, engine, forecasts, users
from casework.services.engine import Done
from casework.services.forecasts import Forecast
from casework.services.trying import Supposed
from casework.viewer import Moment, Viewer
from workflows.calendar import WorkingCalendar

EXTENSION = "casework"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_STATUSES: tuple[tuple[type[CaseworkError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Invalid, 422),
    (TooMany, 429),
    (Busy, 503),
    (NotConfigured, 503),
    (SigningFailed, 502),
)
_SENTENCES = {
    400: "发送的内容不完整或者格式不对；请返回上一页核对后重试。",
    401: "请先登录；登录后回到这里继续。",
    403: "您没有这一权限；请交有权人员办理，或者联系系统管理员。",
    404: "没有这一页；请核对地址，或者从办件列表中打开。",
    405: "这个地址不接受这种请求；请从页面上的链接或者按钮进入。",
    413: "发送的内容超过大小限制；请减少内容后重试。",
    500: "系统出现故障，本次操作没有完成，已写入运行日志；请稍后重试，仍不成功时联系系统管理员。",
}


def office() -> Office:
    """The installation this application serves."""
    return cast(Office, current_app.extensions[EXTENSION])


def now() -> Moment:
    """The present moment, asked once per request: the only clock of pages and API."""
    if "moment" not in g:
        g.moment = office().now()
    return cast(Moment, g.moment)


def today() -> date:
    """The office's day."""
    return now().today


def read() -> Session:
    """The read session of this request; opened at first use, closed at its end or before a write."""
    if "read_stack" not in g:
        g.read_stack = ExitStack()
        g.read_session = g.read_stack.enter_context(office().db.read())
    return cast(Session, g.read_session)


def end_read(_error: BaseException | None = None) -> None:
    """Close the read session: after a write it would still show the past (design 7)."""
    stack: ExitStack | None = g.pop("read_stack", None)
    if stack is not None:
        stack.close()
        g.pop("read_session", None)


def calendar() -> WorkingCalendar:
    """The newest recorded calendar; one for the whole request."""
    if "calendar" not in g:
        g.calendar = calendars.newest(read())
    return cast(WorkingCalendar, g.calendar)


def current_viewer() -> Viewer | None:
    """Who asks, by token or by session; None when nobody is signed in."""
    if "viewer" not in g:
        user_id = _user_of_token() if bearer() else _user_of_session()
        g.viewer = users.viewer_of(read(), user_id) if user_id is not None else None
    return cast(Viewer | None, g.viewer)


def viewer() -> Viewer:
    """Who asks; call it behind a check that somebody is signed in.

    Raises:
        NotAllowed: nobody is.
    """
    found = current_viewer()
    if found is None:
        raise NotAllowed(_SENTENCES[401])
    return found


def bearer() -> str:
    """The token sent with the request, or an empty string."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _user_of_token() -> int | None:
    return users.user_of_token(office(), bearer())


def _user_of_session() -> int | None:
    return int(current_user.get_id()) if current_user.is_authenticated else None


def refuse_cross_site() -> None:
    """Refuse a change that a foreign page sent with the user's cookie; a token in a header cannot be borrowed so.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones (and all on plain HTTP) in Origin; a client
    that sends neither is no browser.

    Raises:
        NotAllowed: the request comes from another site.
    """
    if request.method in _SAFE or bearer():
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        ours = origin is None or urlsplit(origin).netloc == request.host
    if not ours:
        raise NotAllowed("这次提交来自其他网站，没有执行；请在本系统的页面上重新操作。")


def perform_action(
    record_id: int, name: str, payload: Mapping[str, Any], *, version: int, on_day: date
) -> Done:
    """Do one act as whoever asks: the read session ends, then the service writes in one transaction (design 6)."""
    who, moment = viewer(), now()
    end_read()
    return actions.perform(
        office(),
        record_id,
        name,
        viewer=who,
        version=version,
        on_day=on_day,
        data=payload,
        moment=moment,
    )


_ROOM = 1024 * 1024  # for the fields of a form beside its file


def expect_file() -> None:
    """Let this request bring a file as large as the office takes, before its body is looked at.

    Raises:
        Invalid: it says that it is larger; the body is then not read.
    """
    most = office().settings.file_bytes
    request.max_content_length = most + _ROOM
    if (request.content_length or 0) > most + _ROOM:
        raise Invalid(
            f"上传的文件超过{most // 1024 // 1024} MB；请分成几份，或者降低扫描分辨率后再上传。",
            fields={"file": "过大"},
        )


def forecast(record_id: int, acts: Iterable[Supposed]) -> Forecast:
    """What these acts would change, as whoever asks sees it; read only."""
    record = case_page.seen(read(), viewer(), record_id)
    at = engine.desk(read(), office(), viewer=viewer(), moment=now())
    return forecasts.forecast(at, record, acts)


def status_of(error: Exception) -> int:
    """The HTTP status of an error."""
    if isinstance(error, HTTPException):
        return error.code or 500
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def sentence_of(error: Exception) -> str:
    """What to tell the user about an error: our own sentence, or the one for its status."""
    if isinstance(error, CaseworkError):
        return error.message
    return _SENTENCES.get(status_of(error), _SENTENCES[500])


def error_body(error: Exception) -> dict[str, Any]:
    """The one JSON shape of an error: code, message, and basis and fields when they apply."""
    if not isinstance(error, CaseworkError):
        code = getattr(error, "name", "error").lower().replace(" ", "_")
        return {"error": {"code": code, "message": sentence_of(error)}}
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.basis:
        body["basis"] = error.basis
    if error.fields:
        body["fields"] = error.fields
    return {"error": body}
