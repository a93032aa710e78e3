"""`casework paper`: the sheets of a case as PDF files, drawn from its file as it stands; it issues nothing."""

from pathlib import Path

import click

from casework.cli.acting import acting
from casework.cli.installation import Command, office
from casework.pdf.envelope import FORMS
from casework.queries.records import named
from casework.services import envelopes, paper_drawing


@click.command(cls=Command)
@click.argument("reference", metavar="编号")
@click.argument("key", metavar="文书")
@click.option("--kind", metavar="种类", default="request", show_default=True, help="种类")
@click.option(
    "--recipient",
    type=int,
    default=1,
    show_default=True,
    metavar="位次",
    help="信封的收件人：第几位当事人",
)
@click.option("--as", "login", required=True, metavar="登录名", help="以这位用户的范围查看")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入的 PDF 文件",
)
def paper(reference: str, key: str, kind: str, recipient: int, login: str, output: Path) -> None:
    """打印登记表、检索记录表、政府信息公开审查呈批单、审批单、送达回证、证据清单等，以及信封（c5、dl）和邮件标签（ems）；文书代码见 docs/manual/papers.md。"""
    with office() as opened, opened.db.read() as session:
        viewer = acting(session, login)
        record = named(session, viewer, reference, kind=kind)
        if key in FORMS:
            label = FORMS[key].label
            pdf = envelopes.envelope(
                session, opened, record.id, recipient=recipient, form=key, viewer=viewer
            )
            output.write_bytes(pdf)
            click.echo(f"已写入：{output}（{label}）")
            return
        drawn = paper_drawing.sheet(
            session, opened, record.id, key=key, viewer=viewer, moment=opened.now()
        )
    output.write_bytes(drawn.pdf)
    click.echo(f"已写入：{output}（《{drawn.kind.title}》）")
