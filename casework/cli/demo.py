"""`casework demo`: the demonstration district in a database of its own."""

import click

from casework import demo as demonstration
from casework.cli.installation import Command, office
from casework.errors import NotEmpty


@click.command(cls=Command)
@click.option("--if-empty", is_flag=True, help="已有其他数据时不装载，也不算失败")
@click.pass_context
def demo(ctx: click.Context, if_empty: bool) -> None:
    """装入演示数据：临沂市兰山区 2020 年，以及今天前后的一年；打印 2020 年的表格并与公布的表格核对。"""
    with office(migrated=False) as opened:
        moment = opened.now()
        try:
            code = demonstration.run(opened, moment=moment, echo=click.echo)
        except NotEmpty:
            if not if_empty:
                raise
            click.echo("数据库中已有其他数据，没有装载演示数据。")
            code = 0
    ctx.exit(code)
