"""The secret address of a user's calendar feed: made by the user, kept as a digest, taken back by the user."""

import hashlib
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.models.message import Feed
from casework.models.user import User
from casework.office import Office
from casework.viewer import Moment


def make_feed(office: Office, user_id: int, *, moment: Moment) -> str:
    """A new secret for a user's feed, in place of the old one; it is shown once, only its digest is kept."""
    token = secrets.token_urlsafe(32)
    with office.db.write() as session:
        feed = session.get(Feed, user_id) or Feed(user_id=user_id)
        feed.sha256, feed.created_at = _digest(token), moment.at
        session.add(feed)
    return token


def revoke_feed(office: Office, user_id: int) -> None:
    """Take the address back; a calendar that still asks for it finds nothing. Doing it again changes nothing."""
    with office.db.write() as session:
        session.execute(delete(Feed).where(Feed.user_id == user_id))


def user_of_feed(session: Session, token: str) -> int | None:
    """The active user behind a feed address."""
    return session.scalar(
        select(Feed.user_id)
        .join(User, User.id == Feed.user_id)
        .where(Feed.sha256 == _digest(token), User.active)
    )


def has_feed(session: Session, user_id: int) -> bool:
    """Whether a user has made a feed."""
    return session.get(Feed, user_id) is not None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
