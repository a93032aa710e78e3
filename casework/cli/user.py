"""`casework user`: accounts and their roles. A password is prompted for or read from CASEWORK_PASSWORD, never an argument."""

import os
import sys

import click
from sqlalchemy import select

from casework.cli.installation import Command, Group, office
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.services import accounts, users
from casework.services.accounts import GRANTABLE
from casework.viewer import system
from workflows.vocabulary import Role


@click.group(cls=Group)
def user() -> None:
    """用户。"""


@user.command(cls=Command)
@click.argument("login", metavar="登录名")
@click.argument("name", metavar="姓名")
@click.option("--unit", "unit_code", required=True, metavar="代码", help="所在单位")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in GRANTABLE]),
    help="角色，可重复",
)
@click.option("--email", default="", metavar="地址", help="邮件地址；填写后到期提醒也发邮件")
def add(login: str, name: str, unit_code: str, roles: tuple[str, ...], email: str) -> None:
    """新增用户；口令由提示输入，或者由环境变量 CASEWORK_PASSWORD、标准输入的第一行给出。"""
    password = _password()
    with office() as opened:
        users.add_user(
            opened,
            login=login,
            name=name,
            unit=unit_code,
            roles=[Role(role) for role in roles],
            password=password,
            viewer=system(Role.admin),
            moment=opened.now(),
            email=email,
        )
    click.echo(f"已新增用户：{login} {name}")


@user.command("email", cls=Command)
@click.argument("login", metavar="登录名")
@click.argument("address", metavar="地址", default="")
def set_email(login: str, address: str) -> None:
    """登记用户的邮件地址；不写地址的，清除并停止邮件提醒。"""
    with office() as opened:
        users.set_email(opened, login, address, viewer=system(Role.admin), moment=opened.now())
    click.echo(f"已登记邮件地址：{login} {address}" if address else f"已清除邮件地址：{login}")


@user.command(cls=Command)
@click.argument("login", metavar="登录名")
def reset(login: str) -> None:
    """发给用户一个一次性口令，只显示这一次；用户第一次登录须先换成自己的。"""
    with office() as opened:
        password = accounts.reset_password(
            opened, login, viewer=system(Role.admin), moment=opened.now()
        )
    click.echo(f"{login} 的一次性口令：{password}")


@user.command("list", cls=Command)
def list_users() -> None:
    """列出用户和角色。"""
    with office() as opened, opened.db.read() as session:
        rows = session.execute(
            select(User.login, User.name, Unit.name, RoleGrant.role)
            .join(Unit, Unit.id == User.unit_id)
            .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
            .order_by(User.login)
        ).all()
    held: dict[tuple[str, str, str], list[str]] = {}
    for login, name, unit_name, role in rows:
        held.setdefault((login, name, unit_name), []).append(Role(role).label if role else "")
    for (login, name, unit_name), roles in held.items():
        click.echo(f"{login}  {name}  {unit_name}  {'、'.join(filter(None, roles))}")


def _password() -> str:
    given = os.environ.get("CASEWORK_PASSWORD")
    if given:
        return given
    if sys.stdin.isatty():
        return str(click.prompt("口令", hide_input=True, confirmation_prompt="再输一次"))
    return sys.stdin.readline().rstrip("\n")
