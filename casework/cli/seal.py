"""`casework seal`: what the signatures of a file say; signing itself is done by the services."""

from pathlib import Path

import click

from casework.cli.installation import Command, Group
from casework.errors import Invalid
from casework.signing.checking import Signature, signatures_of
from workflows.sealing import SealKind

_BROKEN = 1


@click.group(cls=Group)
def seal() -> None:
    """文书的签名和印章。"""


@seal.command(cls=Command)
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def check(ctx: click.Context, file: Path) -> None:
    """查看 PDF 的签名：何人何时签名，签名后是否改动；不连接网络，有改动或者没有签名的以 1 退出。"""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Invalid(f"文件“{file}”不能读取；请检查文件名和权限。") from error
    found = signatures_of(data)
    if not found:
        click.echo(f"{file.name}：没有签名。印章图片和打印后扫描的印章不是签名，不能以此核验。")
    for number, one in enumerate(found, 1):
        for line in _lines(one):
            click.echo(f"{number}. {line}" if len(found) > 1 else line)
    ctx.exit(0 if found and all(one.whole and one.intact for one in found) else _BROKEN)


def _lines(one: Signature) -> tuple[str, ...]:
    when = one.signed_at.isoformat(sep=" ", timespec="seconds") if one.signed_at else "没有记载"
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
