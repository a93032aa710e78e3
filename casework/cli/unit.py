"""`casework unit`: the tree of answering units."""

import click
from sqlalchemy import select

from casework.cli.installation import Command, Group, office
from casework.errors import Invalid
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import unit_settings as in_unit
from casework.queries.remedies import Gap, gaps
from casework.services import unit_settings, units
from casework.viewer import system
from workflows.vocabulary import Channel, Role


@click.group(cls=Group)
def unit() -> None:
    """答复单位。"""


@unit.command(cls=Command)
@click.argument("code", metavar="代码")
@click.argument("name", metavar="名称")
@click.option("--parent", default="", metavar="代码", help="上级单位")
@click.option("--signatory", default="", help="署名机关；默认与名称相同")
@click.option("--mark", default="", help="机关代字，用于发文字号")
@click.option(
    "--review-body", "bodies", multiple=True, metavar="名称:地址", help="复议机关，可重复"
)
@click.option(
    "--court", "courts", multiple=True, metavar="名称:地址", help="有管辖权的法院，可重复"
)
@click.option("--online-review-url", default="", help="行政复议网上申请地址")
def add(
    code: str,
    name: str,
    parent: str,
    signatory: str,
    mark: str,
    bodies: tuple[str, ...],
    courts: tuple[str, ...],
    online_review_url: str,
) -> None:
    """新增单位。"""
    remedies = {
        "review_bodies": [_body(text) for text in bodies],
        "courts": [_body(text) for text in courts],
        "online_review_url": online_review_url,
    }
    form = units.UnitForm(
        code, name, parent=parent, signatory=signatory, mark=mark, remedies=remedies
    )
    with office() as opened:
        units.add_unit(opened, form, viewer=system(Role.admin), moment=opened.now())
        click.echo(f"已新增单位：{code} {name}")
        _tell_gaps(opened, code)


@unit.command(cls=Command)
@click.argument("code", metavar="代码")
def check(code: str) -> None:
    """检查单位设置是否齐全：缺少什么，影响哪些文书；缺少复议机关、法院等的以 1 退出。"""
    with office() as opened:
        found = _tell_gaps(opened, code)
    if not found:
        click.echo(f"{code} 的设置齐全，各类文书都可以签发。")
    if any(gap.stops for gap in found):
        raise SystemExit(1)


def _tell_gaps(opened: Office, code: str) -> tuple[Gap, ...]:
    """Say what the set-up lacks when it is made, not when an answer is due (复议法23)."""
    with opened.db.read() as session:
        found = gaps(units.by_code(session, code), on_day=opened.now().today)
    for gap in found:
        click.echo(f"提示：{gap.sentence}。", err=True)
    return found


@unit.command(cls=Command)
@click.argument("code", metavar="代码")
@click.argument("channel", nargs=-1, type=click.Choice([c.value for c in Channel]), metavar="渠道…")
def channels(code: str, channel: tuple[str, ...]) -> None:
    """登记信息公开指南公布的接收渠道；当面、邮寄始终开放，不能取消。"""
    with office() as opened:
        found = unit_settings.announce_channels(
            opened,
            code,
            [Channel(one) for one in channel],
            viewer=system(Role.admin),
            moment=opened.now(),
        )
    click.echo(f"{code} 的接收渠道：{'、'.join(one.label for one in found)}")


@unit.command("set", cls=Command)
@click.argument("code", metavar="代码")
@click.argument("key", metavar="设置")
@click.argument("value", metavar="值", default="")
def set_value(code: str, key: str, value: str) -> None:
    """改一项单位设置；不写值的，取消本单位的设置，随上级单位或者默认。"""
    with office() as opened:
        unit_settings.change(
            opened, code, {key: value}, viewer=system(Role.admin), moment=opened.now()
        )
        with opened.db.read() as session:
            found = in_unit.lines(session, units.by_code(session, code))
    for line in found:
        if line.setting.key == key:
            click.echo(_told(line))


@unit.command("settings", cls=Command)
@click.argument("code", metavar="代码")
def list_settings(code: str) -> None:
    """列出一个单位的各项设置：现在的值，是本单位设置的、随上级单位的还是默认的。"""
    with office() as opened, opened.db.read() as session:
        for line in in_unit.lines(session, units.by_code(session, code)):
            click.echo(_told(line))


def _told(line: in_unit.Line) -> str:
    return f"{line.setting.key}  {line.setting.label}：{line.holds or '—'}（{line.source}）"


@unit.command("list", cls=Command)
def list_units() -> None:
    """按上下级列出单位。"""
    with office() as opened, opened.db.read() as session:
        rows = list(session.scalars(select(Unit).order_by(Unit.id)))
    below: dict[int | None, list[Unit]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    _show(below, None, depth=0)


def _show(below: dict[int | None, list[Unit]], parent: int | None, *, depth: int) -> None:
    for row in below.get(parent, []):
        click.echo(f"{'  ' * depth}{row.code}  {row.name}")
        _show(below, row.id, depth=depth + 1)


def _body(text: str) -> dict[str, str]:
    name, separator, address = text.replace("：", ":").partition(":")
    if not (name.strip() and separator and address.strip()):
        raise Invalid(f"“{text}”缺少名称或者地址；请按 名称:地址 的格式填写。")
    return {"name": name.strip(), "address": address.strip()}
