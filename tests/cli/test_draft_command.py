"""The draft of an answer out to a file and back as a version, from the command line."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_case, make_office, make_unit, make_user

from casework.cli import main
from casework.db import Database
from workflows.vocabulary import Role

NUMBER = "DISTRICT-2026-0001"


@pytest.fixture
def run(db_url: str, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("CASEWORK_ENCRYPTION_KEY", "a key for tests")
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.intake, Role.handler])
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=date(2026, 8, 3))
    case.do("assign", date(2026, 8, 3), handler=clerk.user_id)
    case.do("write_reasons", date(2026, 8, 3), reasons="旧的理由。", based_on=0)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["draft", *words, "--database", db_url])

    return call


def test_a_draft_goes_out_comes_back_and_is_listed(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out, back = tmp_path / "出.docx", tmp_path / "回.docx"
    assert run("get", NUMBER, "--as", "clerk", "-o", str(out)).exit_code == 0
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("旧的理由".encode(), "新的理由".encode()))
    back.write_bytes(made.getvalue())
    tried = run("put", NUMBER, str(back), "--as", "clerk", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "[-旧-][+新+]的理由。" in tried.stdout
    assert "第2稿" not in run("list", NUMBER, "--as", "clerk").stdout
    saved = run("put", NUMBER, str(back), "--as", "clerk", "--comment", "改字")
    assert saved.exit_code == 0, saved.output
    listed = run("list", NUMBER, "--as", "clerk").stdout
    assert "第2稿" in listed
    assert "改字" in listed
    stale = run("put", NUMBER, str(out), "--as", "clerk")
    assert stale.exit_code == 1
    assert "更新的一稿" in stale.stderr


def test_what_is_no_draft_is_refused(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    wrong = tmp_path / "答复.docx"
    wrong.write_text("just words", encoding="utf-8")
    answer = run("put", NUMBER, str(wrong), "--as", "clerk")
    assert answer.exit_code == 1
    assert "不是完整的 DOCX" in answer.stderr
