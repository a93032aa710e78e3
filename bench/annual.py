"""One year out of a million cases: the annual tables against the bare GROUP BY of a covering index, and against a tenth of the history.

The databases are filled past the services with rows as they leave them: 54 units, one case in twenty open over a year's end. One
holds the last two years, one the eighteen before as well, and a copy of that has the covering indexes, so that no statement
of ours uses them. The three are asked in turn, again and again; each figure is the best of these runs.
"""

import math
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL

from casework.db import Database, normalised_url
from casework.models.unit import Unit
from casework.queries import annual
from casework.queries.annual import Scope
from casework.services.upgrade import migrate
from tools.postgresql import NoServer, own_server
from workflows.annual_report import format_for
from workflows.vocabulary import ApplicantCategory, ReviewResult

CASES = int(os.environ.get("BENCH_ANNUAL_CASES", "1000000"))
UNITS, YEARS, LAST = 54, 20, 2022
RECENT = 2  # years that the short history holds
RUNS = 15
SERVER = "CASEWORK_BENCH_POSTGRESQL"
"""An empty PostgreSQL database to measure on, in place of a server of our own; two copies of it are made beside it."""
_ROOM = 4 << 30  # bytes that a million cases take on a server with room to spare
_OUTCOMES = ("A", "B", "C1", "D1", "E1", "F")
_CATEGORIES = tuple(ApplicantCategory)

# What the tables cannot do without: closings and carry rows of the year by what they are told apart by.
BARE = (
    "CREATE INDEX bench_closed ON record (closed_on, kind, state, unit_id, category, outcome)",
    "CREATE INDEX bench_carry ON carry (year, unit_id, category, record_id)",
)
COUNTED = (
    "SELECT unit_id, category, outcome, count(*) FROM record "
    "WHERE closed_on BETWEEN :first AND :last GROUP BY unit_id, category, outcome",
    "SELECT unit_id, category, count(*) FROM carry WHERE year IN (:year, :before) GROUP BY unit_id, category",
)


