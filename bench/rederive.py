"""How many open cases a second are judged again after a change of the calendar, for three sizes; it changes nothing that lasts.

A few dozen cases are driven through the real services (plain, assigned, consulting, extended, waiting for a correction)
and then copied row by row with fresh hashes, until so many stand open. The notice gives two days off inside every
running term, so nearly every case moves and gets its journal row: the worst day the office can have.
"""

import gc
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, inspect, select

from casework import notices as rules
from casework.calendars import package_calendar
from casework.db import Database
from casework.encryption import Cipher
from casework.models.journal import JournalEntry
from casework.models.record import Consultation, Record
from casework.models.timer import TimerEntry
from casework.office import Office
from casework.queries import open_cases
from casework.services import actions, calendars, engine, intake, journal, notices, units, users
from casework.services.engine import Done
from casework.services.upgrade import migrate
from casework.settings import read_settings
from casework.viewer import Moment, Viewer, system
from workflows.vocabulary import Role

SIZES = (5_000, 10_000, 20_000)
COURSES = 40
FOUNDED = date(2020, 1, 2)
ARRIVED = (date(2020, 9, 1), date(2020, 9, 2), date(2020, 9, 3), date(2020, 9, 4))
TODAY = Moment.on(date(2020, 9, 14))
OFF = ("2020-09-15..2020-09-16:台风停工",)
_CHUNK = 2_000

Course = Callable[["_Case", int], None]


class _Case:
    """One case on its way through the services."""

    def __init__(self, office: Office, who: Viewer, done: Done) -> None:
        self.office, self.who, self.done = office, who, done

    def do(self, action: str, on_day: date, **data: Any) -> None:
        self.done = actions.perform(
            self.office,
            self.done.record_id,
            action,
            viewer=self.who,
            version=self.done.version,
            on_day=on_day,
            data=data,
            moment=Moment.on(on_day),
        )


def _plain(case: _Case, handler: int) -> None:
    case.do("assign", date(2020, 9, 4), handler=handler)


def _extended(case: _Case, handler: int) -> None:
    _plain(case, handler)
    case.do("ask_extension", date(2020, 9, 7), days=20, reasons="案情复杂，需要检索的档案较多")
    case.do("grant_extension", date(2020, 9, 8))
    case.do("send_extension_notice", date(2020, 9, 9), proof="EMS0001")


def _consulting(case: _Case, handler: int) -> None:
    _plain(case, handler)
    case.do("consult_third_party", date(2020, 9, 7), name="某公司", matter="报价文件")
    case.do("third_party_received", date(2020, 9, 9), thread=case.done.version, proof="本人签收")


def _waiting(case: _Case, handler: int) -> None:
    _plain(case, handler)
    case.do("request_correction", date(2020, 9, 7), items_to_correct="请写明文件名称", days=15)
    case.do("correction_notice_received", date(2020, 9, 9), proof="本人签收")


def _worked_on(case: _Case, handler: int) -> None:
    _plain(case, handler)
    for day in (7, 8, 9, 10):
        case.do("log_contact", date(2020, 9, day), reached=True, note="与申请人电话核对")


_COURSES: tuple[Course, ...] = (_plain, _extended, _consulting, _waiting, _worked_on)


