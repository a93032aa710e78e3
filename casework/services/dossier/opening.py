"""A case as whoever makes its file reads it: in one moment, with the right to see all of it. Nothing is drawn here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.document import Document
from casework.models.record import Note, Record
from casework.office import Office
from casework.queries import case_page, sight
from casework.queries.case_page import CaseView
from casework.queries.files import FileView, file_of, files_of
from casework.queries.journal_rows import Row, rows_of
from casework.queries.sealing import as_issued, outgoing
from casework.services import engine, journal
from casework.services.dossier.entry import Entry
from casework.viewer import Moment, Viewer
from workflows.action import Situation
from workflows.registry import workflow_version
from workflows.sealing import SealKind
from workflows.vocabulary import Phase

ERASED = "内容已依法清除"


@dataclass(frozen=True)
class OpenCase:
    """One case with everything a bundle takes from the database. `as_of` is the day as which it is told."""

    session: Session
    office: Office
    viewer: Viewer
    view: CaseView
    situation: Situation
    as_of: date

    @property
    def record(self) -> Record:
        return self.view.record

    @property
    def is_closed(self) -> bool:
        return self.view.phase is Phase.closed

    @cached_property
    def rows(self) -> list[Row]:
        """The journal as stored."""
        return rows_of(self.session, (self.record.id,))[self.record.id]

    @cached_property
    def texts(self) -> dict[str, str]:
        return journal.texts_of(self.session, self.record.id)

    @cached_property
    def notes(self) -> list[Note]:
        """The erasable texts with their salts."""
        own = select(Note).where(Note.record_id == self.record.id)
        return list(self.session.scalars(own.order_by(Note.seq, Note.field)))

    @cached_property
    def papers(self) -> list[Document]:
        own = select(Document).where(Document.record_id == self.record.id)
        return list(self.session.scalars(own.order_by(Document.seq, Document.id)))

    @cached_property
    def files(self) -> tuple[FileView, ...]:
        return files_of(self.session, self.viewer, self.record, self.view.facts)


def opened(
    session: Session, office: Office, record_id: int, *, viewer: Viewer, moment: Moment
) -> OpenCase:
    """The case, if the viewer may see all of it.

    A closed case is told as of its last act, so that its file has the same bytes on any later day.

    Raises:
        NotFound: it is out of sight, was only asked of the viewer's unit, or is no case.
    """
    record = case_page.seen(session, viewer, record_id)
    workflow = workflow_version(record.workflow_version)
    if workflow.is_register:
        raise NotFound("没有这一案件；请从办件列表中打开。")
    if sight.only_contributes(viewer, record):
        raise NotFound("协办部门不能制作本案的卷宗；需要的，请向承办人索取。")
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    facts = engine.history(session, record, workflow)
    is_closed = workflow.phase(record.state) is Phase.closed
    as_of = max(act.on_day for act in facts.acts) if is_closed else moment.today
    view = case_page.case_page(
        session, viewer, record_id, today=as_of, calendar=at.calendar, cipher=office.cipher
    )
    return OpenCase(session, office, viewer, view, workflow.situation(facts, at.calendar), as_of)


def paper_entry(case: OpenCase, paper: Document) -> Entry:
    """A paper as it left the house, it is never drawn again; beside a signed file lies the paper as it was issued."""
    kept = outgoing(case.session, paper)
    entry = Entry(
        title=paper.title,
        content=kept.content,
        number=paper.number,
        day=paper.issued_on,
        remark="；".join(_of_paper(paper)) if kept.content is not None else ERASED,
        name=f"{paper.title}.pdf",
        folder="文书",
        sha256=kept.sha256,
        salt=kept.salt or "",
    )
    if paper.signed_seq is None:
        return entry
    issued = as_issued(paper)
    name = f"{paper.title}（签发原件）.pdf"
    return replace(
        entry,
        original=replace(
            entry, content=issued.content, name=name, sha256=issued.sha256, salt=issued.salt or ""
        ),
    )


def _of_paper(paper: Document) -> Iterator[str]:
    if paper.voided_by:
        yield f"已由第{paper.voided_by}条作废"
    if paper.outdated_by:
        yield f"所依据的事实已由第{paper.outdated_by}条更正"
    if paper.signed_seq and paper.seal_kind:
        yield SealKind(paper.seal_kind).label


def file_entry(case: OpenCase, one: FileView) -> Entry:
    """An attached file as it came in."""
    content, salt = None, ""
    row = next(row for row in case.rows if row.seq == one.seq)
    if not one.is_erased:
        _, kept = file_of(case.session, case.viewer, case.record.id, one.seq)
        content, salt = kept.content, kept.salt or ""
    return Entry(
        title=f"{one.label}：{one.name}",
        content=content,
        day=one.attached_on,
        remark="；".join(_remarks(case, one)),
        media=one.media,
        name=one.name,
        folder="文件",
        sha256=str(row.data["file"]["sha256"]),
        salt=salt,
    )


def _remarks(case: OpenCase, one: FileView) -> list[str]:
    proved = next((e for e in case.view.entries if e.seq == one.proves), None)
    found = [f"证明第{one.proves}条“{proved.label}”"] if proved else []
    found += [f"由第{one.original}条的文件处理而来"] if one.original else []
    found += ["已撤下"] if one.is_withdrawn else []
    return [*found, ERASED] if one.is_erased else found
