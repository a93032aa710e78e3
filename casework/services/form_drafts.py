"""Keeps what is typed into a form until it is handed in, and makes handing it in happen once.

Both lie in the database: behind several processes the second click finds what the first one did.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.models.form import KEY_LENGTH, FormDraft, SentForm
from casework.models.record import Record
from casework.office import Office
from casework.queries.form_drafts import KEPT
from casework.services.engine import Desk, Done
from casework.viewer import Moment, Viewer

MOST = 20
"""Drafts that one user may have at a time; the oldest gives way."""
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def save(
    office: Office, *, key: str, values: Mapping[str, str], viewer: Viewer, moment: Moment
) -> None:
    """Keep what was typed so far; of a form that was handed in meanwhile nothing is kept.

    Raises:
        Invalid: the form has no key, or one that no form of ours has.
    """
    _check(key)
    content = office.cipher.encrypt(json.dumps(dict(values), ensure_ascii=False))
    with office.db.write() as session:
        if session.get(SentForm, (viewer.user_id, key)) is not None:
            return
        held = {"content": content, "saved_at": moment.at}
        made = _insert(session, FormDraft).values(user_id=viewer.user_id, key=key, **held)
        session.execute(made.on_conflict_do_update(index_elements=["user_id", "key"], set_=held))
        newest = (
            select(FormDraft.id)
            .where(FormDraft.user_id == viewer.user_id)
            .order_by(FormDraft.saved_at.desc(), FormDraft.id.desc())
            .limit(MOST)
        )
        kept = session.scalars(newest).all()
        session.execute(
            delete(FormDraft).where(FormDraft.user_id == viewer.user_id, FormDraft.id.not_in(kept))
        )


def discard(office: Office, *, key: str, viewer: Viewer) -> None:
    """Throw away a draft of one's own; one that is not there is thrown away already."""
    with office.db.write() as session:
        _erase(session, viewer, key)


def once(at: Desk, key: str, work: Callable[[], Done]) -> Done:
    """Do what a form asks for inside an open transaction, or answer what the same form of the same user led to.

    A draft of it is erased with it. Without a key, and for the system, it is simply done.

    Raises:
        Invalid: no form of ours has this key.
    """
    if not key or at.viewer.user_id is None:
        return work()
    _check(key)
    mine = {"user_id": at.viewer.user_id, "key": key}
    # A second sender waits here until the first has committed, and then inserts nothing.
    entered = _insert(at.session, SentForm).values(**mine, at=at.moment.at)
    first = at.session.scalar(entered.on_conflict_do_nothing().returning(SentForm.key))
    if first is None:
        return _done(at.session, at.session.get_one(SentForm, tuple(mine.values())))
    done = work()
    at.session.execute(
        update(SentForm)
        .where(SentForm.user_id == at.viewer.user_id, SentForm.key == key)
        .values(record_id=done.record_id)
    )
    _erase(at.session, at.viewer, key)
    return done


def forget(office: Office, *, moment: Moment) -> int:
    """Erase the drafts and the keys that are older than they may be; answers how many drafts there were."""
    before: datetime = moment.at - KEPT
    with office.db.write() as session:
        session.execute(delete(SentForm).where(SentForm.at <= before))
        gone = session.execute(delete(FormDraft).where(FormDraft.saved_at <= before))
        return gone.rowcount if isinstance(gone, CursorResult) else 0


def _check(key: str) -> None:
    if not key or len(key) > KEY_LENGTH:
        raise Invalid("这张表不是从本系统打开的；请重新打开登记页，再填写。")


def _insert(session: Session, table: Any) -> Any:
    return _INSERTS[session.get_bind().dialect.name](table)


def _erase(session: Session, viewer: Viewer, key: str) -> None:
    session.execute(
        delete(FormDraft).where(FormDraft.user_id == viewer.user_id, FormDraft.key == key)
    )


def _done(session: Session, sent: SentForm) -> Done:
    record = session.get_one(Record, sent.record_id)
    return Done(record.id, record.version, record.state, record.number or "", record.due_on, ())
