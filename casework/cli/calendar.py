"""`casework calendar`: the recorded working-day calendar, its notices, and recording a new one."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from casework import notices as rules
from casework.cli.installation import Command, Group, office
from casework.cli.sweeping import line_of, progress
from casework.errors import Invalid
from casework.notices import Notice, Span
from casework.office import Office
from casework.queries import calendar_state
from casework.services import calendars, notice_files, notices
from casework.services.notices import Preview
from casework.viewer import system
from workflows.calendar import Day, WorkingCalendar
from workflows.guards import chinese_day
from workflows.vocabulary import Role

_OPERATOR = system(Role.admin)


@click.group(cls=Group)
def calendar() -> None:
    """工作日历：列出、登记放假安排。"""


# Listing -------------------------------------------------------------------------------------------------------


@calendar.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def list_years(as_json: bool) -> None:
    """列出各年度的工作日数和依据、手工登记的通知、暂定的日期和日历版本。"""
    with office() as opened, opened.db.read() as session:
        found = calendars.newest(session)
        recorded = calendar_state.notices(session)
        versions = calendar_state.versions(session)
        moment = opened.now()
        missing = calendar_state.missing(session, _OPERATOR, found, today=moment.today)
    years = list(_years(found))
    provisional = rules.provisional_spans(found)
    if as_json:
        data = {
            "years": years,
            "notices": [{**one.notice.entry(), "version": one.version} for one in recorded],
            "provisional": [[str(one.first), str(one.last)] for one in provisional],
            "versions": [{"version": one.number, "label": one.label} for one in versions],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for year in years:
        mark = f"，其中 {year['provisional']} 天暂定" if year["provisional"] else ""
        click.echo(
            f"{year['year']} 年：工作日 {year['working_days']} 天{mark}  {year['notice']}".rstrip()
        )
    for one in recorded:
        click.echo(f"通知：{one.notice.source}（第 {one.version} 版，{one.by}登记）")
    for span in provisional:
        click.echo(f"暂定：{_days(span)}")
    for version in versions:
        click.echo(f"版本：第 {version.number} 版，{version.at:%Y-%m-%d}，{version.label}")
    if missing is not None:
        click.echo(calendar_state.sentence(missing), err=True)


def _years(found: WorkingCalendar) -> Iterator[dict[str, Any]]:
    days = found.slice(found.first, found.last)
    for year, of_year in groupby(days, key=lambda day: day.on.year):
        listed = list(of_year)
        yield {
            "year": year,
            "working_days": sum(day.working for day in listed),
            "provisional": sum(day.provisional for day in listed),
            "notice": next((day.notice for day in listed if day.notice), ""),
        }


def _days(span: Span) -> str:
    if span.first == span.last:
        return chinese_day(span.first)
    return f"{chinese_day(span.first)}至{chinese_day(span.last)}"


# Recording -----------------------------------------------------------------------------------------------------


_PREVIEW = click.option("--preview", is_flag=True, help="只列出影响，不登记")
_YES = click.option("--yes", is_flag=True, help="不再询问，直接登记")


@calendar.command(cls=Command)
@click.option("--number", default="", metavar="文号", help="例如 国办发明电〔2026〕7号")
@click.option("--title", default="", metavar="标题", help="通知的标题")
@click.option(
    "--off",
    multiple=True,
    metavar="日期段",
    help=f"放假的日期段，可重复，例如 {rules.FORM}",
)
@click.option(
    "--work", multiple=True, metavar="日期", help="调休上班的日期，可重复，例如 2027-02-20"
)
@click.option(
    "--year", type=int, default=None, metavar="年度", help="这是该年度的放假安排，其日期随之确定"
)
@_PREVIEW
@_YES
def record(
    number: str,
    title: str,
    off: Sequence[str],
    work: Sequence[str],
    year: int | None,
    preview: bool,
    yes: bool,
) -> None:
    """登记国务院放假安排或者临时调整，先列出对每件在办案件的影响，再保存并重算期限。"""
    notice = rules.read(number=number, title=title, off=off, work=work, year=year)
    with office() as opened:
        _record(opened, [notice], preview=preview, yes=yes)


@calendar.command("import", cls=Command)
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@_PREVIEW
@_YES
def import_file(file: Path, preview: bool, yes: bool) -> None:
    """从文件（CSV、XLSX 或者 JSON）登记一份或者几份通知；有一处不对则全部不登记。"""
    with office() as opened:
        _record(opened, notice_files.read_file(file), preview=preview, yes=yes)


def _record(opened: Office, found: Sequence[Notice], *, preview: bool, yes: bool) -> None:
    moment = opened.now()
    with opened.db.read() as session:
        seen = notices.foresee(session, found, viewer=_OPERATOR)
    for line in _preview_lines(found, seen):
        click.echo(line)
    if preview:
        click.echo("以上为预览，没有登记。")
        return
    if not (yes or _agreed()):
        raise Invalid("没有登记；确认影响后，请加 --yes 重新运行。")
    with progress("重算期限", total=seen.effects.judged) as tick:
        done = notices.record(
            opened, found, viewer=_OPERATOR, moment=moment, seen=seen.version, tick=tick
        )
    click.echo(f"已登记；重算 {done.judged} 件在办案件，{len(done.moved)} 件的期限有变动。")


def _agreed() -> bool:
    try:
        return click.confirm("确认登记吗", prompt_suffix="（y/N）：", show_default=False)
    except click.Abort:  # nobody is there to answer
        return False


def _preview_lines(found: Sequence[Notice], seen: Preview) -> Iterator[str]:
    for notice in found:
        yield f"通知：{notice.source}" + (f"，{notice.year}年度" if notice.year else "")
    yield from seen.doubts
    yield f"改变的日期 {len(seen.days)} 天："
    for day in seen.days:
        yield f"  {_changed(day)}"
    effects = seen.effects
    yield (
        f"在办案件 {effects.judged} 件，期限变动 {len(effects.moved)} 件，"
        f"暂定转为确定 {len(effects.became_firm)} 件{'：' if effects.cases else '。'}"
    )
    for one in effects.cases:
        yield f"  {line_of(one)}"


def _changed(day: Day) -> str:
    weekday = rules.WEEKDAYS[day.on.weekday()]
    return f"{day.on.isoformat()}（周{weekday}）改为{'上班' if day.working else '休息'}：{day.why}"
