"""How a command shows a sweep over the open cases: a bar for a person who waits, and the list of what moved; no command is here."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from casework.services.rederiving import Effect
from workflows.guards import chinese_day


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error that appears with the first batch; silence where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _n: None
        return
    columns = (
        TextColumn("{task.description}"),
        *Progress.get_default_columns()[1:],
        MofNCompleteColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, visible=False)
        yield lambda n: bar.update(task, advance=n, visible=True)


def tell_moved(effects: Iterable[Effect]) -> None:
    """One line a case: number, the day before and after."""
    for one in effects:
        click.echo(line_of(one))


def line_of(one: Effect) -> str:
    """A case with its day before and after, its unit and its handler."""
    before = chinese_day(one.before) if one.before else "（无）"
    after = chinese_day(one.after) if one.after else "（无）"
    days = f"{before} → {after}" if one.moved else f"{after}"
    firm = "，暂定转为确定" if one.became_firm else ""
    who = "，".join(name for name in (one.unit, one.handler) if name)
    return f"{one.number}：{days}{firm}（{who}）" if who else f"{one.number}：{days}{firm}"
