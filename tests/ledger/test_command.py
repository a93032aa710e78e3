"""`casework import` as a script sees it: exit codes, the list of faults, JSON and nothing else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_office, make_unit

from casework.cli import main
from casework.db import Database
from tests.ledger.sheets import CASE, CLOSED, REVIEW, csv_file, xlsx_file


@pytest.fixture
def url(db: Database, db_url: str) -> str:
    make_unit(make_office(db))
    return db_url


def run(url: str, *arguments: str | Path) -> Result:
    words = ["--database", url, "import", "--unit", "district", *map(str, arguments)]
    return CliRunner().invoke(main, words)


def test_a_good_ledger_exits_with_0_and_is_there(url: str, tmp_path: Path) -> None:
    file = xlsx_file(tmp_path / "a.xlsx", [CASE, {**CLOSED, "案件编号": "旧-1"}], reviews=[REVIEW])

    done = run(url, file, "--year", "2020")

    assert (done.exit_code, done.output) == (0, "已导入2件申请、1件复议诉讼。\n")
    assert run(url, file).exit_code == 1  # the number is taken now


def test_a_trial_exits_with_0_and_leaves_nothing(url: str, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", [{**CASE, "案件编号": "旧-1"}])

    trial = run(url, file, "--dry-run")
    assert (trial.exit_code, trial.output.splitlines()[0]) == (
        0,
        "某市某区人民政府 2020年收到1件，其中未办结1件。",
    )
    assert run(url, file).exit_code == 0


def test_a_faulty_ledger_exits_with_1_and_lists_every_faulty_row(url: str, tmp_path: Path) -> None:
    bad = {**CASE, "申请人类型": "公司"}

    rows = [bad, CASE, {**CASE, "收到日期": "不详"}]
    listing = tmp_path / "faults.csv"
    done = run(url, csv_file(tmp_path / "a.csv", rows), "--faults", listing)

    assert done.exit_code == 1
    assert "第2行“申请人类型”：" in done.stdout
    assert "第4行“收到日期”：" in done.stdout
    assert "没有导入任何行" in done.stderr
    head, *listed = listing.read_text(encoding="utf-8-sig").splitlines()
    assert (head, [line.split(",")[:3] for line in listed]) == (
        "工作表,行,列,原因",
        [["申请", "2", "申请人类型"], ["申请", "4", "收到日期"]],
    )


def test_reviews_and_ignored_columns_are_options(url: str, tmp_path: Path) -> None:
    first = csv_file(tmp_path / "a.csv", [{**CASE, "序号": "1"}])
    second = csv_file(tmp_path / "b.csv", [REVIEW])

    done = run(url, first, "--reviews", second, "--ignore-column", "序号")

    assert done.output == "已导入1件申请、1件复议诉讼。\n"


def test_a_ledger_without_a_case_is_told_and_reviews_alone_are_enough(
    url: str, tmp_path: Path
) -> None:
    names = ",".join(CASE)
    for rest in ("\n", "\n,,,\n , ,,\n"):
        (tmp_path / "a.csv").write_text(names + rest, encoding="utf-8")
        done = run(url, tmp_path / "a.csv", "--dry-run")
        assert (done.exit_code, done.stdout) == (
            1,
            "第2行：没有一件案件；请从这一行起填写申请，只有复议、诉讼的填在“复议诉讼”，一件一行。\n",
        )
    second = csv_file(tmp_path / "b.csv", [REVIEW])
    assert (
        run(url, tmp_path / "a.csv", "--reviews", second).output == "已导入0件申请、1件复议诉讼。\n"
    )


def test_json_is_the_only_thing_on_standard_output(url: str, tmp_path: Path) -> None:
    done = run(url, csv_file(tmp_path / "a.csv", [{**CASE, "申请人": ""}]), "--json")

    assert done.exit_code == 1
    [fault] = json.loads(done.stdout)["faults"]
    assert (fault["row"], fault["column"]) == (2, "申请人")


def test_a_file_that_is_no_ledger_exits_with_1_and_a_sentence(url: str, tmp_path: Path) -> None:
    done = run(url, tmp_path / "nowhere.xlsx")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "不存在" in done.stderr
