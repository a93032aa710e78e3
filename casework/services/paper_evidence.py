"""The facts of 行政复议答复书 and 证据清单: what the request a review or suit is about shows of itself (复议法44, 48)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.file import AttachedFile
from casework.models.record import Record
from casework.services.journal import as_acts, entries
from casework.services.paper_case import in_words, items_of
from casework.services.paper_people import cited
from casework.services.paper_sheets import searches, signed
from workflows.action import Action
from workflows.documents import DOCUMENTS
from workflows.file_guards import FILE, PROVING, FileKind
from workflows.guards import chinese_day
from workflows.history import Facts
from workflows.outcomes import OUTCOMES, spoken
from workflows.registry import workflow_version


def evidence_facts(
    session: Session, record: Record, facts: Facts, *, texts: Mapping[str, str]
) -> dict[str, Any]:
    """The dispute as registered, the request it is about, its time line and the evidence in its file."""
    empty: dict[str, Any] = {"review": {}, "request": {}, "timeline": [], "evidence": []}
    opening = workflow_version(record.workflow_version).opening
    opened = in_words(session, opening, facts.last(opening.name), texts)
    about = disputed(session, record)
    if about is None:
        return {**empty, "review": opened}
    known = workflow_version(about.workflow_version).fold(as_acts(entries(session, about.id)))
    papers = session.scalars(
        select(Document).where(Document.record_id == about.id).order_by(Document.seq, Document.id)
    ).all()
    return {
        "review": {} if about is record else opened,
        "request": _request(session, about, known, papers),
        "timeline": list(_timeline(about, known, papers)),
        "evidence": list(_evidence(session, about, known, papers)),
    }


def disputed(session: Session, record: Record) -> Record | None:
    """The request whose answer is disputed: the one a review or suit is linked to; a request may be disputed itself."""
    if workflow_version(record.workflow_version).has_applicants:
        return record
    return session.get(Record, record.parent_id) if record.parent_id else None


def _request(
    session: Session, about: Record, facts: Facts, papers: Sequence[Document]
) -> dict[str, Any]:
    received = facts.day("received_on")
    code = str(facts.values.get("outcome") or facts.outcome)
    items = items_of(session, about, facts)
    return {
        "number": about.number or "",
        "received": chinese_day(received) if received else "",
        "content": "；".join(item.content.rstrip("。；;") for item in items),
        "conclusion": spoken(code) if code in OUTCOMES else "",
        "basis": cited(OUTCOMES[code].basis) if code in OUTCOMES else "",
        "answer": _answer(papers),
    }


def _answer(papers: Sequence[Document]) -> dict[str, Any]:
    """The newest paper that told the applicant a result, with its own paragraphs; empty where none is kept."""
    for paper in reversed(papers):
        held = paper.context or {}
        if paper.voided_by is None and held.get("sentences"):
            told = [*held["sentences"], *held["reasons"], *held["sentences_after"]]
            title = f"《{paper.title}》{paper.number}"
            return {"title": title, "answered": chinese_day(paper.issued_on), "paragraphs": told}
    return {}


def _timeline(about: Record, facts: Facts, papers: Sequence[Document]) -> Iterator[dict[str, Any]]:
    """Every act of the case that the parties or the clock can see, with all papers that it issued."""
    workflow = workflow_version(about.workflow_version)
    for act in facts.acts:
        row = workflow.action(act.action)
        if row is None or not (row.effect or row.document or row.opens or row.closes):
            continue
        if FILE in (row.opens, row.closes):  # when a scan was taken in is nobody's concern
            continue
        issued = [paper for paper in papers if paper.seq == act.seq]
        said = "、".join(f"《{paper.title}》{paper.number}" for paper in issued)
        yield {
            "day": chinese_day(act.on_day),
            "what": f"{row.label}（{said}）" if said else row.label,
            "basis": cited(row.basis),
            "sources": [f"paper:{paper.id}" for paper in issued] or [_sheet_of(row)],
        }


_SERVED = frozenset({"service", "termination_service"})


def _sheet_of(row: Action) -> str:
    """The sheet that shows an act without a paper of its own; empty where none does."""
    for key in ("search_record", "secrecy_sheet"):
        if row.name in DOCUMENTS[key].after:
            return f"sheet:{key}"
    if row.creates:
        return "sheet:register_sheet"
    return "sheet:service_receipt" if _SERVED & {row.opens, row.closes} else ""


def _evidence(
    session: Session, about: Record, facts: Facts, papers: Sequence[Document]
) -> Iterator[dict[str, str]]:
    """Every piece with what it proves and where it is kept; a piece without content proves nothing and is left out."""
    received = facts.day("received_on") or about.arrived_on
    yield _piece(
        "政府信息公开申请登记表",
        chinese_day(received),
        "申请人提出申请的内容和本机关收到申请之日",
        source="sheet:register_sheet",
    )
    dated = [((p.seq, 0, p.id), _of_paper(p)) for p in papers if p.salt is not None]
    dated += [(place, piece) for place, piece in _of_files(session, about, facts)]
    yield from (piece for _, piece in sorted(dated, key=lambda pair: pair[0]))
    for key, name, proves, rows in (
        (
            "search_record",
            "检索记录表",
            "本机关已尽合理检索义务",
            searches(session, about, facts, {}),
        ),
        (
            "secrecy_sheet",
            "政府信息公开审查呈批单",
            "公开前已经保密审查",
            signed(session, about, facts, {}, names=("review_secrecy",)),
        ),
    ):
        if rows:
            yield _piece(name, rows[-1]["on_day"], proves, source=f"sheet:{key}")
    served = facts.threads_of(*_SERVED)
    if served:
        day = chinese_day(served[-1].opened_on)
        yield _piece("送达回证", day, "文书送达的日期和方式", source="sheet:service_receipt")


def _of_paper(paper: Document) -> dict[str, str]:
    name = f"《{paper.title}》{paper.number}"
    day = chinese_day(paper.issued_on)
    return _piece(name, day, "本机关依照法定程序办理和告知", source=f"paper:{paper.id}")


def _of_files(
    session: Session, about: Record, facts: Facts
) -> Iterator[tuple[tuple[int, int, int], dict[str, str]]]:
    """Attached files of the kinds that prove something about the case, behind what they prove."""
    own = select(AttachedFile.seq, AttachedFile.name).where(AttachedFile.record_id == about.id)
    names = {row.seq: row.name for row in session.execute(own)}
    for thread in facts.threads_of(FILE, only_open=True):
        kind, name = str(thread.values.get("file_kind") or ""), names.get(thread.key)
        if kind not in PROVING or not name:
            continue
        place = (int(thread.values.get("proves") or thread.key), 1, thread.key)
        title = f"{FileKind(kind).label}（{name}）"
        day = chinese_day(thread.opened_on)
        yield place, _piece(title, day, PROVING[FileKind(kind)], source=f"file:{thread.key}")


def _piece(name: str, day: str, proves: str, *, source: str) -> dict[str, str]:
    return {"name": name, "day": day, "proves": proves, "source": source}
