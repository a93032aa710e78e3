"""Makes the case file or the evidence pack of a case and notes in the unit's register who made it: pages and commands call this and nothing deeper."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from casework.files.binding import Told
from casework.office import Office
from casework.services import engine, units
from casework.services.dossier import case_file, evidence
from casework.services.dossier.archive import archive, whole
from casework.services.dossier.journal_json import journal_json
from casework.services.dossier.opening import opened
from casework.viewer import Moment, Viewer


class Form(StrEnum):
    """As one PDF, or as a ZIP with that PDF and every file as it is."""

    pdf = "pdf"
    zip = "zip"


@dataclass(frozen=True)
class Made:
    """A finished file: its bytes, a name for it, how many entries and pages it has, and the digest in the register.

    `lacks` says in sentences what should still be attached to the case.
    """

    content: bytes
    name: str
    entries: int
    pages: int
    sha256: str
    lacks: tuple[str, ...] = ()


def quiet(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""


def make_case_file(
    office: Office,
    record_id: int,
    form: Form,
    *,
    viewer: Viewer,
    moment: Moment,
    told: Told = quiet,
) -> Made:
    """卷宗 of a case in this form.

    Raises:
        NotFound: it is out of sight, or the viewer only contributes. Invalid: it is too large for one process.
    """
    told(0, 0, "收集文书和文件")
    with office.db.read() as session:
        case = opened(session, office, record_id, viewer=viewer, moment=moment)
        found = case_file.collected(case)
        journal = journal_json(case) if form is Form.zip else None
        record = case.record
        last = case.rows[-1].hash
    bundle = case_file.bind(found, told=told)
    content, digest = bundle.pdf, hashlib.sha256(bundle.pdf).hexdigest()
    title = f"{record.number or f'未编号{record.id}'}卷宗"
    if form is Form.zip:
        about = {
            "title": title,
            "unit": found.cover.author,
            "version": record.version,
            "pages": bundle.pages,
            "last_hash": last,
        }
        content = archive(
            title, [("卷宗.pdf", bundle.pdf)], entries=found.entries, about=about, journal=journal
        )
        digest = whole(content)
    _note(office, record.unit_id, "make_case_file", title, digest, viewer=viewer, moment=moment)
    return Made(content, f"{title}.{form}", len(found.entries), bundle.pages, digest)


def make_evidence(
    office: Office,
    record_id: int,
    form: Form,
    *,
    viewer: Viewer,
    moment: Moment,
    told: Told = quiet,
) -> Made:
    """证据材料 of a request, or of the review or suit about it; the ZIP holds the drafts of the reply as well.

    Raises:
        NotFound: the record or its request is out of sight. MissingEvidence: it is linked to no request.
    """
    told(0, 0, "收集证据")
    with office.db.read() as session:
        found = evidence.collected(session, office, record_id, viewer=viewer, moment=moment)
    bundle = evidence.bind(found, told=told)
    about = found.about
    title = f"{about.number or f'未编号{about.id}'}证据材料"
    content, digest = bundle.pdf, hashlib.sha256(bundle.pdf).hexdigest()
    if form is Form.zip:
        told_of = {"title": title, "unit": found.heading.cover.author, "pages": bundle.pages}
        content = archive(
            title,
            [*found.drafts, ("证据材料.pdf", bundle.pdf)],
            entries=found.entries,
            about=told_of,
            note="".join(f"提示：{line}\n" for line in found.lacks),
        )
        digest = whole(content)
    _note(office, about.unit_id, "make_evidence", title, digest, viewer=viewer, moment=moment)
    return Made(content, f"{title}.{form}", len(found.entries), bundle.pages, digest, found.lacks)


def _note(
    office: Office,
    unit_id: int,
    action: str,
    title: str,
    digest: str,
    *,
    viewer: Viewer,
    moment: Moment,
) -> None:
    """One row in the register of the answering unit: the case itself stays as it is, so that its file can be made again."""
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        # Whoever may see a case may make its file; that this is noted needs no role of his.
        at = replace(at, by_right=True)
        units.note_in_register(at, unit_id, action, {"made": title, "digest": digest})
