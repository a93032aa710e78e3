"""`casework act`: one act on one record from the command line, as a named user, through the same door as the pages."""

from datetime import datetime

import click

from casework.cli.acting import acting, entered, with_fields
from casework.cli.installation import Command, office
from casework.queries.records import named
from casework.services import actions
from workflows.registry import workflow_version


@click.command(cls=Command)
@click.argument("reference", metavar="编号")
@click.argument("action", metavar="事项")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="日期，默认今天")
@click.option("--kind", metavar="种类", default="request", show_default=True, help="种类")
@with_fields
def act(
    reference: str,
    action: str,
    on: datetime | None,
    kind: str,
    login: str,
    pairs: tuple[str, ...],
) -> None:
    """办理一个事项：编号（或者内部编号）、事项代码，字段用 --set 逐项给出。"""
    with office() as opened:
        moment = opened.now()
        with opened.db.read() as session:
            viewer = acting(session, login)
            record = named(session, viewer, reference, kind=kind)
            record_id, version = record.id, record.version
            workflow = workflow_version(record.workflow_version)
        done = actions.perform(
            opened,
            record_id,
            action,
            viewer=viewer,
            version=version,
            on_day=on.date() if on else moment.today,
            data=entered(pairs),
            moment=moment,
        )
    due = f"，期限 {done.due_on}" if done.due_on else ""
    click.echo(f"已办理：{done.number or record_id}，现为“{workflow.label(done.state)}”{due}")
    if done.query_code:
        click.echo(f"查询码：{done.query_code}（已印在刚生成的文书上，请交给申请人）")
    for warning in done.warnings:
        click.echo(f"提醒：{warning}", err=True)
