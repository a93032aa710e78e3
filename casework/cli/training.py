"""`casework training`: the papers of an invented year, a blank table to fill in, and its grading; it opens no database."""

from pathlib import Path

import click

from casework import training as school
from casework.cli.installation import Command
from casework.errors import Invalid
from casework.training import Grade
from casework.training.sheet import Unreadable, place


@click.command(cls=Command)
@click.argument("number", type=int, metavar="[第几套]", default=1)
@click.option("--table", type=click.Path(path_type=Path), help="把空白的表写成 CSV")
@click.option(
    "--grade",
    "filled",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="批改填好的 CSV",
)
def training(number: int, table: Path | None, filled: Path | None) -> None:
    """虚构的一年：列出材料；填好年报第三、四部分以后批改。不打开数据库。"""
    try:
        asked = school.exercise(number)
        if table is not None:
            table.write_text(school.blank(), encoding="utf-8-sig")
            click.echo(f"已写入：{table}")
        if filled is not None:
            _tell(school.grade(asked, school.read(filled.read_text(encoding="utf-8-sig"))))
        elif table is None:
            for n, one in enumerate(asked.dossiers, start=1):
                click.echo(f"{n}. {one.text}")
    except (ValueError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise Invalid("文件不是 UTF-8 编码的 CSV；请另存为“CSV UTF-8”后再试。") from error
        raise Invalid(_where(error)) from error


def _where(error: ValueError) -> str:
    at = error.cell if isinstance(error, Unreadable) else None
    return f"{place(at)}：{error}" if at else str(error)


def _tell(found: Grade) -> None:
    click.echo(
        f"得分 {found.points}：应当有数字或者填了数字的 {found.judged} 格，填对 {found.right} 格；"
        f"陷阱 {len(found.traps)} 个，识破 {found.spotted} 个。"
    )
    for cell, (written, held) in found.wrong.items():
        click.echo(f"{place(cell)}：填的是 {written}，应为 {held}")
    for one in found.traps:
        if not one.spotted:
            click.echo(
                f"材料 {one.number} {one.dossier.trap}：{one.dossier.why}（{one.dossier.basis}）"
            )
