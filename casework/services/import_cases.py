"""The bulk twin of `engine.apply` for the rows of a ledger: the same acts, checks and journal, stored many at a time (model 13).

What one act after the other would ask the database again and again is asked once: a ledger opens only new cases, so the
history of each is in memory. `verify` replays what comes out like every other case.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from casework.db import Base
from casework.models.many_rows import insert_rows
from casework.models.record import Record
from casework.models.search import add_many
from casework.models.unit import Unit
from casework.queries import unit_settings
from casework.services import calendars, carrying, engine, intake, journal, keeping, parties
from casework.services.engine import Desk
from casework.services.import_numbers import Numbers
from casework.services.intake import RequestForm
from casework.services.projection import columns_of, stated
from casework.viewer import Viewer, system
from workflows.calendar import OutsideCalendar
from workflows.definition import Workflow
from workflows.history import Act, Facts
from workflows.receipt import BASIC_CHANNELS
from workflows.registry import workflow_for
from workflows.vocabulary import RecordKind

AT_ONCE = 500
_SYSTEM = system()
_FIRST, _LAST = "import_received", "import_closed"


@dataclass
class _Draft:
    """A case while its acts are done: its facts, and the rows that wait to be stored with it."""

    id: int
    unit: Unit
    workflow: Workflow
    facts: Facts
    journal: list[dict[str, Any]]
    notes: list[dict[str, Any]]


class Cases:
    """Opens the cases of a ledger. `flush` stores what waits; a case is in the database only then."""

    def __init__(self, at: Desk, numbers: Numbers) -> None:
        # Who may load was asked for the unit of each row before.
        self._at = replace(at, by_right=True)
        self._numbers = numbers
        self._rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._texts: dict[int, list[str]] = {}
        self._ids: list[int] = []
        self._clean: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._channels: dict[int, Any] = {}
        self._labels: dict[tuple[bool, int], str] = {}
        self._stand_in = Record()  # no role is asked on it

    def open(
        self, form: RequestForm, unit: Unit, *, closed_on: date | None, closing: Mapping[str, Any]
    ) -> int:
        """Enter a case as received, carried over and closed; answers its id.

        Raises:
            CaseworkError: what an act or the register refuses, as for a single case.
        """
        try:
            return self._open(form, unit, closed_on, closing)
        except OutsideCalendar as error:
            raise calendars.outside(error) from error

    def _open(
        self, form: RequestForm, unit: Unit, closed_on: date | None, closing: Mapping[str, Any]
    ) -> int:
        intake.check(self._at.office, form)
        workflow = workflow_for(RecordKind.request, form.arrived_on)
        draft = _Draft(self._next_id(), unit, workflow, Facts(), [], [])
        items = intake.item_rows(draft.id, form.items)
        number = form.number or self._numbers.give(unit, form.arrived_on.year)
        self._do(draft, _FIRST, form.arrived_on, self._received(form, unit, items), number=number)
        self._carry(draft, before=closed_on or self._at.moment.today)
        if closed_on is not None:
            self._do(draft, _LAST, closed_on, closing)
        self._keep(draft, form, number, items)
        if len(self._texts) >= AT_ONCE:
            self.flush()
        return draft.id

    def flush(self) -> None:
        """Store everything that waits, the cases before what hangs on them."""
        session = self._at.session
        session.flush()
        for name in ("record", "request_item", "party", "note", "timer", "carry"):
            insert_rows(session.connection(), Base.metadata.tables[name], self._rows[name])
        journal.add_rows(session, self._rows["journal"])
        if self._texts:
            add_many(session, self._texts)
        self._rows.clear()
        self._texts = {}

    def _received(
        self, form: RequestForm, unit: Unit, items: list[dict[str, Any]]
    ) -> dict[str, Any]:
        party = form.parties[0]
        workflow = workflow_for(RecordKind.request, form.arrived_on)
        shape = (workflow.version, form.channel, party.category, form.delivery, form.topic)
        if shape not in self._clean:
            row = workflow.action(_FIRST)
            if row is None:
                raise LookupError(f"no act {_FIRST}")
            self._clean[shape] = intake.entered(row, form)
        data = self._clean[shape] | intake.told_of(form, [intake.digest_of(i) for i in items])
        announced = self._announced(unit)
        if announced is not None:
            data["channel_announced"] = form.channel in {*BASIC_CHANNELS, *announced}
        return data | dict(form.extra)

    def _announced(self, unit: Unit) -> Any:
        if unit.id not in self._channels:
            self._channels[unit.id] = unit_settings.chosen(self._at.session, unit.id, "channels")
        return self._channels[unit.id]

    def _do(
        self, draft: _Draft, name: str, on_day: date, data: Mapping[str, Any], *, number: str = ""
    ) -> None:
        at, seq = self._at, len(draft.journal) + 1
        action = engine.checked(
            at, self._stand_in, draft.workflow, draft.facts, name=name, on_day=on_day, data=data
        )
        kept = dict(data)
        for key, text in keeping.texts_in(at.office, action, data).items():
            note, kept[key] = journal.note_of(draft.id, seq=seq, field=key, text=text)
            draft.notes.append(note)
        if action.draws_number:
            kept["number"] = number
        self._append(draft, Act(seq, name, on_day, kept), viewer=at.viewer)

    def _carry(self, draft: _Draft, *, before: date) -> None:
        seq = len(draft.journal) + 1
        for act in carrying.missing_acts(draft.facts, draft.workflow, before=before, seq=seq):
            self._append(draft, act, viewer=_SYSTEM)

    def _append(self, draft: _Draft, act: Act, *, viewer: Viewer) -> None:
        action = draft.workflow.action(act.action)
        if action is None:
            raise LookupError(f"{draft.workflow.version} has no act {act.action}")
        after = draft.workflow.fire(draft.facts, act)
        draft.journal.append(
            journal.row_of(
                draft.id,
                draft.unit.id,
                action=action,
                act=act,
                actor=(viewer.user_id, self._label(viewer, draft.unit)),
                moment=self._at.moment,
                before=draft.facts.state,
                after=after.state,
                previous=draft.journal[-1]["hash"] if draft.journal else "",
            )
        )
        draft.facts = after

    def _label(self, viewer: Viewer, unit: Unit) -> str:
        place = (viewer is _SYSTEM, unit.id)
        if place not in self._labels:
            self._labels[place] = viewer.label(unit.id)
        return self._labels[place]

    def _keep(
        self, draft: _Draft, form: RequestForm, number: str, items: list[dict[str, Any]]
    ) -> None:
        at, facts, workflow = self._at, draft.facts, draft.workflow
        situation = workflow.situation(facts, at.calendar)
        columns = stated(workflow, situation)
        rows = self._rows
        rows["record"].append({
            "id": draft.id, "kind": workflow.kind, "unit_id": draft.unit.id, "number": number,
            "number_year": form.arrived_on.year, "arrived_on": form.arrived_on,
            "workflow_version": workflow.version, "calendar_version": at.calendar.version,
            "version": len(draft.journal), "parent_id": None, **columns,
        })  # fmt: skip
        results = facts.values.get("item_results") or {}
        rows["request_item"] += (
            {**item, "result": str(results.get(str(item["position"]), ""))} for item in items
        )
        rows["party"] += (
            {"record_id": draft.id, "position": n, **parties.columns_of(at.office.cipher, party)}
            for n, party in enumerate(form.parties, start=1)
        )
        rows["journal"] += draft.journal
        rows["note"] += draft.notes
        rows["timer"] += (
            {"record_id": draft.id, "key": timer.key, "seq": timer.seq, **columns_of(timer)}
            for timer in workflow.running_timers(situation)
        )
        rows["carry"] += (
            {"year": year, "record_id": draft.id, "unit_id": draft.unit.id,
             "current_unit_id": draft.unit.id, "category": columns["category"]}
            for year in carrying.carried_years(facts)
        )  # fmt: skip
        names = [party.name.strip() for party in form.parties]
        self._texts[draft.id] = [number, *names, *(item["content"] for item in items)]

    def _next_id(self) -> int:
        """Ids are known before the rows are stored; SQLite has one writer, PostgreSQL gives them from its sequence."""
        if not self._ids:
            self._ids = self._reserved()[::-1]
        return self._ids.pop()

    def _reserved(self) -> list[int]:
        session = self._at.session
        if session.get_bind().dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence("record", "id")
            numbered = select(func.nextval(sequence)).select_from(func.generate_series(1, AT_ONCE))
            return list(session.scalars(numbered))
        self.flush()
        last = session.scalar(select(func.max(Record.id))) or 0
        return list(range(last + 1, last + AT_ONCE + 1))
