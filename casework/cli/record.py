"""`casework record`: open and list records of any kind from the command line, as a named user; it decides nothing itself."""

from datetime import date, datetime

import click

from casework.cli.acting import acting, entered, with_fields
from casework.cli.installation import Command, Group, office
from casework.errors import Invalid
from casework.queries.records import RecordFilter, RecordRow, records
from casework.queries.sight import units_for
from casework.services import calendars, registering
from casework.viewer import system


@click.group(cls=Group)
def record() -> None:
    """复议、诉讼、协助调查函、来信、整改、更正申请等记录。"""


@record.command(cls=Command)
@click.argument("kind", metavar="种类")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="日期，默认今天")
@click.option("--linked", metavar="编号", default="", help="所涉及的申请的编号")
@with_fields
def add(
    kind: str, unit_code: str, on: datetime | None, linked: str, login: str, pairs: tuple[str, ...]
) -> None:
    """登记一件记录；字段见 docs/workflows 中该类的第一个事项。"""
    with office() as opened:
        moment = opened.now()
        with opened.db.read() as session:
            viewer = acting(session, login)
            unit, _ = units_for(session, viewer, unit_code, rollup=False)
        done = registering.open_record(
            opened,
            kind=kind,
            unit_id=unit.id,
            on_day=on.date() if on else moment.today,
            data=entered(pairs),
            linked=linked,
            viewer=viewer,
            moment=moment,
        )
    click.echo(f"已登记：{done.number}" + (f"，期限 {done.due_on}" if done.due_on else ""))
    for warning in done.warnings:
        click.echo(f"提醒：{warning}", err=True)


@record.command("list", cls=Command)
@click.argument("kind", metavar="种类")
@click.option("--open", "only_open", is_flag=True, help="只列未办结的")
@click.option("--overdue", is_flag=True, help="只列已逾期的")
@click.option("--unit", "unit_code", default="", metavar="代码", help="单位")
@click.option("--page", type=click.IntRange(1, 99_999), default=1, show_default=True, help="第几页")
def list_records(kind: str, only_open: bool, overdue: bool, unit_code: str, page: int) -> None:
    """列出一类记录，最急的在前，每页 50 件。"""
    wanted = RecordFilter(kind, open=only_open, overdue=overdue, unit=unit_code, page=page)
    with office() as opened, opened.db.read() as session:
        today, calendar = opened.now().today, calendars.newest(session)
        found = records(session, system(), wanted, today=today, calendar=calendar)
    if page > found.pages:
        raise Invalid(f"只有 {found.pages} 页；请改为 1 至 {found.pages}。")
    for row in found.rows:
        click.echo(_line(row, today=today))
    click.echo(f"共 {found.total} 件，第 {found.page} 页，共 {found.pages} 页。", err=True)


def _line(row: RecordRow, *, today: date) -> str:
    due = f"期限 {row.due_on}" if row.due_on else ""
    late = "（已逾期）" if row.due_on is not None and row.due_on < today else ""
    linked = f"涉及 {row.linked_number}" if row.linked_number else ""
    parts = (row.number or str(row.id), row.state_label, row.title, row.unit, due + late, linked)
    return "  ".join(filter(None, parts))
