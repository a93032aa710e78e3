"""`casework import`: a ledger into the system, all of it or nothing."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from casework.cli import local_files
from casework.cli.installation import Command, Group, office
from casework.cli.sweeping import progress
from casework.ledger import Ledger, read_ledger
from casework.ledger.faults import to_csv
from casework.ledger.template import template
from casework.services.importing import ImportReport
from casework.services.importing import import_ledger as load
from casework.viewer import system
from workflows.vocabulary import Role

_MANY_ROWS = 200
NOTHING_LOADED = 1


@click.group("ledger", cls=Group)
def ledger_files() -> None:
    """台账的样式。"""


@ledger_files.command("template", cls=Command)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="写入文件",
)
def write_template(output: Path) -> None:
    """生成空白台账（XLSX）：各列的名称和填写说明，可填的值另列一张表；填好以后用 casework import 导入。"""
    local_files.write(output, template())


_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import", cls=Command)
@click.argument("ledger", metavar="台账", type=_FILE)
@click.option(
    "--unit", "unit_code", required=True, metavar="代码", help="未填办理单位的行所属的单位"
)
@click.option("--year", type=int, default=None, help="报告年度；早于该年度办结的行是错误")
@click.option("--reviews", type=_FILE, default=None, metavar="文件", help="另给的复议诉讼文件")
@click.option("--ignore-column", "ignored", multiple=True, metavar="列名", help="略过的列，可重复")
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.option(
    "--faults", "listing", type=_FILE, default=None, metavar="文件", help="把错误清单另存为 CSV"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果")
@click.pass_context
def import_ledger(
    ctx: click.Context,
    ledger: Path,
    unit_code: str,
    year: int | None,
    reviews: Path | None,
    ignored: tuple[str, ...],
    dry_run: bool,
    listing: Path | None,
    as_json: bool,
) -> None:
    """导入台账（XLSX 或 CSV）；有一行不对则全部不导入，并列出每处错误，以 1 退出。"""
    with office() as opened:
        with progress("读取") as read:
            found = read_ledger(ledger, reviews=reviews, ignore_columns=ignored, tick=read)
        with _progress(found) as tick:
            report = load(
                opened,
                found,
                unit_code=unit_code,
                year=year,
                dry_run=dry_run,
                viewer=system(Role.importer),
                moment=opened.now(),
                tick=tick,
            )
        if listing is not None:
            listing.write_bytes(to_csv(report.faults))
    if as_json:
        click.echo(json.dumps({**asdict(report), "dry_run": dry_run}, ensure_ascii=False, indent=2))
    else:
        _tell(report, dry_run=dry_run)
    ctx.exit(NOTHING_LOADED if report.faults else 0)


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    for fault in report.faults:
        click.echo(str(fault))
    if report.faults:
        rows = len({(fault.sheet, fault.row) for fault in report.faults})
        click.echo(
            f"{rows}行共{len(report.faults)}处错误，没有导入任何行；请改正后重新导入。", err=True
        )
        return
    for share in report.shares if dry_run else ():
        click.echo(f"{share.unit} {share.year}年收到{share.received}件，其中未办结{share.open}件。")
    said = "试导入通过，没有写入：可以导入" if dry_run else "已导入"
    click.echo(f"{said}{report.loaded}件申请、{report.reviews}件复议诉讼。")


@contextmanager
def _progress(ledger: Ledger) -> Iterator[Callable[[], None]]:
    """A bar on standard error for a person who waits; silence for everybody else."""
    rows = len(ledger.requests) + len(ledger.reviews)
    if rows <= _MANY_ROWS or not sys.stderr.isatty():
        yield lambda: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("导入", total=rows)
        yield lambda: bar.advance(task)
