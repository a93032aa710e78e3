"""The demonstration, loaded once for each database and shared by its tests; they only read it."""

from collections.abc import Iterator

import pytest
from conftest import BACKENDS

from casework.db import normalised_url
from tests.demo.loading import Loaded, copied, load, office_at


@pytest.fixture(scope="session", params=BACKENDS)
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """The demonstration on a fresh database without a single table of its own making."""
    if request.param == "sqlite":
        made = copied(tmp_path_factory)
        yield made
        made.office.db.close()
        return
    databases = request.getfixturevalue("postgresql_databases")
    url = databases.create(template=str(normalised_url(databases.template).database))
    made = load(office_at(url, tmp_path_factory.mktemp("demo")))
    yield made
    made.office.db.close()
    databases.drop(url)
