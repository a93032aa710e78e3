"""Sheets written to files, and a unit told what it lacks, from the command line."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.cli import main
from casework.db import Database
from casework.models.document import Document
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


SPAN = ("--as", "clerk", "--since", "2026-08-01", "--until", "2026-08-31")


def test_the_papers_of_a_span_of_days_are_written_as_they_were_issued(  # type: ignore[no-untyped-def]
    run, db: Database, tmp_path: Path
) -> None:
    out = tmp_path / "八月"
    answer = run("papers", "district", *SPAN, "-o", str(out))
    assert answer.exit_code == 0, answer.output
    (written,) = out.iterdir()
    assert written.name == "000001_2026-08-03_政府信息公开申请登记回执.pdf"
    with db.read() as session:
        assert written.read_bytes() == session.scalars(select(Document.pdf)).one()


def test_a_paper_that_was_changed_since_is_named_and_not_printed(  # type: ignore[no-untyped-def]
    run, db: Database, tmp_path: Path
) -> None:
    with db.write() as session:
        session.scalars(select(Document)).one().pdf = b"%PDF-1.7 changed"
    answer = run("papers", "district", *SPAN, "-o", str(tmp_path / "八月"))
    assert answer.exit_code == 1
    assert "《政府信息公开申请登记回执》：与签发时登记的校验值不符" in answer.stderr
    assert list((tmp_path / "八月").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("district", *SPAN[:4], "--until", "2026-07-31"), "早于起始日"),
        (("district", *SPAN, "--paper", "answr"), "没有“answr”这一种文书"),
        (("nowhere", *SPAN), "没有代码为“nowhere”的单位"),
        (("district", "--as", "nobody", *SPAN[2:]), "没有登录名为“nobody”的用户"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_and_makes_no_folder(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    answer = run("papers", *words, "-o", str(tmp_path / "x"))
    assert answer.exit_code == 1
    assert told in answer.stderr
    assert not (tmp_path / "x").exists()


def test_a_batch_is_not_mixed_with_an_earlier_one(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "old.pdf").write_bytes(b"")
    answer = run("papers", "district", *SPAN, "-o", str(tmp_path))
    assert answer.exit_code == 1
    assert "不是空的" in answer.stderr


PILOT = (
    "某市中级人民法院:法院路1号@..2021-09-30",
    "某区人民法院:法院路2号@2021-10-01..2023-09-27",
    "某市中级人民法院:法院路1号@2023-09-28..",
)


def test_a_unit_tells_which_court_on_which_day(run) -> None:  # type: ignore[no-untyped-def]
    courts = [word for one in PILOT for word in ("--court", one)]
    answer = run("unit", "remedies", "district", "--kind", "government", *courts)
    assert answer.exit_code == 0, answer.output
    today = run("unit", "check", "district")
    assert "中级人民法院" not in today.stderr
    then = run("unit", "check", "district", "--on", "2022-06-01")
    assert "登记的是某区人民法院，请核对是否实行集中管辖" in then.stderr
    run("unit", "remedies", "district", "--court", "某市中级人民法院:法院路1号@2023-09-28..")
    gone = run("unit", "check", "district", "--on", "2022-06-01")
    assert gone.exit_code == 1
    assert "缺少有管辖权的人民法院的名称和地址" in gone.stderr


def test_a_unit_without_a_kind_is_told_that_its_court_cannot_be_checked(run) -> None:  # type: ignore[no-untyped-def]
    assert "没有登记署名机关的类型" in run("unit", "check", "district").stderr


@pytest.mark.parametrize("span", ["2024", "2024-13-01..", "2024-02-01..2024-01-01", ".."])
def test_days_that_are_none_are_refused_and_change_nothing(run, span: str) -> None:  # type: ignore[no-untyped-def]
    answer = run("unit", "remedies", "district", "--court", f"某区人民法院:某路@{span}")
    assert answer.exit_code == 1
    assert "起止日期不能识别" in answer.stderr
    assert run("unit", "check", "district").exit_code == 0


def test_a_case_file_is_made_and_checked_from_the_command_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "卷宗.zip"
    answer = run("file", "DISTRICT-2026-0001", "--as", "clerk", "-o", str(out))
    assert answer.exit_code == 0, answer.output
    assert "件，" in answer.stdout
    checked = run("file", "check", str(out))
    assert (checked.exit_code, "核对一致" in checked.stdout) == (0, True)
    out.write_bytes(out.read_bytes().replace(b'"on_day"', b'"on_dax"', 1))
    changed = run("file", "check", str(out))
    assert changed.exit_code == 1
    assert "“journal.json”已经损坏，不能读出。" in changed.stdout


def test_a_case_file_of_another_ending_or_a_strange_archive_is_refused(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answer = run("file", "DISTRICT-2026-0001", "--as", "clerk", "-o", str(tmp_path / "卷宗.doc"))
    assert (answer.exit_code, answer.stderr) == (
        1,
        "不能写成“卷宗.doc”；文件名请以 .pdf 或者 .zip 结尾。\n",
    )
    strange = tmp_path / "别的.zip"
    strange.write_bytes(b"PK")
    assert "不是完整的 ZIP" in run("file", "check", str(strange)).stderr
