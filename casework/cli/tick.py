"""`casework tick`: what the timer does, once; for cron instead of the timer inside `serve`."""

import click

from casework.cli.installation import Command, office
from casework.queries import calendar_state
from casework.services import calendars, ticking
from casework.services.ticking import TickReport
from casework.viewer import system


@click.command(cls=Command)
def tick() -> None:
    """补记年末结转，按新日历重算期限，发出提醒，封存日志，发送邮件；可以反复运行，遗漏的会补上。"""
    with office() as opened:
        moment = opened.now()
        report = ticking.tick(opened, moment=moment)
        with opened.db.read() as session:
            newest = calendars.newest(session)
            missing = calendar_state.missing(session, system(), newest, today=moment.today)
    if report.ran:
        _tell(report)
        if missing is not None:
            click.echo(calendar_state.sentence(missing))
    else:
        click.echo(f"另一个定时任务（{report.held_by}）正在运行，本次没有执行。")


def _tell(report: TickReport) -> None:
    click.echo(f"补记结转 {report.carried} 件，封存日志 {report.sealed} 条。")
    if report.judged:
        click.echo(f"按新的工作日历重算 {report.judged} 件。")
    told = report.reminded + report.proposed + report.unclaimed
    if told:
        click.echo(
            f"新增提醒 {told} 条：期限 {report.reminded} 条，可办事项 {report.proposed} 条，"
            f"无人承办 {report.unclaimed} 条。"
        )
    if report.mailed:
        click.echo(f"发送邮件 {report.mailed} 封。")
    if report.mail_fault:
        click.echo(report.mail_fault, err=True)
