"""What a paper says, as plain values: collected once, frozen with the paper, readable without the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import MissingEvidence
from casework.models.party import Party
from casework.models.record import Record, RequestItem
from casework.models.unit import Unit
from casework.office import Office
from workflows.action import Situation
from workflows.documents import DocumentType, derived_answer_facts
from workflows.guards import chinese_day
from workflows.history import Facts
from workflows.items import moved_items
from workflows.outcomes import OUTCOMES, answer_sentences
from workflows.parties import applicants_of
from workflows.registry import workflow_version
from workflows.remedy_text import Body, RemedyData, remedy_text
from workflows.vocabulary import ApplicantCategory, Channel, ClockEffect, DeliveryForm

_ONLINE = (DeliveryForm.online, DeliveryForm.email)


def context_of(
    session: Session,
    office: Office,
    record: Record,
    *,
    kind: DocumentType,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
) -> dict[str, Any]:
    """Everything the template of this kind may use.

    Raises:
        MissingEvidence: a fact or a setting of the unit is missing; the sentence names it.
    """
    unit = session.get_one(Unit, record.unit_id)
    parties = _parties(session, record, situation.facts)
    items = _items(session, record, situation.facts)
    context = {
        "title": kind.title,
        "issued_on": on_day.isoformat(),
        "unit": _unit(unit),
        "addressee": "、".join(p.name for p in parties),
        "case": _case(record, situation, items),
        "you": "你" if record.category == ApplicantCategory.natural else "你单位",
        "applicant": _applicant(office, parties[0]) if parties else {},
        "sentences": [],
        "items": _item_lines(items, situation),
        "remedy": "",
    }
    if kind.remedy:
        code, ground = _result(record, situation)
        context.update(
            _answer(
                situation, unit, kind=kind, on_day=on_day, texts=texts, code=code, ground=ground
            )
        )
    return context


def remedy_data(unit: Unit) -> RemedyData:
    """The unit's review bodies and courts as the law's text needs them."""
    stored = unit.remedies or {}
    return RemedyData(
        review_bodies=tuple(_body(row) for row in stored.get("review_bodies", ())),
        courts=tuple(_body(row) for row in stored.get("courts", ())),
        online_review_url=str(stored.get("online_review_url", "")),
    )


def _body(row: Mapping[str, str]) -> Body:
    since, until = row.get("since"), row.get("until")
    return Body(
        row["name"],
        row.get("address", ""),
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


def _result(record: Record, case: Situation) -> tuple[str, str | None]:
    """The result this paper tells, and the ground of a partial one: the closing act's own, else the latest draft's.

    The counted outcome of the case stays with its first closing (model 7); a redone answer tells its own.
    """
    last = workflow_version(record.workflow_version).action(case.facts.acts[-1].action)
    if last is not None and last.outcome:
        return last.outcome, None
    draft = case.facts.last("submit_draft", "answer_on_the_spot")
    data = draft.data if draft else {}
    return str(data.get("outcome") or case.facts.outcome), str(data.get("ground") or "") or None


def _answer(
    case: Situation,
    unit: Unit,
    *,
    kind: DocumentType,
    on_day: date,
    texts: Mapping[str, str],
    code: str,
    ground: str | None,
) -> dict[str, Any]:
    values = case.facts.values
    try:
        sentences = answer_sentences(code, _answer_facts(case, texts, ground))
        remedy = remedy_text(
            code,
            ground=ground,
            unit=remedy_data(unit),
            answered_on=on_day,
            online=values.get("delivery") in _ONLINE,
            paper=kind.calls_itself,
        )
    except ValueError as error:
        raise MissingEvidence(f"答复不能生成：{error}", basis="条例36") from error
    return {
        "outcome": {"code": code, "label": OUTCOMES[code].label, "basis": OUTCOMES[code].basis},
        "sentences": list(sentences),
        "remedy": remedy,
    }


def _answer_facts(
    case: Situation, texts: Mapping[str, str], ground: str | None
) -> dict[str, object]:
    draft = case.facts.last("submit_draft", "answer_on_the_spot")
    given: dict[str, object] = dict(derived_answer_facts(case))
    for key, value in (draft.data if draft else {}).items():
        if key.startswith("fact_"):
            given[key.removeprefix("fact_")] = text_of(value, texts)
    return {**given, "ground": ground}


def text_of(value: object, texts: Mapping[str, str]) -> object:
    """A value of the journal with its erasable text looked up: notes are kept apart from the row."""
    if isinstance(value, Mapping) and "note" in value:
        return texts.get(str(value["note"]), "（已依法删除）")
    return value


def _unit(unit: Unit) -> dict[str, str]:
    settings = unit.settings or {}
    return {
        "name": unit.name,
        "signatory": unit.signatory or unit.name,
        "office": str(settings.get("office") or f"{unit.name}政府信息公开工作机构"),
        "address": str(settings.get("address", "")),
        "phone": str(settings.get("phone", "")),
    }


def _case(record: Record, case: Situation, items: Sequence[RequestItem]) -> dict[str, Any]:
    values = case.facts.values
    due = case.clock.due_on or case.clock.last_due_on
    received = case.facts.day("received_on") or record.arrived_on
    delivery = str(values.get("delivery") or "")
    return {
        "number": record.number or "",
        "received_on": received.isoformat(),
        "received": chinese_day(received),
        "due": chinese_day(due) if due else "",
        "term": case.clock.term.n,
        "most_extension": _most_extension(record),
        "provisional": case.clock.provisional,
        "channel": Channel(str(values.get("channel", Channel.other))).label,
        "content": "；".join(item.content.rstrip("。；;") for item in items),
        "delivery": [[form.label, form.value == delivery] for form in DeliveryForm],
    }


def _most_extension(record: Record) -> int:
    """Working days by which this case's table of acts lets the period be extended (条例33)."""
    rows = workflow_version(record.workflow_version).actions
    terms = [a.term for a in rows if a.effect is ClockEffect.extend and a.term is not None]
    return terms[0].n if terms else 0


