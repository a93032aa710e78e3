"""`casework seal`: sealing what waits, the seal of a unit, and what the signatures of a file say; it signs nothing itself."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from casework.cli import local_files
from casework.cli.acting import acting
from casework.cli.installation import Command, Group, office, settings
from casework.cli.sweeping import progress
from casework.errors import CaseworkError, Invalid, NotConfigured
from casework.models.record import Record
from casework.office import Office
from casework.queries import sealing as sealing_queries
from casework.queries.sealing import Waiting
from casework.services import sealing
from casework.signing.checking import Signature, signatures_of
from casework.viewer import Viewer, system
from workflows.sealing import SealKind
from workflows.vocabulary import Role

_BROKEN = 1


@click.group(cls=Group, invoke_without_command=True)
@click.option("--unit", "code", default="", metavar="代码", help="只办理这个单位的文书")
@click.option("--waiting", is_flag=True, help="逐份加盖已签发、待加盖的文书")
@click.option("--as", "login", default="", metavar="登录名", help="以这位用户的角色办理")
@click.pass_context
def seal(ctx: click.Context, code: str, waiting: bool, login: str) -> None:
    """文书的签名和印章；casework seal --waiting --as 登录名 逐份加盖，有失败的以 1 退出。"""
    if ctx.invoked_subcommand is not None:
        return
    if not (waiting and login):
        raise Invalid(
            "请写成 casework seal --unit 代码 --waiting --as 登录名；其他用法见 casework seal --help。"
        )
    with office() as opened:
        with opened.db.read() as session:
            viewer = acting(session, login)
            left = sealing_queries.waiting(session, viewer, unit_code=code)
        failed = 0
        with progress("加盖文书", len(left)) as tick:
            for one in left:
                failed += not _sealed(opened, viewer, one)
                tick(1)
    click.echo(f"待加盖 {len(left)} 份，已加盖 {len(left) - failed} 份，未加盖 {failed} 份。")
    ctx.exit(_BROKEN if failed else 0)


def _sealed(opened: Office, viewer: Viewer, one: Waiting) -> bool:
    """Seal one paper; a refusal is told, and the next one is tried."""
    moment = opened.now()
    try:
        with (
            opened.db.read() as session
        ):  # an earlier paper of the same case has raised its version
            version = session.get_one(Record, one.record_id).version
        sealing.seal(
            opened, one.record_id, one.document_id, viewer=viewer, version=version, moment=moment
        )
    except NotConfigured:
        raise
    except CaseworkError as error:
        click.echo(f"{one.case_number}《{one.title}》{one.number}：{error.message}", err=True)
        return False
    return True


@seal.command(cls=Command)
@click.argument("code", metavar="单位代码")
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
def picture(code: str, file: Path) -> None:
    """登记单位的印章图片（PNG 或者 JPEG）；图片本身不具有电子印章效力。"""
    content = local_files.read(file)
    with office() as opened:
        sealing.enter_picture(
            opened,
            code,
            name=file.name,
            content=content,
            viewer=system(Role.admin),
            moment=opened.now(),
        )
    click.echo(f"已登记 {code} 的印章图片：{SealKind.picture.label}。")


@seal.command(cls=Command)
@click.argument("code", metavar="单位代码")
@click.argument("kind", metavar="方式", type=click.Choice([one.value for one in SealKind]))
def kind(code: str, kind: str) -> None:
    """设置单位的文书怎样盖章：printed 打印盖章，picture 印章图片，technical 技术签名，official 电子印章。"""
    chosen = SealKind(kind)
    with office() as opened:
        sealing.choose(opened, code, chosen, viewer=system(Role.admin), moment=opened.now())
    click.echo(f"{code} 今后签发的文书：{chosen.label}。")


@seal.command(cls=Command)
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def check(ctx: click.Context, file: Path) -> None:
    """查看 PDF 的签名：何人何时签名，签名后是否改动；不连接网络，有改动或者没有签名的以 1 退出。"""
    found = signatures_of(local_files.read(file))
    if not found:
        click.echo(f"{file.name}：没有签名。印章图片和打印后扫描的印章不是签名，不能以此核验。")
    for number, one in enumerate(found, 1):
        for line in _lines(one, settings().timezone):
            click.echo(f"{number}. {line}" if len(found) > 1 else line)
    ctx.exit(0 if found and all(one.whole and one.intact for one in found) else _BROKEN)


def _lines(one: Signature, zone: ZoneInfo) -> tuple[str, ...]:
    when = f"{one.signed_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if one.signed_at else "没有记载"
    by = "（自签证书，没有第三方证明其身份）" if one.self_issued else f"，由 {one.issuer} 签发"
    return (
        f"签名证书：{one.signer}{by}",
        f"签名时间：{when}（签名人自报）",
        f"完整性：{_wholeness(one)}",
        f"效力：以上只说明{SealKind.technical.label}；是否为电子印章，须在国家统一电子印章系统核验（在线政务服务规定9）。",
    )


def _wholeness(one: Signature) -> str:
    if not one.checked:
        return "签名算法（如 SM2）本程序不能计算，未核验；请在签发机关的系统核验"
    if not one.intact:
        return "文件在签名之后被改动，签名无效"
    return (
        "完整，签名之后没有改动"
        if one.whole
        else "签名之后文件又追加了内容，只有签名时的部分未被改动"
    )
