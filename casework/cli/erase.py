"""`casework erase`: what is personal in a case goes for ever once its archive term is over; shown first, done by name."""

import click

from casework.cli.acting import acting
from casework.cli.installation import Command, office
from casework.queries.records import named
from casework.services import actions, erasing
from workflows.acts.erasing import ERASE


@click.command(cls=Command)
@click.argument("reference", metavar="编号")
@click.option("--as", "login", required=True, metavar="登录名", help="以这位用户的角色办理")
@click.option("--kind", metavar="种类", default="request", show_default=True, help="种类")
@click.option("--dry-run", is_flag=True, help="只列出将要清除的内容，不清除")
def erase(reference: str, login: str, kind: str, dry_run: bool) -> None:
    """清除一案的个人信息和文件内容：保管期限届满、经鉴定可以清除、没有未结的复议和诉讼。不可恢复。"""
    with office() as opened:
        moment = opened.now()
        with opened.db.read() as session:
            viewer = acting(session, login)
            record = named(session, viewer, reference, kind=kind)
            record_id, version, number = record.id, record.version, record.number or record.id
            found = erasing.plan(session, opened, record, ERASE, viewer=viewer, moment=moment)
        if dry_run:
            gone = found.contents
            click.echo(
                f"{number} 将清除：当事人的身份和联系方式 {gone.parties} 人，申请内容 {gone.items} 项，文字 {gone.notes} 条，"
                f"文书内容 {gone.papers} 份，文件内容 {gone.files} 份，以及检索用的词条。编号、日期、结果和校验值保留。"
            )
            click.echo(found.refusal or "可以清除；这次没有清除任何内容。", err=bool(found.refusal))
            raise SystemExit(1 if found.refusal else 0)
        actions.perform(
            opened,
            record_id,
            ERASE,
            viewer=viewer,
            version=version,
            on_day=moment.today,
            data={},
            moment=moment,
        )
    click.echo(f"已清除：{number}，共 {found.contents.total} 处。")
