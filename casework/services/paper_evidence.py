"""The facts of 行政复议答复书 and 证据清单: what the request a review or suit is about shows of itself (复议法44, 48)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document
from casework.models.record import Record
from casework.services.journal import as_acts, entries
from casework.services.paper_answer import outcome_facts
from casework.services.paper_case import in_words, items_of
from casework.services.paper_people import cited
from casework.services.paper_sheets import searches, signed
from workflows.guards import chinese_day
from workflows.history import Facts
from workflows.outcomes import OUTCOMES
from workflows.registry import workflow_version
from workflows.vocabulary import ConsultationKind


def evidence_facts(
    session: Session, record: Record, facts: Facts, *, texts: Mapping[str, str]
) -> dict[str, Any]:
    """The dispute as registered, the request it is about, its time line and the evidence in its file."""
    empty: dict[str, Any] = {"review": {}, "request": {}, "timeline": [], "evidence": []}
    opening = workflow_version(record.workflow_version).opening
    opened = in_words(session, opening, facts.last(opening.name), texts)
    about = session.get(Record, record.parent_id) if record.parent_id else None
    if about is None:
        return {**empty, "review": opened}
    known = workflow_version(about.workflow_version).fold(as_acts(entries(session, about.id)))
    papers = session.scalars(
        select(Document).where(Document.record_id == about.id).order_by(Document.seq, Document.id)
    ).all()
    return {
        "review": opened,
        "request": _request(session, about, known),
        "timeline": list(_timeline(about, known, papers)),
        "evidence": list(_evidence(session, about, known, papers)),
    }


def _request(session: Session, about: Record, facts: Facts) -> dict[str, str]:
    received = facts.day("received_on")
    code = str(facts.values.get("outcome") or facts.outcome)
    chosen = outcome_facts(code) if code in OUTCOMES else {"label": "", "basis": ""}
    items = items_of(session, about, facts)
    return {
        "number": about.number or "",
        "received": chinese_day(received) if received else "",
        "content": "；".join(item.content.rstrip("。；;") for item in items),
        "conclusion": chosen["label"],
        "basis": cited(chosen["basis"]),
    }


def _timeline(about: Record, facts: Facts, papers: Sequence[Document]) -> Iterator[dict[str, str]]:
    """Every act of the case that the parties or the clock can see."""
    workflow = workflow_version(about.workflow_version)
    drawn = {paper.seq: paper for paper in papers}
    for act in facts.acts:
        row = workflow.action(act.action)
        if row is None or not (row.effect or row.document or row.opens or row.closes):
            continue
        paper = drawn.get(act.seq)
        said = f"（《{paper.title}》{paper.number}）" if paper else ""
        yield {
            "day": chinese_day(act.on_day),
            "what": f"{row.label}{said}",
            "basis": cited(row.basis),
        }


def _evidence(
    session: Session, about: Record, facts: Facts, papers: Sequence[Document]
) -> Iterator[dict[str, str]]:
    received = facts.day("received_on") or about.arrived_on
    yield _piece(
        "政府信息公开申请材料", chinese_day(received), "申请人提出申请的内容和本机关收到申请之日"
    )
    for paper in papers:
        title = f"《{paper.title}》{paper.number}"
        yield _piece(title, chinese_day(paper.issued_on), "本机关依照法定程序办理和告知")
    for row in searches(session, about, facts, {}):
        yield _piece("检索记录表", row["on_day"], "本机关已尽合理检索义务")
    for row in signed(session, about, facts, {}, names=("review_secrecy",)):
        yield _piece("保密审查表", row["on_day"], "公开前已经保密审查")
    for thread in facts.threads_of(*ConsultationKind):
        if thread.closed_on:
            yield _piece(
                "征求意见的回复材料", chinese_day(thread.closed_on), "被征求意见一方的意见"
            )
    for thread in facts.threads_of("service", "termination_service"):
        yield _piece("送达回证、邮寄凭证", chinese_day(thread.opened_on), "文书送达的日期和方式")


def _piece(name: str, day: str, proves: str) -> dict[str, str]:
    return {"name": name, "day": day, "proves": proves}
