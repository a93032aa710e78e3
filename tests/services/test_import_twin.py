"""Many cases stored at a time are what each becomes by itself (model 13): the bulk twin of the engine asks the law the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from factories import make_office, make_unit
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.db import Base, Database
from casework.models.record import Record
from casework.models.unit import Unit
from casework.services import engine, intake
from casework.services.engine import Desk
from casework.services.import_cases import Cases
from casework.services.import_numbers import Numbers
from casework.viewer import Moment, system
from workflows.vocabulary import Role

TODAY = date(2022, 3, 1)
RECEIVED = (date(2019, 6, 3), date(2019, 12, 31), date(2020, 9, 1), date(2022, 2, 28))
CLOSED_AFTER = (None, 0, 19, 400)  # days
SAID: tuple[dict[str, Any], ...] = (
    {},
    {"handler_name": "李四", "remark": "电话催办"},
    {"delivery_text": "邮寄光盘", "noted_answer_number": "某政公复〔2020〕1号"},
)
OUTCOMES = ("A", "B", "E1", "F1")
CHILDREN = ("journal", "request_item", "party", "note", "timer", "carry")
OWN = {
    "record": {"id", "number", "sort_number"},
    "journal": {"id", "record_id", "hash", "previous_hash"},
    "party": {
        "id",
        "record_id",
        "salt",
        "phone",
        "id_number",
        "address",
        "email",
    },  # a token has a nonce
    "request_item": {"id", "record_id", "salt"},
    "note": {"id", "record_id", "salt"},
    "timer": {"id", "record_id"},
    "carry": {"id", "record_id"},
}


def forms(unit: Unit) -> Iterator[tuple[intake.RequestForm, date | None, dict[str, Any]]]:
    """Requests of four days, open and closed soon, late and in a later year, with what a ledger says beside."""
    for n, (received, after) in enumerate(product(RECEIVED, CLOSED_AFTER)):
        closed = None if after is None else received + timedelta(days=after)
        closed = closed if closed is None or closed <= TODAY else None
        party = intake.PartyForm(
            f"申请人{n}", "natural", phone="13800000000", address="某市某路1号"
        )
        form = intake.RequestForm(
            unit.id, received, "mail" if n % 2 else "online", [party], [f"第{n}号补偿方案"],
            topic="土地征收" if n % 3 else "", extra=SAID[n % 3],
        )  # fmt: skip
        served = {"served_on": (closed + timedelta(days=1)).isoformat()} if closed and n % 2 else {}
        closing = {"outcome": OUTCOMES[n % 4], **served} if closed else {}
        yield form, closed, closing


def one_by_one(
    at: Desk, form: intake.RequestForm, closed: date | None, closing: dict[str, Any]
) -> int:
    record, _ = intake.receive(at, form, action="import_received")
    if closed is None:
        engine.carry_over(at, record, before=TODAY)
    else:
        engine.apply(at, record, "import_closed", on_day=closed, data=closing)
    return record.id


def stored(session: Session, record_id: int) -> dict[str, Any]:
    """Everything kept of a case but what is drawn by lot, its number and its keys."""
    found = {}
    for name in ("record", *CHILDREN):
        table = Base.metadata.tables[name]
        key = table.c.id if name == "record" else table.c.record_id
        shown = [c for c in table.columns if c.name not in OWN[name]]
        rows = session.execute(select(*shown).where(key == record_id)).mappings()
        found[name] = sorted((_plain(dict(row)) for row in rows), key=str)
    return found


def _plain(value: Any) -> Any:
    """Without digests under a salt, and without the number."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in ("sha256", "contents", "number")}
    return value


def test_many_at_a_time_become_what_each_becomes_by_itself(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=system(Role.importer), moment=Moment.on(TODAY))
        unit = session.scalars(select(Unit)).one()
        cases = Cases(at, Numbers(session, ()))
        rows = list(forms(unit))
        many = [cases.open(form, unit, closed_on=day, closing=said) for form, day, said in rows]
        cases.flush()
        single = [one_by_one(at, *row) for row in rows]
        session.flush()
        assert len({record.state for record in session.scalars(select(Record))}) > 2
        for left, right, (form, closed, _) in zip(many, single, rows, strict=True):
            told = f"received on {form.arrived_on}, closed on {closed}"
            assert stored(session, left) == stored(session, right), told
