"""`casework upgrade`: create or migrate the database and copy the published calendar."""

import click

from casework.cli.installation import Command, office
from casework.services import upgrade as service
from workflows.guards import chinese_day


@click.command(cls=Command)
def upgrade() -> None:
    """建立或者升级数据库，装入已公布的工作日历，列出因此变动期限的案件。"""
    with office(migrated=False) as opened:
        moved = service.upgrade(opened, moment=opened.now())
    for one in moved:
        click.echo(f"{one.number}：{chinese_day(one.before)} → {chinese_day(one.after)}")
    click.echo(f"数据库已是当前版本；{len(moved)} 件案件的期限有变动。")
