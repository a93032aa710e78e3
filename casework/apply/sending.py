"""From the choice of a unit to the receipt: fill in, review, send. The same form sent twice registers once."""

from collections.abc import Mapping

import segno
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework import http
from casework.apply import access
from casework.apply import form as forms
from casework.apply.blueprint import apply, network_address
from casework.apply.form import Typed
from casework.errors import ActionRefused, Invalid, TooMany
from casework.files.kinds import ACCEPTED
from casework.queries import announcements, open_units
from casework.queries.similar_groups import PublishedInfo, published_before
from casework.services import applying, intake
from casework.services.applying import Application, Brought, Sent
from workflows.file_guards import FileKind
from workflows.public_words import CATEGORY_WORDS, IDENTITY_PAPERS
from workflows.vocabulary import ApplicantCategory, Assistance, Carrier, DeliveryForm

_FILES = (("identity", FileKind.identity), ("authority", FileKind.authority))


@apply.get("")
def start() -> ResponseReturnValue:
    """Choose the unit, by its place or by its name."""
    wanted = request.args.get("q", "").strip()[:60]
    units = open_units.public_units(http.read(), wanted)
    return render_template(
        "apply/start.html", units=units, wanted=wanted, announced=announced(None)
    )


@apply.get("/to/<code>")
def fill_in(code: str) -> ResponseReturnValue:
    """How this unit takes requests, and an empty form where it takes them here."""
    return _form(code, forms.blank())


@apply.post("/to/<code>")
def go_on(code: str) -> ResponseReturnValue:
    """One more thing to ask, back to the form, the page of review, or sending, as the button says."""
    if request.mimetype == "multipart/form-data":
        http.expect_file()
    step = request.form.get("step", "")
    typed = forms.read(request.form.to_dict())
    if step == "more":
        return _form(code, forms.with_another(typed))
    if step == "more_people":
        return _form(code, forms.with_another_person(typed))
    if step == "edit":
        return _form(code, typed)
    try:
        return _send(code, typed) if step == "send" else _review(code, typed)
    except Invalid as error:
        http.end_read()
        if error.fields and set(error.fields) <= {name for name, _ in _FILES}:
            return _review(code, typed, error), 422
        return _form(code, typed, forms.places(error.fields, typed), error.message), 422
    except (ActionRefused, TooMany) as error:
        http.end_read()
        return _form(code, typed, {}, error.message), http.status_of(error)


@apply.get("/receipt")
def receipt() -> ResponseReturnValue:
    """Number and query code, once more for as long as the browser stays open."""
    view = access.case_of_session()
    code = access.code_of_session()
    return render_template("apply/receipt.html", view=view, code=code, picture=_picture())


def announced(unit_id: int | None) -> list[str]:
    """What administrators announce to applicants today."""
    found = announcements.for_applicants(http.read(), unit_id, today=http.today())
    return [one.text for one in found]


def _send(code: str, typed: Typed) -> ResponseReturnValue:
    if typed.trapped:
        raise Invalid("填写了供程序识别的空白栏，本次没有提交；请清空后重试，或者当面、邮寄提交。")
    _check(code, typed)
    unit, moment = open_units.desk(http.read(), code), http.now()
    http.end_read()
    application = Application(
        forms.request_of(typed, unit_id=unit.id, today=moment.today), typed.key, _files()
    )
    sent: Sent = applying.send(http.office(), application, address=network_address(), moment=moment)
    access.remember(sent.code)
    return redirect(url_for("apply.receipt"), 303)


def _files() -> list[Brought]:
    return [
        Brought(kind, one.filename or "", one.read(), name)
        for name, kind in _FILES
        for one in request.files.getlist(name)
        if one.filename
    ]


def _check(code: str, typed: Typed) -> None:
    """Raises Invalid with everything that is wrong, so that nothing is told in slices."""
    unit = open_units.desk(http.read(), code)
    wrong = forms.faults(typed)
    try:
        intake.check(http.office(), forms.request_of(typed, unit_id=unit.id, today=http.today()))
    except Invalid as error:
        wrong = forms.places(error.fields, typed) | wrong
    if wrong:
        raise Invalid(f"有{len(wrong)}处需要改正，填写的内容都还在。", fields=wrong)


def _review(code: str, typed: Typed, error: Invalid | None = None) -> str:
    _check(code, typed)
    unit = open_units.desk(http.read(), code)
    wanted = forms.request_of(typed, unit_id=unit.id, today=http.today())
    return render_template(
        "apply/review.html",
        unit=unit,
        typed=typed,
        asked=wanted.items,
        already=_published(typed),
        gaps=[one for one in intake.gaps(wanted) if "身份证明" not in one],
        error=error,
        labels=_labels(typed),
        accepted=ACCEPTED,
        most_files=applying.MOST_FILES,
        most=http.office().settings.file_bytes // 1024 // 1024,
    )


def _published(typed: Typed) -> Mapping[int, tuple[PublishedInfo, ...]]:
    """What is public already, by the place of the thing asked that it is like; its title may be in an earlier applicant's words
    and is not shown.
    """
    asked = [" ".join(item.get(part, "") for part, _ in forms.ITEM_PARTS) for item in typed.items]
    found = published_before(http.read(), asked) if any(map(str.strip, asked)) else ()
    places = range(1, len(asked) + 1)
    return {n: tuple(one for one in found if n in one.places) for n in places}


def _labels(typed: Typed) -> Mapping[str, str]:
    """Chosen codes in words."""
    lists = {
        "category": ApplicantCategory,
        "carrier": Carrier,
        "delivery": DeliveryForm,
        "assistance": Assistance,
    }
    return {
        name: next((one.label for one in known if one == typed[name]), "")
        for name, known in lists.items()
    }


def _form(
    code: str, typed: Typed, errors: Mapping[str, str] | None = None, message: str = ""
) -> str:
    unit = open_units.desk(http.read(), code)
    return render_template(
        "apply/form.html" if unit.online else "apply/unit.html",
        unit=unit,
        announced=announced(unit.id),
        already=_published(typed),
        typed=typed,
        errors=errors or {},
        message=message,
        categories=CATEGORY_WORDS,
        papers=IDENTITY_PAPERS,
        carriers=tuple(Carrier),
        deliveries=tuple(DeliveryForm),
        assistances=tuple(Assistance),
        most_items=forms.MOST_ITEMS,
        most_others=forms.MOST_OTHERS,
        other_parts=forms.OTHER_PARTS,
    )


def _picture() -> Markup:
    """The address of the page for following up as a picture; it holds neither number nor code."""
    base = http.office().settings.public_url or request.host_url.rstrip("/")
    code = segno.make_qr(f"{base}{url_for('apply.track')}", error="m", boost_error=False)
    return Markup(code.svg_inline(scale=4, border=4, omitsize=False))  # drawn here, holds no text
