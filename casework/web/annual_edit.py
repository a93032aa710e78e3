"""Filling in and closing an annual report from its pages: part two, words, comments on warnings, closing, reopening, publication."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Invalid
from casework.queries import access, annual_documents, annual_tables, annual_versions
from casework.queries.annual_documents import AnnualDocument
from casework.services import annual_entries, annual_years
from casework.services.annual_years import YearKey
from casework.web import edited_words, reports
from casework.web.blueprint import web
from casework.web.reports import Asked
from workflows.annual_part2 import SECTIONS, Part2, figures, written
from workflows.annual_sentences import ShareForm
from workflows.annual_text import BLOCK_LABELS, Slot, Words, blocks_of
from workflows.edited_sentences import Edited


@web.get("/reports/annual/edit")
def edit_annual_report() -> ResponseReturnValue:
    """The form of part two with last year's numbers beside it, and of the words around the generated sentences."""
    return _page(reports.asked_for(access.units_in_sight(http.read(), http.viewer())))


@web.post("/reports/annual/part2")
def enter_annual_part2() -> ResponseReturnValue:
    """Keep the numbers of part two."""
    asked = _asked()
    cells = figures(_format(asked))
    typed = {cell: request.form[cell] for cell in cells if cell in request.form}

    def enter() -> None:
        told = annual_entries.enter_part2(http.office(), _key(asked), typed, **_by(), version=_version())  # fmt: skip
        flash("已保存第二部分。" + (f"有{len(told)}格没有填写，按0计。" if told else ""), "done")

    return _done(asked, enter, typed=typed)


@web.post("/reports/annual/words")
def enter_annual_words() -> ResponseReturnValue:
    """Keep the words of the slots that were sent."""
    asked = _asked()
    words = {slot.value: _words_of(slot) for slot in Slot if f"{slot.value}-before" in request.form}

    def enter() -> None:
        annual_entries.enter_words(
            http.office(),
            _key(asked),
            words,
            **_by(),
            version=_version(),
            share_form=request.form.get("share_form", ""),
        )
        flash("已保存文字部分。", "done")

    return _done(asked, enter)


def _words_of(slot: Slot) -> Words:
    edited = {
        block: edited_words.sent(f"{slot.value}-{block}")
        for block in blocks_of(slot)
        if f"{slot.value}-{block}" in request.form
    }
    before, after = (request.form.get(f"{slot.value}-{end}", "") for end in ("before", "after"))
    return Words(before, after, edited)


@web.post("/reports/annual/confirm")
def confirm_annual_warning() -> ResponseReturnValue:
    """Keep the comment on a warning."""
    asked, form = _asked(), request.form

    def enter() -> None:
        annual_entries.confirm(
            http.office(), _key(asked), form.get("check", ""), form.get("comment", ""), **_by()
        )
        flash("已确认，说明在重新核对以后仍然保留。", "done")

    return _acted(asked, enter)


@web.post("/reports/annual/close")
def close_annual_year() -> ResponseReturnValue:
    """Close the year."""
    asked = _asked()

    def enter() -> None:
        made = annual_years.close_year(
            http.office(), _key(asked), **_by(), reason=request.form.get("reason", "")
        )
        flash(f"已封存第{made.number}版。", "done")

    return _acted(asked, enter)


@web.post("/reports/annual/reopen")
def reopen_annual_year() -> ResponseReturnValue:
    """Take the published report out of force."""
    asked = _asked()

    def enter() -> None:
        annual_years.reopen_year(
            http.office(), _key(asked), reason=request.form.get("reason", ""), **_by()
        )
        flash("已重新打开；改好以后请再次封存。", "done")

    return _acted(asked, enter)


@web.post("/reports/annual/publication")
def tell_annual_publication() -> ResponseReturnValue:
    """Note when and where the report was published."""
    asked = _asked()

    def enter() -> None:
        annual_entries.tell_publication(
            http.office(),
            _key(asked),
            on_day=_day(request.form.get("published_on", "")),
            address=request.form.get("published_at", ""),
            **_by(),
        )
        flash("已登记公布日期。", "done")

    return _acted(asked, enter)


def _asked() -> Asked:
    asked = reports.asked_for(access.units_in_sight(http.read(), http.viewer()))
    _by()  # who asks is known before the read session ends
    http.end_read()
    return asked


def _by() -> dict[str, Any]:
    return {"viewer": http.viewer(), "moment": http.now()}


def _key(asked: Asked) -> YearKey:
    return YearKey(asked.unit_code, asked.year, asked.rollup)


def _version() -> int:
    text = request.form.get("version", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "公布日期不能识别；请按 2021-01-31 的格式填写。", fields={"published_on": "不能识别"}
        ) from None


def _format(asked: Asked) -> str:
    return annual_tables.format_in(asked.year, "", today=http.today()).key


def _acted(asked: Asked, enter: Callable[[], None]) -> ResponseReturnValue:
    """Do it, and show the report again with what came of it."""
    try:
        enter()
    except CaseworkError as error:
        return reports.report_page(asked, message=error.message), http.status_of(error)
    return redirect(url_for("web.annual_report", **reports.address_of(asked)), 303)


def _done(
    asked: Asked, enter: Callable[[], None], *, typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    """Do it, and show the form again; what was typed is kept when it is refused."""
    try:
        enter()
    except CaseworkError as error:
        return _page(asked, error, typed=typed), http.status_of(error)
    return redirect(url_for("web.edit_annual_report", **reports.address_of(asked)), 303)


def _page(
    asked: Asked, error: CaseworkError | None = None, *, typed: dict[str, str] | None = None
) -> str:
    found = annual_documents.document(
        http.read(), http.viewer(), **{**asked.__dict__, "live": True, "table": ""}, today=http.today()
    )  # fmt: skip
    unit_id = next(u.id for u in access.units_in_sight(http.read(), http.viewer()) if u.code == found.table.unit)  # fmt: skip
    record = annual_versions.year_record(http.read(), unit_id, asked.year, rollup=asked.rollup)
    before = annual_versions.part2_of(http.read(), [unit_id], asked.year - 1).get(unit_id, {})
    return render_template(
        "web/annual_edit.html",
        found=found,
        sections=SECTIONS[found.table.format.key],
        values={**_texts_of(found.table.part2), **(typed or {})},
        before=_texts_of(before),
        errors=error.fields if error else {},
        message=error.message if error else "",
        version=record.version if record else 0,
        slots=tuple(_slot(slot, found) for slot in Slot),
        share_forms=tuple(ShareForm),
        asked=asked,
        post=lambda name: url_for(f"web.{name}", **reports.address_of(asked)),
        back=url_for("web.annual_report", **reports.address_of(asked)),
    )


def _texts_of(part2: Part2) -> dict[str, str]:
    return {key: written(value) for key, value in part2.items()}


def _slot(slot: Slot, found: AnnualDocument) -> dict[str, Any]:
    """A slot as it is drawn: free words, and each block with its generated sentence and the edited one."""
    words = found.words.get(slot.value) or Words()
    blocks = [
        {
            "key": key,
            "label": BLOCK_LABELS[key],
            "generated": write(found.numbers),
            "edited": words.edited.get(key) or Edited(""),
        }
        for key, write in blocks_of(slot).items()
    ]
    sent = {name: request.form.get(f"{slot.value}-{name}") for name in ("before", "after")}
    return {
        "key": slot.value,
        "label": slot.label,
        "before": words.before if sent["before"] is None else sent["before"],
        "after": words.after if sent["after"] is None else sent["after"],
        "blocks": blocks,
    }
