"""The bundles that a user had made of a record, each with what can be said of it now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.bundle import Bundle
from casework.queries import case_page
from casework.viewer import Viewer

KEPT = timedelta(days=1)
"""How long a finished bundle lies ready: it repeats personal data that the case holds already."""
SILENT = timedelta(minutes=3)
"""Longer than any single step may take (`casework.files.sandbox`); a maker silent for so long has ended with its process."""


@dataclass(frozen=True)
class BundleView:
    """A bundle in the list of its user."""

    row: Bundle
    is_lost: bool

    @property
    def is_ready(self) -> bool:
        return self.row.ended_at is not None and not self.row.fault

    @property
    def is_running(self) -> bool:
        return self.row.ended_at is None and not self.is_lost

    @property
    def lacks(self) -> tuple[str, ...]:
        return tuple(filter(None, self.row.lacks.split("\n")))


def bundles_of(
    session: Session, viewer: Viewer, record_id: int, *, at: datetime
) -> tuple[BundleView, ...]:
    """One's own bundles of a record, the newest first.

    Raises:
        NotFound: the record is out of sight.
    """
    case_page.seen(session, viewer, record_id)
    own = (
        select(Bundle)
        .where(
            Bundle.record_id == record_id,
            Bundle.user_id == viewer.user_id,
            Bundle.asked_at > at - KEPT,
        )
        .order_by(Bundle.id.desc())
    )
    return tuple(BundleView(row, _is_lost(row, at)) for row in session.scalars(own))


def ready(session: Session, viewer: Viewer, record_id: int, bundle_id: int) -> Bundle:
    """A finished bundle of one's own, with its bytes.

    Raises:
        NotFound: it is another's, not ready, or gone.
    """
    case_page.seen(session, viewer, record_id)
    row = session.get(Bundle, bundle_id)
    mine = row is not None and (row.record_id, row.user_id) == (record_id, viewer.user_id)
    if row is None or not mine or row.content is None:
        raise NotFound("没有这一份卷宗或者证据材料，可能已过一天保留期；请从案件页重新制作。")
    return row


def running(
    session: Session, viewer: Viewer, record_id: int, *, what: str, form: str, at: datetime
) -> int | None:
    """The key of one's own bundle of this kind that is being made now."""
    own = select(Bundle.id).where(
        Bundle.record_id == record_id,
        Bundle.user_id == viewer.user_id,
        Bundle.what == what,
        Bundle.form == form,
        Bundle.ended_at.is_(None),
        Bundle.seen_at > at - SILENT,
    )
    return session.scalar(own.limit(1))


def _is_lost(row: Bundle, at: datetime) -> bool:
    return row.ended_at is None and row.seen_at <= at - SILENT
