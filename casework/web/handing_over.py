"""The page by which an approver or an administrator hands over all open cases of a colleague who leaves."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError
from casework.queries.staff import Colleague, staff_in_sight
from casework.services import handover
from casework.services.handover import OpenCase, Report
from casework.web.blueprint import web


@web.get("/handover")
def handover_page() -> ResponseReturnValue:
    """Who hands over, and, once he is chosen, his open cases."""
    return _page(request.args.get("leaving", ""), request.args.get("to", ""))


@web.post("/handover")
def hand_over() -> ResponseReturnValue:
    """Hand over, or show the page again with what is wrong."""
    leaving, to = request.form.get("leaving", ""), request.form.get("to", "")
    who, moment = http.viewer(), http.now()
    http.end_read()
    try:
        report = handover.hand_over(
            http.office(), leaving=leaving, to=to, viewer=who, moment=moment
        )
    except CaseworkError as error:
        return _page(leaving, to, message=error.message), http.status_of(error)
    _tell(report)
    return redirect(url_for("web.handover_page"), 303)


def _tell(report: Report) -> None:
    flash(f"已交接 {len(report.moved)} 件。", "done")
    for reason in dict.fromkeys(kept.reason for kept in report.kept):
        flash(reason, "warn")


def _page(leaving: str, to: str, message: str = "") -> str:
    found: tuple[OpenCase, ...] = ()
    if leaving and not message:
        found = handover.open_cases(http.read(), http.viewer(), leaving)
    staff: tuple[Colleague, ...] = staff_in_sight(http.read(), http.viewer())
    return render_template(
        "web/handover.html",
        staff=staff,
        leaving=leaving,
        to=to,
        cases=found,
        message=message,
    )
