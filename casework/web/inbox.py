"""The inbox of whoever is signed in, and the calendar feed he can make for himself."""

from collections.abc import Sequence

from flask import Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import NotFound
from casework.queries import feed as feed_terms
from casework.queries import inbox as messages
from casework.queries.inbox import MessageRow
from casework.services import feeds, inbox, users
from casework.web import calendar_feed
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


@web.post("/inbox/feed")
def make_feed() -> ResponseReturnValue:
    """Make the address of the feed, or a new one in place of the old; it is shown once."""
    user_id, moment = _user_id(), http.now()
    http.end_read()
    token = feeds.make_feed(http.office(), user_id, moment=moment)
    return _page(feed_url=f"{_base_url()}{url_for('web.feed', token=token)}")


@web.post("/inbox/feed/revoke")
def revoke_feed() -> ResponseReturnValue:
    """Take the address back."""
    user_id = _user_id()
    http.end_read()
    feeds.revoke_feed(http.office(), user_id)
    flash("日历订阅已停止，原订阅地址不再有效。", "done")
    return redirect(url_for("web.inbox_page"), 303)


@web.get("/feed/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """The calendar behind a secret address; programs that fetch it cannot sign in."""
    session = http.read()
    user_id = feeds.user_of_feed(session, token)
    viewer = users.viewer_of(session, user_id) if user_id is not None else None
    if viewer is None:
        raise NotFound("没有这个日历订阅，或者已经停止；请登录后在收件箱中重新生成订阅地址。")
    rows = feed_terms.terms_of(session, viewer, today=http.today(), calendar=http.calendar())
    drawn = calendar_feed.drawn(rows, owner=viewer.name, base_url=_base_url(), at=http.now().at)
    return Response(drawn, content_type=calendar_feed.MEDIA_TYPE)


def _page(*, feed_url: str = "") -> str:
    user_id = _user_id()
    page = request.args.get("page", default=1, type=int)
    return render_template(
        "web/inbox.html",
        inbox=messages.inbox(http.read(), user_id, page=page),
        feed_url=feed_url,
        has_feed=feeds.has_feed(http.read(), user_id),
    )


def _base_url() -> str:
    return http.office().settings.public_url or request.url_root.rstrip("/")


def _user_id() -> int:
    """Whoever is signed in; the system itself never opens a page."""
    user_id = http.viewer().user_id
    if user_id is None:
        raise NotFound("没有收件箱；请用个人账号登录。")
    return user_id
