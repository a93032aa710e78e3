"""One case as a page or the API shows it: facts, clock, tape, journal, papers and the acts open to the viewer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.errors import NotFound
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import Note, Record, RequestItem
from casework.models.unit import Unit
from casework.models.user import User
from casework.queries import sight
from casework.queries.agencies import agencies
from casework.queries.applicant_counts import ApplicantMonth, month_of
from casework.queries.case_papers import PaperView, papers_of
from casework.queries.cases import days_left
from casework.queries.links import ContactView, LinkView, contacts_of, links_of
from casework.queries.parties import PartyView, parties_of, revealed_until
from casework.queries.targets import internal_target
from casework.queries.topics import topics_of
from casework.viewer import Viewer
from workflows import signing
from workflows.action import Action, Situation
from workflows.acts.erasing import ERASED
from workflows.acts.tasks import TASK
from workflows.calendar import WorkingCalendar
from workflows.clock import Reading
from workflows.definition import OpenAct, Workflow
from workflows.documents import DOCUMENTS
from workflows.forms import FieldKind
from workflows.history import Act, Facts, Thread
from workflows.registry import workflow_version
from workflows.safe_day import DueDay, due_days, safe_tape
from workflows.serving import OTHERS
from workflows.serving_guards import OWN_SERVICE
from workflows.tape import TapeDay, tape
from workflows.timer import Timer
from workflows.vocabulary import Phase


@dataclass(frozen=True)
class EntryView:
    """One journal row in words. `texts` are the erasable texts of the act by field."""

    seq: int
    action: str
    label: str
    basis: str
    on_day: date
    at: datetime
    actor: str
    before: str
    after: str
    data: Mapping[str, Any]
    texts: Mapping[str, str]
    annulled: bool


@dataclass(frozen=True)
class People:
    """Staff and units that an act of a case may name: pairs of id and what to show.

    `units` are near the case, `others` every unit but the answering one; `names` knows every id of its journal.
    `topics` are the words the case can be sorted by, its own among them; `suggestions` are known values by the name of
    their list, each with what it belongs to.
    """

    users: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]
    names: Mapping[int, str]
    others: tuple[tuple[int, str], ...] = ()
    topics: tuple[str, ...] = ()
    suggestions: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseView:
    """Everything about one case that its page needs, read in one moment."""

    record: Record
    workflow: Workflow
    facts: Facts
    unit: Unit
    handler: str
    parties: tuple[PartyView, ...]
    items: tuple[RequestItem, ...]
    clock: Reading
    days_left: int | None
    due_days: tuple[DueDay, ...]
    timers: tuple[Timer, ...]
    tape: tuple[TapeDay, ...]
    entries: tuple[EntryView, ...]
    papers: tuple[PaperView, ...]
    open_acts: tuple[OpenAct, ...]
    may_correct: bool
    links: tuple[LinkView, ...] = ()
    revealed_until: datetime | None = None  # this viewer has said what he looks at masked data for
    month: ApplicantMonth | None = None  # only while an act rests on it that can be done

    @property
    def contacts(self) -> tuple[ContactView, ...]:
        """Every attempt to reach the applicant."""
        return contacts_of(self.facts, self.entries)

    @property
    def unserved(self) -> tuple[PaperView, ...]:
        """The papers that can still be sent, and whose service has no acts of its own."""
        return tuple(p for p in self.papers if p.is_unserved and p.key not in OWN_SERVICE)

    @property
    def unserved_to_others(self) -> tuple[PaperView, ...]:
        """Those of them that go to somebody who is no party: a third party, another body."""
        return tuple(p for p in self.unserved if DOCUMENTS[p.key].addressee in OTHERS)

    @property
    def phase(self) -> Phase:
        return self.workflow.phase(self.record.state)

    @property
    def state_label(self) -> str:
        return self.workflow.label(self.record.state)

    def open_threads(self, kind: str) -> tuple[Thread, ...]:
        """The open threads an act of this kind may work on."""
        return self.facts.threads_of(kind, only_open=True)


def case_page(
    session: Session,
    viewer: Viewer,
    record_id: int,
    *,
    today: date,
    calendar: WorkingCalendar,
    cipher: Cipher,
    at: datetime | None = None,
) -> CaseView:
    """One case with all that hangs on it; with the moment `at` also what the viewer has revealed to himself.

    Raises:
        NotFound: it does not exist or is out of sight.
    """
    record = seen(session, viewer, record_id)
    view = _view(session, viewer, record, today=today, calendar=calendar, cipher=cipher, at=at)
    if sight.only_contributes(viewer, record):
        return _of_tasks(view, viewer)
    links = links_of(session, viewer, record, view.facts)
    return replace(view, links=links, month=_month(session, view))


def _view(
    session: Session,
    viewer: Viewer,
    record: Record,
    *,
    today: date,
    calendar: WorkingCalendar,
    cipher: Cipher,
    at: datetime | None = None,
) -> CaseView:
    workflow = workflow_version(record.workflow_version)
    rows = _journal(session, record.id)
    facts = workflow.fold(Act(r.seq, r.action, r.on_day, r.data) for r in rows)
    situation = workflow.situation(facts, calendar)
    revealed = revealed_until(workflow, rows, viewer, at=at)
    roles = sight.roles_on(session, viewer, record)
    target = internal_target(session, record.unit_id)
    unit = session.get_one(Unit, record.unit_id)
    actor = signing.signer(unit.settings.get(signing.ABSENCES) or (), viewer.user_id, today)
    return CaseView(
        record=record,
        workflow=workflow,
        facts=facts,
        unit=unit,
        handler=_handler(session, record),
        parties=parties_of(session, record.id, cipher, revealed=revealed is not None),
        revealed_until=revealed,
        items=_items(session, record.id),
        clock=situation.clock,
        days_left=days_left(record.due_on, today=today, calendar=calendar),
        due_days=due_days(workflow, situation, today=today, target=target),
        timers=workflow.running_timers(situation),
        tape=tape_of(workflow, situation, today=today),
        entries=_entries(session, record.id, workflow, rows, facts),
        papers=papers_of(session, record.id),
        open_acts=workflow.open_to(situation, roles=roles, on_day=today, actor=actor),
        may_correct=any(a.corrects and a.roles & roles for a in workflow.actions),
    )


def _handler(session: Session, record: Record) -> str:
    """Who handles the case; nobody, where his account is closed."""
    handler = session.get(User, record.handler_id) if record.handler_id else None
    return handler.name if handler and handler.active else ""


def _month(session: Session, view: CaseView) -> ApplicantMonth | None:
    can_be_done = (one.action for one in view.open_acts if not one.refusals)
    asked = {name for action in can_be_done for name in action.looks_up}
    return month_of(session, view.record) if asked & _RESTING_ON_THE_MONTH else None


_RESTING_ON_THE_MONTH = frozenset({"applicant_month", "fee_due"})


def _of_tasks(view: CaseView, viewer: Viewer) -> CaseView:
    """What a department sees that was asked for something: the request itself and its own tasks.

    Neither applicant, papers, nor what others wrote: a search needs none of it (个人信息保护法19 asks for the least).
    """
    asked = view.facts.threads_of(TASK)
    mine = {t.key for t in asked if viewer.works_in(int(t.values["asked_unit"]))}
    threads = tuple(t for t in asked if t.key in mine)
    return replace(
        view,
        facts=replace(view.facts, threads=threads),
        parties=(),
        timers=tuple(t for t in view.timers if t.key == TASK and t.seq in mine),
        entries=tuple(e for e in view.entries if e.seq in mine or e.data.get("thread") in mine),
        papers=(),
        links=(),
        month=None,
    )


def people(session: Session, view: CaseView, *, today: date | None = None) -> People:
    """The staff of the answering and the handling unit and of the units below, and these units."""
    record = view.record
    near = {record.unit_id, record.handler_unit_id or record.unit_id}
    units = session.execute(
        select(Unit.id, Unit.name)
        .where(or_(Unit.id.in_(near), Unit.parent_id.in_(near)))
        .order_by(Unit.id != record.unit_id, Unit.id)
    ).all()
    known = {row.id: row.name for row in units}
    named = {_id(entry.data.get("handler")) for entry in view.entries} - {None}
    staff = session.execute(
        select(User.id, User.name, User.unit_id, User.active)
        .where(or_(User.unit_id.in_(known), User.id.in_(named)))
        .order_by(User.unit_id != record.unit_id, User.unit_id, User.name)
    ).all()
    return People(
        users=tuple(
            (row.id, f"{row.name}（{known[row.unit_id]}）")
            for row in staff
            if row.active and row.unit_id in known
        ),
        units=tuple((row.id, row.name) for row in units),
        others=_others(session, record),
        topics=_topics(session, record),
        suggestions=_suggestions(session, today),
        names={row.id: row.name for row in staff},
    )


def _suggestions(session: Session, today: date | None) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found = agencies(session, on=today)
    return {
        "agencies": tuple((a.name, a.matters) for a in found),
        "agency_contacts": tuple((a.contact, a.name) for a in found if a.contact),
    }


def _topics(session: Session, record: Record) -> tuple[str, ...]:
    """What the list of the unit has lost since stays for the case that has it."""
    own = (record.topic,) if record.topic else ()
    return tuple(dict.fromkeys((*topics_of(session, record.unit_id), *own)))


def _others(session: Session, record: Record) -> tuple[tuple[int, str], ...]:
    rows = session.execute(
        select(Unit.id, Unit.name).where(Unit.id != record.unit_id).order_by(Unit.code)
    )
    return tuple((row.id, row.name) for row in rows)


def _id(value: Any) -> int | None:
    return int(value) if value else None


_LATE_DAYS = timedelta(days=60)


def tape_of(workflow: Workflow, situation: Situation, *, today: date) -> tuple[TapeDay, ...]:
    """The tape to the due date; of a late case also the late days, at most about two months of them.

    Before the receipt is settled, the days counted from the arrival (条例31).
    """
    clock = situation.clock
    if clock.started_on is None:
        return safe_tape(workflow, situation)
    due = clock.due_on
    until = min(today, due + _LATE_DAYS) if due is not None and due < today else None
    return tape(workflow.clock_acts(situation.facts), situation.calendar, until=until)


def seen(session: Session, viewer: Viewer, record_id: int) -> Record:
    """The record, if the viewer may see it.

    Raises:
        NotFound: it does not exist or is out of sight.
    """
    record = session.get(Record, record_id)
    if record is None or not sight.may_see(session, viewer, record):
        raise NotFound("没有这一案件，或者不在您可以查看的单位范围内；请核对编号。")
    return record


def paper(session: Session, viewer: Viewer, record_id: int, document_id: int) -> Document:
    """One paper of a case, with its bytes.

    Raises:
        NotFound: the case or the paper does not exist or is out of sight.
    """
    record = seen(session, viewer, record_id)
    found = session.get(Document, document_id)
    hidden = sight.only_contributes(viewer, record)
    if hidden or found is None or found.record_id != record_id:
        raise NotFound("本案没有这份文书；请从案件页的文书清单中打开。")
    return found


def _journal(session: Session, record_id: int) -> list[JournalEntry]:
    return list(
        session.scalars(
            select(JournalEntry)
            .where(JournalEntry.record_id == record_id)
            .order_by(JournalEntry.seq)
        )
    )


_HIDDEN = "（加密保存，只用于打印信封）"


def _readable(texts: dict[str, str], action: Action | None) -> dict[str, str]:
    """The texts of a row as pages show them: of how somebody is reached only that it is known."""
    hidden = {f.key for f in action.fields if f.kind is FieldKind.contact} if action else set()
    return {key: _HIDDEN if key in hidden else text for key, text in texts.items()}


def _entries(
    session: Session,
    record_id: int,
    workflow: Workflow,
    rows: list[JournalEntry],
    facts: Facts,
) -> tuple[EntryView, ...]:
    texts: dict[int, dict[str, str]] = {}
    for note in session.scalars(select(Note).where(Note.record_id == record_id)):
        texts.setdefault(note.seq, {})[note.field] = note.content or ERASED
    held = {act.seq for act in facts.acts}
    found = []
    for row in rows:
        action = workflow.action(row.action)
        correcting = action is not None and action.corrects
        found.append(
            EntryView(
                seq=row.seq,
                action=row.action,
                label=action.label if action else row.action,
                basis=row.basis,
                on_day=row.on_day,
                at=row.at,
                actor=row.actor_label,
                before=workflow.label(row.before) if row.before else "",
                after=workflow.label(row.after),
                data=row.data,
                texts=_readable(texts.get(row.seq, {}), action),
                annulled=row.seq not in held and not correcting,
            )
        )
    return tuple(found)


def _items(session: Session, record_id: int) -> tuple[RequestItem, ...]:
    return tuple(
        session.scalars(
            select(RequestItem)
            .where(RequestItem.record_id == record_id)
            .order_by(RequestItem.position)
        )
    )
