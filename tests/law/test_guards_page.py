"""The page of the causes of loss names only what exists, and leaves out nothing that can be waived."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from workflows.action import Guard
from workflows.registry import all_workflows

PAGE = Path(__file__).parents[2] / "docs" / "guards.md"
ACTIONS = [a for w in all_workflows() for a in w.actions]
GUARDS: dict[str, Guard] = {g.name: g for a in ACTIONS for g in a.guards}
KNOWN = {
    "防线": set(GUARDS),
    "提醒": {g.name for a in ACTIONS for g in a.warnings},
    "期限": {row.key for w in all_workflows() for row in w.timers},
    "事项": {a.name for a in ACTIONS},
}


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:1] == "|"]
    return [row for row in cells if row[0].isdigit()]


def test_every_cause_has_its_answer() -> None:
    assert {int(row[0]) for row in rows()} == set(range(1, 17))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[4]}")
def test_what_the_page_names_exists(row: list[str]) -> None:
    name = row[4].strip("`")
    if row[2] == "生成":
        module, _, attribute = name.rpartition(".")
        assert hasattr(import_module(module), attribute)
    else:
        assert name in KNOWN[row[2]]


@pytest.mark.parametrize(
    "row", [r for r in rows() if r[2] == "防线"], ids=lambda row: f"{row[0]} {row[4]}"
)
def test_the_page_says_who_may_waive(row: list[str]) -> None:
    waiver = GUARDS[row[4].strip("`")].waiver
    assert row[5] == ("审批人" if waiver else "不可")


def test_the_page_leaves_out_nothing_that_can_be_waived() -> None:
    named = {row[4].strip("`") for row in rows()}
    assert {g.name for g in GUARDS.values() if g.waiver} <= named


def test_what_stands_outside_the_table_exists_too() -> None:
    outside = re.findall(r"不可放行：`(\w+)`", PAGE.read_text(encoding="utf-8"))
    assert outside == ["secrecy_was_reviewed"]
    assert GUARDS["secrecy_was_reviewed"].waiver == ""
