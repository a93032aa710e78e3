"""`casework report form|import|send|key`: the yearly reports of units that do not work in the system, out and in."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from casework.annual_filing import Fault
from casework.cli import local_files
from casework.cli.installation import Command, office
from casework.cli.report import CHECK_FAILED, report
from casework.errors import Invalid
from casework.office import Office
from casework.queries.annual_units import UnitLine, district
from casework.services import annual_filing, report_signing
from casework.services.annual_filing import Filing
from casework.services.annual_years import YearKey
from casework.viewer import system
from workflows.vocabulary import Role

__all__ = ["report"]

_OPERATOR = system(Role.supervisor)
_FILE = click.Path(dir_okay=False, path_type=Path)
NOT_TAKEN = 1
_MANY = 20


@report.command(cls=Command)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("-o", "--output", type=_FILE, required=True, help="写入文件")
def form(year: int, unit_code: str, output: Path) -> None:
    """生成填报表（XLSX），交给不使用本系统的单位填写。"""
    with office() as opened:
        local_files.write(
            output, annual_filing.form_for(opened, YearKey(unit_code, year), viewer=_OPERATOR)
        )


@report.command(cls=Command)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("-o", "--output", type=_FILE, required=True, help="写入文件")
def send(year: int, unit_code: str, output: Path) -> None:
    """导出已封存年报的报送文件（签名的 JSON），交给上级单位导入。"""
    with office() as opened:
        key = YearKey(unit_code, year)
        data = report_signing.signed_report(opened, key, viewer=_OPERATOR, moment=opened.now())
    local_files.write(output, data)


@report.command(cls=Command)
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
def key(unit_code: str) -> None:
    """给出单位报送年报的公钥，由接收的单位登记。"""
    with office() as opened:
        click.echo(report_signing.public_key(opened, unit_code, viewer=_OPERATOR))


@report.command("units", cls=Command)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="上级单位")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_context
def list_units(ctx: click.Context, year: int, unit_code: str, as_json: bool) -> None:
    """列出各单位的年报：是否报送、公布，勾稽和结转是否相符；与汇总年报不符时以 3 退出。"""
    with office() as opened:
        today = opened.now().today
        with opened.db.read() as session:
            seen = district(session, _OPERATOR, year=year, unit_code=unit_code, today=today)
    lines = [_unit_line(line, today) for line in seen.lines]
    wrong = [one.message for one in seen.table.checks if not one.ok]
    if as_json:
        click.echo(json.dumps({"units": lines, "R7": wrong}, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            click.echo("\t".join(str(value) for value in line.values()))
        for sentence in wrong:
            click.echo(f"R7 {sentence}")
    ctx.exit(CHECK_FAILED if wrong else 0)


def _unit_line(line: UnitLine, today: date) -> dict[str, object]:
    published = line.published_on.isoformat() if line.published_on else ""
    return {
        "unit": line.code,
        "name": line.name,
        "standing": line.standing,
        "unbalanced": len(line.unbalanced),
        "carry_differs": len(line.carry_differs),
        "published": published or ("逾期未公布" if line.is_late(today) else ""),
        "gone_to": "、".join(one.name for one in line.gone),
        **{key: line.number(key, "total") for key in ("new_received", "total", "carried_forward")},
    }


@report.command("import", cls=Command)
@click.argument("files", metavar="文件…", type=_FILE, nargs=-1, required=True)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", default="", metavar="代码", help="单位；不填的按文件中的代码")
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果")
@click.pass_context
def import_reports(
    ctx: click.Context,
    files: tuple[Path, ...],
    year: int,
    unit_code: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """导入单位报送的年报（填报表或者报送文件），一份文件一次；有错误的一份不导入，以 1 退出。"""
    with office() as opened, _progress(len(files)) as tick:
        told: list[Filing] = []
        for path in files:
            told += _take(opened, path, year, unit_code, dry_run=dry_run)
            tick()
    if as_json:
        data = [_plain(one) for one in told]
        click.echo(json.dumps({"files": data, "dry_run": dry_run}, ensure_ascii=False, indent=2))
    else:
        for one in told:
            _tell(one)
    ctx.exit(0 if all(one.is_sound for one in told) else NOT_TAKEN)


def _take(
    opened: Office, path: Path, year: int, unit_code: str, *, dry_run: bool
) -> Iterable[Filing]:
    """One file; that it cannot be read does not stop the others."""
    try:
        data = local_files.read(path)
    except Invalid as error:
        return (Filing(unit_code, "", (Fault("", error.message),), (), file=path.name),)
    return annual_filing.file_reports(
        opened,
        [(path.name, data)],
        year=year,
        unit_code=unit_code,
        viewer=_OPERATOR,
        moment=opened.now(),
        dry_run=dry_run,
    )


def _plain(one: Filing) -> dict[str, object]:
    return {
        "file": one.file,
        "unit": one.unit,
        "version": one.edition.number if one.edition else None,
        "faults": [{"place": fault.place, "reason": fault.reason} for fault in one.faults],
        "notes": [{"place": note.place, "reason": note.reason} for note in one.notes],
    }


def _tell(one: Filing) -> None:
    for fault in one.faults:
        click.echo(f"{one.file}　{fault}")
    for note in one.notes:
        click.echo(f"{one.file}　提醒　{note}")
    if one.faults:
        click.echo(f"{one.file}：共{len(one.faults)}处错误，没有导入；请改正后重新导入。", err=True)
    elif one.edition is None:
        click.echo(f"{one.file}：“{one.unit_name}”试导入通过，没有写入。")
    else:
        click.echo(f"{one.file}：“{one.unit_name}”已导入，第{one.edition.number}版。")


@contextmanager
def _progress(files: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error for a person who waits; silence for everybody else."""
    if files <= _MANY or not sys.stderr.isatty():
        yield lambda: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("导入", total=files)
        yield lambda: bar.advance(task)
