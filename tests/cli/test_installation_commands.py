"""Commands that work on an installation: upgrade, units, users, the calendar, the annual report; on both databases."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casework.cli import main


@pytest.fixture
def run(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--database", db_url])

    assert call("upgrade").exit_code == 0
    return call


def test_a_unit_is_added_below_its_parent_and_listed_as_a_tree(run) -> None:  # type: ignore[no-untyped-def]
    assert run("unit", "add", "qu", "某区人民政府").exit_code == 0
    assert run("unit", "add", "ju", "某区教育局", "--parent", "qu").exit_code == 0
    assert run("unit", "list").stdout == "qu  某区人民政府\n  ju  某区教育局\n"


def test_a_code_is_given_once(run) -> None:  # type: ignore[no-untyped-def]
    run("unit", "add", "qu", "某区人民政府")
    answer = run("unit", "add", "qu", "另一单位")
    assert answer.exit_code == 1
    assert "已经存在" in answer.stderr


def test_a_parent_must_exist(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("unit", "add", "ju", "某局", "--parent", "qu")
    assert answer.exit_code == 1
    assert "没有代码或者名称为“qu”" in answer.stderr


def test_a_user_is_added_with_a_password_from_the_environment(run, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_PASSWORD", "kouling-2020")
    run("unit", "add", "qu", "某区人民政府")
    assert run("user", "add", "li", "李某", "--unit", "qu", "--role", "intake").exit_code == 0
    assert run("user", "list").stdout == "li  李某  某区人民政府  登记员\n"


def test_a_short_password_is_refused(run, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_PASSWORD", "short")
    run("unit", "add", "qu", "某区人民政府")
    answer = run("user", "add", "li", "李某", "--unit", "qu", "--role", "intake")
    assert answer.exit_code == 1
    assert "口令至少" in answer.stderr


def test_an_empty_annual_report_has_the_keys_of_the_contract_and_balances(run) -> None:  # type: ignore[no-untyped-def]
    run("unit", "add", "qu", "某区人民政府")
    answer = run("report", "annual", "--year", "2020", "--unit", "qu", "--format", "json")
    found = json.loads(answer.stdout)
    assert answer.exit_code == 0
    # Scripts of others rely on these; what we add stands behind them.
    assert list(found)[:9] == [
        "unit",
        "unit_name",
        "year",
        "format",
        "part3",
        "part4",
        "checks",
        "narrative",
        "fees",
    ]
    assert list(found["part3"])[:3] == ["new_received", "carried_in", "disclosed"]
    assert found["format"] == "2019"
    assert all(check["ok"] for check in found["checks"])


@pytest.mark.parametrize("form", ["text", "csv"])
def test_the_annual_report_is_written_to_a_file(run, tmp_path: Path, form: str) -> None:  # type: ignore[no-untyped-def]
    run("unit", "add", "qu", "某区人民政府")
    path = tmp_path / "nianbao"
    words = (
        "report",
        "annual",
        "--year",
        "2021",
        "--unit",
        "qu",
        "--format",
        form,
        "-o",
        str(path),
    )
    assert run(*words).exit_code == 0
    assert "一、本年新收政府信息公开申请数量" in path.read_text(encoding="utf-8")


def test_a_report_of_an_unknown_unit_is_refused(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("report", "annual", "--year", "2020", "--unit", "nowhere")
    assert answer.exit_code == 1
    assert "nowhere" in answer.stderr


def test_a_report_of_a_year_to_come_is_refused(run) -> None:  # type: ignore[no-untyped-def]
    run("unit", "add", "qu", "某区人民政府")
    answer = run("report", "annual", "--year", "2999", "--unit", "qu")
    assert answer.exit_code == 1
    assert "还没有开始" in answer.stderr


def test_the_calendar_lists_its_years_with_their_working_days(run) -> None:  # type: ignore[no-untyped-def]
    assert "2020 年：工作日 249 天" in run("calendar", "list").stdout


def test_a_database_that_is_not_set_up_says_what_to_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'blank.db'}"
    answer = CliRunner().invoke(main, ["unit", "list", "--database", url])
    assert answer.exit_code == 1
    assert "casework upgrade" in answer.stderr


def test_an_address_that_is_no_database_gets_a_sentence() -> None:
    answer = CliRunner().invoke(main, ["unit", "list", "--database", "nothing://x"])
    assert answer.exit_code == 1
    assert "数据库地址不能使用" in answer.stderr
