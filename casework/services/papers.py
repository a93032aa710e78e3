"""Papers: collects the facts, renders the template to typed blocks, draws the PDF, freezes it with its digest."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from casework.blocks import Paper
from casework.docx import write
from casework.errors import Conflict, NotFound
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.paths import TEMPLATES
from casework.pdf.fonts import FontSet, font_set
from casework.pdf.render import render
from casework.pdf.seal import Room, Seal
from casework.services import journal, numbers
from casework.services.paper_context import context_of
from casework.services.paper_text import one_line, read_blocks
from casework.services.unit_seals import seal_of
from workflows.action import Situation
from workflows.documents import DOCUMENTS, DocumentType
from workflows.history import Act


@dataclass(frozen=True)
class Issued:
    """A paper as drawn, before its row is written."""

    kind: DocumentType
    numbered: numbers.PaperNumber | None
    context: dict[str, Any]
    template_sha256: str
    pdf: bytes
    salt: str
    seal_place: str | None = None
    seal_kind: str | None = None

    @property
    def number(self) -> str:
        return self.numbered.text if self.numbered else ""

    @property
    def sha256(self) -> str:
        return journal.salted_digest(self.salt, self.pdf)

    def entry(self) -> dict[str, str]:
        """What the journal row keeps of the paper."""
        return {"key": self.kind.key, "number": self.number, "sha256": self.sha256}


def issue(
    session: Session,
    office: Office,
    record: Record,
    keys: Sequence[str],
    *,
    situation: Situation,
    act: Act,
    code: str,
) -> list[dict[str, str]]:
    """Draw and keep the papers of an act; what comes back are its entries in the journal. `code` opens the case from now on.

    Raises:
        MissingEvidence: facts that a paper needs are missing, listed by name.
        MissingGlyph: a character that no font holds.
    """
    texts = journal.texts_of(session, record.id)
    drawn = [
        _draw(
            session,
            office,
            record,
            key=key,
            situation=situation,
            on_day=act.on_day,
            texts=texts,
            code=code,
        )
        for key in keys
    ]
    for issued in drawn:
        _store(session, record, issued, seq=act.seq, on_day=act.on_day)
    return [issued.entry() for issued in drawn]


def _draw(
    session: Session,
    office: Office,
    record: Record,
    *,
    key: str,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
    code: str,
) -> Issued:
    """Draw a paper of this case; its number is taken from the unit's series of that kind."""
    kind = DOCUMENTS[key]
    unit = session.get_one(Unit, record.unit_id)
    numbered = (
        numbers.next_paper_number(session, unit, key=key, year=on_day.year) if kind.word else None
    )
    context, digest, paper = written(
        session,
        office,
        record,
        kind=kind,
        situation=situation,
        on_day=on_day,
        texts=texts,
        number=numbered.text if numbered else "",
        code=code,
    )
    seal = seal_of(session, unit)
    drawn = seal.drawn()
    pdf = render(paper, fonts=font_set(office.settings.font_dir), seal=drawn)
    salt = secrets.token_hex(16)
    return Issued(kind, numbered, context, digest, pdf, salt, *seal.noted(drawn))


@dataclass(frozen=True)
class Drawn:
    """A paper that is not kept, drawn when it is asked for; a preview bears a mark as PDF."""

    kind: DocumentType
    paper: Paper
    fonts: FontSet
    mark: str = ""
    seal: Seal | Room | None = None

    @property
    def pdf(self) -> bytes:
        """Raises MissingGlyph: a character that no font holds."""
        return render(self.paper, fonts=self.fonts, seal=self.seal, mark=self.mark)

    @property
    def docx(self) -> bytes:
        """The same blocks for a word processor."""
        return write(self.paper)


