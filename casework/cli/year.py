"""`casework year`: close the year of a unit, reopen it, and list the published versions of its report."""

import json

import click

from casework.cli.installation import Command, Group, office
from casework.queries import annual_versions
from casework.queries.sight import units_for
from casework.services.annual_years import YearKey, close_year, reopen_year
from casework.viewer import system
from workflows.annual_grid import format_for
from workflows.annual_places import cell_words
from workflows.vocabulary import Role

_OPERATOR = system(Role.supervisor)
_KINDS = {"frozen": "封存", "amended": "更正", "published": "录入已公布的数字", "filed": "外部报送"}


@click.group(cls=Group)
def year() -> None:
    """年度：封存、重新打开年报。"""


@year.command(cls=Command)
@click.option("--year", "of_year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("--rollup", is_flag=True, help="单位连同全部下属单位的汇总年报")
@click.option("--reason", default="", help="说明，例如再次封存的原因")
def close(of_year: int, unit_code: str, rollup: bool, reason: str) -> None:
    """结转未办结的案件并封存年报。"""
    key = YearKey(unit_code, of_year, rollup)
    with office() as opened:
        made = close_year(opened, key, viewer=_OPERATOR, moment=opened.now(), reason=reason)
    click.echo(f"已封存{of_year}年度年报第{made.number}版，SHA-256 {made.digest}。")


@year.command(cls=Command)
@click.option("--year", "of_year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("--rollup", is_flag=True, help="单位连同全部下属单位的汇总年报")
@click.option("--reason", required=True, help="重新打开的理由")
def reopen(of_year: int, unit_code: str, rollup: bool, reason: str) -> None:
    """重新打开已经封存的年报；各版保留。"""
    key = YearKey(unit_code, of_year, rollup)
    with office() as opened:
        reopen_year(opened, key, reason=reason, viewer=_OPERATOR, moment=opened.now())
    click.echo(f"已重新打开{of_year}年度年报；改好以后请再次封存。")


@year.command(cls=Command)
@click.option("--year", "of_year", type=int, required=True, help="年度")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
@click.option("--rollup", is_flag=True, help="单位连同全部下属单位的汇总年报")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def versions(of_year: int, unit_code: str, rollup: bool, as_json: bool) -> None:
    """列出年报的各版：封存和更正，新旧数字。"""
    with office() as opened, opened.db.read() as session:
        unit, _ = units_for(session, _OPERATOR, unit_code, rollup=rollup)
        record = annual_versions.year_record(session, unit.id, of_year, rollup=rollup)
        lines = annual_versions.versions(session, record.id) if record else ()
        reopened = annual_versions.reopenings(session, record.id) if record else ()
    if as_json:
        rows = [annual_versions.as_data(one) for one in lines]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in lines:
        click.echo(
            f"第{one.number}版 {_KINDS[one.kind]} {one.on_day} {one.signer} {one.digest[:12]}"
        )
        for change in one.changes:
            words = cell_words(format_for(of_year), change["row"], change["column"])
            click.echo(f"    {words}：{change['old']} → {change['new']}")
    for again in reopened:
        click.echo(f"{again.on_day} 由{again.by}重新打开：{again.reason}")
    if not lines:
        click.echo(f"{of_year}年度的年报还没有封存过。")
