"""`casework draft`: the draft of an answer out to a file, an edited one back as a version, and the versions; it decides nothing."""

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text
from sqlalchemy.orm import Session

from casework.cli.acting import acting
from casework.cli.installation import Command, Group, office
from casework.differences import Line, differences
from casework.office import Office
from casework.queries.case_page import CaseView, case_page
from casework.queries.draft_versions import versions_of
from casework.queries.records import named
from casework.services import calendars, drafting
from casework.viewer import Viewer
from workflows import drafts

_AS = click.option("--as", "login", required=True, metavar="登录名", help="以这位用户的角色办理")
_FILE = click.Path(dir_okay=False, path_type=Path)
_MARKS = {"same": "  ", "del": "删", "ins": "增", "changed": "改"}


@click.group(cls=Group)
def draft() -> None:
    """答复书草稿和理由的各稿。"""


@draft.command("get", cls=Command)
@click.argument("reference", metavar="编号")
@_AS
@click.option("-o", "--output", required=True, metavar="文件", type=_FILE, help="写入的 DOCX 文件")
def get(reference: str, login: str, output: Path) -> None:
    """写出 DOCX 草稿，可用 WPS 或者 Word 修改“理由”部分。"""
    with office() as opened, opened.db.read() as session:
        viewer = acting(session, login)
        record = named(session, viewer, reference, kind="request")
        moment = opened.now()
        data = drafting.draft(session, opened, record.id, viewer=viewer, moment=moment)
    output.write_bytes(data)
    click.echo(f"已写入：{output}")


@draft.command("put", cls=Command)
@click.argument("reference", metavar="编号")
@click.argument(
    "file", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@_AS
@click.option("--comment", default="", metavar="文字", help="修改说明")
@click.option("--dry-run", is_flag=True, help="只显示差异，不保存")
def put(reference: str, file: Path, login: str, comment: str, *, dry_run: bool) -> None:
    """把改好的草稿中的理由存为新的一稿；先列出差异和没有采用的改动。"""
    with office() as opened:
        with opened.db.read() as session:
            viewer = acting(session, login)
            record_id = named(session, viewer, reference, kind="request").id
            found = drafting.returned(
                session, opened, record_id, file.read_bytes(), viewer=viewer, moment=opened.now()
            )
            _tell(_view(session, opened, viewer, record_id), found)
        if dry_run:
            click.echo("没有保存。")
            return
        done = drafting.save(opened, record_id, text=found.text, based_on=found.base,
                             comment=comment, viewer=viewer, moment=opened.now())  # fmt: skip
    click.echo(f"已存为新的一稿（第{done.version}条记录）。")


@draft.command("list", cls=Command)
@click.argument("reference", metavar="编号")
@_AS
def listed(reference: str, login: str) -> None:
    """列出各稿：稿次、作者、时间、修改说明。"""
    with office() as opened, opened.db.read() as session:
        viewer = acting(session, login)
        record = named(session, viewer, reference, kind="request")
        drafting.check_sight(session, viewer, record.id)
        for one in versions_of(_view(session, opened, viewer, record.id)):
            at = one.at.astimezone(opened.settings.timezone).strftime("%Y-%m-%d %H:%M")
            parts = (f"第{one.number}稿（第{one.seq}条记录）", one.actor, at, one.comment, one.mark)
            click.echo("  ".join(filter(None, parts)))


def _view(session: Session, opened: Office, viewer: Viewer, record_id: int) -> CaseView:
    return case_page(
        session,
        viewer,
        record_id,
        today=opened.now().today,
        calendar=calendars.newest(session),
        cipher=opened.cipher,
    )


def _tell(view: CaseView, found: drafting.Uploaded) -> None:
    last = drafts.newest(view.facts)
    before = next((v.text for v in versions_of(view) if last and v.seq == last.key), "")
    for remark in found.remarks:
        click.echo(remark)
    for change in found.changes:
        click.echo(f"这一段由系统生成，您的改动没有采用：{change.label}")
        click.echo(f"  系统生成：{change.before}\n  您的文件：{change.after}")
    console = Console(soft_wrap=True, highlight=False)
    for line in differences(before, found.text):
        console.print(_drawn(line))


def _drawn(line: Line) -> Text:
    """A line for the terminal, marked with signs as well as with colours."""
    text = Text(f"{_MARKS[line.kind]} ")
    for piece in line.pieces:
        if piece.kind == "same":
            text.append(piece.text)
        else:
            sign, style = ("-", "red strike") if piece.kind == "del" else ("+", "blue underline")
            text.append(f"[{sign}{piece.text}{sign}]", style)
    return text