def _item_lines(items: Sequence[RequestItem], case: Situation) -> list[str]:
    """One line for each thing asked, when there are several and each has its result (cause of loss 11)."""
    results = case.facts.values.get("item_results") or {}
    if len(items) < 2 or not results:
        return []
    found = []
    for item in items:
        code = str(results.get(str(item.position), ""))
        label = OUTCOMES[code].label if code in OUTCOMES else code
        found.append(f"第{item.position}项“{item.content.rstrip('。；;')}”：{label}。")
    return found


def _applicant(office: Office, party: Party) -> dict[str, str]:
    number = office.cipher.decrypt(party.id_number)
    contact = [office.cipher.decrypt(v) for v in (party.address, party.phone, party.email)]
    return {
        "name": party.name,
        "identity": " ".join(filter(None, (party.id_type, masked(number)))) or "—",
        "contact": "；".join(filter(None, contact)) or "—",
    }


def masked(number: str) -> str:
    """An identity number with only its ends readable."""
    return number if len(number) < 8 else f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def _parties(session: Session, record: Record, facts: Facts) -> list[Party]:
    """The applicants who take part now; when all of them have ended, the one who was named first."""
    rows = session.scalars(select(Party).where(Party.record_id == record.id))
    named = {row.position: row for row in rows}
    present = applicants_of(facts) or tuple(facts.values.get("applicants") or ())[:1]
    return [named[int(position)] for position in present if int(position) in named]


def _items(session: Session, record: Record, facts: Facts) -> list[RequestItem]:
    """What is asked in this case; what was divided off is answered in the other one."""
    moved = moved_items(facts)
    rows = session.scalars(
        select(RequestItem)
        .where(RequestItem.record_id == record.id)
        .order_by(RequestItem.position)
    )
    return [row for row in rows if row.position not in moved]
