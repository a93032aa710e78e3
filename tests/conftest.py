"""What every test may ask for: migrated databases, the calendar of the package, a browser; it must hold no test and make no rows.

A test that takes `db` (or `db_url`) runs on SQLite and on PostgreSQL. Rows come from `factories`.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine
from xdist.scheduler import LoadFileScheduling

import casework.db
from casework.calendars import package_calendar
from casework.db import Database, normalised_url
from casework.services import beside
from casework.services.upgrade import migrate
from tools.postgresql import NoServer, own_server
from workflows.calendar import WorkingCalendar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BACKENDS = ("sqlite", "postgresql")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_FLAGS = (
    "--no-sandbox",  # the suite may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LAST_CALENDAR_YEAR = 2030
NO_POSTGRESQL = "PostgreSQL leg not run"
NO_BROWSER = "browser leg not run"

# A shared machine may stall for a second at any moment, so an example has no deadline. By day the examples are the same
# in every run, so that a gate gives the same answer twice; at night the search is long and random.
settings.register_profile("day", deadline=None, derandomize=True)
settings.register_profile("night", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("CASEWORK_TEST_HYPOTHESIS", "day"))


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the settings of the machine out, and the files of the application inside the test folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if name.startswith("CASEWORK_") and not name.startswith("CASEWORK_TEST_"):
                patch.delenv(name)
        patch.setenv("CASEWORK_INSTANCE", str(tmp_path_factory.mktemp("instance")))
        yield


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The working days as the installed package knows them, 2001 to 2030."""
    return package_calendar(until_year=LAST_CALENDAR_YEAR)


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Let the engines of all tests share what SQLAlchemy compiled: a new engine would compile every statement again.

    The compiled statements are kept by dialect, so the engines of one kind of database share that as well.
    """
    first: dict[str, Engine] = {}

    def shared(url: URL, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        kept = first.setdefault(engine.dialect.name, engine)
        engine.dialect = engine.pool._dialect = kept.dialect
        engine._compiled_cache = kept._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casework.db, "create_engine", shared)
        yield


# Databases -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once for each worker and copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a PostgreSQL server: the one that CASEWORK_TEST_DATABASE_URL names, else one of our own."""
    named = os.environ.get("CASEWORK_TEST_DATABASE_URL", "")
    if named:
        yield normalised_url(named)
        return
    try:
        with own_server(room=1 << 30) as address:  # a worker's server needs some 100 MB
            yield normalised_url(address)
    except NoServer as error:
        pytest.skip(f"{NO_POSTGRESQL}: {error}")


@dataclass(frozen=True)
class Prepared:
    """The address of a database that tests take copies of, and what was answered when it was made."""

    url: str
    told: Any


class PostgresqlDatabases:
    """Makes databases on one server from a migrated template, and drops them."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._prefix = f"casework_test_{uuid.uuid4().hex[:8]}"
        self._made = 0
        self._admin = psycopg.connect(
            server.set(drivername="postgresql").render_as_string(hide_password=False),
            autocommit=True,
        )
        self.template = self.create(template="template0")
        _migrate(self.template)

    def create(self, template: str) -> str:
        """A new database as a copy of `template`; returns its address."""
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        self._admin.execute(
            # A copy of the files costs a third of what a copy through the log costs.
            f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY FILE_COPY"
        )
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._admin.execute(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def close(self) -> None:
        self.drop(self.template)
        self._admin.close()


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: URL) -> Iterator[PostgresqlDatabases]:
    databases = PostgresqlDatabases(postgresql_server)
    yield databases
    databases.close()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on; everything below hangs on it."""
    return str(request.param)


@pytest.fixture(scope="session")
def prepared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Callable[[Database], Any]], Prepared]:
    """Make a database once for each worker, by work on a migrated one: most tests take longer to found their office than to run."""
    made: dict[tuple[str, Callable[[Database], Any]], Prepared] = {}

    def prepare(backend: str, work: Callable[[Database], Any]) -> Prepared:
        if (backend, work) not in made:
            if backend == "sqlite":
                path = tmp_path_factory.mktemp("prepared") / "template.db"
                shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
                url = f"sqlite:///{path}"
            else:
                databases = request.getfixturevalue("postgresql_databases")
                url = databases.create(template=_name(databases.template))
            database = Database(url)
            told = work(database)
            database.close()
            made[backend, work] = Prepared(url, told)
        return made[backend, work]

    return prepare


@pytest.fixture
def migrated(backend: str, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database in which nothing lies."""
    if backend == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_template')}"
    return str(request.getfixturevalue("postgresql_databases").template)


@pytest.fixture
def template(migrated: str) -> str:
    """The address of the database that a test's own is a copy of; a folder may have one of its own (`prepared`)."""
    return migrated


@pytest.fixture
def db_url(
    backend: str, template: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The address of a fresh copy of the template, for whatever opens its own connection."""
    if backend == "sqlite":
        path = tmp_path / "casework.db"
        shutil.copyfile(_name(template), path)
        yield f"sqlite:///{path}"
        return
    databases = request.getfixturevalue("postgresql_databases")
    url = databases.create(template=_name(template))
    yield url
    databases.drop(url)


@pytest.fixture
def blank_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table, to migrate or to restore into."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    databases = request.getfixturevalue("postgresql_databases")
    url = databases.create(template="template0")
    yield url
    databases.drop(url)


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    """A database of one's own, on SQLite and on PostgreSQL."""
    database = Database(db_url)
    yield database
    beside.finish(60)
    database.close()


def _migrate(url: str) -> None:
    database = Database(url)
    try:
        migrate(database)
    finally:
        database.close()


def _name(url: str) -> str:
    return str(normalised_url(url).database)


# Browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium lies on this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"{NO_BROWSER}: none of {', '.join(BROWSERS)} is installed")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator["Browser"]:
    """A headless Chromium for the whole session; ask for `page` instead."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, headless=True, args=list(BROWSER_FLAGS)
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page with cookies of its own."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


class _ByFile(LoadFileScheduling):
    """A file goes to one worker, so that what its tests share is made once; so do the files of the demonstration."""

    def _split_scope(self, nodeid: str) -> str:
        return _DEMO if nodeid.startswith(_DEMO) else str(super()._split_scope(nodeid))


_DEMO = "tests/demo/"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile | None:
    """How the workers of `make test` share the work."""
    return _ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud which leg the machine could not run."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    for leg in (NO_POSTGRESQL, NO_BROWSER):
        reasons = [reason for reason in skipped if leg in reason]
        if reasons:
            why = reasons[0][reasons[0].index(leg) :].rstrip("')")
            terminalreporter.write_line(f"{why} - {len(reasons)} tests skipped", yellow=True)
