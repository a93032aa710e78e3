"""The forms that a user has begun and not handed in; nobody sees those of another."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.form import FormDraft
from casework.viewer import Viewer

KEPT = timedelta(days=7)
"""reading: no rule says how long a form may lie half written; a week spans a long weekend and keeps nothing for good."""


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list of its user's drafts."""

    key: str
    saved_at: datetime


def drafts_of(session: Session, viewer: Viewer, *, at: datetime) -> tuple[DraftRow, ...]:
    """The drafts of this user that are not too old, the newest first."""
    rows = session.execute(
        select(FormDraft.key, FormDraft.saved_at)
        .where(FormDraft.user_id == viewer.user_id, FormDraft.saved_at > at - KEPT)
        .order_by(FormDraft.saved_at.desc(), FormDraft.id.desc())
    )
    return tuple(DraftRow(*row) for row in rows)


def typed_into(session: Session, viewer: Viewer, key: str, cipher: Cipher) -> dict[str, str]:
    """What the user typed into the form with this key; nothing where there is no such draft of his."""
    content = session.scalar(
        select(FormDraft.content).where(FormDraft.user_id == viewer.user_id, FormDraft.key == key)
    )
    return dict(json.loads(cipher.decrypt(content))) if content else {}
