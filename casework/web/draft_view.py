"""The draft that is being signed: its result, its facts in words, what the guards say of it, and the clause it rests on."""

from dataclasses import dataclass, replace
from datetime import date

from casework.forms import fact_fields
from casework.queries.case_page import CaseView
from workflows.calendar import WorkingCalendar
from workflows.checklist import Check, checklist
from workflows.history import Act
from workflows.outcomes import OUTCOMES, REGULATION, REQUEST, SUBJECT, Outcome
from workflows.signing import round_of
from workflows.statute import UnknownProvision, provision


@dataclass(frozen=True)
class Clause:
    """A result as the list knows it: label, article, the gist of the article, and the sentences that the answer is made of,
    with what the drafter states in 〔〕."""

    code: str
    label: str
    basis: str
    gist: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class DraftView:
    """The latest draft. `facts` are pairs of label and text; `checks` the guards asked again; `clauses` result and ground."""

    seq: int
    facts: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    clauses: tuple[Clause, ...]


def draft_of(view: CaseView, calendar: WorkingCalendar, *, today: date) -> DraftView | None:
    """The draft of a case with everything its reviewer looks at; None where nothing was drafted."""
    found, _ = round_of(view.facts)
    if found is None:
        return None
    draft = _with_texts(view, found)
    outcome, ground = (str(draft.data.get(key) or "") for key in ("outcome", "ground"))
    asked = fact_fields(outcome, ground)
    choices = {f.key: {c.value: c.label for c in f.choices} for f in asked}
    given = ((f, str(draft.data.get(f.key) or "")) for f in asked)
    situation = view.workflow.situation(view.facts, calendar)
    return DraftView(
        seq=draft.seq,
        facts=tuple((f.label, choices[f.key].get(text, text)) for f, text in given if text),
        checks=checklist(view.workflow, situation, draft, today=today),
        clauses=tuple(clause(OUTCOMES[c]) for c in (outcome, ground) if c in OUTCOMES),
    )


def _with_texts(view: CaseView, act: Act) -> Act:
    """The act with its texts in the place of their digests, so that guards can read them."""
    entry = next((one for one in view.entries if one.seq == act.seq), None)
    return replace(act, data={**act.data, **(entry.texts if entry else {})})


def clause(chosen: Outcome) -> Clause:
    """A result as whoever decides on it reads it."""
    try:
        gist = provision(chosen.basis).gist
    except UnknownProvision:
        gist = ""
    labels = {fact.key: f"〔{fact.label}〕" for fact in (*chosen.requires, *chosen.alone)}
    words = {"subject": SUBJECT, "request": REQUEST, "regulation": REGULATION, **labels}
    text = chosen.text.format_map(words)
    return Clause(chosen.code, chosen.label, chosen.basis, gist, tuple(text.split("\n")))
