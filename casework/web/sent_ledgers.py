"""The pages by which a ledger of earlier years enters: sent, tried and shown, then loaded; who holds the importer's role."""

import re
from functools import partial

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Invalid, NotAllowed
from casework.ledger import Sent, template
from casework.ledger.columns import REQUEST_COLUMNS, REVIEW_COLUMNS
from casework.ledger.faults import to_csv
from casework.models.unit import Unit
from casework.queries import sent_ledgers as queries
from casework.queries import unit_settings as in_unit
from casework.services import beside
from casework.services import sent_ledgers as sending
from casework.services.ledger_signs import is_lost, last_sign
from casework.services.sent_ledgers import LedgerForm
from casework.web.act_form import Draft
from casework.web.blueprint import web

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPED = ("unit", "year", "ignored")
_SHOWN = 200  # faults on the page; the table to save holds them all
_ROWS_A_MINUTE = 30_000  # at least; bench/ledger.py measures it
_PATIENCE = 2.0  # seconds that a page may take before it shows the progress instead


@web.get("/ledgers")
def ledgers() -> ResponseReturnValue:
    """The form, and what one sent of late."""
    return _page(Draft())


@web.post("/ledgers")
def send_ledger() -> ResponseReturnValue:
    """Keep a ledger and try it, or show the page again with what is wrong."""
    who, moment = http.viewer(), http.now()
    typed: dict[str, str] = {}
    try:
        http.expect_file()
        typed = {key: request.form.get(key, "").strip() for key in _TYPED}
        form = _form(typed)
        http.end_read()
        ledger_id = sending.receive(http.office(), form, viewer=who, moment=moment)
    except CaseworkError as error:
        http.end_read()
        return _page(Draft("", typed, error.fields, error.message)), http.status_of(error)
    _begin(ledger_id)
    return _shown(ledger_id)


@web.get("/ledgers/template.xlsx")
def ledger_template() -> ResponseReturnValue:
    """The blank ledger."""
    sent = Response(template.template(), mimetype=_XLSX)
    sent.headers.set("Content-Disposition", "attachment", filename=template.NAME)
    return sent


@web.get("/ledgers/<int:ledger_id>")
def ledger(ledger_id: int) -> ResponseReturnValue:
    """How far it has come, what the trial found, or what was loaded."""
    session, office, at = http.read(), http.office(), http.now().at
    row = queries.sent_ledger(session, http.viewer(), ledger_id)
    report = sending.report_of(office, row)
    return render_template(
        "web/ledger.html",
        row=row,
        kept=queries.KEPT.days,
        unit=session.get_one(Unit, row.unit_id),
        sign=last_sign(office, row),
        lost=is_lost(office, row, at=at),
        report=report,
        minutes=_minutes_alone(report.loaded + report.reviews),
        shown=report.faults[:_SHOWN],
        rows=len({(one.sheet, one.row) for one in report.faults}),
    )


@web.get("/ledgers/<int:ledger_id>/faults.csv")
def ledger_faults(ledger_id: int) -> ResponseReturnValue:
    """Every fault as a table."""
    row = queries.sent_ledger(http.read(), http.viewer(), ledger_id)
    sent = Response(
        to_csv(sending.report_of(http.office(), row).faults), mimetype="text/csv; charset=utf-8"
    )
    sent.headers.set("Content-Disposition", "attachment", filename=f"ledger-{ledger_id}-faults.csv")
    return sent


@web.post("/ledgers/<int:ledger_id>/load")
def load_ledger(ledger_id: int) -> ResponseReturnValue:
    """Load what the trial showed."""
    office, who, moment = http.office(), http.viewer(), http.now()
    http.end_read()
    if sending.ask_to_load(office, ledger_id, viewer=who, moment=moment):
        _begin(ledger_id)
    return _shown(ledger_id)


@web.post("/ledgers/<int:ledger_id>/discard")
def discard_ledger(ledger_id: int) -> ResponseReturnValue:
    """Throw away what was sent."""
    office, who, moment = http.office(), http.viewer(), http.now()
    http.end_read()
    sending.discard(office, ledger_id, viewer=who, moment=moment)
    flash("已删除上传的台账；已经导入的案件不受影响。", "done")
    return redirect(url_for("web.ledgers"), 303)


def _begin(ledger_id: int) -> None:
    office, who, moment = http.office(), http.viewer(), http.now()
    http.end_read()  # the work reads and writes on its own
    beside.begin(
        partial(sending.work, office, ledger_id, viewer=who, moment=moment), patience=_PATIENCE
    )


def _shown(ledger_id: int) -> ResponseReturnValue:
    return redirect(url_for("web.ledger", ledger_id=ledger_id), 303)


def _form(typed: dict[str, str]) -> LedgerForm:
    file = _file("file")
    if file is None:
        raise Invalid("没有选择文件；请选择 XLSX 或者 CSV。", fields={"file": "请选择文件"})
    ignored = [one for one in re.split(r"[、，,;；\s]+", typed["ignored"]) if one]
    return LedgerForm(typed["unit"], file, _file("reviews"), _year(typed["year"]), ignored)


def _file(key: str) -> Sent | None:
    sent = request.files.get(key)
    return Sent(sent.filename, sent.read()) if sent is not None and sent.filename else None


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Invalid(
            f"报告年度不能是“{text[:20]}”；请填写四位数字，如 2020，或者不填。",
            fields={"year": "四位数字"},
        )
    return int(text)


def _page(draft: Draft) -> str:
    session, viewer = http.read(), http.viewer()
    units, administers = (
        queries.importing_units(session, viewer),
        in_unit.administered(session, viewer),
    )
    sent = queries.sent_ledgers(session, viewer, at=http.now().at)
    if not (units or administers or sent):
        raise NotAllowed("导入台账须有台账导入角色，您没有；请由系统管理员在“人员和角色”授予。")
    return render_template(
        "web/ledgers.html",
        units=units,
        sent=[(row, unit, is_lost(http.office(), row, at=http.now().at)) for row, unit in sent],
        columns=REQUEST_COLUMNS,
        review_columns=REVIEW_COLUMNS,
        most=http.office().settings.file_bytes // 1024 // 1024,
        kept=queries.KEPT.days,
        alone=http.office().db.is_sqlite,
        draft=draft,
    )


def _minutes_alone(rows: int) -> int:
    """For how long about nobody else can write; nought where others can."""
    return -(-rows // _ROWS_A_MINUTE) if http.office().db.is_sqlite else 0
