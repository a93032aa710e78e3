"""`casework evidence`: the evidence pack of a request, a review or a suit."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from casework.cli.acting import acting
from casework.cli.file import bar, form_of, written
from casework.cli.installation import Command, office
from casework.errors import NotFound
from casework.models.record import Record
from casework.queries.records import named
from casework.services.dossier.making import make_evidence
from casework.viewer import Viewer
from workflows.vocabulary import RecordKind

_KINDS = (RecordKind.review, RecordKind.lawsuit, RecordKind.request)


@click.command(cls=Command)
@click.argument("reference", metavar="编号")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in _KINDS]),
    help="种类；不写的依次按复议、诉讼、申请查找",
)
@click.option("--as", "login", required=True, metavar="登录名", help="以这位用户的范围制作")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入的文件，.pdf 或者 .zip；不写的为当前目录下的“编号证据材料.zip”",
)
def evidence(reference: str, kind: str | None, login: str, output: Path | None) -> None:
    """制作证据材料：证据清单、时间表、编号的证据和答复书草稿；没有争议时也可以从申请制作。"""
    form = form_of(output or Path("证据材料.zip"))
    with office() as opened, bar() as told:
        with opened.db.read() as session:
            viewer = acting(session, login)
            record_id = _record(session, viewer, reference, kind).id
        made = make_evidence(opened, record_id, form, viewer=viewer, moment=opened.now(), told=told)
    written(output or Path(made.name), made)
    for line in made.lacks:
        click.echo(f"提示：{line}", err=True)


def _record(session: Session, viewer: Viewer, reference: str, kind: str | None) -> Record:
    """Raises NotFound when no kind knows the number."""
    for one in [kind] if kind else _KINDS[:-1]:
        try:
            return named(session, viewer, reference, kind=one)
        except NotFound:
            if kind:
                raise
    return named(session, viewer, reference, kind=_KINDS[-1])
