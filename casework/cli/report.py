"""`casework report`: the annual table of a unit in every form it is needed in."""

import sys
from pathlib import Path

import click

from casework.cli import local_files
from casework.cli.installation import Command, Group, office
from casework.errors import Invalid
from casework.queries.annual_documents import document
from casework.services.annual_files import FILES
from casework.services.carry_over import carry_over
from casework.viewer import system
from workflows.vocabulary import Role

_FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf")
_BINARY = frozenset({"xlsx", "docx", "pdf"})
CHECK_FAILED = 3


@click.group(cls=Group)
def report() -> None:
    """统计报表。"""


@report.command(cls=Command)
@click.option("--year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("--rollup", is_flag=True, help="汇总下属各单位")
@click.option("--table", type=click.Choice(["2019", "2021"]), default=None, help="指定表格格式")
@click.option("--live", is_flag=True, help="按案件现在的情况统计，不用已封存的版本")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件")
@click.pass_context
def annual(
    ctx: click.Context,
    year: int,
    unit_code: str,
    rollup: bool,
    table: str | None,
    live: bool,
    form: str,
    output: Path | None,
) -> None:
    """年度报告全文及各项核对；有错误时以 3 退出。"""
    with office() as opened:
        moment = opened.now()
        carry_over(opened, moment=moment)  # rows 二 and 四 count the rows of carried cases
        with opened.db.read() as session:
            found = document(
                session,
                system(Role.supervisor),
                year=year,
                unit_code=unit_code,
                rollup=rollup,
                table=table or "",
                live=live,
                today=moment.today,
            )
    make, _ = FILES["txt" if form == "text" else form]
    _write(make(found), output, binary=form in _BINARY)
    ctx.exit(CHECK_FAILED if found.errors else 0)


def _write(content: bytes, output: Path | None, *, binary: bool) -> None:
    if output is not None:
        local_files.write(output, content)
        return
    if binary and sys.stdout.isatty():
        raise Invalid("这种格式不能显示在终端上；请用 -o 文件名 写入文件。")
    sys.stdout.buffer.write(content if binary or content.endswith(b"\n") else content + b"\n")
    sys.stdout.buffer.flush()
