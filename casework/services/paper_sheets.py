"""The facts of internal sheets (登记表, 检索记录表, 审批单 …), read from the history of a case whenever somebody draws one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.document import Document, ServiceAttempt
from casework.models.file import AttachedFile
from casework.models.record import Record
from casework.models.user import User
from casework.office import Office
from casework.queries import journal_rows
from casework.services.circulars import supervising_facts
from casework.services.paper_case import in_words
from casework.services.paper_people import agents, cited, party_names, said_by
from workflows.action import Situation
from workflows.acts.erasing import ERASED
from workflows.acts.tasks import TASK, TaskKind
from workflows.documents import DOCUMENTS
from workflows.guards import chinese_day
from workflows.history import Act, Facts
from workflows.outcomes import OUTCOMES
from workflows.receipt import receipt_rule
from workflows.registry import workflow_version
from workflows.rounds import Round, rounds
from workflows.secrecy_guards import REFERRAL
from workflows.serving import PROOFS, method_label
from workflows.serving_guards import ReceiptWay
from workflows.vocabulary import Channel, ConsultationKind

Sheet = dict[str, Any]


def sheet_facts(
    session: Session,
    office: Office,
    record: Record,
    case: Situation,
    *,
    key: str,
    texts: Mapping[str, str],
) -> Sheet:
    """What the sheet of this key shows beside the facts of the case itself."""
    facts = case.facts
    if key == "register_sheet":
        return {"registered": registration(session, record, facts)}
    if key == "search_record":
        return {"searches": searches(session, record, facts, texts)}
    if key == "third_party_reply":
        return {"replies": replies(session, record, facts, texts)}
    if key == "secrecy_sheet":
        return {"secrecy_sheets": secrecy_sheets(session, record, facts, texts)}
    if key == "approval_sheet":
        return approval(session, record, facts, texts, zone=office.settings.timezone)
    if key == "service_receipt":
        return {"services": services(session, record, facts, texts)}
    return supervising_facts(session, record, case, key=key, texts=texts)


def registration(session: Session, record: Record, facts: Facts) -> Sheet:
    """Who registered the case, how its day of receipt was fixed, who acts for the applicants, who handles it."""
    handler = session.get(User, record.handler_id) if record.handler_id else None
    rule = receipt_rule(str(facts.values.get("channel") or Channel.other))
    opened = actors(session, record)
    return {
        "by": opened.get(facts.acts[0].seq, "") if facts.acts else "",
        "rule": f"{rule.sentence}（{rule.basis}）",
        "agents": "、".join(p.name for p in agents(session, record, facts)) or "无",
        "handler": handler.name if handler else "",
    }


def searches(
    session: Session, record: Record, facts: Facts, texts: Mapping[str, str]
) -> list[Sheet]:
    """Every search of the case: the agency's own and those that departments answered (条例36(4))."""
    found = signed(session, record, facts, texts, names=("record_search",))
    answered = {t.closed_in: t for t in facts.threads_of(TASK)}
    for row in signed(session, record, facts, texts, names=("answer_task",)):
        task = answered.get(int(row["seq"]))
        if task is None or task.values.get("task_kind") != TaskKind.search:
            continue
        asked = in_words(
            session,
            _action(record, task.action),
            next((a for a in facts.acts if a.seq == task.key), None),
            texts,
        )
        blank = {"span_from": "", "span_to": "", "searcher": row["by"]}
        found.append({**blank, **row, "units_asked": asked["asked_unit"]})
    return sorted(found, key=lambda row: int(row["seq"]))


def replies(
    session: Session, record: Record, facts: Facts, texts: Mapping[str, str]
) -> list[Sheet]:
    """What each third party answered, beside what it was asked and when (条例32)."""
    answers = signed(session, record, facts, texts, names=("third_party_opinion",))
    by_row = {row["seq"]: row for row in answers}
    letters = {act.seq: act for act in facts.acts if act.action == "consult_third_party"}
    opening = _action(record, "consult_third_party")
    found = []
    for thread in facts.threads_of(ConsultationKind.third_party):
        if thread.closed_in in by_row:
            asked = in_words(session, opening, letters.get(thread.key), texts)
            reached = chinese_day(thread.confirmed_on) if thread.confirmed_on else ""
            told = {"name": asked["name"], "matter": asked["matter"], "sent": asked["on_day"]}
            found.append(by_row[thread.closed_in] | told | {"reached": reached})
    return found


