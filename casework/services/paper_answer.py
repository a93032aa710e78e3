"""The result a paper tells: the sentences of its outcome and the paragraph on remedies, from facts and the unit's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.errors import MissingEvidence
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries.remedies import remedy_data
from casework.services.paper_people import said_by
from workflows import drafts
from workflows.action import Situation
from workflows.derived_facts import derived_answer_facts
from workflows.documents import Addressee, DocumentType
from workflows.outcomes import OUTCOMES, answer_sentences, sentences_around_reasons
from workflows.registry import workflow_version
from workflows.remedy_text import remedy_text
from workflows.vocabulary import DeliveryForm, RecordKind

_ONLINE = (DeliveryForm.online, DeliveryForm.email)
# A paper that tells no outcome of a request opens both ways: its remedy is that of an ordinary answer (复议法23 reaches
# refusals under 条例14-16 only).
_ORDINARY = "A2"

NO_ANSWER = {"sentences": [], "reasons": [], "sentences_after": [], "remedy": ""}
"""What the template of a paper finds that tells no result."""


def answer_facts(
    record: Record,
    case: Situation,
    unit: Unit,
    *,
    kind: DocumentType,
    on_day: date,
    texts: Mapping[str, str],
) -> dict[str, Any]:
    """Outcome, sentences and remedy of a paper that carries a remedy.

    Raises:
        MissingEvidence: a fact of the outcome or a setting of the unit is missing.
    """
    code, ground = _ORDINARY, None
    tells = kind.addressee is Addressee.applicant and record.kind == RecordKind.request
    if tells:
        code, ground = told_result(record, case)
    online = kind.addressee is Addressee.applicant and case.facts.values.get("delivery") in _ONLINE
    try:
        body = told_body(case, code, ground, texts=texts) if tells else Body((), (), ())
        remedy = remedy_text(
            code,
            ground=ground,
            unit=remedy_data(unit),
            answered_on=on_day,
            online=online,
            paper=kind.calls_itself,
        )
    except ValueError as error:
        raise MissingEvidence(f"{_NAMES[tells]}不能生成：{error}", basis=kind.basis) from error
    return {
        "outcome": outcome_facts(code),
        "sentences": list(body.before),
        "reasons": list(body.reasons),
        "sentences_after": list(body.after),
        "remedy": remedy,
    }


_NAMES = {True: "答复", False: "文书"}


def outcome_facts(code: str) -> dict[str, str]:
    """An outcome as papers name it."""
    return {"code": code, "label": OUTCOMES[code].label, "basis": OUTCOMES[code].basis}


def told_result(record: Record, case: Situation) -> tuple[str, str | None]:
    """The result this paper tells, and the ground of a partial one: the closing act's own, else the latest draft's.

    The counted outcome of the case stays with its first closing (model 7); a redone answer tells its own.
    """
    last = workflow_version(record.workflow_version).action(case.facts.acts[-1].action)
    if last is not None and last.outcome:
        return last.outcome, None
    draft = case.facts.last("submit_draft", "answer_on_the_spot")
    data = draft.data if draft else {}
    return str(data.get("outcome") or case.facts.outcome), str(data.get("ground") or "") or None


@dataclass(frozen=True)
class Body:
    """The paragraphs of an outcome; `reasons` are those that were written apart, between the others."""

    before: tuple[str, ...]
    reasons: tuple[str, ...]
    after: tuple[str, ...]


def told_body(case: Situation, code: str, ground: str | None, *, texts: Mapping[str, str]) -> Body:
    """The paragraphs of an outcome. ValueError where a fact it needs is missing."""
    draft = case.facts.last("submit_draft", "answer_on_the_spot")
    given: dict[str, object] = dict(derived_answer_facts(case))
    for key, value in (draft.data if draft else {}).items():
        if key.startswith("fact_"):
            given[key.removeprefix("fact_")] = said_by(value, texts)
    given["ground"] = ground
    version = drafts.in_force(case.facts)
    if version is None:
        return Body(answer_sentences(code, given), (), ())
    before, after = sentences_around_reasons(code, given)
    reasons = str(said_by(version.values[drafts.TEXT], texts)).split("\n")
    return Body(before, tuple(reasons), after)
