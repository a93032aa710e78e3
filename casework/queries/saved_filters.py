"""The saved filters that a viewer is offered: his own and those his units share."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.models.saved_filter import SavedFilter
from casework.models.user import User
from casework.viewer import Viewer

_MOST = 60


@dataclass(frozen=True)
class SavedRow:
    """One filter: its name, what its address asks for, who keeps it."""

    id: int
    name: str
    query: str
    owner: str
    is_own: bool
    is_shared: bool


def saved_filters(session: Session, viewer: Viewer) -> tuple[SavedRow, ...]:
    """By name. A shared filter is seen by whoever holds a role in its unit."""
    rows = session.execute(
        select(SavedFilter, User.name)
        .join(User, User.id == SavedFilter.user_id)
        .where(
            or_(
                SavedFilter.user_id == viewer.user_id,
                SavedFilter.unit_id.in_(viewer.unit_ids() or ()),
            )
        )
        .order_by(SavedFilter.name, SavedFilter.id)
        .limit(_MOST)
    )
    return tuple(
        SavedRow(
            one.id,
            one.name,
            one.query,
            owner,
            one.user_id == viewer.user_id,
            one.unit_id is not None,
        )
        for one, owner in rows
    )
