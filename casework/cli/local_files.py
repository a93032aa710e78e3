"""Files of whoever calls a command: read and written with a sentence where that fails."""

from pathlib import Path

import click

from casework.errors import Invalid


def read(path: Path) -> bytes:
    """The content of a file.

    Raises:
        Invalid: it is not there, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"文件“{path}”不能读取（{error.strerror}）；请核对路径和权限。") from error


def write(path: Path, content: bytes) -> None:
    """Keep the content, and say so on standard error.

    Raises:
        Invalid: nothing can be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Invalid(f"不能写入“{path}”：{error.strerror}；请换一个位置。") from error
    click.echo(f"已写入 {path}", err=True)
