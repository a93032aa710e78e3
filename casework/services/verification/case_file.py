"""A record with everything that belongs to it, as stored; read for a batch at once, checked elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.models.party import Party
from casework.models.record import Carry, Note, Record, RequestItem
from casework.models.timer import TimerEntry
from casework.models.unit import Unit
from casework.queries import journal_rows
from casework.queries.journal_rows import Row
from casework.services.journal import salted_digest
from casework.services.paper_state import State
from casework.services.projection import CHILDREN
from workflows.registry import all_workflows, workflow_version

GONE = "内容已不在，日志中没有清除的记录，在系统之外被删除。"
_PAPERS_AT_ONCE = 20  # bytes of a paper are let go as soon as they are digested


@dataclass(frozen=True)
class Paper:
    """A stored paper without its bytes: `digest` is computed from them, None where they are erased with their salt."""

    seq: int
    key: str
    title: str
    number: str
    sha256: str
    digest: str | None
    state: State
    reserved: bool
    seal: tuple[int | None, str | None]


@dataclass(frozen=True)
class Attached:
    """An attached file without its bytes; `digest` as of a paper."""

    seq: int
    sha256: str
    digest: str | None


@dataclass(frozen=True)
class CaseFile:
    """One record and its children."""

    record: Record
    unit: str
    rows: Sequence[Row]
    notes: Sequence[Note]
    papers: Sequence[Paper]
    carries: Mapping[int, Carry]
    items: Sequence[RequestItem]
    parties: Sequence[Party]
    children: Mapping[Any, Mapping[int, Any]]
    timers: Sequence[TimerEntry] = ()
    attached: Sequence[Attached] = ()

    @cached_property
    def erased_in(self) -> int:
        """The last row that took the contents away for good (model 12); 0 where none did."""
        try:
            workflow = workflow_version(self.record.workflow_version)
        except LookupError:
            return 0  # the replay names it
        erasing = {action.name for action in workflow.actions if action.erases}
        return max((row.seq for row in self.rows if row.action in erasing), default=0)

    def against(self, seq: int, digest: str | None, known: object) -> str:
        """What speaks against a content of the row `seq`: gone without an act that erased it, or not what the row saw."""
        if digest is None:
            return "" if seq < self.erased_in else GONE
        return "" if digest == known else "内容与日志所记的校验值不符，在系统之外被改动。"

    def place(self, seq: int | None = None) -> str:
        """Where a fault lies: the case with its unit, and the journal row."""
        return place_of(self.record, self.unit) + (f"第{seq}条" if seq is not None else "")


def place_of(record: Record, unit: str) -> str:
    """A record as a sentence names it."""
    of_kind = [w for w in all_workflows() if w.kind.value == record.kind]
    if any(w.is_register for w in of_kind):
        return f"“{unit}”的单位登记册"
    label = of_kind[0].kind.label if of_kind else record.kind
    number = record.number or f"内部编号{record.id}"
    return f"{label}{number}（{unit}）"


def files(session: Session, record_ids: Sequence[int]) -> Iterator[CaseFile]:
    """The files of these records. ValueError or TypeError where a stored value cannot be read."""
    records = session.execute(
        select(Record, Unit.name)
        .outerjoin(Unit, Unit.id == Record.unit_id)
        .where(Record.id.in_(record_ids))
        .order_by(Record.id)
    ).all()
    rows = journal_rows.rows_of(session, record_ids)
    notes = _by_record(session, Note, record_ids)
    papers = _papers(session, record_ids)
    attached = _attached(session, record_ids)
    carries = _by_record(session, Carry, record_ids)
    items = _by_record(session, RequestItem, record_ids)
    parties = _by_record(session, Party, record_ids)
    children = {model: _by_record(session, model, record_ids) for model in CHILDREN}
    timers = _by_record(session, TimerEntry, record_ids)
    for record, unit in records:
        key = record.id
        yield CaseFile(
            record,
            unit or "",
            rows[key],
            notes.get(key, ()),
            papers.get(key, ()),
            {row.year: row for row in carries.get(key, ())},
            items.get(key, ()),
            parties.get(key, ()),
            {
                model: {row.seq: row for row in found.get(key, ())}
                for model, found in children.items()
            },
            timers.get(key, ()),
            attached.get(key, ()),
        )


@cache
def _children_of(model: Any) -> Select[Any]:
    return select(model).where(model.record_id.in_(bindparam("records", expanding=True)))


def _by_record(session: Session, model: Any, record_ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in session.scalars(_children_of(model), {"records": record_ids}):
        found.setdefault(row.record_id, []).append(row)
    return found


def _papers(session: Session, record_ids: Sequence[int]) -> dict[int, list[Paper]]:
    columns = select(
        Document.record_id,
        Document.seq,
        Document.key,
        Document.title,
        Document.number,
        Document.sha256,
        Document.salt,
        Document.pdf,
        Document.outdated_by,
        Document.voided_by,
        Document.sent_on,
        Document.served_on,
        Document.seal_place,
        Document.signed_seq,
        Document.seal_kind,
    )
    found: dict[int, list[Paper]] = {}
    stored = columns.where(Document.record_id.in_(record_ids)).order_by(Document.id)
    for row in session.execute(stored.execution_options(yield_per=_PAPERS_AT_ONCE)):
        digest = digest_of(row.salt, row.pdf)
        state = (row.outdated_by, row.voided_by, row.sent_on, row.served_on)
        seal = (row.signed_seq, row.seal_kind)
        named = (row.seq, row.key, row.title, row.number, row.sha256)
        paper = Paper(*named, digest, state, row.seal_place is not None, seal)
        found.setdefault(row.record_id, []).append(paper)
    return found


def _attached(session: Session, record_ids: Sequence[int]) -> dict[int, list[Attached]]:
    contents = select(
        FileContent.id, FileContent.sha256, FileContent.salt, FileContent.content
    ).where(FileContent.record_id.in_(record_ids))
    digests = {
        row.id: (row.sha256, digest_of(row.salt, row.content))
        for row in session.execute(contents.execution_options(yield_per=1))
    }
    found: dict[int, list[Attached]] = {}
    rows = select(AttachedFile).where(AttachedFile.record_id.in_(record_ids))
    for row in session.scalars(rows.order_by(AttachedFile.seq)):
        known = digests.get(row.content_id, ("", ""))
        found.setdefault(row.record_id, []).append(Attached(row.seq, *known))
    return found


def digest_of(salt: str | None, content: bytes | None) -> str | None:
    """The digest of what is stored; None for a tombstone, an empty text where one half of it is missing or broken."""
    if salt is None and content is None:
        return None
    if salt is None or content is None:
        return ""
    try:
        return salted_digest(salt, content)
    except ValueError:
        return ""
