"""`casework register`: the register of numbers (发文登记簿) of a unit, as a list or as a file."""

from pathlib import Path

import click

from casework.cli.installation import Command, office
from casework.queries import number_register
from casework.services import register_files
from casework.viewer import system
from workflows.vocabulary import Role


@click.command(cls=Command)
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("--year", type=int, required=True, help="年度")
@click.option("--paper", "key", default="", metavar="文书", help="只列这一种文书，如 answer")
@click.option("--void", is_flag=True, help="只列作废的文号")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入文件；按扩展名 .pdf、.csv、.xlsx 决定格式",
)
def register(unit_code: str, year: int, key: str, void: bool, output: Path | None) -> None:
    """发文登记簿：一个单位一年的文号，依次列出送出、送达凭证和作废理由。"""
    kind = output.suffix.removeprefix(".").lower() if output else ""
    if output and kind not in register_files.FILES:
        raise click.BadParameter(
            f"文件“{output.name}”的扩展名应为 {'、'.join('.' + k for k in register_files.FILES)}。"
        )
    with office() as opened, opened.db.read() as session:
        found = number_register.register(
            session,
            system(Role.auditor),
            unit_code=unit_code,
            year=year,
            key=key,
            void=void,
            page_size=register_files.EXPORT_LIMIT,
        )
        if output:
            output.write_bytes(register_files.FILES[kind][0](found))
            click.echo(f"已写入：{output}（{register_files.title(found)}，{found.total}个文号）")
            return
        click.echo(f"{register_files.title(found)}，共{found.total}个文号")
        for row in found.rows:
            click.echo("\t".join(register_files.cells(row)))
