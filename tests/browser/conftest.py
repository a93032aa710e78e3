"""The demonstration served to a browser, one copy for each worker; what its tests write there must harm no other."""

from collections.abc import Iterator

import pytest

from tests.browser.site import Site, served
from tests.demo.loading import copied


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The district of the demonstration on its day, with everybody who may sign in."""
    loaded = copied(tmp_path_factory)
    with served(loaded.office) as site:
        yield site
    loaded.office.db.close()
