"""`casework fee`: the information-processing fee in yuan, one number on standard output (109号)."""

import click

from casework.cli.installation import Command, Group
from casework.errors import Invalid
from workflows.fees import InvalidCount, fee_for_pages, fee_for_pieces


@click.group(cls=Group)
def fee() -> None:
    """计算信息处理费（国办函〔2020〕109号）。"""


@fee.command(cls=Command)
@click.argument("n", type=int, metavar="件数")
def pieces(n: int) -> None:
    """按件：同一申请人一个自然月内的申请件数。"""
    try:
        click.echo(fee_for_pieces(n))
    except InvalidCount as error:
        raise Invalid(str(error)) from error


@fee.command(cls=Command)
@click.argument("n", type=int, metavar="页数")
def pages(n: int) -> None:
    """按量：一件申请提供的页数。"""
    try:
        click.echo(fee_for_pages(n))
    except InvalidCount as error:
        raise Invalid(str(error)) from error
