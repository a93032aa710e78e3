"""Facts of other records that an act rests on: looked up once, kept with the act, so that a replay needs nobody else.

A row of the law names what it needs (`Action.looks_up`); the functions here find it in the database.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from casework.errors import Invalid
from casework.models.party import Party
from casework.models.record import Record
from casework.queries.applicant_counts import month_of
from casework.services.engine import Desk
from workflows.action import Action
from workflows.fee_guards import amount_due
from workflows.parties import APPLYING

Lookup = Callable[[Desk, Record, Mapping[str, Any]], dict[str, Any]]


def found(at: Desk, record: Record, action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the act looks up, as further data of it.

    Raises:
        Invalid: what the act names does not exist or is out of sight.
    """
    return {
        key: value
        for name in action.looks_up
        for key, value in LOOKUPS[name](at, record, data).items()
    }


def _named_case(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The case that the field `case` names by its number, and what holds of it now."""
    number = str(data.get("case") or "").strip()
    statement = select(Record).where(
        Record.number == number, Record.kind == record.kind, Record.id != record.id
    )
    seen = [
        one
        for one in at.session.scalars(statement.order_by(Record.unit_id != record.unit_id))
        if at.viewer.may_see(one.unit_id, one.handler_unit_id)
    ]
    if not seen:
        raise Invalid(
            f"没有编号为“{number}”的其他案件，或者不在您可以查看的范围内；请核对编号。",
            fields={"case": "没有这一案件"},
        )
    named = seen[0]
    return {
        "case_id": named.id,
        "case_same_applicant": _shares_an_applicant(at, record, named),
        "case_answered_on": named.closed_on.isoformat() if named.closed_on else "",
        "case_outcome": named.outcome,
        "case_state": named.state,
    }


def _shares_an_applicant(at: Desk, one: Record, other: Record) -> bool:
    """The same person by identity number where both gave one, else by name."""
    mine, theirs = (
        at.session.execute(
            select(Party.name_index, Party.id_index).where(
                Party.record_id == case.id, Party.kind.in_(APPLYING)
            )
        ).all()
        for case in (one, other)
    )
    return any(
        a.id_index == b.id_index if a.id_index and b.id_index else a.name_index == b.name_index
        for a in mine
        for b in theirs
    )


def _fee_due(at: Desk, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The pieces of the applicant in the month before this request, and the fee that follows (109号第4条)."""
    month = month_of(at.session, record)
    counted = {
        "pieces_before": month.before if month else 0,
        "pieces_month": f"{month.year}-{month.month:02d}" if month else "",
    }
    # An amount that was typed stays, so that a guard can compare it and say the right one.
    return {**counted, "amount": data.get("amount", amount_due({**data, **counted}))}


LOOKUPS: Mapping[str, Lookup] = {"fee_due": _fee_due, "named_case": _named_case}
