"""`casework unit`: the tree of answering units."""

import re
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy import select

from casework.cli.installation import Command, Group, office
from casework.errors import Invalid
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import setup_list
from casework.queries import unit_settings as in_unit
from casework.queries.remedies import Gap, gaps, remedy_doubts
from casework.services import calendars, unit_remedies, unit_settings, units
from casework.services import numbering as services_numbering
from casework.viewer import system
from workflows.documents import DOCUMENTS
from workflows.numbering import PATTERN, Numbering, numbered_papers, numbering_of
from workflows.signatories import Signatory
from workflows.vocabulary import Channel, Role

_DAY = click.DateTime(["%Y-%m-%d"])
_BODY = "名称:地址[@起..止]"
_SPAN = re.compile(r"(?P<since>[0-9-]+)?\.\.(?P<until>[0-9-]+)?")


@click.group(cls=Group)
def unit() -> None:
    """答复单位。"""


@unit.command(cls=Command)
@click.argument("code", metavar="代码")
@click.argument("name", metavar="名称")
@click.option("--parent", default="", metavar="代码", help="上级单位")
@click.option("--signatory", default="", help="署名机关；默认与名称相同")
@click.option("--mark", default="", help="机关代字，用于发文字号")
@click.option("--review-body", "bodies", multiple=True, metavar=_BODY, help="复议机关，可重复")
@click.option("--court", "courts", multiple=True, metavar=_BODY, help="有管辖权的法院，可重复")
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
@click.option("--on", "on_day", type=_DAY, metavar="日期", help="检查这一天签发的文书；默认今天")
def check(code: str, on_day: datetime | None) -> None:
    """检查单位设置是否齐全：缺少什么，影响哪些文书；缺少复议机关、法院等的以 1 退出。"""
    with office() as opened:
        _tell_steps(opened, code, on_day.date() if on_day else None)
        found = _tell_gaps(opened, code, on_day.date() if on_day else None)
    if not found:
        click.echo(f"{code} 的设置齐全，各类文书都可以签发。")
    if any(gap.stops for gap in found):
        raise SystemExit(1)


@unit.command(cls=Command)
@click.argument("code", metavar="代码")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Signatory]),
    metavar="类型",
    help=f"署名机关的类型：{'、'.join(f'{kind.value}（{kind.label}）' for kind in Signatory)}",
)
@click.option(
    "--review-body", "bodies", multiple=True, metavar=_BODY, help="复议机关，可重复；替换原有的"
)
@click.option(
    "--court", "courts", multiple=True, metavar=_BODY, help="有管辖权的法院，可重复；替换原有的"
)
@click.option("--online-review-url", metavar="网址", help="行政复议网上申请地址")
@click.option(
    "--gathered-since",
    type=_DAY,
    metavar="日期",
    help="2024年以前当地由一个复议机关集中行使复议职责的起始日",
)
def remedies(
    code: str,
    kind: str | None,
    bodies: tuple[str, ...],
    courts: tuple[str, ...],
    online_review_url: str | None,
    gathered_since: datetime | None,
) -> None:
    """登记复议机关、管辖法院及其起止日期；已经签发的文书不变。"""
    entered: dict[str, Any] = {
        "review_bodies": [_body(text) for text in bodies],
        "courts": [_body(text) for text in courts],
        "online_review_url": online_review_url,
    }
    day = gathered_since.date().isoformat() if gathered_since else None
    settings = {"signatory_kind": kind, "gathered_since": day}
    with office() as opened:
        unit_remedies.change_remedies(
            opened,
            code,
            remedies={key: value for key, value in entered.items() if value},
            settings={key: value for key, value in settings.items() if value},
            viewer=system(Role.admin),
            moment=opened.now(),
        )
        click.echo(f"已登记 {code} 的救济途径。")
        _tell_gaps(opened, code)


def _tell_steps(opened: Office, code: str, on_day: date | None) -> None:
    """The list of the set-up assistant; what is competent on another day is asked of the remedies only."""
    with opened.db.read() as session:
        found = setup_list.steps(
            session,
            system(Role.admin),
            units.by_code(session, code),
            calendars.newest(session),
            today=on_day or opened.now().today,
        )
    for one in found:
        click.echo(one.line)


def _tell_gaps(opened: Office, code: str, on_day: date | None = None) -> tuple[Gap, ...]:
    """Say what the set-up lacks when it is made, not when an answer is due (复议法23)."""
    day = on_day or opened.now().today
    with opened.db.read() as session:
        found_unit = units.by_code(session, code)
        found, unclear = gaps(found_unit, on_day=day), remedy_doubts(found_unit, on_day=day)
    for sentence in (*(gap.sentence for gap in found), *unclear):
        click.echo(f"提示：{sentence}。", err=True)
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


@unit.command(cls=Command)
@click.argument("code", metavar="代码")
@click.option("--pattern", default="", metavar="格式", help=f"文号格式，如 {PATTERN}")
@click.option("--word", "words", multiple=True, metavar="文书=字", help="如 answer=公复，可重复")
@click.option(
    "--series",
    "series",
    multiple=True,
    metavar="文书=序列",
    help="共用一个序列的文书写同一名称，可重复",
)
def numbering(code: str, pattern: str, words: tuple[str, ...], series: tuple[str, ...]) -> None:
    """设置发文字号的格式、字和编号序列，并列出各类文书的文号样式；不带选项的只列出。"""
    with office() as opened:
        with opened.db.read() as session:
            kept = numbering_of(units.by_code(session, code).settings)
        chosen = Numbering(
            pattern or kept.pattern,
            {**kept.words, **dict(_pair(text) for text in words)},
            {**kept.series, **dict(_pair(text) for text in series)},
        )
        if chosen != kept:
            services_numbering.set_numbering(
                opened, code, chosen, viewer=system(Role.admin), moment=opened.now()
            )
        year = opened.now().today.year
        with opened.db.read() as session:
            mark = units.by_code(session, code).mark
    for key in numbered_papers():
        number = chosen.spelt(key, mark=mark, year=year, serial=1)
        click.echo(f"{DOCUMENTS[key].title}  {number}  序列：{chosen.series_of(key)}")


def _pair(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not (key.strip() and separator and value.strip()):
        raise Invalid(f"“{text}”缺少文书或者名称；请按 文书=名称 的格式填写，如 answer=公复。")
    return key.strip(), value.strip()


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
    """A body as typed, with the days from and until which it is competent (both included, each may be left out)."""
    name, separator, rest = text.replace("：", ":").partition(":")
    address, _, span = rest.partition("@")
    if not (name.strip() and separator and address.strip()):
        raise Invalid(f"“{text}”缺少名称或者地址；请按 {_BODY} 的格式填写。")
    if not span:
        return unit_remedies.body(name, address)
    found = _SPAN.fullmatch(span.strip())
    days = {k: v for k, v in (found.groupdict() if found else {}).items() if v}
    if not days:
        raise Invalid(f"“{text}”中的起止日期不能识别；请按 {_BODY} 的格式填写，起止可以只写一个。")
    return unit_remedies.body(name, address, **days)
