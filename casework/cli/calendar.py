"""`casework calendar`: the recorded working-day calendar."""

import click

from casework.cli.installation import Command, Group, office
from casework.services import calendars


@click.group(cls=Group)
def calendar() -> None:
    """工作日历。"""


@calendar.command("list", cls=Command)
def list_years() -> None:
    """列出已登记的年度、工作日数和依据。"""
    with office() as opened, opened.db.read() as session:
        found = calendars.newest(session)
    days = found.slice(found.first, found.last)
    for year in range(found.first.year, found.last.year + 1):
        of_year = [day for day in days if day.on.year == year]
        working = sum(day.working for day in of_year)
        doubtful = sum(day.provisional for day in of_year)
        notice = next((day.notice for day in of_year if day.notice), "")
        mark = f"，其中 {doubtful} 天暂定" if doubtful else ""
        click.echo(f"{year} 年：工作日 {working} 天{mark}  {notice}")