def figures() -> list[dict[str, Any]]:
    """Cases per second for each size, and how the time grows. Takes about a minute."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        with _office(template) as office:
            _found(office)
        spent = {size: _seconds(template, size) for size in SIZES}
    rows = [
        _figure(
            f"rederive.{size}",
            size / one.record,
            "1/s",
            f"{size} open cases, nearly all move, a row each",
        )
        for size, one in spent.items()
    ]
    smallest, largest = spent[SIZES[0]], spent[SIZES[-1]]
    rows.append(_figure("rederive.seconds", largest.record, "s", f"all {SIZES[-1]} cases"))
    note = f"the effect on all {SIZES[-1]} cases, nothing written"
    rows.append(_figure("rederive.preview", largest.preview, "s", note))
    # Time of the processor, since a busy machine slows the longest run most.
    growth = largest.work / smallest.work
    note = f"time for {SIZES[-1]} / time for {SIZES[0]}; linear is {SIZES[-1] // SIZES[0]}"
    rows.append(_figure("rederive.growth", growth, "x", note))
    return rows


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


@dataclass(frozen=True)
class _Spent:
    """Seconds for one notice: its preview and its recording by the clock, and the recording by the processor."""

    preview: float
    record: float
    work: float


def _seconds(template: Path, size: int) -> _Spent:
    path = shutil.copyfile(template, template.with_name(f"{size}.db"))
    with _office(path) as office:
        _copy(office, size)
        notice = rules.read(number="〔2020〕1号", title="关于停工的通知", off=OFF, work=())
        operator = system(Role.admin)
        gc.collect()
        began = time.perf_counter()
        with office.db.read() as session:
            seen = notices.foresee(session, [notice], viewer=operator)
        preview = time.perf_counter() - began
        gc.collect()
        began, worked = time.perf_counter(), time.process_time()
        done = notices.record(office, [notice], viewer=operator, moment=TODAY)
        spent = _Spent(preview, time.perf_counter() - began, time.process_time() - worked)
        if seen.effects.moved != done.moved:
            raise AssertionError("what was foreseen is not what happened")
        if done.judged != size or len(done.moved) < size * 0.9:
            raise AssertionError(f"{done.judged} of {size} cases judged, {len(done.moved)} moved")
    path.unlink()
    return spent


@contextmanager
def _office(path: Path) -> Iterator[Office]:
    db = Database(f"sqlite:///{path}")
    try:
        yield Office(db, Cipher(b"a key for benchmarks"), read_settings({}))
    finally:
        db.close()


@contextmanager
def founded(path: Path) -> Iterator[Office]:
    """An office with a unit, a member of staff and a few dozen cases, in a new database."""
    with _office(path) as office:
        _found(office)
        yield office


def _found(office: Office) -> None:
    """A migrated database with a unit, a member of staff and the cases to copy."""
    migrate(office.db)
    founded = Moment.on(FOUNDED)
    operator = system(*Role)
    with office.db.write() as session:
        known = package_calendar(first_year=2019, until_year=2022)
        calendars.record(session, known, label="基准", moment=founded)
    unit_id = units.add_unit(
        office, units.UnitForm("unit", "某单位", mark="某政"), viewer=operator, moment=founded
    )
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=operator, moment=founded)
        handler = users.enter_user(
            at, login="clerk", name="王某", unit="unit", roles=list(Role), password_hash="-"
        )
    with office.db.read() as session:
        clerk = users.viewer_of(session, handler)
    if clerk is None:
        raise AssertionError("the member of staff was not found again")
    for n in range(COURSES):
        arrived = ARRIVED[n % len(ARRIVED)]
        form = intake.RequestForm(
            unit_id, arrived, "in_person", [intake.PartyForm(f"申请人{n}")], ["某项目的批复文件"]
        )
        done = intake.register(office, form, viewer=clerk, moment=Moment.on(arrived))
        _COURSES[n % len(_COURSES)](_Case(office, clerk, done), handler)


def _copy(office: Office, size: int) -> None:
    """Copy the cases in turn until `size` of them stand open; what a copy lacks (papers, texts) no sweep reads."""
    with office.db.write() as session:
        ids = session.scalars(
            select(Record.id).where(open_cases.is_open()).order_by(Record.id)
        ).all()
        first = (session.scalar(select(func.max(Record.id))) or 0) + 1
        sources = {n: ids[n % len(ids)] for n in range(size - len(ids))}
        for model, key in (
            (Record, "id"),
            (JournalEntry, "record_id"),
            (TimerEntry, "record_id"),
            (Consultation, "record_id"),
        ):
            rows = _rows(session, model, key)
            values = [
                _renumbered(model, row, key, first + n)
                for n, source in sources.items()
                for row in rows.get(source, ())
            ]
            if model is JournalEntry:
                _chain(values)
            for start in range(0, len(values), _CHUNK):
                session.execute(insert(model), values[start : start + _CHUNK])


def _rows(session: Any, model: Any, key: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    # What the database computes itself (the columns a list is sorted by) is no value to insert.
    own = [one for one in inspect(model).column_attrs if one.columns[0].computed is None]
    names = [one.key for one in own]
    for row in session.scalars(select(model).order_by(model.id)):
        found.setdefault(getattr(row, key), []).append({n: getattr(row, n) for n in names})
    return found


def _renumbered(model: Any, row: dict[str, Any], key: str, record_id: int) -> dict[str, Any]:
    made = {**row, key: record_id}
    if key != "id":
        del made["id"]
    if model is Record:
        made["number"] = f"BENCH-{record_id:06d}"
    return made


def _chain(values: list[dict[str, Any]]) -> None:
    """Hash the copied rows anew, so that the sweep appends to a chain as sound as a real one."""
    last = ""
    for row in values:
        row["previous_hash"] = last if row["seq"] > 1 else ""
        row["hash"] = last = journal.row_hash(JournalEntry(**row))


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']:24} {figure['value']:>12} {figure['unit']:9} {figure['note']}")
