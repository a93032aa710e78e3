"""Whatever is typed into whatever form: never a failure, always the page again with what was typed and a sentence."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casework import forms
from casework.app import create_app
from casework.db import Database
from casework.encryption import Cipher
from casework.errors import Invalid
from casework.models.record import Record
from casework.models.user import User
from casework.services import calendars, registering, unit_settings
from casework.services.engine import Done
from casework.settings import read_settings
from casework.viewer import Moment
from tests.factories import FOUNDED, OPERATOR, Case, make_unit, make_user
from tests.files import samples
from tests.web.town import TODAY, DatedOffice, Town, counted, four_years
from tests.web.wrong import (
    UNSEEN,
    WRONG,
    Answer,
    Form,
    fitting,
    form_of_act,
    forms_of,
    post,
    read_answer,
    ways_of,
)
from workflows.action import Action
from workflows.registry import all_workflows, plain_kinds
from workflows.vocabulary import Role

ACTS = [
    pytest.param(action, id=f"{w.version}-{action.name}")
    for w in all_workflows()
    for action in w.actions
]
ALWAYS = (
    "/", "/me", "/register", "/approvals", "/cases", "/handover?leaving=all&to=clerk", "/tasks", "/seals",
    "/admin", "/admin/calendar", "/admin/units", "/admin/people", "/admin/people/clerk", "/admin/seals",
    "/admin/units/edu", "/admin/units/edu/signing", "/admin/units/edu/setup", "/ledgers",
    "/apply", "/apply/to/edu", "/apply/track", "/apply/case", "/apply/case/withdraw",
)  # fmt: skip
ONLY_A_BUTTON = frozenset(
    {"web.bundle", "web.evidence_pack", "web.leave", "web.make_feed", "web.revoke_feed"}
)


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A district with a case of every kind, shared by all the tests: each may leave its cases in any state."""
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copyfile(sqlite_template, folder / "casework.db")
    db = Database(f"sqlite:///{folder / 'casework.db'}")
    settings = read_settings({"CASEWORK_INSTANCE": str(folder)})
    office = DatedOffice(db, Cipher(b"a key for tests"), settings)
    with db.write() as session:
        calendars.record(session, four_years(), label="测试", moment=Moment.on(FOUNDED))
    district = make_unit(office)
    department = make_unit(office, "edu", name="某市某区教育局", parent="district")
    online = {"channels": "网络", "phone": "0539-0000001"}
    unit_settings.change(office, "edu", online, viewer=OPERATOR, moment=Moment.on(FOUNDED))
    make_user(office, "clerk", roles=[Role.intake], name="李登记", unit="edu")
    everything = [r for r in Role if r not in (Role.system, Role.contributor)]
    made = Town(office, district, department, make_user(office, "all", roles=everything))
    made.in_progress()
    made.case()
    for workflow in plain_kinds():
        _open(made, workflow.kind.value, workflow.opening)
    yield made
    db.close()


def _open(town: Town, kind: str, opening: Action) -> None:
    given = {
        f.key: fitting(f, user=town.all.user_id, unit=town.district)
        for f in opening.fields
        if f.required
    }
    registering.open_record(
        town.office,
        kind=kind,
        unit_id=town.district,
        on_day=date(2020, 9, 8),
        data=given,
        linked=None,
        viewer=town.all,
        moment=Moment.on(TODAY),
    )


@pytest.fixture(scope="module")
def app(town: Town) -> Flask:
    made = create_app(office=town.office)
    made.testing = True
    return made


@pytest.fixture(scope="module")
def client(app: Flask, town: Town) -> FlaskClient:
    with town.office.db.read() as session:
        user_id = session.scalars(select(User.id).where(User.login == "all")).one()
    made = app.test_client()
    with made.session_transaction() as cookie:
        cookie["_user_id"] = str(user_id)
    _apply_and_be_asked_to_correct(made, town)
    return made


