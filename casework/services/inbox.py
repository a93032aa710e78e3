"""What the system tells its users inside the application: said once, read by them; it decides nothing and sends no mail."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from casework.errors import NotFound
from casework.models.message import Message
from casework.models.record import Record
from casework.models.timer import TimerEntry
from casework.office import Office
from casework.viewer import Moment

NEWS = "moved"  # the level of a sentence that tells what has happened; it stays until it is read
UNCLAIMED = "unclaimed"
_AT_ONCE = 1000
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Said:
    """One sentence to one user. `key`, `seq`, `ends_on` and `level` say what it is about: it is said once for these.

    `act` names the act the sentence proposes, or is empty.
    """

    user_id: int
    record_id: int
    key: str
    seq: int
    ends_on: date
    level: str
    sentence: str
    act: str = ""

    @property
    def identity(self) -> tuple[int, int, str, int, date, str]:
        """What the sentence is said once for."""
        return self.user_id, self.record_id, self.key, self.seq, self.ends_on, self.level


def say(session: Session, messages: Iterable[Said], *, moment: Moment) -> int:
    """Put sentences into the inboxes, inside an open write; answers how many were new.

    What was said before is not said again, whoever else says it at the same time.
    """
    rows = [
        {**asdict(one), "on_day": moment.today, "created_at": moment.at}
        for one in {one.identity: one for one in messages}.values()
    ]
    if not rows:
        return 0
    make = _INSERTS.get(session.get_bind().dialect.name, insert)
    statement = make(Message).on_conflict_do_nothing().returning(Message.id)
    return len(session.scalars(statement, rows).all())


def mark_read(office: Office, user_id: int, message_ids: Collection[int], *, moment: Moment) -> int:
    """Mark some of one's own messages as read; answers how many were unread. A second time keeps the first moment.

    Raises:
        NotFound: one of them is not in this inbox; then nothing is marked.
    """
    wanted = set(message_ids)
    with office.db.write() as session:
        found = session.scalars(
            select(Message).where(Message.id.in_(wanted), Message.user_id == user_id)
        ).all()
        if len(found) < len(wanted):
            raise NotFound("收件箱里没有这条提醒；请刷新收件箱后重试。")
        new = [message for message in found if message.read_at is None]
        for message in new:
            message.read_at = moment.at
        return len(new)


def mark_all_read(office: Office, user_id: int, *, up_to: int, moment: Moment) -> int:
    """Mark every message of this inbox up to the one the user has seen; answers how many were unread."""
    with office.db.write() as session:
        done = session.scalars(
            update(Message)
            .where(Message.user_id == user_id, Message.read_at.is_(None), Message.id <= up_to)
            .values(read_at=moment.at)
            .returning(Message.id),
            execution_options={"synchronize_session": False},
        )
        return len(done.all())


def settle(office: Office, *, moment: Moment) -> int:
    """Mark as read what needs nobody any more: the term has ended or moved, the case has a handler, a nearer level is said.

    What tells news stays. Answers how many messages that were; where there are none nothing is opened for writing.
    """
    with office.db.read() as session:
        ids = session.scalars(select(Message.id).where(*_overtaken()).limit(_AT_ONCE)).all()
    if not ids:
        return 0
    with office.db.write() as session:
        session.execute(
            update(Message)
            .where(Message.id.in_(ids), Message.read_at.is_(None))
            .values(read_at=moment.at),
            execution_options={"synchronize_session": False},
        )
    return len(ids) + (settle(office, moment=moment) if len(ids) == _AT_ONCE else 0)


def _overtaken() -> tuple[ColumnElement[bool], ...]:
    later = aliased(Message)
    nearer = exists().where(
        later.user_id == Message.user_id,
        later.record_id == Message.record_id,
        later.key == Message.key,
        later.seq == Message.seq,
        later.id > Message.id,
    )
    running = exists().where(
        TimerEntry.record_id == Message.record_id,
        TimerEntry.key == Message.key,
        TimerEntry.seq == Message.seq,
        TimerEntry.ends_on == Message.ends_on,
    )
    free = exists().where(Record.id == Message.record_id, Record.handler_id.is_(None))
    unclaimed = and_(Message.level == UNCLAIMED, free)
    return (
        Message.read_at.is_(None),
        Message.level != NEWS,
        or_(nearer, and_(~running, ~unclaimed)),
    )
