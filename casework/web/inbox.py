"""The inbox of whoever is signed in."""

from collections.abc import Sequence

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotFound
from casework.queries import inbox as messages
from casework.queries.inbox import MessageRow
from casework.services import inbox
from casework.web.blueprint import web

NEWEST_ON_DESK = 5


def register(app: Flask) -> None:
    """Let every page show how much is unread."""
    app.jinja_env.globals["unread_messages"] = unread_now


def unread_now() -> int:
    """How many messages wait for whoever is signed in."""
    return messages.unread(http.read(), _user_id())


def newest() -> Sequence[MessageRow]:
    """What the desk shows of the inbox."""
    return messages.newest_unread(http.read(), _user_id(), limit=NEWEST_ON_DESK)


@web.get("/inbox")
def inbox_page() -> ResponseReturnValue:
    """The messages, the unread first."""
    return _page()


@web.post("/inbox/<int:message_id>/read")
def read_message(message_id: int) -> ResponseReturnValue:
    """Mark one message as read."""
    user_id, moment = _user_id(), http.now()
    http.end_read()
    inbox.mark_read(http.office(), user_id, [message_id], moment=moment)
    return redirect(url_for("web.inbox_page", page=request.form.get("page") or None), 303)


@web.post("/inbox/read")
def read_all() -> ResponseReturnValue:
    """Mark everything as read that the page has shown to exist."""
    user_id, moment = _user_id(), http.now()
    http.end_read()
    up_to = request.form.get("up_to", type=int) or 0
    done = inbox.mark_all_read(http.office(), user_id, up_to=up_to, moment=moment)
    flash(f"已将 {done} 条提醒标为已读。", "done")
    return redirect(url_for("web.inbox_page"), 303)


def _page() -> str:
    page = request.args.get("page", default=1, type=int)
    return render_template(
        "web/inbox.html", inbox=messages.inbox(http.read(), _user_id(), page=page)
    )


def _user_id() -> int:
    """Whoever is signed in; the system itself never opens a page."""
    user_id = http.viewer().user_id
    if user_id is None:
        raise NotFound("没有收件箱；请用个人账号登录。")
    return user_id