def _apply_and_be_asked_to_correct(client: FlaskClient, town: Town) -> None:
    """The same browser has a request of its own open, as an applicant, and has to correct it."""
    asked = next(forms_of(client.get("/apply/to/edu").text, at="/apply/to/edu"))
    typed = {"name": "张三", "phone": samples.PHONE, "items.0.description": "某街道的文件"}
    sent = post(
        client, asked.path, {**asked.values, **typed, "category": "natural", "step": "send"}
    )
    assert sent.location == "/apply/receipt", sent.text
    with town.office.db.read() as session:
        newest = select(Record).where(Record.kind == "request").order_by(Record.id.desc())
        record = session.scalars(newest.limit(1)).one()
    clerk = make_user(town.office, "edu", roles=[Role.intake, Role.handler], unit="edu")
    case = Case(town.office, clerk, Done(record.id, record.version, record.state, "", None, ()))
    case.do("assign", TODAY, handler=clerk.user_id)
    case.do("request_correction", TODAY, items_to_correct="写明街道", days=15)


@pytest.mark.parametrize("action", ACTS)
def test_a_wrong_field_of_an_act_is_named_in_words(action: Action) -> None:
    right = {f.key: fitting(f, user=1, unit=1) for f in action.fields if f.required}
    for field in action.fields:
        for wrong in WRONG.values():
            error = _refused(action, {**right, field.key: wrong})
            if error and field.key in error.fields:
                assert field.label in error.message
                assert error.fields[field.key]


def _refused(action: Action, payload: dict[str, Any]) -> Invalid | None:
    try:
        forms.load(action, payload)
    except Invalid as error:
        return error
    return None


def test_every_form_of_every_page_takes_any_wrong_field(client: FlaskClient, town: Town) -> None:
    forms = [(form, key) for form in _met(client, town) for key in form.labels]
    assert len(forms) > 80
    found = [_faults(client, town, f, key=key, way=ways_of(f, key)[0]) for f, key in forms]
    assert "\n".join(filter(None, found)) == ""


def test_every_act_of_every_kind_takes_any_wrong_field_in_any_state(client, town) -> None:
    found = []
    for record_id, action in _acts(town):
        path = f"/cases/{record_id}/actions/{action.name}"
        form = form_of_act(path, action, user=town.all.user_id, unit=town.district)
        key = max(form.labels, key=lambda one: ways_of(form, one))
        found.append(_faults(client, town, form, key=key, way=ways_of(form, key)[1]))
    assert len(found) > 100
    assert "\n".join(filter(None, found)) == ""


def _faults(client: FlaskClient, town: Town, form: Form, *, key: str, way: str) -> str:
    """What is wrong with the answer to this form when this field is wrong; nothing when all is well."""
    sent = form.with_one_wrong(key, WRONG[way])
    if key != "version":
        sent["version"] = str(_version(town, form.path))
    answer = post(client, form.path, sent)
    told = f"{form.path} {key} {way}: {answer.status_code}"
    if answer.status_code in (409, 422, 429):
        page = read_answer(answer.text)
        lost = [name for name in form.texts if not _is_kept(name, sent, page, way=way)]
        named = form.is_named(key, sent[key], page.said) or page.marked or answer.status_code != 422
        faults = ["nothing is said"] * (not page.said) + ["no field is named"] * (not named)
        faults += [f"{', '.join(lost)} is lost"] * bool(lost)
        return f"{told} {'; '.join(faults)} | {page.said}" if faults else ""
    return "" if answer.status_code in (200, 303, 403, 404) else told


def _is_kept(name: str, sent: dict[str, Any], page: Answer, *, way: str) -> bool:
    typed = sent.get(name, "")
    if (
        name in ("version", "key")
        or not isinstance(typed, str)
        or (typed == WRONG[way] and way in UNSEEN)
    ):
        return True
    return typed.strip() in page.shown


def _acts(town: Town) -> Iterator[tuple[int, Action]]:
    """Each act that somebody can do on a form of its own, with a record of its kind."""
    with town.office.db.read() as session:
        newest_first = select(Record).order_by(Record.id.desc())
        found = {r.workflow_version: r.id for r in session.scalars(newest_first)}
    for workflow in all_workflows():
        for action in workflow.actions:
            elsewhere = action.takes_file or action.writes or action.reveals
            asked = not (workflow.is_register or elsewhere)
            if asked and workflow.version in found and action.roles - {Role.system}:
                yield found[workflow.version], action


