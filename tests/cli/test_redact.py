"""`casework redact`: proposals on standard output, the copy in a file that is never overwritten."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from casework.cli import main
from casework.files.redaction import proposed
from tests.files import samples as s


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "原件.pdf"
    path.write_bytes(s.pdf(f"ID {s.ID}"))
    return path


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["redact", *map(str, arguments)])
    return done.exit_code, done.output


def test_what_is_proposed_can_be_given_back_as_marks(source: Path, tmp_path: Path) -> None:
    code, lines = run(source)
    assert (code, lines.count("身份证号")) == (0, 1)
    table, copy = tmp_path / "标记.txt", tmp_path / "副本.pdf"
    table.write_text(lines, encoding="utf-8")
    assert run(source, copy, "--marks", table)[0] == 0
    assert proposed(copy.read_bytes()) == ()


def test_a_file_that_is_there_is_not_overwritten(source: Path) -> None:
    before = source.read_bytes()
    code, said = run(source, source, "--mark", "1,1,1,9,9")
    assert (code, source.read_bytes()) == (1, before)
    assert "已存在" in said


def test_only_a_pdf_is_redacted(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(s.picture())
    assert "只有 PDF" in run(path)[1]
