"""Commands that answer from the law alone: deadlines, fees, articles, drawings; none of them needs a database."""

import json
import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result

from casework.cli import main


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2022-09-30", 20, "2022-11-02"),
        ("2020-01-20", 20, "2020-02-25"),
        ("2021-02-05", 7, "2021-02-20"),
        ("2025-01-26", 15, "2025-02-21"),
        ("2024-09-12", 40, "2024-11-13"),
    ],
)
def test_a_deadline_is_the_last_day_of_the_term(start: str, days: int, due: str) -> None:
    answer = run("deadline", start, "--days", str(days), "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {"due_on": due, "provisional": False}


def test_the_tape_lists_every_day_from_the_next_one_to_the_last() -> None:
    found = json.loads(run("deadline", "2022-09-30", "--days", "20", "--tape", "--json").stdout)
    tape = found["tape"]
    assert tape[0] == {"on": "2022-10-01", "counts": False, "why": "节假日：国庆节"}
    assert tape[-1]["on"] == "2022-11-02"
    assert sum(day["counts"] for day in tape) == 20


def test_a_deadline_in_a_year_without_its_notice_is_provisional() -> None:
    assert json.loads(run("deadline", "2027-03-01", "--json").stdout)["provisional"] is True


def test_asking_for_a_deadline_creates_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    run("deadline", "2022-09-30")
    assert not (tmp_path / "instance").exists()


@pytest.mark.parametrize("day", ["2022-02-30", "yesterday", "2022/9/1", ""])
def test_an_impossible_day_gets_a_sentence_and_exit_code_1(day: str) -> None:
    answer = run("deadline", day)
    assert answer.exit_code == 1
    assert "不是有效日期" in answer.stderr
    assert answer.stdout == ""


def test_a_day_outside_the_calendar_is_never_guessed() -> None:
    answer = run("deadline", "1990-01-01")
    assert answer.exit_code == 1
    assert "不在已登记的工作日历范围内" in answer.stderr


@pytest.mark.parametrize(
    ("words", "yuan"),
    [(("pieces", "10"), "0"), (("pieces", "41"), "4300"), (("pages", "201"), "2740")],
)
def test_a_fee_is_one_number_on_standard_output(words: tuple[str, ...], yuan: str) -> None:
    assert run("fee", *words).stdout == f"{yuan}\n"


def test_a_fee_below_zero_is_refused_with_its_basis() -> None:
    answer = run("fee", "pages", "--", "-1")
    assert answer.exit_code == 1
    assert "109号" in answer.stderr


@pytest.mark.parametrize("key", ["33", "条例33", "109号第6条"])
def test_an_article_shows_gist_acts_and_places(key: str) -> None:
    answer = run("article", key)
    assert answer.exit_code == 0
    assert "workflows/" in answer.stdout
    assert "来源" in answer.stdout


def test_an_unknown_article_names_the_way_to_write_it() -> None:
    answer = run("article", "999")
    assert answer.exit_code == 1
    assert "没有收录" in answer.stderr


def test_a_diagram_is_mermaid_text() -> None:
    assert run("diagram").stdout.startswith("stateDiagram-v2")


def test_an_unknown_command_lists_the_known_ones() -> None:
    answer = run("dedline")
    assert answer.exit_code == 2
    assert "deadline" in answer.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("fee", "pieces", "x"), "“件数”的值不对；请改为整数"),
        (("fee", "pieces"), "缺少“件数”"),
        (("deadline", "2020-01-02", "--days", "0"), "“--days”的值不对；请改为整数（1 至 2000）"),
        (("deadline", "2020-01-02", "--dais", "3"), "没有“--dais”这个选项"),
        (("report", "annual", "--year", "2020"), "缺少“--unit”"),
        (("diagram", "--format", "gif"), "下列之一：mermaid、svg"),
        (("fly",), "没有“fly”这个命令"),
        (("--fly",), "没有“--fly”这个选项"),
        (("draft", "fly"), "没有“fly”这个命令；可用的有：get、list、put"),
        (("calendar",), "没有写明命令；可用的有：import、list、record"),
        (("calendar", "--fly"), "没有“--fly”这个选项"),
    ],
)
def test_a_call_that_is_not_of_the_form_is_told_in_chinese(
    words: tuple[str, ...], sentence: str
) -> None:
    answer = run(*words)
    assert answer.exit_code == 2
    assert sentence in answer.stderr
    assert "Error" not in answer.stderr
    assert "Usage" not in answer.stderr


def test_the_help_of_every_command_is_chinese() -> None:
    def walk(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
        yield path
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, *path, name)

    words = re.compile(
        r"Usage|Options|Commands|OPTIONS|COMMAND|ARGS|INTEGER|TEXT|Show this|default:|required"
    )
    told = {path: CliRunner().invoke(main, [*path, "--help"]).output for path in walk(main)}
    assert len(told) > 60
    assert {path: found for path, text in told.items() if (found := words.findall(text))} == {}
