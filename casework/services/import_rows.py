"""What a row of a ledger says, as the acts of the import take it; it asks nothing of the database."""

from collections.abc import Mapping
from typing import Any

from casework.ledger.columns import delivery_form
from casework.ledger.rows import Row
from casework.services import intake
from workflows.vocabulary import Channel

Staff = Mapping[tuple[int, str], list[int]]
"""Active staff by unit and name."""


def applicant(row: Row) -> intake.PartyForm:
    """The applicant of a row."""
    return intake.PartyForm(
        row.text("name"),
        row.text("category"),
        id_type=row.text("id_type"),
        id_number=row.text("id_number"),
        phone=row.text("phone"),
        address=row.text("address"),
        email=row.text("email"),
    )


def extra(row: Row, unit_id: int, staff: Staff) -> dict[str, Any]:
    """What a ledger says beside the register's own fields; texts go to erasable rows."""
    handler = row.text("handler")
    values: dict[str, Any] = {"handler_name": handler, "remark": row.text("remark")}
    users = staff.get((unit_id, handler), []) if handler else []
    if len(users) == 1:
        values["handler"] = users[0]
    if delivery_form(row.text("delivery")) == Channel.other.value:
        values["delivery_text"] = row.text("delivery")
    if row.day("closed_on") is None:
        values["noted_answer_number"] = row.text("answer_number")
    return {key: value for key, value in values.items() if value != ""}


def closing(row: Row) -> dict[str, Any]:
    """How a closed row was closed."""
    served = row.day("served_on")
    values = {
        "outcome": row.text("outcome"),
        "served_on": served.isoformat() if served else "",
        "answer_number": row.text("answer_number"),
    }
    return {key: value for key, value in values.items() if value}
