"""Staff: accounts, the roles they hold in units, and their tokens for the API."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, UTCDateTime
from workflows.vocabulary import Labelled


class MailWish(Labelled):
    """Which of his reminders a user wants by mail; the inbox always holds all of them."""

    all = "all", "每条提醒都发邮件"
    urgent = "urgent", "只有最后一天和逾期的提醒发邮件"
    none = "none", "不发邮件，只看收件箱"


class User(Base):
    """An account. The four members that the login library asks for are here, without importing it."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    # Handed out by an administrator: it opens nothing before its owner has replaced it.
    password_is_given: Mapped[bool] = mapped_column(default=False, server_default=false())
    active: Mapped[bool] = mapped_column(default=True)
    # Counts what ends all his sessions: another password, a closed account. A session stands in the one it began in.
    session_epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    # An address of the office, so it is kept plain; mail goes nowhere while it is empty.
    email: Mapped[str] = mapped_column(String(200), default="")
    mail_wish: Mapped[str] = mapped_column(String(20), default=MailWish.all.value)

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return str(self.id)


class RoleGrant(Base):
    """A role that a user holds in one unit; a supervisor's role reaches down the unit's subtree."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "unit_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(40))


class ApiToken(Base):
    """A token that a user made for himself; only its digest is kept. Never wider than the user's roles."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    label: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
