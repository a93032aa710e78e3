"""`casework article N`: what a provision says, and every place that applies it."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

import workflows
from casework.cli.installation import Command
from casework.errors import NotFound
from casework.paths import TESTS
from workflows.guards import chinese_day
from workflows.outcomes import OUTCOMES
from workflows.registry import all_workflows
from workflows.statute import PROVISIONS, Provision, UnknownProvision, provision

_SOURCES = Path(workflows.__file__).parent
_MAIN = "条例"  # a bare number means an article of the 条例


@click.command(cls=Command)
@click.argument("key", metavar="条")
def article(key: str) -> None:
    """一条规定的要点，以及系统中落实它的地方，如 casework article 33。"""
    found = _provision(key)
    for line in (*_text(found), *_acts(found), *_outcomes(found), *_citations(found)):
        click.echo(line)


def _provision(key: str) -> Provision:
    wanted = f"{_MAIN}{key}" if key.strip().isdigit() else key.strip()
    try:
        return provision(wanted)
    except UnknownProvision as error:
        near = [known for known in PROVISIONS if key.strip() in known][:8]
        hint = (
            f"相近的有：{'、'.join(near)}。"
            if near
            else "条例用条号，其他规定用如 109号第6条 的写法。"
        )
        raise NotFound(f"没有收录“{wanted}”；{hint}") from error


def _text(found: Provision) -> Iterator[str]:
    yield f"{found.key}  {found.title}"
    yield f"  {found.gist}"
    until = f"至{chinese_day(found.until)}" if found.until else "现行有效"
    yield f"  自{chinese_day(found.since)}起，{until}；来源：{found.source}"
    if not found.confirmed:
        yield "  注意：此条内容未经原文核对。"


def _acts(found: Provision) -> Iterator[str]:
    rows = [
        (workflow.kind.label, action.label)
        for workflow in all_workflows()
        for action in workflow.actions
        if _cites(action.basis, found.key)
    ]
    if rows:
        yield "事项："
        yield from (f"  {kind} · {label}" for kind, label in rows)


def _outcomes(found: Provision) -> Iterator[str]:
    rows = [one for one in OUTCOMES.values() if _cites(one.basis, found.key)]
    if rows:
        yield "办理结果："
        yield from (f"  {one.code} {one.label}" for one in rows)


def _citations(found: Provision) -> Iterator[str]:
    for title, folder in (("条文在程序中的位置：", _SOURCES), ("测试：", TESTS)):
        lines = list(_lines(folder, found.key))
        if lines:
            yield title
            yield from lines


def _lines(folder: Path, key: str) -> Iterator[str]:
    pattern = re.compile(re.escape(key) + r"(?!\d)")
    for path in sorted(folder.rglob("*.py")) if folder.is_dir() else ():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                yield f"  {path.relative_to(folder.parent)}:{number}: {line.strip()[:100]}"


def _cites(basis: str, key: str) -> bool:
    return re.fullmatch(re.escape(key) + r"(\(.*\))?", basis) is not None
