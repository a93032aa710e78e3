"""The commands that keep the directory of agencies and the announced channels of a unit."""

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


def test_an_agency_is_added_and_listed(run) -> None:  # type: ignore[no-untyped-def]
    given = ("--address", "财政路1号", "--phone", "0539-1", "--matters", "财政资金")
    assert run("agency", "add", "某区财政局", *given, "--until", "2026-12-31").exit_code == 0
    listed = run("agency", "list").stdout
    assert listed == "某区财政局  财政路1号，电话0539-1  财政资金  2026-12-31停用\n"


def test_a_table_of_agencies_is_imported_twice_without_doubles(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "名录.csv"
    table.write_text("名称,地址,电话\n某区财政局,财政路1号,0539-1\n", encoding="utf-8")
    assert run("agency", "import", str(table)).stdout == "新增 1 个，更新 0 个。\n"
    assert run("agency", "import", str(table)).stdout == "新增 0 个，更新 0 个。\n"


def test_a_faulty_table_is_refused_in_a_sentence(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "名录.csv"
    table.write_text("邮编\n276000\n", encoding="utf-8")
    answer = run("agency", "import", str(table))
    assert answer.exit_code == 1
    assert "不认识的列“邮编”" in answer.stderr
    assert run("agency", "import", str(tmp_path / "没有.csv")).exit_code != 0


def test_a_unit_announces_channels_and_keeps_the_basic_ones(run) -> None:  # type: ignore[no-untyped-def]
    run("unit", "add", "qu", "某区人民政府")
    answer = run("unit", "channels", "qu", "online")
    assert answer.stdout == "qu 的接收渠道：当面、邮寄、平信、网络、口头\n"


def test_nobody_is_granted_the_role_of_an_asked_department(run, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_PASSWORD", "kouling-2020")
    run("unit", "add", "qu", "某区人民政府")
    answer = run("user", "add", "li", "李某", "--unit", "qu", "--role", "contributor")
    assert answer.exit_code != 0


def test_a_setting_of_a_unit_is_changed_listed_and_given_up(run) -> None:  # type: ignore[no-untyped-def]
    assert run("unit", "add", "qu", "某区人民政府").exit_code == 0
    assert run("unit", "add", "jiao", "某区教育局", "--parent", "qu").exit_code == 0
    changed = run("unit", "set", "qu", "task_days", "5")
    assert changed.stdout == "task_days  协办、检索的内部期限（工作日）：5（本单位）\n"
    assert (
        "task_days  协办、检索的内部期限（工作日）：5（随某区人民政府）"
        in run("unit", "settings", "jiao").stdout
    )
    assert run("unit", "set", "qu", "task_days").stdout.endswith("3（默认）\n")
    wrong = run("unit", "set", "qu", "task_days", "9")
    assert (wrong.exit_code, "只能是 2 至 5" in wrong.stderr) == (1, True)
    assert run("unit", "set", "qu", "farbe", "rot").exit_code == 1
