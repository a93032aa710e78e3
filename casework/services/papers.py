"""Papers: collects the facts, renders the template to typed blocks, draws the PDF, freezes it with its digest."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from casework.blocks import Paper
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.paths import TEMPLATES
from casework.pdf.fonts import font_set
from casework.pdf.render import render
from casework.services import numbers
from casework.services.journal import salted_digest
from casework.services.paper_context import context_of
from casework.services.paper_text import one_line, read_blocks
from workflows.action import Situation
from workflows.documents import DOCUMENTS, DocumentType


@dataclass(frozen=True)
class Issued:
    """A paper as drawn, before its row is written."""

    kind: DocumentType
    number: str
    context: dict[str, Any]
    template_sha256: str
    pdf: bytes
    salt: str

    @property
    def sha256(self) -> str:
        return salted_digest(self.salt, self.pdf)

    def entry(self) -> dict[str, str]:
        """What the journal row keeps of the paper."""
        return {"key": self.kind.key, "number": self.number, "sha256": self.sha256}


def draw(
    session: Session,
    office: Office,
    record: Record,
    *,
    key: str,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
) -> Issued:
    """Draw a paper of this case; its number is taken from the unit's series of that kind.

    Raises:
        MissingEvidence: facts that the paper needs are missing, listed by name.
        MissingGlyph: a character that no font holds.
    """
    kind = DOCUMENTS[key]
    unit = session.get_one(Unit, record.unit_id)
    number = (
        numbers.next_paper_number(session, unit, kind=key, year=on_day.year, word=kind.word)
        if kind.word
        else ""
    )
    context, digest, paper = _written(
        session,
        office,
        record,
        kind=kind,
        situation=situation,
        on_day=on_day,
        texts=texts,
        number=number,
    )
    pdf = render(paper, fonts=font_set(office.settings.font_dir))
    return Issued(kind, number, context, digest, pdf, secrets.token_hex(16))


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
) -> bytes:
    """The bytes of a paper that is not kept: an internal sheet, or a preview, which bears a mark and takes no number.

    Raises:
        MissingEvidence: facts that the paper needs are missing, listed by name.
        MissingGlyph: a character that no font holds.
    """
    kind = DOCUMENTS[key]
    _, _, paper = _written(
        session,
        office,
        record,
        kind=kind,
        situation=situation,
        on_day=on_day,
        texts=texts,
        number=_UNNUMBERED if preview and kind.word else "",
    )
    fonts = font_set(office.settings.font_dir)
    return render(paper, fonts=fonts, mark=_PREVIEW if preview else "")


_PREVIEW = "预览"
_UNNUMBERED = "（签发时编号）"


def _written(
    session: Session,
    office: Office,
    record: Record,
    *,
    kind: DocumentType,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
    number: str,
) -> tuple[dict[str, Any], str, Paper]:
    """The frozen context of a paper, the digest of its template, and its blocks."""
    context = context_of(
        session, office, record, kind=kind, situation=situation, on_day=on_day, texts=texts
    )
    context["number"] = number
    source, digest = _template(kind.key)
    return (
        context,
        digest,
        read_blocks(_environment().from_string(source).render(context), context=context),
    )


def store(session: Session, record: Record, issued: Issued, *, seq: int, on_day: date) -> None:
    """Write the frozen paper."""
    session.add(
        Document(
            record_id=record.id,
            seq=seq,
            key=issued.kind.key,
            title=issued.kind.title,
            number=issued.number,
            issued_on=on_day,
            template_sha256=issued.template_sha256,
            context=issued.context,
            pdf=issued.pdf,
            salt=issued.salt,
            sha256=issued.sha256,
        )
    )


@lru_cache(maxsize=64)
def _template(key: str) -> tuple[str, str]:
    source = (TEMPLATES / "documents" / f"{key}.txt").read_text(encoding="utf-8")
    return source, hashlib.sha256(source.encode()).hexdigest()


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
