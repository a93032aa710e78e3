"""`casework papers`: all papers that a unit issued in a span of days, as files for the printer; it issues nothing."""

from datetime import datetime
from pathlib import Path

import click

from casework.cli.acting import acting
from casework.cli.installation import Command, office
from casework.cli.sweeping import progress
from casework.errors import Invalid
from casework.services import printing

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(cls=Command)
@click.argument("unit", metavar="单位代码")
@click.option("--as", "login", required=True, metavar="登录名", help="以这位用户的范围查看")
@click.option("--since", required=True, type=_DAY, metavar="日期", help="签发的起始日")
@click.option("--until", required=True, type=_DAY, metavar="日期", help="签发的截止日，含当日")
@click.option("--paper", "keys", multiple=True, metavar="文书", help="只要这种文书，可重复")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="写入的文件夹，应当是空的",
)
def papers(
    unit: str,
    login: str,
    since: datetime,
    until: datetime,
    keys: tuple[str, ...],
    output: Path,
) -> None:
    """把一个单位一段时间内签发的文书逐份写入文件夹，供集中打印；有签名后的文件的写出该文件，其他的按签发时的原件写出，不重新生成。"""
    if output.is_dir() and any(output.iterdir()):
        raise Invalid(f"文件夹“{output}”不是空的；请换一个文件夹，以免与以前打印的混在一起。")
    faults = []
    with office() as opened, opened.db.read() as session:
        viewer = acting(session, login)
        ids = printing.chosen(
            session, viewer, unit=unit, since=since.date(), until=until.date(), keys=keys
        )
        output.mkdir(parents=True, exist_ok=True)
        with progress("写出文书", total=len(ids)) as tick:
            for one in printing.read(session, ids):
                if one.fault:
                    faults.append(f"《{one.title}》{one.number}：{one.fault}")
                else:
                    (output / one.name).write_bytes(one.pdf)
                tick(1)
    click.echo(f"已写入：{output}（{len(ids) - len(faults)}份）")
    for fault in faults:
        click.echo(f"没有写出：{fault}。", err=True)
    if faults:
        raise SystemExit(1)
