"""`casework handover`: the open cases of one member of staff go to another, all at once."""

import click

from casework.cli.installation import Command, office
from casework.services import handover
from casework.viewer import system
from workflows.vocabulary import Role


@click.command("handover", cls=Command)
@click.argument("leaving", metavar="登录名")
@click.option("--to", "to", required=True, metavar="登录名", help="接收办件的承办人")
@click.option("--unit", "unit_code", default="", metavar="代码", help="只交接这一单位的办件")
@click.option("--dry-run", is_flag=True, help="只列出将要交接的办件")
def hand_over(leaving: str, to: str, unit_code: str, dry_run: bool) -> None:
    """把一人名下未办结的办件全部交给另一人；每 100 件一批，一批之内要么全部交接，要么都不动。"""
    who = system(Role.admin, Role.approver)
    with office() as opened:
        with opened.db.read() as session:
            found = handover.open_cases(session, who, leaving, unit=unit_code)
        for one in found:
            click.echo(f"{one.number}  {one.unit}  {one.state_label}")
        if dry_run:
            click.echo(f"共 {len(found)} 件，尚未交接。")
            return
        report = handover.hand_over(
            opened, leaving=leaving, to=to, unit=unit_code, viewer=who, moment=opened.now()
        )
    click.echo(f"已交接 {len(report.moved)} 件。")
    for reason in dict.fromkeys(kept.reason for kept in report.kept):
        count = sum(kept.reason == reason for kept in report.kept)
        click.echo(f"未交接 {count} 件：{reason}", err=True)
    if report.kept:
        raise SystemExit(1)