def figures() -> Iterator[dict[str, Any]]:
    """Milliseconds and ratios on SQLite and on PostgreSQL. Takes some minutes for a million cases."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _of("sqlite", f"sqlite:///{Path(folder) / 'annual.db'}", _copied_file)
    if named := os.environ.get(SERVER):
        yield from _of("postgresql", named, _copied_database)
        return
    try:
        with own_server(room=_ROOM) as address:
            yield from _of("postgresql", address, _copied_database)
    except NoServer as error:
        print(f"PostgreSQL is not measured: {error}")


def _of(name: str, url: str, copied: Callable[[str, str], str]) -> Iterator[dict[str, Any]]:
    with _opened(url) as db:
        migrate(db)
        units = [Unit(id=n, code=f"u{n}", name=f"第{n}单位") for n in range(1, UNITS + 1)]
        with db.write() as session:
            session.add_all(units)
        _fill(db, range(LAST - RECENT + 1, LAST + 1))
    short = copied(url, "recent")
    with _opened(url) as db:
        _fill(db, range(LAST - YEARS + 1, LAST - RECENT + 1))
    covered = copied(url, "bare")
    with _opened(covered) as db:
        for statement in BARE:
            with db.engine.begin() as connection:
                connection.execute(text(statement))
        _analyze(db)
    # A busy machine slows the longest run most: SQLite is timed by the processor, a server by the wall.
    clock = time.process_time if name == "sqlite" else time.perf_counter
    with _opened(url) as full, _opened(short) as recent, _opened(covered) as other:
        works = (lambda: _count(full), lambda: _count(recent), lambda: _count_bare(other))
        large, small, bare = _in_turn(works, clock)
    note = f"{CASES} cases, {YEARS} years, {UNITS} units; parts three and four of {LAST}, best of {RUNS}"
    yield _figure(f"annual_{name}", large * 1000, "ms", note)
    told = "GROUP BY of closings and carry rows over covering indexes"
    yield _figure(f"annual_{name}_bare", bare * 1000, "ms", told)
    yield _figure(f"annual_{name}_ratio", large / bare, "x", "at most 2")
    told = f"the same year with {YEARS} years over {RECENT}; at most 1.3"
    yield _figure(f"annual_{name}_history", large / small, "x", told)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    db = Database(url)
    try:
        yield db
    finally:
        db.close()


def _copied_file(url: str, label: str) -> str:
    copy = f"{url}.{label}"
    shutil.copyfile(*(one.removeprefix("sqlite:///") for one in (url, copy)))
    return copy


def _copied_database(url: str, label: str) -> str:
    """A copy beside the database, to which nobody may be connected."""
    whole = normalised_url(url)
    names = {"template": whole.database, "copy": f"{whole.database}_{label}"}
    copy = whole.set(database=names["copy"])
    with _opened(_written(whole.set(database="template1"))) as server:
        at_once = server.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with at_once as connection:
            connection.execute(text('DROP DATABASE IF EXISTS "{copy}"'.format(**names)))
            made = 'CREATE DATABASE "{copy}" TEMPLATE "{template}" STRATEGY FILE_COPY'
            connection.execute(text(made.format(**names)))
    return _written(copy)


def _written(url: URL) -> str:
    """An address with its password, which SQLAlchemy hides by itself."""
    return url.render_as_string(hide_password=False)


def _in_turn(works: Sequence[Callable[[], object]], clock: Callable[[], float]) -> list[float]:
    """The best time of each, asked one after the other, so that whatever disturbs the machine disturbs all."""
    best = [math.inf] * len(works)
    for _ in range(RUNS):
        for n, work in enumerate(works):
            began = clock()
            work()
            best[n] = min(best[n], clock() - began)
    return best


def _count(db: Database) -> None:
    scope = Scope(LAST, tuple(range(1, UNITS + 1)), is_over=True)
    with db.read() as session:
        part3 = annual.part3_of(format_for(LAST), annual.part3_sum(session, scope))
        annual.part4_of(annual.summed(annual.part4_counts(session, scope)))
    if not part3["total"]["total"]:
        raise AssertionError("nothing was counted")


def _count_bare(db: Database) -> None:
    first, last = date(LAST, 1, 1), date(LAST, 12, 31)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    with db.engine.connect() as connection:
        for statement, values in zip(
            COUNTED, (days, {"year": LAST, "before": LAST - 1}), strict=True
        ):
            connection.execute(text(statement), values).all()


Row = tuple[Any, ...]
_RECORD = (
    "id", "kind", "unit_id", "number", "number_year", "state", "resumes_to", "category", "arrived_on", "received_on",
    "closed_on", "outcome", "workflow_version", "calendar_version", "version", "facts",
)  # fmt: skip
_CARRY = ("year", "record_id", "unit_id", "current_unit_id", "category")


def _fill(db: Database, years: range) -> None:
    """The cases of these years, with one review or lawsuit to a hundred of them."""
    chance = random.Random(years.start)
    each = CASES // YEARS
    for year in years:
        records, carried = [], []
        for n in range(each):
            records.append(_case(chance, year * 10_000_000 + n, year))
            if records[-1][10] is None or records[-1][10][:4] != str(year):
                key, unit, category = (records[-1][n] for n in (0, 2, 7))
                carried.append((year, key, unit, unit, category))
        records += [_review(chance, year * 10_000_000 - 1 - n, year) for n in range(each // 100)]
        _write(db, "record", _RECORD, records)
        _write(db, "carry", _CARRY, carried)
    _analyze(db)


def _case(chance: random.Random, key: int, year: int) -> Row:
    unit, category = chance.randint(1, UNITS), chance.choice(_CATEGORIES).value
    received = date(year, 1, 1) + timedelta(chance.randrange(364))
    closed = received + timedelta(chance.randint(1, 20))
    if chance.random() < 0.05:
        closed = date(year + 1, 1, 1) + timedelta(chance.randint(4, 40))
    elif closed.year > year:
        closed = date(year, 12, 31)
    return (
        key % 2_000_000_000, "request", unit, str(key), year, "answered", "", category, received.isoformat(),
        received.isoformat(), closed.isoformat(), chance.choice(_OUTCOMES), "request-2019", 1, 9, "{}",
    )  # fmt: skip


def _review(chance: random.Random, key: int, year: int) -> Row:
    unit, kind = chance.randint(1, UNITS), chance.choice(("review", "lawsuit"))
    received = date(year, 1, 1) + timedelta(chance.randrange(200))
    closed = received + timedelta(chance.randint(30, 120))
    return (
        key % 2_000_000_000, kind, unit, str(key), year, "closed", "", "", received.isoformat(), received.isoformat(),
        closed.isoformat(), ReviewResult.upheld.value, f"{kind}-2017", 1, 5, "{}",
    )  # fmt: skip


def _write(db: Database, table: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Past the ORM: a million rows by it take longer than all that is measured."""
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        names = ", ".join(columns)
        if db.engine.dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        else:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        raw.commit()
    finally:
        raw.close()


def _analyze(db: Database) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        sqlite = db.engine.dialect.name == "sqlite"
        connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']:26} {figure['value']:>12} {figure['unit']:4} {figure['note']}")
