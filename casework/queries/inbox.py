"""One user's messages: how many are unread, and a page of them, the unread first; it marks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.message import Message

PAGE_SIZE = 50
MOST_COUNTED = 100  # a count in the menu stops here: "99+" says enough


@dataclass(frozen=True)
class MessageRow:
    """One message as it is shown. `act` is the act it proposes, or empty."""

    id: int
    record_id: int
    level: str
    on_day: date
    ends_on: date
    sentence: str
    act: str
    read_at: datetime | None

    @property
    def unread(self) -> bool:
        return self.read_at is None


@dataclass(frozen=True)
class Inbox:
    """One page of an inbox. `newest` is the latest message of all, so that "all" never marks what nobody has seen."""

    rows: Sequence[MessageRow]
    total: int
    unread: int
    page: int
    pages: int
    newest: int


_COLUMNS = (
    Message.id,
    Message.record_id,
    Message.level,
    Message.on_day,
    Message.ends_on,
    Message.sentence,
    Message.act,
    Message.read_at,
)


def unread(session: Session, user_id: int) -> int:
    """How many messages a user has not read, counted up to `MOST_COUNTED`."""
    some = (
        select(Message.id)
        .where(Message.user_id == user_id, Message.read_at.is_(None))
        .limit(MOST_COUNTED)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def newest_unread(session: Session, user_id: int, *, limit: int) -> Sequence[MessageRow]:
    """The latest messages a user has not read."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(Message.user_id == user_id, Message.read_at.is_(None))
        .order_by(Message.id.desc())
        .limit(limit)
    )
    return [MessageRow(*row) for row in rows]


def inbox(session: Session, user_id: int, *, page: int = 1, only_unread: bool = False) -> Inbox:
    """A page of messages, the unread first, each group the latest first. A page behind the last is the last."""
    own = Message.user_id == user_id
    counted = session.execute(
        select(
            func.count(),
            func.count().filter(Message.read_at.is_(None)),
            func.max(Message.id),
        ).where(own)
    ).one()
    total, new, newest = counted
    wanted = new if only_unread else total
    pages = max(-(-wanted // PAGE_SIZE), 1)
    page = min(max(page, 1), pages)
    statement = (
        select(*_COLUMNS)
        .where(own)
        .order_by(Message.read_at.is_not(None), Message.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    if only_unread:
        statement = statement.where(Message.read_at.is_(None))
    rows = [MessageRow(*row) for row in session.execute(statement)]
    return Inbox(rows, wanted, new, page, pages, newest or 0)
