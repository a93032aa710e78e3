"""How `--help` is laid out: the words that the library says in English are Chinese like the rest."""

import re
from collections.abc import Iterable
from typing import Any

import click

_SECTIONS = {"Options": "选项", "Commands": "命令"}
_KINDS = {
    "INTEGER RANGE": "整数", "INTEGER": "整数", "TEXT": "文字", "FILE": "文件", "DIRECTORY": "目录", "PATH": "路径", "FLOAT": "数",
}  # fmt: skip
_KIND = re.compile(rf"\b({'|'.join(_KINDS)})\b")
_NOTE = re.compile(
    r"\[(?:[^\[\]]*; ?)?(?:default: [^\[\]]*|required)\]$"
)  # behind the text of an option
OPTIONS, COMMAND = "[选项]…", "命令 [参数]…"


class Formatter(click.HelpFormatter):
    """Heads and the line of usage in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(_kind(name), _note(text)) for name, text in rows], col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        self.write(f"{_SECTIONS.get(heading, heading)}：\n")


def _kind(name: str) -> str:
    return _KIND.sub(lambda found: _KINDS[found[1]], name).replace("[%Y-%m-%d]", "年-月-日")


def _note(text: str) -> str:
    return _NOTE.sub(
        lambda found: found[0].replace("default: ", "默认：").replace("required", "必填"), text
    )


class Context(click.Context):
    """A call whose help is written by our formatter."""

    formatter_class = Formatter


class Helpful(click.Command):
    """A command or group whose `--help` is Chinese."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": OPTIONS, **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option
