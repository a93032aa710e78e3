"""`casework agency`: the directory of agencies that answers point applicants to."""

from datetime import datetime
from pathlib import Path

import click

from casework.cli.installation import Command, Group, office
from casework.queries.agencies import agencies
from casework.services.agencies import AgencyForm, add_agency, import_agencies
from casework.viewer import system
from workflows.vocabulary import Role

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group)
def agency() -> None:
    """机关名录：答复不属于本机关负责公开时，供选择负责的机关和联系方式。"""


@agency.command(cls=Command)
@click.argument("name", metavar="名称")
@click.option("--address", default="", metavar="地址", help="通信地址")
@click.option("--phone", default="", metavar="电话", help="政府信息公开工作机构的电话")
@click.option("--matters", default="", metavar="职责", help="负责的事项")
@click.option("--since", type=_DAY, metavar="日期", help="启用日期")
@click.option("--until", type=_DAY, metavar="日期", help="停用日期")
def add(
    name: str,
    address: str,
    phone: str,
    matters: str,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """新增一个机关。"""
    form = AgencyForm(
        name.strip(),
        address,
        phone,
        matters,
        since.date() if since else None,
        until.date() if until else None,
    )
    with office() as opened:
        add_agency(opened, form, viewer=system(Role.admin))
    click.echo(f"已新增机关：{form.name}")


@agency.command("list", cls=Command)
def list_agencies() -> None:
    """列出名录中的机关。"""
    with office() as opened, opened.db.read() as session:
        for row in agencies(session):
            ended = f"  {row.until}停用" if row.until else ""
            click.echo("  ".join(filter(None, (row.name, row.contact, row.matters))) + ended)


@agency.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="文件")
def import_file(file: Path) -> None:
    """从 XLSX 或者 CSV 导入；名称相同的更新资料。列名：名称、地址、电话、职责、启用日期、停用日期。"""
    with office() as opened:
        done = import_agencies(opened, file.read_bytes(), file=file.name, viewer=system(Role.admin))
    click.echo(f"新增 {done.added} 个，更新 {done.changed} 个。")
