"""What a paper says, as plain values: collected once, frozen with the paper, readable without the database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.errors import MissingEvidence
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.services.paper_answer import NO_ANSWER, answer_facts
from casework.services.paper_case import case_facts, in_words, item_lines, items_of, other_case
from casework.services.paper_evidence import evidence_facts
from casework.services.paper_people import (
    applicant_facts,
    applicants,
    form_of_address,
    unit_facts,
)
from casework.services.paper_sheets import sheet_facts
from casework.services.query_codes import address
from workflows.action import Situation
from workflows.documents import Addressee, DocumentType, missing_facts
from workflows.fees import tiers_in_words
from workflows.registry import workflow_version


def context_of(
    session: Session,
    office: Office,
    record: Record,
    *,
    kind: DocumentType,
    situation: Situation,
    on_day: date,
    texts: Mapping[str, str],
    code: str,
) -> dict[str, Any]:
    """Everything the template of this kind may use; `code` is the query code that the act hands out.

    Raises:
        MissingEvidence: facts or settings of the unit are missing; the sentence names each of them.
    """
    unit = session.get_one(Unit, record.unit_id)
    items = items_of(session, record, situation.facts)
    context: dict[str, Any] = {
        "title": kind.heading,
        "issued_on": on_day.isoformat(),
        "unit": unit_facts(unit),
        "case": case_facts(record, situation, items),
        "items": item_lines(items, situation),
        "query": {"code": code, "address": address(office)},
        **NO_ANSWER,
        **_acts(session, record, situation, kind=kind, texts=texts),
        **sheet_facts(session, office, record, situation, key=kind.key, texts=texts),
    }
    if kind.addressee.judges:
        context |= evidence_facts(session, record, situation.facts, texts=texts)
    context |= _reader(session, office, record, situation, kind=kind, context=context)
    if missing := missing_facts(kind, context):
        raise MissingEvidence(
            f"《{kind.title}》不能生成，缺少：{'、'.join(missing)}（{kind.basis}）；请先补全。",
            basis=kind.basis,
        )
    if kind.remedy:
        context |= answer_facts(record, situation, unit, kind=kind, on_day=on_day, texts=texts)
    return context


def _acts(
    session: Session,
    record: Record,
    case: Situation,
    *,
    kind: DocumentType,
    texts: Mapping[str, str],
) -> dict[str, Any]:
    """The act that sends the paper, and the earlier ones it repeats, in words."""
    workflow = workflow_version(record.workflow_version)
    last = case.facts.acts[-1]
    row = workflow.action(last.action)
    used = [a for a in workflow.actions if a.name in kind.uses]
    return {
        "act": in_words(session, row, last, texts) if row and not kind.on_demand else {},
        "fee_rule": tiers_in_words(str(standard))
        if (standard := last.data.get("standard"))
        else "",
        "act_name": last.action,
        "other": other_case(last),
        "done": {a.name: in_words(session, a, case.facts.last(a.name), texts) for a in used},
    }


def _reader(
    session: Session,
    office: Office,
    record: Record,
    case: Situation,
    *,
    kind: DocumentType,
    context: Mapping[str, Any],
) -> dict[str, Any]:
    """Who reads the paper; the applicant appears in his own papers and in internal ones only (条例32)."""
    if not kind.shows_applicant:
        names = (
            context["act"].get("name"),
            context["act"].get("asked_unit"),
            context["done"].get("receive", {}).get("sender"),
            context.get("review", {}).get("body"),
            context.get("review", {}).get("court"),
        )
        known = context["case"] | {"content": ""}  # what is asked may tell who asks
        you = "你（单位）" if kind.addressee is Addressee.third_party else "你单位"
        addressee = next(filter(None, names), "")
        return {"addressee": addressee, "you": you, "applicant": {}, "case": known}
    parties = applicants(session, record, case.facts)
    entered = context["done"].get("receive", {}).get("applicant", "")
    return {
        "addressee": "、".join(p.name for p in parties) or entered,
        "you": form_of_address(record),
        "applicant": applicant_facts(office, parties),
    }
