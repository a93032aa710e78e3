"""An office served as pages on both databases, with staff who can sign in; it must hold no test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Prepared
from flask import Flask
from flask.testing import FlaskClient
from serving import serve
from sqlalchemy import select

from casework.db import Database
from casework.models.user import User
from casework.services import calendars
from casework.settings import read_settings
from casework.viewer import Moment, Viewer
from tests.factories import CIPHER, FOUNDED, make_unit, make_user
from tests.web.town import DatedOffice, Town, four_years
from workflows.vocabulary import Role

STAFF = frozenset({Role.intake, Role.handler, Role.legal, Role.approver})


@pytest.fixture
def template(backend: str, prepared: Callable[..., Prepared]) -> str:
    return prepared(backend, _found).url


@pytest.fixture
def town(db: Database, backend: str, prepared: Callable[..., Prepared], tmp_path: Path) -> Town:
    settings = read_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    return Town(DatedOffice(db, CIPHER, settings), *prepared(backend, _found).told)


def _found(db: Database) -> tuple[int, int, Viewer]:
    """A district with a department and their staff."""
    office = DatedOffice(db, CIPHER, read_settings({}))
    with db.write() as session:
        calendars.record(session, four_years(), label="测试", moment=Moment.on(FOUNDED))
    district = make_unit(office)
    department = make_unit(office, "edu", name="某市某区教育局", parent="district")
    everybody = make_user(office, "all", roles=STAFF, name="王审")
    make_user(office, "intake", roles=[Role.intake], name="李登记")
    make_user(office, "handler", roles=[Role.handler], name="赵承办")
    make_user(office, "boss", roles=[Role.supervisor], name="孙主管")
    make_user(office, "edu", roles=STAFF, unit="edu", name="周教育")
    return district, department, everybody


@pytest.fixture
def app(town: Town) -> Flask:
    made = serve(town.office)
    made.testing = True
    return made


@pytest.fixture
def sign_in(app: Flask, town: Town) -> Callable[[str], FlaskClient]:
    """A browser in which this user is signed in, without the time that checking a password takes."""

    def sign_in(login: str) -> FlaskClient:
        with town.office.db.read() as session:
            user_id = session.scalars(select(User.id).where(User.login == login)).one()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = str(user_id)
        return client

    return sign_in


@pytest.fixture
def client(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """The browser of somebody who may do everything in the district."""
    return sign_in("all")
