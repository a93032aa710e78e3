"""The units a viewer may see, and the tokens of one user; no secrets, no roles of others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from casework.models.unit import Unit
from casework.models.user import ApiToken
from casework.viewer import Viewer


@dataclass(frozen=True)
class UnitRow:
    """A unit in sight; `parent` is the code of the unit above it."""

    id: int
    code: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class TokenRow:
    """A token without its text, which nobody can read again."""

    id: int
    label: str
    created_at: datetime
    revoked_at: datetime | None


def units_in_sight(session: Session, viewer: Viewer) -> tuple[UnitRow, ...]:
    """The units whose cases the viewer sees, by code."""
    visible = viewer.unit_ids()
    rows = session.execute(_UNITS)
    return tuple(UnitRow(*row) for row in rows if visible is None or row.id in visible)


_ABOVE = aliased(Unit)
_UNITS = (
    select(Unit.id, Unit.code, Unit.name, _ABOVE.code)
    .outerjoin(_ABOVE, _ABOVE.id == Unit.parent_id)
    .order_by(Unit.code)
)


def tokens_of(session: Session, user_id: int) -> tuple[TokenRow, ...]:
    """A user's own tokens, the newest first."""
    rows = session.scalars(
        select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc())
    )
    return tuple(TokenRow(t.id, t.label, t.created_at, t.revoked_at) for t in rows)