def approval(
    session: Session, record: Record, facts: Facts, texts: Mapping[str, str], *, zone: tzinfo
) -> Sheet:
    """Every round of signatures with its signers, opinions, days and times, and the result that the last draft proposes."""
    at = {row.seq: row.at.astimezone(zone) for row in _rows(session, record)}
    found = rounds(facts, workflow_version(record.workflow_version).actions)
    code = str(found[-1].signatures[0].act.data.get("outcome") or "") if found else ""
    chosen = OUTCOMES.get(code)
    return {
        "rounds": [_round(session, record, facts, texts, one=one, at=at) for one in found],
        "proposal": f"{chosen.label}（{cited(chosen.basis)}）" if chosen else "",
    }


def _round(
    session: Session,
    record: Record,
    facts: Facts,
    texts: Mapping[str, str],
    *,
    one: Round,
    at: Mapping[int, datetime],
) -> Sheet:
    says = {signed.act.seq: signed.action.says for signed in one.signatures}
    names = tuple({signed.act.action for signed in one.signatures})
    rows = signed(session, record, facts, texts, names=names)
    return {
        "title": f"第{one.number}轮",
        "skipped": one.chain.skip_reason,
        "opinions": [
            _timed({**row, "said": _said(row, says[row["seq"]])}, at[row["seq"]])
            for row in rows
            if row["seq"] in says
        ],
    }


def _timed(row: Sheet, at: datetime) -> Sheet:
    """The opinion with the time of its signature; one that was entered on a later day says when."""
    if at.date().isoformat() == row["day"]:
        return {**row, "day": at.isoformat(timespec="minutes")}
    return {**row, "said": f"{row['said']}（{chinese_day(at.date())}{at:%H:%M}补记）"}


def _said(row: Sheet, says: str) -> str:
    """The opinion that was typed; else what a bare signature says."""
    return "：".join(filter(None, (row.get("stance"), row.get("opinion")))) or says


def secrecy_sheets(
    session: Session, record: Record, facts: Facts, texts: Mapping[str, str]
) -> list[Sheet]:
    """One sheet for the answer and one for each reviewed file, each with its reviews and what was asked about it (条例17)."""
    reviews = signed(session, record, facts, texts, names=("review_secrecy", "review_file"))
    data = {act.seq: act.data for act in facts.acts}
    names = {
        row.seq: row.name
        for row in session.scalars(select(AttachedFile).where(AttachedFile.record_id == record.id))
    }
    asked = _referrals(session, record, facts, texts)
    found = []
    for about in dict.fromkeys(data[row["seq"]].get("thread") for row in reviews):
        file = facts.thread(about) if about else None
        found.append(
            {
                "file": f"第{about}条登记 {names.get(int(about or 0)) or ERASED}" if about else "",
                "sha256": str(file.values["file"]["sha256"]) if file else "",
                "referrals": [row for row in asked if row["about_seq"] == about],
                "reviews": [row for row in reviews if data[row["seq"]].get("thread") == about],
            }
        )
    return sorted(found, key=lambda sheet: bool(sheet["file"]))


def _referrals(
    session: Session, record: Record, facts: Facts, texts: Mapping[str, str]
) -> list[Sheet]:
    """What others were asked to determine, and their answers; each names the file it is about, None: the answer."""
    about = {t.key: t.values.get("about") for t in facts.threads_of(REFERRAL)}
    data = {act.seq: act.data for act in facts.acts}
    rows = signed(session, record, facts, texts, names=("refer_secrecy", "receive_secrecy_reply"))
    return [
        row
        | {
            "about_seq": about.get(int(data[row["seq"]].get("thread") or row["seq"])),
            "said": "；".join(
                filter(None, (row["on_day"], *(row.get(key, "") for key in _REFERRED)))
            ),
        }
        for row in rows
    ]


_REFERRED = ("name", "number", "matter", "decision", "reply_number", "reply")


