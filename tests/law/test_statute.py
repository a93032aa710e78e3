"""Every citation in the law package can be looked up."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import workflows
from workflows.statute import PROVISIONS, UnknownProvision, provision

SOURCES = sorted(Path(workflows.__file__).parent.rglob("*.py"))
CITATION = re.compile(
    r"(?<!实施)条例\d+"
    r"|(?:复议法|档案法|保密法)实施条例\d+"
    r"|(?:复议法|行诉法|民诉法|档案法|保密法|邮政法|个人信息保护法)\d+"
    r"|(?:在线政务服务规定|职工工作时间规定)\d+"
    r"|法释〔\d{4}〕\d+号(?:第\d+条)?"
    r"|指导案例\d+|case \d+"
    r"|(?<![\d〕第])(?:207号第2部分|109号第\d+条|(?:2|14|19|30|60|109|132|201|206|207|235)号)"
)


def _citations() -> list[tuple[str, str]]:
    found = []
    for source in SOURCES:
        # The table of provisions must not prove itself.
        if source.name != "statute.py":
            text = source.read_text(encoding="utf-8")
            found += [(source.name, key) for key in sorted(set(CITATION.findall(text)))]
    return found


def _bases() -> list[tuple[str, str]]:
    found = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.keyword) or node.arg != "basis":
                continue
            if isinstance(node.value, ast.Constant) and node.value.value:
                keys = re.split(r"[、；;，,]\s*", node.value.value)
                found.update((source.name, key) for key in keys)
    return sorted(found)


@pytest.mark.parametrize(("source", "key"), _citations(), ids=lambda value: value)
def test_every_provision_cited_in_the_law_has_a_row(source: str, key: str) -> None:
    assert provision(key).gist


@pytest.mark.parametrize(("source", "key"), _bases(), ids=lambda value: value)
def test_every_basis_of_a_row_has_a_provision(source: str, key: str) -> None:
    assert provision(key).gist


def test_the_scan_finds_citations_at_all() -> None:
    keys = {key for _, key in _citations()}
    assert {"条例33", "条例30", "109号第6条", "235号", "复议法23"} <= keys


@pytest.mark.parametrize("key", ["条例999", "复议法1234", "9号", ""])
def test_an_unknown_citation_is_refused_by_name(key: str) -> None:
    with pytest.raises(UnknownProvision) as refused:
        provision(key)
    assert f"“{key}”" in str(refused.value)


@pytest.mark.parametrize(
    ("cited", "key"),
    [
        ("条例36(5)", "条例36"),
        ("条例36(1)(2)", "条例36"),
        (" 条例33 ", "条例33"),
        ("case 101", "指导案例101"),
        ("GB/T 9704-2012", "GB/T 9704"),
        ("GB/T 9704 7.2.5", "GB/T 9704 7.2.5"),
        ("GB/T 9704 7.3.9", "GB/T 9704"),
    ],
)
def test_a_paragraph_belongs_to_the_row_of_its_article(cited: str, key: str) -> None:
    assert provision(cited).key == key


def test_every_article_of_the_regulation_that_we_list_is_in_force_since_its_revision() -> None:
    articles = [row for row in PROVISIONS.values() if re.fullmatch(r"条例\d+", row.key)]
    assert len(articles) == 39
    assert {row.since for row in articles} == {date(2019, 5, 15)}


@pytest.mark.parametrize("key", ["109号第6条", "206号", "复议法实施条例31", "207号第2部分"])
def test_what_was_written_from_memory_says_so(key: str) -> None:
    assert not provision(key).confirmed


def test_gists_carry_no_working_marks() -> None:
    assert not [row.key for row in PROVISIONS.values() if "待核" in row.gist]


@pytest.mark.parametrize(
    ("key", "day", "in_force"),
    [
        ("60号", date(2020, 12, 31), True),
        ("60号", date(2021, 1, 1), False),
        ("30号", date(2020, 12, 31), False),
        ("条例33", date(2019, 5, 14), False),
        ("条例33", date(2026, 5, 14), True),
        ("复议法实施条例8", date(2026, 7, 1), False),
        ("复议法实施条例31", date(2026, 7, 1), True),
    ],
)
def test_a_provision_knows_its_days(key: str, day: date, in_force: bool) -> None:
    assert provision(key).in_force_on(day) is in_force


def test_no_provision_ends_before_it_begins() -> None:
    assert all(row.until is None or row.since <= row.until for row in PROVISIONS.values())