def _met(client: FlaskClient, town: Town) -> list[Form]:
    """Every form but those of acts, one for each place: the acts are gone through by the law's table."""
    with town.office.db.read() as session:
        ids = session.scalars(select(Record.id).where(Record.kind == "request")).all()
    paths = [*ALWAYS, *(f"/records/{w.kind.value}/new" for w in plain_kinds())]
    paths += [f"/cases/{n}{part}" for n in ids[:1] for part in ("/draft", "/files")]
    found: dict[str, Form] = {}
    for path in paths:
        for form in forms_of(client.get(path).text, at=path):
            found.setdefault(form.path, form)
    return list(found.values())


def _version(town: Town, path: str) -> int:
    parts = path.split("/")
    if parts[1] != "cases" or not parts[2].isdigit():
        return 0
    with town.office.db.read() as session:
        return session.get_one(Record, int(parts[2])).version


def _posts(app: Flask) -> list[tuple[str, str]]:
    """Every route that changes something, with an address of it."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint.startswith("web."):
            given: dict[str, Any] = dict.fromkeys(rule.arguments, 1)
            given |= {"kind": "letter", "step": "review", "code": "district", "name": "assign"}
            found.append((rule.endpoint, adapter.build(rule.endpoint, given, method="POST")))
    return found


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.invalid"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_no_change_is_taken_from_another_site(app: Flask, client, headers) -> None:
    for endpoint, path in _posts(app):
        answer = client.post(path, data={"x": "1"}, headers=headers)
        assert answer.status_code == 403, endpoint
        assert "没有执行" in answer.text


def test_an_empty_form_is_no_failure_anywhere(app: Flask, client: FlaskClient) -> None:
    for endpoint, path in _posts(app):
        if endpoint not in ONLY_A_BUTTON:
            # 503 is a sentence of ours: what was asked for is not set up here
            assert client.post(path).status_code not in range(500, 503), endpoint


@pytest.mark.parametrize("way", [w for w in WRONG if w != "two values"])
def test_a_wrong_question_in_an_address_is_no_failure(app: Flask, client, way: str) -> None:
    asked = {
        "/cases": ("q", "phase", "unit", "page", "mine", "sort", "after"),
        "/cases.csv": ("phase",),
        "/records/letter": ("state", "open", "page"),
        "/reports/annual": ("year", "unit", "table"),
        "/reports/annual/cases": ("year", "row", "column", "page"),
        "/numbers": ("year", "unit", "key", "page"),
        "/unserved": ("unit",),
        "/inbox": ("page",),
        "/admin/calendar": ("year",),
        "/admin/units": ("unit",),
        "/handover": ("leaving", "to"),
        "/cases/3": ("act", "correct", "on_day"),
        "/cases/3/what-if": ("act", "on_day", "then"),
        "/cases/3/draft": ("from", "to"),
    }
    for path, keys in asked.items():
        wrong = dict.fromkeys(keys, WRONG[way][:2000])
        answer = client.get(path, query_string=wrong)
        assert answer.status_code in (200, 403, 404, 422), path


@pytest.mark.parametrize("version", ["", "0", "999", "x", "9" * 40])
def test_who_acts_on_an_old_page_loses_nothing(client: FlaskClient, town: Town, version) -> None:
    case = town.in_progress()
    sent = {"version": version, "on_day": "2020-09-10", "reached": "1", "note": "电话里说明了"}
    answer = client.post(f"/cases/{case.done.record_id}/actions/log_contact", data=sent)
    assert answer.status_code == 409
    page = read_answer(answer.text)
    assert "已有新的记录" in page.said
    assert "电话里说明了" in page.shown


def test_a_day_far_ahead_carries_no_case_over_the_years(client: FlaskClient, town: Town) -> None:
    case = town.in_progress()
    sent = {"version": case.done.version, "on_day": "9999-12-31", "reached": "1", "note": "说明"}
    with counted(town.office.db) as sql:
        answer = client.post(f"/cases/{case.done.record_id}/actions/log_contact", data=sent)
    assert answer.status_code == 422
    assert not [one for one in sql if "INSERT INTO journal" in one]


def test_a_record_is_not_opened_twice(client: FlaskClient, town: Town) -> None:
    with town.office.db.read() as session:
        letter = session.scalars(select(Record.id).where(Record.kind == "letter")).first()
    path = f"/cases/{letter}/actions/receive"
    sent = {"version": _version(town, path), "on_day": "2020-09-10", "subject": "路灯不亮"}
    answer = client.post(path, data=sent)
    assert answer.status_code == 409
    assert "不能“收到来信”" in read_answer(answer.text).said
