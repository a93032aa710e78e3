"""The ledgers that a user sent, and the units for which he may send one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.ledger import SentLedger
from casework.models.unit import Unit
from casework.queries.sight import subtree
from casework.viewer import Viewer
from workflows.vocabulary import Role

KEPT = timedelta(days=7)
"""How long a ledger that was sent, and what was found in it, stays: time enough to mend it."""
_LISTED = 50


def importing_units(session: Session, viewer: Viewer) -> Sequence[Unit]:
    """The units whose ledgers the viewer may load: an importer's, and all below it."""
    held = (unit_id for unit_id, roles in viewer.roles.items() if Role.importer in roles)
    ids = {below for unit_id in held for below in subtree(session, unit_id)}
    return session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id)).all()


def as_importer(session: Session, viewer: Viewer) -> Viewer:
    """The viewer with the importer's role in every unit whose ledgers he may load.

    The role opens no unit below to his eyes; he has it there while he loads a ledger, and only then.
    """
    reached = {
        unit.id: viewer.roles_in(unit.id) | {Role.importer}
        for unit in importing_units(session, viewer)
    }
    return replace(viewer, roles={**viewer.roles, **reached})


def sent_ledgers(
    session: Session, viewer: Viewer, *, at: datetime
) -> Sequence[tuple[SentLedger, Unit]]:
    """One's own, the newest first, with the unit of each."""
    own = (
        select(SentLedger, Unit)
        .join(Unit, Unit.id == SentLedger.unit_id)
        .where(SentLedger.user_id == viewer.user_id, SentLedger.sent_at > at - KEPT)
        .order_by(SentLedger.id.desc())
        .limit(_LISTED)
    )
    return [(row, unit) for row, unit in session.execute(own)]


def sent_ledger(session: Session, viewer: Viewer, ledger_id: int) -> SentLedger:
    """One of one's own.

    Raises:
        NotFound: it is another's, or gone.
    """
    row = session.get(SentLedger, ledger_id)
    if row is None or viewer.user_id is None or row.user_id != viewer.user_id:
        raise NotFound(
            f"没有这一份台账，可能已删除或者已过{KEPT.days}天保留期；请从“导入台账”页重新上传。"
        )
    return row
