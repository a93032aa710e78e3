"""`casework unit signing` and `casework unit absence`: who signs the answers of a unit, and who stands in for whom."""

from datetime import datetime

import click

from casework.cli.installation import Command, office
from casework.services import signing_chains
from casework.viewer import system
from workflows.vocabulary import Role, SigningStep

_APART = click.Choice([SigningStep.draft, SigningStep.legal, SigningStep.approve])
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(cls=Command)
@click.argument("code", metavar="代码")
@click.option("--skip-legal", default="", metavar="理由", help="本单位不设法制审核的理由")
@click.option("--legal", metavar="登录名|角色", multiple=True, help="法制审核由谁签署，可重复")
@click.option("--approve", metavar="登录名|角色", multiple=True, help="审批由谁签署，可重复")
@click.option("--issue", metavar="登录名|角色", multiple=True, help="签发由谁签署，可重复")
@click.option("--apart", multiple=True, type=_APART, help="该环节的签署人不签署以后的环节，可重复")
@click.option("--countersign", multiple=True, metavar="登录名", help="审批前须会签的人员，可重复")
def signing(
    code: str,
    skip_legal: str,
    legal: tuple[str, ...],
    approve: tuple[str, ...],
    issue: tuple[str, ...],
    apart: tuple[str, ...],
    countersign: tuple[str, ...],
) -> None:
    """设定审核、会签、审批、签发的流程；代替原来的设定，已提交的答复稿仍按提交时的设定办理。"""
    given = {
        SigningStep.legal: legal,
        SigningStep.approve: approve,
        SigningStep.issue: issue,
    }
    form = signing_chains.ChainForm(
        skip_legal=skip_legal,
        signers={step: _who(named) for step, named in given.items() if named},
        apart=[SigningStep(step) for step in apart],
        countersigners=countersign,
    )
    with office() as opened:
        signing_chains.set_chain(opened, code, form, viewer=system(Role.admin), moment=opened.now())
    click.echo(f"已设定 {code} 的审核审批流程；今后提交的答复稿按新的设定办理。")


@click.command(cls=Command)
@click.argument("code", metavar="代码")
@click.argument("login", metavar="登录名")
@click.option("--substitute", required=True, metavar="登录名", help="代签人")
@click.option("--from", "first", required=True, type=_DAY, help="不在岗的第一天")
@click.option("--until", "last", required=True, type=_DAY, help="不在岗的最后一天")
def absence(code: str, login: str, substitute: str, first: datetime, last: datetime) -> None:
    """登记签署人不在岗和代签人；起止两日都计入，正在办理的答复稿也适用。"""
    away = signing_chains.Absence(login, substitute, first.date(), last.date())
    with office() as opened:
        signing_chains.set_absence(
            opened, code, away, viewer=system(Role.admin), moment=opened.now()
        )
    click.echo(f"{login} 自 {away.first} 至 {away.last} 不在岗，由 {substitute} 代签。")


def _who(named: tuple[str, ...]) -> str | tuple[str, ...]:
    """One role, by name or label; anything else is a list of logins."""
    roles = {role.value for role in Role} | {role.label for role in Role}
    return named[0] if len(named) == 1 and named[0] in roles else named
