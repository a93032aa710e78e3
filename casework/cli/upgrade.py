"""`casework upgrade`: create or migrate the database and copy the published calendar."""

import click

from casework.cli.installation import Command, office
from casework.cli.sweeping import progress, tell_moved
from casework.services import upgrade as service
from workflows.guards import chinese_day


@click.command(cls=Command)
def upgrade() -> None:
    """建立或者升级数据库，装入已公布的工作日历，列出因此变动期限的案件。"""
    with office(migrated=False) as opened, progress("重算期限") as tick:
        done = service.upgrade(opened, moment=opened.now(), tick=tick)
    tell_moved(done.moved)
    if done.kept:
        days = "、".join(chinese_day(on) for on in done.kept)
        click.echo(f"以下日期与软件所附的放假安排不同，以手工登记的通知为准：{days}。")
    click.echo(f"数据库已是当前版本；{len(done.moved)} 件案件的期限有变动。")
