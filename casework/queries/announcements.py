"""The announcements that are shown today, and those that an administrator keeps."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from casework.models.announcement import Announcement, Audience
from casework.models.unit import Unit
from casework.models.user import User
from casework.queries.unit_settings import upwards
from casework.viewer import Viewer

_MOST = 5  # more at once nobody reads
_KEPT = 100


def for_staff(session: Session, viewer: Viewer, *, today: date) -> tuple[Announcement, ...]:
    """What is announced to somebody by the unit he belongs to or by one above it; in one statement."""
    home = select(User.unit_id).where(User.id == viewer.user_id).scalar_subquery()
    near = select(Unit.id, Unit.parent_id).where(Unit.id == home).cte("near", recursive=True)
    above = aliased(Unit)
    near = near.union(select(above.id, above.parent_id).join(near, above.id == near.c.parent_id))
    return _shown(session, select(near.c.id), Audience.staff, today)


def for_applicants(
    session: Session, unit_id: int | None, *, today: date
) -> tuple[Announcement, ...]:
    """What is announced to those who ask a unit; without a unit, what the highest ones announce."""
    if unit_id is None:
        roots = session.scalars(select(Unit.id).where(Unit.parent_id.is_(None)))
        return _shown(session, set(roots), Audience.applicants, today)
    near = {unit.id for unit in upwards(session, unit_id)}
    return _shown(session, near, Audience.applicants, today)


def kept(session: Session, unit_ids: Collection[int]) -> tuple[tuple[Announcement, str], ...]:
    """The newest announcements of these units, each with the name of its unit."""
    found = session.execute(
        select(Announcement, Unit.name)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(Announcement.unit_id.in_(unit_ids))
        .order_by(Announcement.id.desc())
        .limit(_KEPT)
    )
    return tuple((one, name) for one, name in found)


def _shown(
    session: Session, unit_ids: Collection[int] | Select[int], audience: Audience, today: date
) -> tuple[Announcement, ...]:
    return tuple(
        session.scalars(
            select(Announcement)
            .where(
                Announcement.audience == audience.value,
                Announcement.last_on >= today,
                Announcement.first_on <= today,
                Announcement.unit_id.in_(unit_ids),
                Announcement.withdrawn.is_(False),
            )
            .order_by(Announcement.id.desc())
            .limit(_MOST)
        )
    )
