"""An office served over HTTP on both databases, and callers with tokens; it must hold no test."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Prepared
from factories import CIPHER, make_office, make_unit, make_user
from flask import Flask
from flask.testing import FlaskClient
from freezegun import freeze_time
from serving import serve
from werkzeug.test import TestResponse

from casework.app import create_app
from casework.db import Database
from casework.office import Office
from casework.services import users
from casework.settings import read_settings
from casework.viewer import Moment
from workflows.vocabulary import Role

TODAY = "2020-09-10"
BODY = {
    "unit": "district",
    "arrived_on": "2020-09-01",
    "channel": "in_person",
    "parties": [{"name": "张三", "id_number": "370000199001010011", "phone": "13800001111"}],
    "items": ["某街道2019年房屋征收补偿方案"],
}
STAFF = tuple(Role)[:6]  # everybody who works on cases


@dataclass(frozen=True)
class Caller:
    """A client of the API with its own token; every call answers with the parsed JSON beside it."""

    client: FlaskClient
    token: str = ""

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = dict(more.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        more.setdefault("content_type", "application/json")
        return self.call("POST", path, data=json.dumps(body), **more)

    def register(self, **changes: Any) -> dict[str, Any]:
        """A registered request, as the API answers it."""
        answer = self.post("/requests", {**BODY, **changes})
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    def act(self, case: dict[str, Any], name: str, on_day: str, **data: Any) -> TestResponse:
        body = {"version": case["version"], "on_day": on_day, "data": data}
        return self.post(f"/requests/{case['id']}/actions/{name}", body)

    def did(self, case: dict[str, Any], name: str, on_day: str, **data: Any) -> dict[str, Any]:
        """The case after an act that must succeed."""
        answer = self.act(case, name, on_day, **data)
        assert answer.status_code == 200, answer.text
        return dict(answer.json)


@pytest.fixture(scope="module", autouse=True)
def _office_day() -> Iterator[None]:
    with freeze_time(f"{TODAY} 02:00:00"):
        yield


@pytest.fixture
def template(backend: str, prepared: Callable[..., Prepared]) -> str:
    return prepared(backend, _found).url


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return _office(db, tmp_path)


def _found(db: Database) -> None:
    make_unit(make_office(db))


def _office(db: Database, folder: Path) -> Office:
    settings = read_settings({"CASEWORK_INSTANCE": str(folder), "CASEWORK_SECRET_KEY": "k" * 32})
    return Office(db, CIPHER, settings)


def _caller(
    office: Office, app: Flask, login: str, *, roles: Iterable[Role], unit: str = "district"
) -> Caller:
    who = make_user(office, login, roles=roles, unit=unit)
    assert who.user_id is not None
    moment = Moment.on(office.now().today)
    token = users.make_token(office, who.user_id, label="测试", moment=moment)
    return Caller(app.test_client(), token)


@pytest.fixture
def app(office: Office) -> Flask:
    return serve(office)


@pytest.fixture
def caller(office: Office, app: Flask) -> Callable[..., Caller]:
    """Make a caller: a new member of staff with these roles, and a token."""

    def make(login: str = "zhang", *roles: Role, unit: str = "district") -> Caller:
        return _caller(office, app, login, roles=roles or STAFF, unit=unit)

    return make


@pytest.fixture
def clerk(caller: Callable[..., Caller]) -> Caller:
    """Somebody with every role that works on cases in the district."""
    return caller()


@pytest.fixture(scope="module")
def asker(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A clerk whose faulty calls change nothing, so that a whole table of them shares one office."""
    folder = tmp_path_factory.mktemp("asker")
    shutil.copyfile(sqlite_template, folder / "casework.db")
    database = Database(f"sqlite:///{folder / 'casework.db'}")
    _found(database)
    office = _office(database, folder)
    yield _caller(office, create_app(office=office), "zhang", roles=STAFF)
    database.close()


@pytest.fixture
def stranger(app: Flask) -> Caller:
    """Somebody who is not signed in."""
    return Caller(app.test_client())
