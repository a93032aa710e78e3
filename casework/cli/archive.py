"""`casework archive`: everything the system holds into one open file, and such a file into an empty system."""

from pathlib import Path

import click

from casework.cli.installation import Command, Group, office
from casework.cli.sweeping import progress
from casework.services.archive import export_archive, load_archive, rows_in
from casework.viewer import system
from workflows.vocabulary import Role

_FILE = click.Path(dir_okay=False, path_type=Path)
_OPERATOR = system(Role.admin)


@click.group(cls=Group)
def archive() -> None:
    """归档：导出全部数据，或者装载到空的系统。"""


@archive.command("export", cls=Command)
@click.argument("file", metavar="文件", type=_FILE)
def export(file: Path) -> None:
    """把全部案件、办理过程、文书、文件、单位、用户（不含口令）、日历和年报导出为一个 ZIP 文件。"""
    with office() as opened, progress("导出", rows_in(opened)) as tick:
        done = export_archive(opened, file, viewer=_OPERATOR, moment=opened.now(), tick=tick)
    click.echo(f"已导出 {done.rows} 行、{done.files} 个文件：{file}")
    click.echo(f"清单校验值（SHA-256）：{done.digest}")
    click.echo(
        "个人信息是加密的；请另行保管并移交密钥（CASEWORK_ENCRYPTION_KEY 或 encryption.key）。"
    )


@archive.command("load", cls=Command)
@click.argument("file", metavar="文件", type=_FILE)
def load(file: Path) -> None:
    """把归档装载到空的系统（已运行 casework upgrade）；有任何不符则什么都不装载，以 1 退出。"""
    with office() as opened, progress("装载") as tick:
        done = load_archive(opened, file, viewer=_OPERATOR, tick=tick)
    click.echo(f"已装载案卷 {done.records} 件，共 {done.rows} 行、{done.files} 个文件。")
    click.echo(
        "请运行 casework verify 核对；用户的口令没有随归档移交，用 casework user reset 发给。"
    )
