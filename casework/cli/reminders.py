"""`casework reminders`: what a unit sets for its reminders, shown and changed."""

import click

from casework.cli.installation import Command, office
from casework.services import reminder_settings
from casework.services.reminder_settings import ReminderSettings
from casework.viewer import system
from workflows.vocabulary import Role


class _Days(click.ParamType[tuple[int, ...]]):
    """Working days as 7,3,1."""

    name = "days"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        parts = str(value).replace("，", ",").split(",")
        if not all(part.strip().isdecimal() for part in parts):
            self.fail("如 7,3,1", param, ctx)
        return tuple(int(part) for part in parts)


@click.command("reminders", cls=Command)
@click.argument("code", metavar="单位代码")
@click.option("--days", type=_Days(), metavar="7,3,1", help="期限前几个工作日提醒，逗号分隔")
@click.option("--target", type=int, metavar="天数", help="内部目标：期限前几个工作日；0 为不设")
@click.option("--unclaimed", type=int, metavar="天数", help="几个工作日无人承办就提醒")
def reminders(
    code: str, days: tuple[int, ...] | None, target: int | None, unclaimed: int | None
) -> None:
    """查看或者设定一个单位的提醒；当天和逾期总会提醒，下级单位没有设定的随上级。"""
    with office() as opened:
        settings = reminder_settings.change(
            opened,
            code,
            distances=days,
            target=target,
            unclaimed_after=unclaimed,
            viewer=system(Role.admin),
            moment=opened.now(),
        )
    click.echo(_told(settings))


def _told(settings: ReminderSettings) -> str:
    days = "、".join(str(n) for n in settings.distances)
    target = f"期限前 {settings.target} 个工作日" if settings.target else "不设"
    return (
        f"期限前 {days} 个工作日、当天、逾期提醒；内部目标：{target}；"
        f"{settings.unclaimed_after} 个工作日无人承办提醒。"
    )
