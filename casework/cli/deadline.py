"""`casework deadline`: the last day of a term of working days, and why."""

import json
from datetime import date

import click

from casework.cli.installation import Command, is_there, office, settings
from casework.errors import Invalid, NoCalendar, NotConfigured
from casework.office import present
from casework.services import calendars
from workflows.calendar import OutsideCalendar, WorkingCalendar
from workflows.tape import TapeDay, plain_tape

_WEEKDAYS = "一二三四五六日"
_PROVISIONAL = "（暂定：放假安排尚未公布）"


@click.command(cls=Command)
@click.argument("start", metavar="日期")
@click.option(
    "--days",
    "n",
    type=click.IntRange(min=1, max=2000),
    default=20,
    show_default=True,
    help="工作日数",
)
@click.option("--tape", "with_tape", is_flag=True, help="逐日说明")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def deadline(start: str, n: int, with_tape: bool, as_json: bool) -> None:
    """自收到之日（不计入）起若干工作日的最后一天，如 casework deadline 2022-09-30 --days 20。"""
    day = parsed(start)
    calendar = _calendar()
    try:
        due = calendar.add(day, n)
        days = plain_tape(day, n, calendar)
    except OutsideCalendar as error:
        raise calendars.outside(error) from error
    provisional = calendar.any_provisional(day, due)
    if as_json:
        found: dict[str, object] = {"due_on": due.isoformat(), "provisional": provisional}
        if with_tape:
            found["tape"] = [one.as_dict() for one in days]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in days if with_tape else ():
        click.echo(_line(one))
    click.echo(
        f"{due.isoformat()}（周{_WEEKDAYS[due.weekday()]}）{_PROVISIONAL if provisional else ''}"
    )


def parsed(text: str) -> date:
    """A day as typed.

    Raises:
        Invalid: it is no day of the calendar.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(f"“{text}”不是有效日期；请按 2020-09-01 的格式填写。") from error


def _calendar() -> WorkingCalendar:
    """The recorded calendar where there is one, else the published one: a question about days needs no set-up."""
    if is_there():
        try:
            with office() as opened, opened.db.read() as session:
                return calendars.newest(session)
        except (NotConfigured, NoCalendar):
            pass  # a database that is not set up yet knows no days
    return calendars.published(present(settings()))


def _line(one: TapeDay) -> str:
    mark = f"第{one.number}日" if one.counts else "不计"
    doubt = "（暂定）" if one.provisional else ""
    return f"{one.on.isoformat()} 周{_WEEKDAYS[one.on.weekday()]}  {mark}  {one.why}{doubt}"
