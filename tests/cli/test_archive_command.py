"""`casework archive` and `casework user reset` as an operator calls them: sentences, exit codes, nothing overwritten."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_office, make_unit, make_user

from casework.cli import main
from casework.db import Database
from casework.encryption import cipher_of
from casework.office import Office
from casework.services import users
from casework.settings import read_settings
from workflows.vocabulary import Role


def run(path: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--database", f"sqlite:///{path}", *map(str, words)])


@pytest.fixture
def filled(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "filled.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    office = replace(make_office(database), cipher=cipher_of(read_settings()))
    make_unit(office)
    make_user(office, "guanli", roles=[Role.admin])
    database.close()
    return path


def test_everything_goes_out_and_in_again_and_a_password_is_handed_out(
    filled: Path, sqlite_template: Path, tmp_path: Path
) -> None:
    out, empty = tmp_path / "all.zip", tmp_path / "empty.db"
    shutil.copyfile(sqlite_template, empty)

    exported = run(filled, "export", out)
    again = run(filled, "archive", "export", out)
    loaded = run(empty, "archive", "load", out)
    twice = run(empty, "archive", "load", out)

    assert (exported.exit_code, "密钥" in exported.output) == (0, True)
    assert (again.exit_code, "已经存在" in again.stderr) == (1, True)
    assert (loaded.exit_code, "casework verify" in loaded.output) == (0, True)
    assert (twice.exit_code, "已有数据" in twice.stderr) == (1, True)
    assert run(empty, "verify").exit_code == 0
    given = run(empty, "user", "reset", "guanli").output.strip().rpartition("：")[2]
    database = Database(f"sqlite:///{empty}")
    assert users.authenticate(make_opened(database), "guanli", given) is not None
    database.close()


def make_opened(database: Database) -> Office:
    settings = read_settings()
    return Office(database, cipher_of(settings), settings)
