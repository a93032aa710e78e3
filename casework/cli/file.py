"""`casework file`: the case file of a case as PDF or ZIP, and the check of such a ZIP, which needs no database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from casework.cli.acting import acting
from casework.cli.installation import Command, Group, office
from casework.errors import Invalid
from casework.files.binding import Told
from casework.queries.records import named
from casework.services.dossier import checking
from casework.services.dossier.making import Form, Made, make_case_file

_MAKE = "make"


class _MakeOrCheck(Group):
    """`casework file 编号 …` makes, `casework file check …` checks: what is no command is a number."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [_MAKE, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_MakeOrCheck)
def file() -> None:
    """卷宗：编号装订为 PDF，或者连同原件打成压缩包；check 核对压缩包。"""


@file.command(_MAKE, cls=Command, hidden=True)
@click.argument("reference", metavar="编号")
@click.option("--kind", metavar="种类", default="request", show_default=True, help="种类")
@click.option("--as", "login", required=True, metavar="登录名", help="以这位用户的范围制作")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入的文件，.pdf 或者 .zip",
)
def make(reference: str, kind: str, login: str, output: Path) -> None:
    """制作一件案件的卷宗；制作人和校验值记入本单位登记簿。"""
    form = form_of(output)
    with office() as opened, bar() as told:
        with opened.db.read() as session:
            viewer = acting(session, login)
            record_id = named(session, viewer, reference, kind=kind).id
        made = make_case_file(
            opened, record_id, form, viewer=viewer, moment=opened.now(), told=told
        )
    written(output, made)


@file.command(cls=Command)
@click.argument("path", metavar="压缩包", type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, path: Path) -> None:
    """核对卷宗压缩包，逐项列出不同之处；不需要数据库。有不同时退出码为 1。"""
    if not path.is_file():
        raise Invalid(f"没有文件“{path}”；请核对路径。")
    found = checking.check(str(path))
    for line in found:
        click.echo(line)
    click.echo(f"共{len(found)}处不同。" if found else "核对一致：文件、清单和办理过程都没有改动。")
    ctx.exit(1 if found else 0)


def form_of(output: Path) -> Form:
    """The form that the ending of a file name asks for.

    Raises:
        Invalid: another ending, or a folder that does not exist.
    """
    ending = output.suffix.lower().removeprefix(".")
    if ending not in set(Form):
        raise Invalid(f"不能写成“{output.name}”；文件名请以 .pdf 或者 .zip 结尾。")
    if not output.absolute().parent.is_dir():
        raise Invalid(f"没有目录“{output.absolute().parent}”；请先建立目录，或者换一个位置。")
    return Form(ending)


def written(output: Path, made: Made) -> None:
    """Write the file and say what it is."""
    output.write_bytes(made.content)
    click.echo(f"已写入：{output}（{made.entries}件，{made.pages}页，SHA-256 {made.sha256}）")


@contextmanager
def bar() -> Iterator[Told]:
    """A bar on standard error for a person who waits; silence where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda done, of, what: shown.update(
            task, completed=done, total=of or None, description=what
        )
