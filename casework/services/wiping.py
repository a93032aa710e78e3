"""Takes what is personal out of a record and leaves tombstones that `verify` accepts (model 12); whether it may go is not asked here."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from casework.models.applying import QueryCode
from casework.models.bundle import Bundle
from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.models.party import Party
from casework.models.record import Note, Record, RequestItem
from casework.models.search import reindex
from workflows.action import Action
from workflows.acts.erasing import ERASED
from workflows.history import Facts

_PERSONAL = "name_index id_type id_number id_index phone phone_index address email email_index salt"
_NOTHING = dict.fromkeys(_PERSONAL.split(), "")


@dataclass(frozen=True)
class Contents:
    """How much of a record can be erased."""

    parties: int
    items: int
    notes: int
    papers: int
    files: int

    @property
    def total(self) -> int:
        return self.parties + self.items + self.notes + self.papers + self.files


def reasons_for(action: Action, facts: Facts) -> tuple[int, ...]:
    """The rows without which the act may not be done: why something was erased has to stay."""
    return tuple(act.seq for act in facts.acts if act.action in action.after)


def contents(session: Session, record_id: int, *, kept: Collection[int]) -> Contents:
    """What erasing the record would take; nothing once it is done."""

    def count(model: Any, still_there: ColumnElement[bool]) -> int:
        rows = select(func.count()).select_from(model)
        return session.scalar(rows.where(model.record_id == record_id, still_there)) or 0

    return Contents(
        parties=count(Party, Party.salt != ""),
        items=count(RequestItem, RequestItem.salt != ""),
        notes=count(Note, and_(Note.salt.is_not(None), Note.seq.not_in(kept))),
        papers=count(Document, Document.salt.is_not(None)),
        files=count(FileContent, FileContent.salt.is_not(None)),
    )


def wipe(session: Session, record: Record, *, kept: Collection[int]) -> None:
    """Erase contents and salts but the texts of the rows `kept`; rows, numbers and digests stay, the search finds the
    number only, and no query code opens it any more.
    """
    changes: tuple[tuple[Any, dict[str, Any]], ...] = (
        (Party, {"name": ERASED, **_NOTHING}),
        (RequestItem, {"content": ERASED, "salt": ""}),
        (Document, {"context": None, "pdf": None, "salt": None}),
        (FileContent, {"content": None, "salt": None}),
        (AttachedFile, {"name": None}),
    )
    session.flush()
    texts = update(Note).where(Note.record_id == record.id, Note.seq.not_in(kept))
    session.execute(texts.values(content=None, salt=None))
    session.execute(delete(Bundle).where(Bundle.record_id == record.id))
    session.execute(delete(QueryCode).where(QueryCode.record_id == record.id))
    for model, values in changes:
        session.execute(update(model).where(model.record_id == record.id).values(values))
    reindex(session, record.id, (record.number or "",))
