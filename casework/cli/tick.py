"""`casework tick`: what the timer does, once; for cron instead of the timer inside `serve`."""

import click

from casework.cli.installation import Command, office
from casework.services import ticking


@click.command(cls=Command)
def tick() -> None:
    """补记年末结转，封存日志；可以反复运行，遗漏的会补上。"""
    with office() as opened:
        report = ticking.tick(opened, moment=opened.now())
    if report.ran:
        click.echo(f"补记结转 {report.carried} 件，封存日志 {report.sealed} 条。")
    else:
        click.echo(f"另一个定时任务（{report.held_by}）正在运行，本次没有执行。")
