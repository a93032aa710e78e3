"""`casework backup` and `casework restore`: the whole database into one file while the server runs, and back."""

from pathlib import Path

import click

from casework.cli.installation import Command, office
from casework.cli.sweeping import progress
from casework.services import backup

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup", cls=Command)
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--force", is_flag=True, help="覆盖已有的文件；写完整以后才替换")
def back_up(file: Path, force: bool) -> None:
    """把整个数据库一致地备份为一个文件，服务不必停止；密钥不在其中，请另行保管。"""
    with office() as opened, progress("备份") as tick:
        backup.back_up(opened, file, force=force, tick=tick)
    click.echo(f"已备份：{file}（{file.stat().st_size:,} 字节）")
    click.echo("密钥（CASEWORK_ENCRYPTION_KEY 或 encryption.key）不在备份中，请另行保管一份。")


@click.command("restore", cls=Command)
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--force", is_flag=True, help="代替已有的数据；现有的数据先另存一份")
def restore(file: Path, force: bool) -> None:
    """用备份代替数据库，全部恢复或者什么都不改；请先停止服务。"""
    with office(migrated=False) as opened, progress("恢复") as tick:
        done = backup.restore(opened, file, moment=opened.now(), force=force, tick=tick)
    click.echo("已恢复。请运行 casework upgrade，再运行 casework verify 核对。")
    if done.kept is not None:
        click.echo(f"原来的数据另存为：{done.kept}")
    if not done.key_fits:
        click.echo(
            "现在的密钥读不出备份中的个人信息；请把备份时的密钥（CASEWORK_ENCRYPTION_KEY 或者 encryption.key）用于本系统。",
            err=True,
        )
