"""How many statements a list takes does not depend on how many rows it has: the same for ten as for two hundred.

A few cases of every sort are multiplied row by row, since two hundred driven through the acts would take minutes.
"""

from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.copies import multiply
from casework.app import create_app
from casework.models.record import Record
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from tests.factories import make_user
from tests.web.test_records import opened
from tests.web.town import TODAY, Town, counted
from workflows.registry import plain_kinds
from workflows.vocabulary import RecordKind, Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
TIMES = 19
LISTS = (
    "/cases",
    "/cases?phase=closed&sort=-received",
    "/cases?q=补偿",
    "/numbers",
    "/unserved",
    "/approvals",
    "/inbox",
    "/tasks",
    "/reports/annual/cases?year=2020&unit=district&row=new_received&column=total",
    "/admin/people",
    "/admin",
    "/admin/units",
    "/seals",
    "/handover?leaving=boss",
    "/circulars",
    "/circulars/figures?unit=district&year=2020&month=9",
    "/supervision",
    "/assessment?year=2020",
    "/assessment/edu?year=2020",
    "/assessment/points?year=2020",
    "/publications",
    "/indicators?unit=district&rollup=1&span=year&year=2020&part=1",
    "/indicators/years?unit=district&rollup=1&year=2020&key=consulted",
    "/indicators/cases/received?unit=district&rollup=1&span=year&year=2020&part=1",
    *(f"/records/{workflow.kind.value}" for workflow in plain_kinds()),
)


GROWING = (
    "/cases",
    "/numbers",
    "/unserved",
    "/approvals",
    "/tasks",
    "/admin/people",
    "/admin",
    LISTS[8],
    "/circulars",
    "/supervision",
    "/assessment?year=2020",
)


@pytest.fixture
def town_of_ten(town: Town) -> Town:
    """Ten requests in every stage that has a list of its own, with papers, tasks and messages."""
    for _ in range(3):
        town.case()
        asked = town.in_progress()
        task = {"asked_unit": town.department, "task_kind": "search", "matter": "请检索档案"}
        asked.do("ask_department", date(2020, 9, 3), limit_on="2020-09-08", **task)
        asked.do("request_correction", date(2020, 9, 3), items_to_correct="写明街道", days=15)
        reviewed = town.in_progress()
        reviewed.do("submit_draft", TODAY, outcome="D1b", fact_reasons="不属于本机关职责")
        opened(town, "circular", title="通报", span="month", year=2020, part=8, until="2020-09-30")
    town.in_progress().do("withdraw", TODAY, paper="书面撤回")
    return town


def _more(town: Town) -> None:
    """Twenty times as many requests with all that hangs on them, and as many units and members of staff."""
    with town.office.db.read() as session:
        kinds = (RecordKind.request, RecordKind.circular)
        ids = session.scalars(select(Record.id).where(Record.kind.in_(kinds))).all()
    multiply(town.office.db, ids, TIMES)
    with town.office.db.write() as session:
        for n in range(200):
            unit = Unit(code=f"u{n}", name=f"某街道办事处{n}", parent_id=town.district, mark="某政")
            session.add(unit)
            session.flush()
            user = User(login=f"p{n}", name=f"王{n}", unit_id=unit.id, password_hash="-")
            session.add(user)
            session.flush()
            session.add(RoleGrant(user_id=user.id, unit_id=unit.id, role=Role.handler))


def _asked(app: Flask, town: Town, user_id: int) -> Mapping[str, tuple[int, int]]:
    """Of every list its statements and its rows."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(user_id)
    with town.office.db.read() as session:
        drafts = select(func.min(Record.id)).where(Record.kind == RecordKind.circular)
        circular = f"/circulars/{session.scalar(drafts)}"
    found = {}
    for path in (*LISTS, circular):
        with counted(town.office.db) as sent:
            answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = (len(sent), answer.text.count("<tr") + answer.text.count("<li"))
    return found


def test_no_list_asks_more_of_the_database_when_it_is_longer(town_of_ten: Town) -> None:
    town = town_of_ten
    everything = [r for r in Role if r not in (Role.system, Role.contributor)]
    boss = make_user(town.office, "boss2", roles=everything, name="吴总")
    app = create_app(office=town.office)
    _asked(app, town, boss.user_id)  # fills what is kept for the life of the process
    few = _asked(app, town, boss.user_id)
    _more(town)
    many = _asked(app, town, boss.user_id)
    assert {path: n for path, (n, _) in many.items()} == {path: n for path, (n, _) in few.items()}
    (of_years,) = (path for path in few if path.startswith("/indicators/years"))
    assert few.pop(of_years)[0] < 100  # one for each kind of count and each year or month
    many_counts = {
        path for path in few if path.startswith(("/indicators?", "/assessment", "/circulars/"))
    }
    assert max(n for path, (n, _) in few.items() if path not in many_counts) < 25
    assert max(few[path][0] for path in many_counts) < 45  # one statement for each kind of count
    assert [path for path in GROWING if many[path][1] < few[path][1] + 20] == []
