"""Sheets written to files, and a unit told what it lacks, from the command line."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_case, make_office, make_unit, make_user

from casework.cli import main
from casework.db import Database
from workflows.vocabulary import Role


@pytest.fixture
def run(db_url: str, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("CASEWORK_ENCRYPTION_KEY", "a key for tests")
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.intake, Role.handler])
    make_case(office, clerk, unit_id=unit_id, arrived_on=date(2026, 8, 3))

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--database", db_url])

    return call


def test_a_sheet_is_written_to_a_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "登记表.pdf"
    words = ("paper", "DISTRICT-2026-0001", "register_sheet", "--as", "clerk", "-o", str(out))
    answer = run(*words)
    assert answer.exit_code == 0, answer.output
    assert out.read_bytes().startswith(b"%PDF-")
    assert "政府信息公开申请登记表" in answer.stdout


def test_a_sheet_that_lacks_its_facts_writes_no_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "检索.pdf"
    words = ("paper", "DISTRICT-2026-0001", "search_record", "--as", "clerk", "-o", str(out))
    answer = run(*words)
    assert answer.exit_code == 1
    assert "缺少：检索记录" in answer.stderr
    assert not out.exists()


def test_a_unit_is_told_at_once_what_it_lacks(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("unit", "add", "jian", "某区住房局")
    assert answer.exit_code == 0
    assert "复议机关的名称和地址" in answer.stderr
    checked = run("unit", "check", "jian")
    assert checked.exit_code == 1
    assert "有管辖权的人民法院" in checked.stderr


def test_a_unit_that_can_sign_every_paper_checks_well(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("unit", "check", "district")
    assert answer.exit_code == 0
    assert "联系电话" in answer.stderr
