"""`casework redact`: a copy of a PDF with marked places really gone, or proposals where to look; no database."""

from pathlib import Path

import click

from casework.cli.installation import Command
from casework.errors import Invalid
from casework.files import redaction
from casework.files.checking import check
from casework.files.marks import read_marks

_MOST = 200 * 1024 * 1024


@click.command(cls=Command)
@click.argument(
    "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="PDF"
)
@click.argument(
    "copy", type=click.Path(path_type=Path, dir_okay=False), metavar="副本", required=False
)
@click.option(
    "--mark",
    "lines",
    multiple=True,
    metavar="页,左,上,宽,高,说明",
    help="遮盖一处，单位为点，自左上角量起",
)
@click.option(
    "--marks",
    "table",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="每行一处标记的文本文件",
)
def redact(source: Path, copy: Path | None, lines: tuple[str, ...], table: Path | None) -> None:
    """去标识化：每页转为图像并涂黑标记之处；不写副本时只列出疑似个人信息，由人核对。"""
    file = check(source.name, source.read_bytes(), most_bytes=_MOST)
    if file.media.key != "pdf":
        raise Invalid("只有 PDF 可以遮盖；请先打印为 PDF。")
    if copy is None:
        for mark in redaction.proposed(file.data):
            click.echo(mark.line)
        return
    text = table.read_text(encoding="utf-8") if table else ""
    made = redaction.redacted(file.data, read_marks("\n".join([*lines, text])))
    if copy.exists():
        raise Invalid(f"“{copy}”已存在，没有覆盖；请换一个文件名。")
    copy.write_bytes(made)
    click.echo(f"已写入 {copy}；请逐页核对遮盖是否完整。")
