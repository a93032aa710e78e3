"""What every command shares: the `--database` option, the open office, and refusals as sentences with exit code 1."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from click.exceptions import NoArgsIsHelpError
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from casework.cli.help_text import COMMAND, Helpful
from casework.db import normalised_url
from casework.errors import CaseworkError, NotConfigured
from casework.office import Office, open_office
from casework.services.upgrade import is_migrated
from casework.settings import Settings, read_settings

F = TypeVar("F", bound=Callable[..., Any])
_KEY = "casework.database"


def database_option(function: F) -> F:
    """`--database URL`; it may stand before or behind the subcommand."""
    option = click.option(
        "--database",
        metavar="URL",
        expose_value=False,
        callback=_remember,
        help="数据库地址；默认取 CASEWORK_DATABASE_URL，再默认为 instance/ 下的 SQLite",
    )
    return option(function)


def settings() -> Settings:
    """The settings, with the database that this call names."""
    context = click.get_current_context(silent=True)
    url = context.meta.get(_KEY) if context is not None else None
    return read_settings(database_url=url)


def is_there() -> bool:
    """Whether the database exists already; asking must not create it."""
    try:
        url = normalised_url(settings().database_url)
    except ArgumentError:
        return True  # opening it says what is wrong
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


@contextmanager
def office(*, migrated: bool = True) -> Iterator[Office]:
    """The open installation.

    Raises:
        NotConfigured: the database cannot be reached, or it is not migrated and has to be.
    """
    if migrated and not is_there():
        raise NotConfigured("还没有建立数据库；请先运行 casework upgrade。")
    try:
        with open_office(settings()) as opened:
            if migrated and not is_migrated(opened.db):
                raise NotConfigured("数据库尚未建立或者不是当前版本；请先运行 casework upgrade。")
            yield opened
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise NotConfigured(
            f"数据库地址不能使用（{error}）；请写成 sqlite:///文件 或者 postgresql://用户@主机/库名 的形式。"
        ) from error
    except DBAPIError as error:
        raise NotConfigured(f"数据库不能使用：{error.orig}；请检查地址、权限和磁盘。") from error
    except OSError as error:
        raise NotConfigured(
            f"不能读写“{error.filename}”：{error.strerror}；请检查目录和权限。"
        ) from error


class Refusal(click.ClickException):
    """A refusal of the application, as a command prints it."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


class Misuse(click.UsageError):
    """A call that is not of the command's form, told in Chinese; exit code 2."""

    def show(self, file: Any = None) -> None:
        if self.ctx is not None:
            click.echo(f"用法：{self.ctx.command_path} {_pieces(self.ctx)}", err=True)
            click.echo(f"帮助：{self.ctx.command_path} --help", err=True)
        click.echo(self.message, err=True)


def _pieces(ctx: click.Context) -> str:
    return " ".join(ctx.command.collect_usage_pieces(ctx))


def _told(error: click.UsageError) -> str:
    """What is wrong with a call: which word, and what it may be."""
    if isinstance(error, click.NoSuchOption):
        near = f"；相近的有：{'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有“{error.option_name}”这个选项{near}。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else _argument(error)
        if isinstance(error, click.MissingParameter):
            return f"缺少“{name}”；请补上{_allowed(error.param.type)}。"
        return f"“{name}”的值不对；请改为{_allowed(error.param.type) or '可用的值'}。"
    return f"命令的写法不对（{error.format_message()}）；请参照用法改正。"


def _argument(error: click.BadParameter) -> str:
    return str(error.param.metavar or error.param.name) if error.param is not None else ""


def _allowed(kind: "click.ParamType[Any]") -> str:
    if isinstance(kind, click.Choice):
        return f"下列之一：{'、'.join(str(choice) for choice in kind.choices)}"
    if isinstance(kind, click.IntRange):
        return f"整数（{kind.min} 至 {kind.max}）"
    return "整数" if kind is click.INT else ""


class Command(Helpful):
    """A command whose refusals become sentences; it takes `--database` behind its name as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        database_option(self)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise Misuse(_told(error), ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CaseworkError as error:
            raise Refusal(error.message) from error


class Group(Helpful, click.Group):
    """A group whose commands are ours."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": COMMAND, **kwargs})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and ctx.parent is not None and not self.invoke_without_command:
            raise Misuse(f"没有写明命令；可用的有：{self._names(ctx)}。", ctx)
        try:
            return super().parse_args(ctx, args)
        except NoArgsIsHelpError:  # the bare name of the whole program: its help
            raise
        except click.UsageError as error:
            raise Misuse(_told(error), ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CaseworkError as error:  # of a group that does something itself
            raise Refusal(error.message) from error

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise Misuse(f"没有“{args[0]}”这个命令；可用的有：{self._names(ctx)}。", ctx) from error

    def _names(self, ctx: click.Context) -> str:
        return "、".join(name for name in self.list_commands(ctx) if not self.commands[name].hidden)


def _remember(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        ctx.meta[_KEY] = value
