"""A further kind of record is one file of the law: no migration, no page and no branch anywhere knows it."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from factories import make_case, make_office, make_unit, make_user
from flask.testing import FlaskClient
from freezegun import freeze_time

from casework.app import create_app
from casework.cli import main
from casework.db import Database
from casework.errors import ActionRefused
from casework.office import Office
from casework.services import actions, registering, ticking, users
from casework.services.verification import verify
from casework.viewer import Moment, Viewer
from workflows import kinds, registry
from workflows.vocabulary import Role

TODAY = date(2020, 9, 10)
HEARING = '''
    """听证: a made-up kind, asked for, held or not held."""

    from datetime import date

    from workflows.action import Action
    from workflows.acts.keeping import keeping
    from workflows.acts.terms_of_records import due
    from workflows.definition import Workflow
    from workflows.forms import Field, FieldKind
    from workflows.terms import Term, TermUnit
    from workflows.vocabulary import ClockEffect, Labelled, Phase, PhasedState, Role


    class HearingKind(Labelled):
        hearing = "hearing", "听证"


    class HearingState(PhasedState):
        asked = "asked", "待举行", Phase.investigation
        held = "held", "已举行", Phase.closed
        void = "void", "作废", Phase.closed


    WHO = frozenset({Role.handler})

    HEARING = Workflow(
        kind=HearingKind.hearing,
        version="hearing-1",
        since=date(2020, 1, 1),
        states=HearingState,
        actions=(
            Action(
                "ask_hearing", "申请听证", "条例45", WHO, (), HearingState.asked,
                fields=(Field("topic", "听证事项"), Field("seats", "人数", FieldKind.integer)),
                effect=ClockEffect.start,
                term=Term(7, TermUnit.working_day, "条例45"),
                sets={"arrived_on": "on_day", "received_on": "on_day", "seats": "seats"},
                creates=True, draws_number=True,
            ),
            Action(
                "hold_hearing", "举行听证", "条例45", WHO, (HearingState.asked,), HearingState.held,
                fields=(Field("record", "笔录", FieldKind.long_text),),
                effect=ClockEffect.stop,
            ),
            *keeping(HearingState, void=HearingState.void),
        ),
        timers=(due("听证期限", "条例45"),),
        title_field="topic",
        number_mark="听证-",
    )
'''


@pytest.fixture(autouse=True)
def _hearings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more file among the kinds, and nothing else; taken away again."""
    folder = tmp_path / "more_kinds"
    folder.mkdir()
    (folder / "hearing.py").write_text(dedent(HEARING), encoding="utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(folder)])
    registry.forget()
    yield
    monkeypatch.undo()
    sys.modules.pop("workflows.kinds.hearing", None)
    registry.forget()
    assert "hearing" not in {w.kind for w in registry.all_workflows()}


@pytest.fixture(autouse=True)
def _day_of_the_office() -> Iterator[None]:
    with freeze_time("2020-09-11 02:00:00"):
        yield


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    return made


@pytest.fixture
def clerk(office: Office) -> Viewer:
    return make_user(office, "clerk", roles=[Role.handler, Role.intake])


def opened(office: Office, clerk: Viewer, **more: str) -> int:
    return registering.open_record(
        office,
        kind="hearing",
        unit_id=1,
        on_day=date(2020, 9, 1),
        data={"topic": "征收补偿", "seats": "30"},
        viewer=clerk,
        moment=Moment.on(date(2020, 9, 1)),
        **more,
    ).record_id


def browser(office: Office, clerk: Viewer) -> FlaskClient:
    client = create_app(office=office).test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(clerk.user_id)
    return client


def test_the_service_opens_it_runs_its_clock_and_closes_it(office: Office, clerk: Viewer) -> None:
    case = make_case(office, clerk, unit_id=1)
    record_id = opened(office, clerk, linked=case.done.number)
    held = actions.perform(
        office,
        record_id,
        "hold_hearing",
        viewer=clerk,
        version=1,
        on_day=date(2020, 9, 8),
        data={"record": "到会二十人"},
        moment=Moment.on(TODAY),
    )
    assert (held.number, held.state, held.due_on) == ("听证-DISTRICT-2020-0001", "held", None)


def test_what_its_table_does_not_allow_is_refused_with_its_own_words(
    office: Office, clerk: Viewer
) -> None:
    record_id = opened(office, clerk)
    given = {"viewer": clerk, "on_day": date(2020, 9, 8), "moment": Moment.on(TODAY)}
    actions.perform(office, record_id, "hold_hearing", version=1, data={"record": "—"}, **given)
    with pytest.raises(ActionRefused, match="本案处于“已举行”，不能“举行听证”"):
        actions.perform(office, record_id, "hold_hearing", version=2, data={"record": "—"}, **given)


def test_the_pages_list_open_and_show_it(office: Office, clerk: Viewer) -> None:
    client = browser(office, clerk)
    assert '<a href="/records/hearing"' in client.get("/").text
    assert "人数" in client.get("/records/hearing/new").text
    sent = {"unit": "district", "on_day": "2020-09-01", "topic": "征收补偿", "seats": "30"}
    page = client.post("/records/hearing/new", data=sent, follow_redirects=True)
    assert page.status_code == 200
    for words in ("听证-DISTRICT-2020-0001", "待举行", "征收补偿", "举行听证", "2020年9月10日"):
        assert words in page.text
    assert "征收补偿" in client.get("/records/hearing?overdue=1").text


def test_the_interface_offers_it(office: Office, clerk: Viewer) -> None:
    client = create_app(office=office).test_client()
    token = users.make_token(office, clerk.user_id, label="测试", moment=Moment.on(TODAY))
    headers = {"Authorization": f"Bearer {token}"}
    body = {"unit": "district", "on_day": "2020-09-01", "data": {"topic": "甲", "seats": 3}}
    made = client.post("/api/v1/records/hearing", json=body, headers=headers)
    assert (made.status_code, made.json["due_on"]) == (201, "2020-09-10")
    path = f"/api/v1/records/{made.json['id']}/actions/hold_hearing"
    act = {"version": 1, "on_day": "2020-09-08", "data": {"record": "—"}}
    assert client.post(path, json=act, headers=headers).json["state"] == "held"
    assert client.get("/api/v1/records/hearing", headers=headers).json["total"] == 1


def test_the_command_takes_it(
    office: Office,
    clerk: Viewer,
    db_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))
    words = ["record", "add", "hearing", "--unit", "district", "--on", "2020-09-01"]
    given = ["--as", "clerk", "--set", "topic=甲", "--set", "seats=3", "--database", db_url]
    answer = CliRunner().invoke(main, [*words, *given])
    assert answer.stdout == "已登记：听证-DISTRICT-2020-0001，期限 2020-09-10\n", answer.stderr


def test_the_timer_runs_over_it_and_the_installation_stays_sound(
    office: Office, clerk: Viewer
) -> None:
    opened(office, clerk)
    ticking.tick(office, moment=Moment.on(date(2021, 1, 8)))
    assert [str(f) for f in verify(office, today=date(2021, 1, 8))] == []