def services(
    session: Session, record: Record, facts: Facts, texts: Mapping[str, str]
) -> list[Sheet]:
    """One row for each attempt to serve; a numbered paper that nobody has served yet has a blank one."""
    names = party_names(session, record)
    attempts = session.scalars(
        select(ServiceAttempt)
        .where(ServiceAttempt.record_id == record.id)
        .order_by(ServiceAttempt.seq)
    ).all()
    papers = session.scalars(
        select(Document).where(Document.record_id == record.id).order_by(Document.seq, Document.id)
    ).all()
    served = {a.document_id for a in attempts}
    by_id = {paper.id: paper for paper in papers}
    rows = [
        _served(a, by_id.get(a.document_id or 0), names, texts) | _told(facts, a.seq, texts)
        for a in attempts
    ]
    blank = [
        _paper(paper)
        | dict.fromkeys(("method", "sent", "proof", "received", "signer", "refusal"), "")
        | {"recipient": _addressee(paper)}
        for paper in papers
        if paper.id not in served and DOCUMENTS[paper.key].word
    ]
    return rows + blank


def _paper(paper: Document | None) -> Sheet:
    return {"title": paper.title, "number": paper.number} if paper else {"title": "", "number": ""}


def _addressee(paper: Document | None) -> str:
    return str(((paper.context if paper else None) or {}).get("addressee", ""))


def _told(facts: Facts, seq: int, texts: Mapping[str, str]) -> Sheet:
    """Who signed, and why somebody did not: what the dispatch and the acts on it recorded (民诉法87-89)."""
    said: dict[str, str] = {}
    for act in facts.acts:
        if act.seq == seq or act.data.get("thread") == seq:
            said |= {
                key: str(said_by(v, texts)) for key, v in act.data.items() if key in _TOLD and v
            }
    way = said.get("way", "")
    label = f"（{ReceiptWay(way).label}）" if way else ""
    refused = way == ReceiptWay.left
    witness = f"见证人：{said['witness']}" if "witness" in said else ""
    through = f"由{said['agency']}代为送达" if "agency" in said else ""
    why = (
        label.strip("（）") if refused else "",
        witness,
        said.get("note", ""),
        said.get("return_reason", ""),
    )
    return {
        "signer": "" if refused else f"{said.get('signer', '')}{label}",
        "refusal": "；".join(filter(None, (*why, through))),
    }


_TOLD = ("way", "signer", "witness", "note", "return_reason", "agency")


def _served(
    attempt: ServiceAttempt,
    paper: Document | None,
    names: Mapping[int, str],
    texts: Mapping[str, str],
) -> Sheet:
    proofs = (attempt.tracking, *(texts.get(f"{attempt.seq}.{key}", "") for key in PROOFS))
    received = chinese_day(attempt.received_on) if attempt.received_on else ""
    if attempt.returned_on:
        received = f"{chinese_day(attempt.returned_on)}退回"
    return _paper(paper) | {
        "recipient": names.get(attempt.recipient) or _addressee(paper),
        "method": method_label(attempt.method),
        "sent": chinese_day(attempt.dispatched_on),
        "proof": next(filter(None, proofs), ""),
        "received": received,
    }


def signed(
    session: Session,
    record: Record,
    facts: Facts,
    texts: Mapping[str, str],
    *,
    names: tuple[str, ...],
) -> list[Sheet]:
    """These acts in words, each with who did it and when, in their order."""
    by = actors(session, record)
    return [
        in_words(session, _action(record, act.action), act, texts)
        | {
            "seq": act.seq,
            "by": by.get(act.seq, ""),
            "day": act.on_day.isoformat(),
        }
        for act in _done(facts, names)
    ]


def _done(facts: Facts, names: tuple[str, ...]) -> Iterator[Act]:
    return (act for act in facts.acts if act.action in names)


def _action(record: Record, name: str) -> Any:
    return workflow_version(record.workflow_version).action(name)


def actors(session: Session, record: Record) -> dict[int, str]:
    """Who did each act of a record, as its journal names him."""
    # The label names the roles too, which a signature does not.
    return {row.seq: row.actor_label.partition("（")[0] for row in _rows(session, record)}


def _rows(session: Session, record: Record) -> Sequence[journal_rows.Row]:
    return journal_rows.rows_of(session, (record.id,)).get(record.id, [])
