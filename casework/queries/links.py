"""What hangs on a case besides its own acts: the cases it belongs together with, and the attempts to reach the applicant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.record import Record
from casework.queries import sight
from casework.viewer import Viewer
from workflows.acts.linking import Relation
from workflows.history import Act, Facts
from workflows.items import SPLIT
from workflows.registry import workflow_version
from workflows.vocabulary import State


@dataclass(frozen=True)
class LinkView:
    """Another case and how it stands to this one. `record_id` is 0 where it is out of the viewer's sight."""

    relation: str
    label: str
    record_id: int
    number: str
    state_label: str
    items: str


@dataclass(frozen=True)
class ContactView:
    """One attempt to reach the applicant."""

    seq: int
    on_day: date
    reached: bool
    note: str
    actor: str


class Entry(Protocol):
    """A journal row in words, as the case page holds it."""

    @property
    def seq(self) -> int: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def actor(self) -> str: ...


def contacts_of(facts: Facts, entries: Sequence[Entry]) -> tuple[ContactView, ...]:
    """Every attempt on record, in its order; one that was annulled is none."""
    rows = {entry.seq: entry for entry in entries}
    return tuple(
        ContactView(
            thread.key,
            thread.opened_on,
            bool(thread.values.get("reached")),
            rows[thread.key].texts.get("note", ""),
            rows[thread.key].actor,
        )
        for thread in facts.threads_of("contact")
    )


def links_of(
    session: Session, viewer: Viewer, record: Record, facts: Facts
) -> tuple[LinkView, ...]:
    """The cases this one was linked to, divided from or into, merged into, and those merged into it."""
    named = [*_named(facts), *_merged_here(session, record)]
    wanted = {record_id for record_id, _ in named}
    rows = session.scalars(select(Record).where(Record.id.in_(wanted))).all() if wanted else ()
    known = {row.id: row for row in rows}
    return tuple(
        _seen(session, viewer, known[record_id], link)
        for record_id, link in named
        if record_id in known
    )


def _seen(session: Session, viewer: Viewer, other: Record, link: LinkView) -> LinkView:
    state = workflow_version(other.workflow_version).label(other.state)
    number = link.number or other.number or ""
    in_sight = sight.may_see(session, viewer, other)
    return LinkView(
        link.relation, link.label, other.id if in_sight else 0, number, state, link.items
    )


def _link(relation: str, label: str, *, number: object = "", items: object = "") -> LinkView:
    return LinkView(relation, label, 0, str(number or ""), "", str(items or ""))


def _named(facts: Facts) -> Iterator[tuple[int, LinkView]]:
    for act in facts.acts:
        yield from _of_act(act)
    original = facts.values.get("split_from")
    if original:
        yield int(original), _link(Relation.divided, "拆自")


def _of_act(act: Act) -> Iterator[tuple[int, LinkView]]:
    data: Mapping[str, Any] = act.data
    if act.action == SPLIT and data.get("cause"):
        moved = _link(
            Relation.divided, "拆分至", number=data.get("case"), items=data.get("items_moved")
        )
        yield int(data["cause"]["record"]), moved
    elif data.get("case_id"):
        relation = str(data.get("relation") or Relation.merged)
        label = "并入" if relation == Relation.merged else Relation(relation).label
        yield int(data["case_id"]), _link(relation, label, number=data.get("case"))


def _merged_here(session: Session, record: Record) -> Iterator[tuple[int, LinkView]]:
    """Void cases of the same unit are few, and each names the one it was merged into."""
    void = select(Record.id, Record.facts).where(
        Record.kind == record.kind, Record.unit_id == record.unit_id, Record.state == State.void
    )
    for other_id, facts in session.execute(void):
        if (facts or {}).get("merged_into") == record.id:
            yield other_id, _link(Relation.merged, "并入本案的")
