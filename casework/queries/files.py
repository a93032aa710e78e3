"""The files of a record as a page or the API shows them, and one file with its bytes; sight is asked here."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from casework.errors import NotFound
from casework.models.file import AttachedFile, FileContent
from casework.models.record import Record
from casework.queries import sight
from casework.queries.case_page import seen
from casework.viewer import Viewer
from workflows.acts.erasing import ERASED
from workflows.file_guards import FILE, FileConclusion, FileKind, pages_of
from workflows.history import Facts, Thread


@dataclass(frozen=True)
class FileView:
    """One attached file. `pages` are sides of A4, 0 where unknown; `review` is empty where none was made."""

    seq: int
    kind: str
    label: str
    name: str
    media: str
    size: int
    pages: int
    attached_on: date
    proves: int
    original: int
    review: str
    is_withdrawn: bool
    is_erased: bool

    @property
    def is_pdf(self) -> bool:
        return self.media == "pdf"


def files_of(
    session: Session, viewer: Viewer, record: Record, facts: Facts
) -> tuple[FileView, ...]:
    """The files that the rows of a record attached, in their order; whoever sees it for a task alone sees none."""
    threads = facts.threads_of(FILE)
    if not threads or sight.only_contributes(viewer, record):
        return ()
    rows = session.execute(
        select(AttachedFile.seq, AttachedFile.name, FileContent)
        .join(FileContent, FileContent.id == AttachedFile.content_id)
        .where(AttachedFile.record_id == record.id)
    )
    stored = {row.seq: (row.name, row.FileContent) for row in rows}
    return tuple(_view(t, *stored[t.key]) for t in threads if t.key in stored)


def file_of(
    session: Session, viewer: Viewer, record_id: int, seq: int
) -> tuple[AttachedFile, FileContent]:
    """The file of one act with its bytes; of a withdrawn or annulled one too, since the row still names it.

    Raises:
        NotFound: the record or the file does not exist, is out of sight, or was erased.
    """
    record = seen(session, viewer, record_id)
    found = session.execute(
        select(AttachedFile, FileContent)
        .join(FileContent, FileContent.id == AttachedFile.content_id)
        .where(AttachedFile.record_id == record_id, AttachedFile.seq == seq)
        .options(undefer(FileContent.content))
    ).one_or_none()
    if found is None or sight.only_contributes(viewer, record):
        raise NotFound("本案没有这份文件；请从案件页的文件清单中打开。")
    if found.FileContent.content is None:
        raise NotFound("这份文件的内容已依法清除，只保留记录；请查阅办理过程。")
    return found.AttachedFile, found.FileContent


def _view(thread: Thread, name: str | None, content: FileContent) -> FileView:
    values = thread.values
    kind, review = str(values.get("file_kind") or ""), str(values.get("conclusion") or "")
    return FileView(
        seq=thread.key,
        kind=kind,
        label=FileKind(kind).label if kind in set(FileKind) else kind,
        name=name or ERASED,
        media=content.media,
        size=content.size,
        pages=pages_of(values),
        attached_on=thread.opened_on,
        proves=int(values.get("proves") or 0),
        original=int(values.get("original") or 0),
        review=FileConclusion(review).label if review in set(FileConclusion) else "",
        is_withdrawn=not thread.is_open,
        is_erased=content.salt is None,
    )
