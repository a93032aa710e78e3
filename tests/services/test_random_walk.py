"""Random legal and illegal acts over several cases: whatever is tried, the installation stays sound."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from factories import make_office, make_unit, make_user
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.db import Database
from casework.errors import CaseworkError
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.queries import journal_rows
from casework.queries.case_page import case_page
from casework.services import actions, calendars, intake, journal
from casework.services.carry_over import carry_over
from casework.services.verification import faults_of, sums, verify
from casework.viewer import Moment, Viewer
from workflows.forms import Field, FieldKind
from workflows.kinds.request import REQUEST_2019
from workflows.outcomes import GROUND_CODES, OUTCOMES, facts_for
from workflows.vocabulary import Channel, RecordKind, Role

BEGUN = date(2020, 12, 1)
NIGHT = os.environ.get("CASEWORK_TEST_HYPOTHESIS") == "night"
PARTS = range(8 if NIGHT else 1)  # at night they run side by side, each a search of its own
EXAMPLES, STEPS = 250 if NIGHT else 50, 50
MOST = 6  # cases at once, so that most steps are acts on a case with a history
FULL = 20  # steps from one verification of the whole installation to the next
FIXED = frozenset({"delay_answer", "redo", "reopen_own"})  # a day set by a notice or a decision
HUMAN_ACTS = sorted(a.name for a in REQUEST_2019.actions if not a.creates)
days = st.integers(0, 12)
# A random count is free of charge, and a random amount is never that of the table.
_NOTICES = [
    {"standard": "per_page", "count": 120, "amount": 1100},
    {"standard": "per_piece", "count": 1},
    {"standard": "per_page", "count": 31, "amount": 11},
]
FEES: dict[str, list[dict[str, Any]]] = {
    "send_fee_notice": _NOTICES,
    "reissue_fee_notice": _NOTICES,
    "receive_payment": [{"amount": 1100}, {"amount": 10}],
    "refund_fee": [{"amount": 100}, {"amount": 1100}],
}


# What acts name by a code: a parcel, things asked by their place, another case by its number.
NAMED = {
    "tracking": ("1000000000001", "—"),
    "items_moved": ("1", "2", "2、3", "其余"),
    "case": tuple(f"DISTRICT-{year}-{n:04d}" for year in (2020, 2021) for n in (1, 2, 3)),
}


def value_of(field: Field, draw: st.DrawFn, walk: "Walk") -> Any:
    """Something for a field: mostly fitting, sometimes absurd."""
    if field.kind is FieldKind.choice:
        return draw(st.sampled_from([c.value for c in field.choices]))
    if field.kind is FieldKind.paper:
        return draw(st.sampled_from(walk.papers()))
    if field.key in NAMED:
        return draw(st.sampled_from(NAMED[field.key]))
    plain: dict[FieldKind, st.SearchStrategy[Any]] = {
        FieldKind.date: st.builds(
            lambda n: (walk.today + timedelta(days=n)).isoformat(), st.integers(-40, 60)
        ),
        FieldKind.integer: st.integers(-1, 30),
        FieldKind.flag: st.booleans(),
        FieldKind.outcome: st.sampled_from(sorted(OUTCOMES)),
        FieldKind.items: st.sampled_from([{}, {"1": "D2"}, {"1": "D2", "2": "D2"}]),
        FieldKind.recipient: st.integers(1, 3),
        FieldKind.thread: st.integers(1, 12),
        FieldKind.entry: st.integers(1, 12),
        FieldKind.user: st.just(walk.clerk.user_id),
        FieldKind.unit: st.sampled_from([walk.unit_id, walk.department]),
    }
    return draw(plain.get(field.kind, st.sampled_from(["—", "某事由", *GROUND_CODES])))


@st.composite
def payloads(draw: st.DrawFn, walk: "Walk", name: str) -> dict[str, Any]:
    action = REQUEST_2019.action(name)
    assert action is not None
    data = {
        f.key: value_of(f, draw, walk) for f in action.fields if f.required or draw(st.booleans())
    }
    data |= draw(st.sampled_from(FEES.get(name, [{}])))
    code = str(data.get("outcome", ""))
    if code in OUTCOMES and not OUTCOMES[code].imported_only:
        ground = str(data.get("ground", "")) if code == "B" else None
        for fact in facts_for(code, ground if ground in OUTCOMES else None):
            data[f"fact_{fact.key}"] = (
                "2020-12-01" if fact.kind == "date" else fact.choices[0][0] if fact.choices else "—"
            )
    return data


@dataclass(frozen=True)
class Town:
    """What every walk starts from: an office with two units and one clerk, and a copy of its database to come back to."""

    office: Office
    unit_id: int
    department: int
    clerk: Viewer
    kept: Path

    def anew(self) -> None:
        """The database as it was at first, through SQLite itself: a reader that was let go may still have it open."""
        here = self.office.db.engine.raw_connection()
        with closing(sqlite3.connect(self.kept)) as kept:
            kept.backup(cast(sqlite3.Connection, here.driver_connection))
        here.close()


def founded(template: Path, folder: Path) -> Town:
    file, kept = folder / "walk.db", folder / "kept.db"
    shutil.copyfile(template, file)
    office = make_office(Database(f"sqlite:///{file}"))
    unit_id = make_unit(office)
    department = make_unit(office, "edu", name="某区教育局", parent="district")
    roles = [r for r in Role if r not in (Role.system, Role.importer)]
    clerk = make_user(office, "clerk", roles=roles)
    with closing(sqlite3.connect(file)) as made, closing(sqlite3.connect(kept)) as copy:
        made.backup(copy)
    return Town(office, unit_id, department, clerk, kept)


class Walk(RuleBasedStateMachine):
    """An office over the turn of a year, with up to a handful of cases.

    After each step what it touched is verified, with the tables of all units and years; every few steps and at the end
    the whole installation is.
    """

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.town.anew()
        self.office, self.db = self.town.office, self.town.office.db
        self.unit_id, self.department = self.town.unit_id, self.town.department
        self.clerk = self.town.clerk
        self.today = BEGUN
        self.cases: list[int] = []
        self.acting_on = 0
        self.steps = 0
        self.known: dict[int, int] = {}  # each record with the version that was found sound

    @initialize()
    def begin(self) -> None:
        self.register(Channel.in_person, 1, 1, False)

    @precondition(lambda self: len(self.cases) < MOST)
    @rule(
        channel=st.sampled_from(list(Channel)),
        people=st.integers(1, 2),
        items=st.sampled_from((1, 1, 2, 3)),
        waits=st.booleans(),
    )
    def register(self, channel: Channel, people: int, items: int, waits: bool) -> None:
        form = intake.RequestForm(
            self.unit_id,
            self.today,
            channel,
            [intake.PartyForm(f"申请人{n}") for n in range(people)],
            [f"某文件{n}" for n in range(items)],
            awaits_confirmation=waits,
        )
        try:
            done = intake.register(
                self.office, form, viewer=self.clerk, moment=Moment.on(self.today)
            )
        except CaseworkError:
            return
        self.cases.append(done.record_id)

    @rule(data=st.data(), back=st.integers(0, 6))
    def act_as_offered(self, data: st.DataObject, back: int) -> None:
        """One of the acts that the page offers."""
        record_id = data.draw(st.sampled_from(self.cases))
        with self.db.read() as session:
            view = case_page(
                session,
                self.clerk,
                record_id,
                today=self.today,
                calendar=calendars.newest(session),
                cipher=self.office.cipher,
            )
        names = [a.action.name for a in view.open_acts if not a.refusals] or HUMAN_ACTS
        self._try(record_id, data.draw(st.sampled_from(names)), data, back=0 if back > 1 else back)

    @rule(data=st.data(), back=st.integers(-2, 10), name=st.sampled_from(HUMAN_ACTS))
    def act_at_random(self, data: st.DataObject, back: int, name: str) -> None:
        """Any act on any day, most of them against the law."""
        self._try(data.draw(st.sampled_from(self.cases)), name, data, back=back)

    @rule(n=st.integers(1, 15))
    def time_passes(self, n: int) -> None:
        """Days go by, and the timer runs as it does every night."""
        was, self.today = self.today, self.today + timedelta(days=n)
        if was.year != self.today.year:
            self.known = dict.fromkeys(self.known, 0)  # the turn of the year concerns every case
        carry_over(self.office, moment=Moment.on(self.today))

    @invariant()
    def what_was_touched_is_sound_and_the_tables_balance(self) -> None:
        with self.db.read() as session:
            rows = session.execute(select(Record.id, Record.version))
            versions = {row.id: row.version for row in rows}
            assert self.known.keys() <= versions.keys()
            assert journal_rows.count(session) == sum(versions.values())
            touched = [one for one, version in versions.items() if self.known.get(one) != version]
            assert faults_of(session, touched, today=self.today) == ()
            assert tuple(sums.check(session, today=self.today)) == ()
            self.no_due_date_is_a_rest_day(session, touched)
        self.known = versions
        self.steps += 1
        if self.steps % FULL == 0:
            self.everything_is_sound()

    def everything_is_sound(self) -> None:
        assert verify(self.office, today=self.today) == ()

    def no_due_date_is_a_rest_day(self, session: Session, touched: list[int]) -> None:
        calendar = calendars.newest(session)
        for record in session.scalars(select(Record).where(Record.id.in_(touched))):
            if record.due_on is not None and not calendar.is_working(record.due_on):
                acts = {row.action for row in journal.entries(session, record.id)}
                assert acts & FIXED, f"{record.due_on} is a rest day"

    def papers(self) -> list[str]:
        """The papers of the case that is acted on, as an act names them, and one that may not be there."""
        wanted = select(Document.seq, Document.key).where(Document.record_id == self.acting_on)
        with self.db.read() as session:
            return [f"{seq}.{key}" for seq, key in session.execute(wanted)] + ["1.answer"]

    def _try(self, record_id: int, name: str, data: st.DataObject, *, back: int) -> None:
        self.acting_on = record_id
        with self.db.read() as session:
            version = session.get_one(Record, record_id).version
        try:
            actions.perform(
                self.office,
                record_id,
                name,
                viewer=self.clerk,
                version=version,
                on_day=self.today - timedelta(days=back),
                data=data.draw(payloads(self, name)),
                moment=Moment.on(self.today),
            )
        except CaseworkError:
            return  # a refusal is a sentence; anything else is a fault of ours
        with self.db.read() as session:  # a letter may have become several cases
            wanted = select(Record.id).where(Record.kind == RecordKind.request)
            self.cases = list(session.scalars(wanted.order_by(Record.id)))

    def teardown(self) -> None:
        self.everything_is_sound()


@pytest.mark.parametrize("part", PARTS)
def test_whatever_is_tried_the_installation_stays_sound(
    sqlite_template: Path, tmp_path: Path, part: int
) -> None:
    Walk.town = founded(sqlite_template, tmp_path)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not NIGHT,
            phases=[Phase.generate],  # shrinking whole installations takes minutes and says little
        ),
    )