def drawing(
    session: Session,
    office: Office,
    record: Record,
    *,
    key: str,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
    preview: bool = False,
    code: str = "",
) -> Drawn:
    """A paper that is not kept: an internal sheet, or a preview, which bears a mark and takes no number.

    Raises:
        MissingEvidence: facts that the paper needs are missing, listed by name.
    """
    kind = DOCUMENTS[key]
    number = UNNUMBERED if preview and kind.word else ""
    _, _, paper = written(
        session,
        office,
        record,
        kind=kind,
        situation=situation,
        on_day=on_day,
        texts=texts,
        number=number,
        code=code,
    )
    fonts = font_set(office.settings.font_dir)
    if not preview:
        return Drawn(kind, paper, fonts)
    seal = seal_of(session, session.get_one(Unit, record.unit_id)).drawn()
    return Drawn(kind, paper, fonts, _PREVIEW, seal)


def kept(office: Office, document: Document) -> Drawn:
    """An issued paper from its frozen facts, for a word processor; the original is its PDF.

    Raises:
        NotFound: its content was erased. Conflict: its template has changed since and was not kept, so it would not say the same.
    """
    context = document.context
    if context is None:
        raise NotFound("这份文书的内容已依法清除，只保留记录；请查阅案件的记录。")
    source = _template_of(document.key, document.template_sha256)
    if source is None:
        raise Conflict(
            f"《{document.title}》签发以后，系统的模板已经更新，不能再生成内容相同的 DOCX；请使用 PDF 原件。"
        )
    paper = _filled(source, context)
    return Drawn(DOCUMENTS[document.key], paper, font_set(office.settings.font_dir))


_PREVIEW = "预览"
UNNUMBERED = "（签发时编号）"


def written(
    session: Session,
    office: Office,
    record: Record,
    *,
    kind: DocumentType,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
    number: str,
    code: str = "",
    more: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], str, Paper]:
    """The frozen context of a paper, the digest of its template, and its blocks; `more` stands for parts of the context."""
    context = context_of(
        session,
        office,
        record,
        kind=kind,
        situation=situation,
        on_day=on_day,
        texts=texts,
        code=code,
    )
    context |= {"number": number, **(more or {})}
    _, digest = _template(kind.key)
    return context, digest, blocks(kind.key, context)


def blocks(key: str, context: Mapping[str, Any]) -> Paper:
    """The paper that the template of a kind makes of these facts."""
    return _filled(template(key), context)


def _filled(source: str, context: Mapping[str, Any]) -> Paper:
    return read_blocks(_environment().from_string(source).render(context), context=context)


def template(key: str) -> str:
    """The text of the template of a kind."""
    return _template(key)[0]


def _store(session: Session, record: Record, issued: Issued, *, seq: int, on_day: date) -> None:
    """Write the frozen paper."""
    session.add(
        Document(
            record_id=record.id,
            seq=seq,
            key=issued.kind.key,
            title=issued.kind.title,
            number=issued.number,
            numbered_by=issued.numbered.unit_id if issued.numbered else None,
            series=issued.numbered.series if issued.numbered else "",
            number_year=issued.numbered.year if issued.numbered else None,
            serial=issued.numbered.serial if issued.numbered else None,
            issued_on=on_day,
            template_sha256=issued.template_sha256,
            context=issued.context,
            pdf=issued.pdf,
            salt=issued.salt,
            sha256=issued.sha256,
            seal_place=issued.seal_place,
            seal_kind=issued.seal_kind,
        )
    )


@lru_cache(maxsize=64)
def _template(key: str) -> tuple[str, str]:
    source = (TEMPLATES / "documents" / f"{key}.txt").read_text(encoding="utf-8")
    return source, hashlib.sha256(source.encode()).hexdigest()


@lru_cache(maxsize=16)
def _template_of(key: str, digest: str) -> str | None:
    """The template by which a paper was issued: today's, or one kept in `former/` under its kind and the beginning of its digest."""
    source, now = _template(key)
    if now == digest:
        return source
    kept = TEMPLATES / "documents" / "former" / f"{key}.{digest[:12]}.txt"
    return kept.read_text(encoding="utf-8") if kept.is_file() else None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Plain text, nothing to escape: one line is one block, so a value may not break its line.
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "documents"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=one_line,
    )
