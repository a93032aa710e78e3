"""What a user sets for himself: his mail address, which reminders are mailed, and the calendar feed of his terms."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import Invalid, NotFound
from casework.models.user import MailWish, User
from casework.queries import feed as feed_terms
from casework.services import feeds, users
from casework.web import calendar_feed
from casework.web.act_form import Draft, Group, Input, Option
from casework.web.blueprint import web


@web.get("/me")
def own_settings() -> ResponseReturnValue:
    """The page of whoever is signed in."""
    return _page()


@web.post("/me")
def change_own_settings() -> ResponseReturnValue:
    """Change address and wish, or show the page again with what is wrong."""
    who, moment = http.viewer(), http.now()
    typed = {key: request.form.get(key, "").strip() for key in ("email", "mail_wish")}
    http.end_read()
    try:
        changed = users.change_own(http.office(), viewer=who, moment=moment, **typed)
    except Invalid as error:
        return _page(Draft("me", typed, error.fields, error.message)), http.status_of(error)
    flash("已保存。" if changed else "没有变化。", "done")
    return redirect(url_for("web.own_settings"), 303)


@web.post("/me/feed")
def make_feed() -> ResponseReturnValue:
    """Make the address of the feed, or a new one in place of the old; it is shown once."""
    user_id, moment = _user_id(), http.now()
    http.end_read()
    token = feeds.make_feed(http.office(), user_id, moment=moment)
    return _page(feed_url=f"{_base_url()}{url_for('web.feed', token=token)}")


@web.post("/me/feed/revoke")
def revoke_feed() -> ResponseReturnValue:
    """Take the address back."""
    user_id = _user_id()
    http.end_read()
    feeds.revoke_feed(http.office(), user_id)
    flash("日历订阅已停止，原订阅地址不再有效。", "done")
    return redirect(url_for("web.own_settings"), 303)


@web.get("/feed/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """The calendar behind a secret address; programs that fetch it cannot sign in."""
    session = http.read()
    user_id = feeds.user_of_feed(session, token)
    viewer = users.viewer_of(session, user_id) if user_id is not None else None
    if viewer is None:
        raise NotFound("没有这个日历订阅，或者已经停止；请登录后在“我的设置”中重新生成订阅地址。")
    rows = feed_terms.terms_of(session, viewer, today=http.today(), calendar=http.calendar())
    drawn = calendar_feed.drawn(rows, owner=viewer.name, base_url=_base_url(), at=http.now().at)
    return Response(drawn, content_type=calendar_feed.MEDIA_TYPE)


def _page(draft: Draft | None = None, *, feed_url: str = "") -> str:
    session, user_id = http.read(), _user_id()
    user = session.get_one(User, user_id)
    draft = draft or Draft("me", {"email": user.email, "mail_wish": user.mail_wish})
    return render_template(
        "web/own_settings.html",
        user=user,
        inputs=_inputs(draft),
        message=draft.message,
        sends_mail=http.office().settings.mail is not None,
        feed_url=feed_url,
        has_feed=feeds.has_feed(session, user_id),
    )


def _inputs(draft: Draft) -> tuple[Input, ...]:
    wish = draft.values.get("mail_wish")
    options = tuple(Option(one.value, one.label, one.value == wish) for one in MailWish)
    return (
        Input(
            "email",
            "邮件地址",
            "email",
            value=draft.values.get("email", ""),
            error=draft.errors.get("email", ""),
            hint="工作邮箱；留空的，不发邮件",
        ),
        Input(
            "mail_wish",
            "邮件提醒",
            "select",
            True,
            groups=(Group("", options),),
            error=draft.errors.get("mail_wish", ""),
            hint="收件箱里的提醒不受影响",
        ),
    )


def _base_url() -> str:
    return http.office().settings.public_url or request.url_root.rstrip("/")


def _user_id() -> int:
    """Whoever is signed in; the system itself never opens a page."""
    user_id = http.viewer().user_id
    if user_id is None:
        raise NotFound("没有个人设置；请用个人账号登录。")
    return user_id
