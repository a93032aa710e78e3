"""Entering an annual report by command: part two as a table or cell by cell, the words as a text, all of it or nothing."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from casework.cli import main

OF = ("--year", "2022", "--unit", "zhen")


@pytest.fixture
def run(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--database", db_url])

    assert call("upgrade").exit_code == 0
    assert call("unit", "add", "zhen", "某镇人民政府").exit_code == 0
    return call


def test_part_two_and_words_go_out_are_filled_in_and_come_back(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def report() -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = json.loads(
            run("report", "annual", *OF, "--format", "json").stdout
        )
        return found

    assert (
        run("year", "enter", "--year", "2021", "--unit", "zhen", "document.valid=60").exit_code == 0
    )
    sheet, text = tmp_path / "表.xlsx", tmp_path / "文字.txt"
    head, *rows = (line.split(",") for line in run("year", "cells", *OF).stdout.splitlines())
    assert ["document.valid", "60", ""] in [[row[0], *row[2:]] for row in rows]
    book = openpyxl.Workbook()
    for row in (head[1:], *([*row[1:3], 9 if row[0] == "document.made" else None] for row in rows)):
        book.active.append(row)
    book.save(sheet)
    assert run("year", "words", *OF, "-o", str(text)).exit_code == 0
    lines = text.read_text("utf-8").splitlines()
    lines.insert(lines.index("（二）依申请公开") + 1, "全年新收申请7件。")
    lines.insert(lines.index("（三）政府信息管理"), "无超期。")
    text.write_text("\n".join(lines), "gb18030")
    told = run("year", "enter", *OF, "--part2", str(sheet), "--words", str(text), "fee.amount=12.5")
    assert told.exit_code == 0, told.stderr
    assert "“规章”的“本年制发件数”没有填写，按0计" in told.stdout
    assert "已录入第二部分10格、文字10处。" in told.stdout
    assert "R10" in told.stdout
    found = report()
    assert (found["part2"]["document.made"], found["part2"]["fee.amount"]) == ("9", "12.5")
    first, *between, last = found["words"]["requests"]  # type: ignore[misc]
    assert (first, len(between), last) == ("全年新收申请7件。", 3, "无超期。")

    text.write_text("（四）平台建设\n新建专栏。\n乱写", "utf-8")
    refused = run("year", "enter", *OF, "--words", str(text), "document.made=九")
    assert (refused.exit_code, "应为数字，收到的是“九”" in refused.stderr) == (1, True)
    assert report() == found, "nothing of it was entered"
    assert run("year", "enter", *OF, "--words", str(text)).exit_code == 0
    assert report()["words"]["platform"] == ["新建专栏。", "乱写"]
    assert report()["words"]["requests"] == found["words"]["requests"]


FAULTY = [
    ("单元格,本年\nlicence.before,3\n", "第2行：2021年格式的第二部分没有“licence.before”"),
    (
        "单元格,本年\nlicence.decided,3\n licence.decided ,4\n",
        "第3行：“licence.decided”填了两次",
    ),
    ("名称,上年\n规章,3\n", "没有“本年”列"),
    ("单元格,本年\nlicence.decided,-3\n", "不能小于0"),
    ("写在标题前面\n", "第1行不在任何一个标题下面"),
    ("（四）平台建设\n甲\n# (四)平台建设\n乙\n", "第3行：标题“# (四)平台建设”出现两次"),
]


def test_a_faulty_file_is_refused_with_its_row(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "文件"
    assert "没有要录入的内容" in run("year", "enter", *OF).stderr
    for content, sentence in FAULTY:
        path.write_text(content, "utf-8")
        kind = "--part2" if "," in content else "--words"
        answer = run("year", "enter", *OF, kind, str(path))
        assert (answer.exit_code, sentence in answer.stderr) == (1, True), answer.stderr
