"""The lists in which names and words of a ledger are looked up: the staff of the units, and their topics; each is asked for once."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.ledger.cells import folded, nearest
from casework.ledger.faults import Fault
from casework.ledger.rows import Row
from casework.models.unit import Unit
from casework.models.user import RoleGrant, User
from casework.queries.topics import topics_of


def staff_of(session: Session, units: Sequence[Unit]) -> dict[tuple[int, str], list[int]]:
    """Active staff by unit and name. reading: only who works in the row's unit is meant, never a namesake elsewhere."""
    ids = [unit.id for unit in units]
    own = select(User.unit_id, User.name, User.id).where(User.active, User.unit_id.in_(ids))
    granted = (
        select(RoleGrant.unit_id, User.name, User.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(User.active, RoleGrant.unit_id.in_(ids))
    )
    found: dict[tuple[int, str], list[int]] = {}
    for unit_id, name, user_id in session.execute(own.union(granted)):
        found.setdefault((unit_id, name), []).append(user_id)
    return found


class Topics:
    """The topics that rows may have. A row without one asks for no list."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, dict[str, str]] = {}

    def of(self, row: Row, unit_id: int) -> str:
        """The topic of a row as the list of its unit writes it; empty where it has none."""
        written = row.text("topic")
        return self._listed(unit_id).get(folded(written), "") if written else ""

    def faults(self, row: Row, unit: Unit) -> Iterator[Fault]:
        """A fault when the list of the unit lacks what the row says."""
        written = row.text("topic")
        if written and not self.of(row, unit.id):
            near = nearest(written, list(self._listed(unit.id).values()))
            reason = (
                f"“{written}”不在“{unit.name}”的事项类别中，最接近的是“{near}”；请改正，或者留空，"
                "或者由系统管理员先在单位设置中增加。"
            )
            yield Fault("", row.number, "事项类别", reason)

    def _listed(self, unit_id: int) -> dict[str, str]:
        if unit_id not in self._known:
            words = topics_of(self._session, unit_id)
            self._known[unit_id] = {folded(word): word for word in words}
        return self._known[unit_id]
