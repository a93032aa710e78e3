"""The demonstration, loaded once for each database and shared by its tests; they only read it."""

from collections.abc import Iterator

import pytest
from conftest import BACKENDS

from casework import demo
from casework.db import normalised_url
from casework.viewer import Moment
from tests.demo.loading import TODAY, Loaded, office_at


@pytest.fixture(scope="session", params=BACKENDS)
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """The demonstration on a fresh database without a single table of its own making."""
    instance = tmp_path_factory.mktemp("demo")
    databases = None
    if request.param == "sqlite":
        url = f"sqlite:///{instance / 'casework.db'}"
    else:
        databases = request.getfixturevalue("postgresql_databases")
        url = databases.create(template=str(normalised_url(databases.template).database))
    office = office_at(url, instance)
    moment = Moment.on(TODAY)
    said: list[str] = []
    exit_code = demo.run(office, moment=moment, echo=said.append)
    yield Loaded(office, moment, exit_code, tuple(said))
    office.db.close()
    if databases is not None:
        databases.drop(url)
