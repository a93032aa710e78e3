"""Every paper a unit sends, signs or files (law 6.2), and what is asked of them.

The rows stand in `papers`, their texts in templates/documents; the facts come from elsewhere.
"""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.document_type import Addressee, DocumentType
from workflows.history import Facts
from workflows.papers.circulars import CIRCULARS
from workflows.papers.letters import LETTERS
from workflows.papers.notices import NOTICES
from workflows.papers.sheets import SHEETS
from workflows.vocabulary import RecordKind

__all__ = [
    "DOCUMENTS",
    "Addressee",
    "DocumentType",
    "gives_evidence",
    "missing_facts",
    "offered_sheets",
    "sheets_of",
]

DOCUMENTS: Mapping[str, DocumentType] = MappingProxyType(
    {row.key: row for row in (*NOTICES, *LETTERS, *CIRCULARS, *SHEETS)}
)


def sheets_of(kind: str) -> tuple[DocumentType, ...]:
    """The papers that are drawn on demand for records of this kind."""
    return tuple(row for row in DOCUMENTS.values() if kind in row.on_demand)


def offered_sheets(kind: str, facts: Facts, *, linked: bool) -> tuple[DocumentType, ...]:
    """The sheets worth offering for a record now; one about the request it is linked to needs that link."""
    done = {act.action for act in facts.acts}
    return tuple(
        row
        for row in sheets_of(kind)
        if (not row.after or done & set(row.after))
        and (linked or not any(path == "request.number" for path, _ in row.needs))
    )


def gives_evidence(kind: str, *, linked: bool) -> bool:
    """Whether an evidence pack can be made of a record: of a request always, of a dispute once it is linked to one."""
    lists = any(row.key == "evidence_list" for row in sheets_of(kind))
    return kind == RecordKind.request or (linked and lists)


def missing_facts(kind: DocumentType, context: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the facts this paper needs and does not have."""
    return tuple(name for path, name in kind.needs if not _at(context, path))


def _at(context: object, path: str) -> object:
    for key in path.split("."):
        context = context.get(key) if isinstance(context, Mapping) else None
    return context
