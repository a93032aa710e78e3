"""Which case this browser has opened: its query code in the signed session cookie, for half an hour after the last use."""

from datetime import datetime, timedelta

from flask import abort, flash, redirect, session, url_for

from casework import http
from casework.queries import applicant_case
from casework.queries.applicant_case import ApplicantCase
from casework.services import query_codes

IDLE = timedelta(minutes=30)
_CODE, _SEEN = "applicant_code", "applicant_seen"


def remember(code: str) -> None:
    """This browser has opened the case of this code."""
    session[_CODE] = code
    session[_SEEN] = http.now().at.isoformat()


def forget() -> None:
    """Close the case in this browser."""
    session.pop(_CODE, None)
    session.pop(_SEEN, None)


def code_of_session() -> str:
    """The code in use; without one, or after half an hour, the applicant is asked again."""
    code, seen = session.get(_CODE), session.get(_SEEN)
    if not code or not seen or http.now().at - datetime.fromisoformat(seen) > IDLE:
        if code:
            flash("超过半小时没有操作，为保护您的信息已经退出；请重新输入编号和查询码。", "done")
        forget()
        abort(redirect(url_for("apply.track"), 303))
    remember(code)
    return str(code)


def case_of_session() -> ApplicantCase:
    """The case in use; one whose code was replaced in the meantime is asked for again."""
    code = code_of_session()
    record = query_codes.find(http.read(), http.office().cipher, code)
    if record is None:
        forget()
        flash("这个查询码已经更换；请输入新的查询码。", "done")
        abort(redirect(url_for("apply.track"), 303))
    return applicant_case.applicant_case(
        http.read(), record, today=http.today(), calendar=http.calendar()
    )
