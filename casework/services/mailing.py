"""Carries unread messages out by mail: one letter per user and run, after everything is committed; it says nothing new.

What the server does not take stays unmailed and is tried again at the next run. A letter holds numbers, acts, days and
links, and no data of applicants.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from casework.models.message import Message
from casework.models.user import MailWish, User
from casework.office import Office
from casework.services.reminders import DUE, LATE
from casework.settings import MailServer
from casework.viewer import Moment

TIMEOUT = 20  # seconds for each step of the conversation with the server
FRESH = timedelta(days=7)  # what is older was missed for other reasons and stands in the inbox
SHOWN = 50  # sentences in one letter; the rest stands in the inbox
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mailed:
    """How many letters the server took, and in a sentence what went wrong (empty: nothing)."""

    letters: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Letter:
    """What one user is to be told."""

    user_id: int
    name: str
    address: str
    lines: tuple[tuple[int, int, str], ...]  # message, record, sentence


def deliver(office: Office, *, moment: Moment) -> Mailed:
    """Send what has not been sent; does nothing while no server is set."""
    server = office.settings.mail
    if server is None:
        return Mailed()
    with office.db.read() as session:
        letters = _letters(session, moment=moment)
    if not letters:
        return Mailed()
    taken, fault = 0, ""
    try:
        with _connected(server) as smtp:
            for letter in letters:
                refusal = _send(smtp, server, office, letter, moment=moment)
                if refusal:
                    fault = refusal
                    continue
                taken += 1
                _mark(office, letter, moment=moment)
    except (OSError, smtplib.SMTPException) as error:
        fault = (
            f"邮件服务器 {server.host}:{server.port} 不能使用（{_reason(error)}）；"
            "提醒仍在收件箱中，下次运行时重发。"
        )
    if fault:
        _LOG.warning(fault)
    return Mailed(taken, fault)


def _letters(session: Session, *, moment: Moment) -> Sequence[Letter]:
    rows = session.execute(
        select(Message.id, Message.record_id, Message.sentence, User.id, User.name, User.email)
        .join(User, User.id == Message.user_id)
        .where(
            Message.mailed_at.is_(None),
            Message.created_at > moment.at - FRESH,
            Message.read_at.is_(None),
            User.active,
            User.email != "",
            or_(
                User.mail_wish == MailWish.all,
                and_(User.mail_wish == MailWish.urgent, Message.level.in_((DUE, LATE))),
            ),
        )
        .order_by(User.id, Message.id)
    )
    found: dict[int, Letter] = {}
    for message_id, record_id, sentence, user_id, name, address in rows:
        letter = found.get(user_id) or Letter(user_id, name, address, ())
        lines = (*letter.lines, (message_id, record_id, sentence))
        found[user_id] = Letter(user_id, name, address, lines)
    return tuple(found.values())


class _Unsafe(smtplib.SMTPException):
    """The server offers no encryption, and a password would have to cross the network in clear."""


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        smtp.ehlo()
        encrypted = server.tls
        if not encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
            encrypted = True
        if server.user:
            if not encrypted:
                raise _Unsafe("服务器不支持加密，没有发送口令；请改用 smtps:// 的地址")
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _send(
    smtp: smtplib.SMTP, server: MailServer, office: Office, letter: Letter, *, moment: Moment
) -> str:
    """Hand over one letter; answers what speaks against it alone. What ends the conversation is raised."""
    try:
        smtp.send_message(_written(letter, server, office, moment=moment))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError) as error:
        smtp.rset()
        return (
            f"邮件服务器没有接受给“{letter.name}”的邮件（{_reason(error)}）；"
            "请核对该用户的邮件地址，提醒仍在收件箱中。"
        )
    return ""


def _written(letter: Letter, server: MailServer, office: Office, *, moment: Moment) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    name, sender = parseaddr(server.sender)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = Address(letter.name, addr_spec=letter.address)
    message["Subject"] = f"办件提醒 {len(letter.lines)} 条"
    message["Date"] = format_datetime(moment.at)
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_text(letter, office.settings.public_url)) + "\n")
    return message


def _text(letter: Letter, public_url: str) -> Iterator[str]:
    yield f"{letter.name}："
    yield ""
    for n, (_, record_id, sentence) in enumerate(letter.lines[:SHOWN], start=1):
        yield f"{n}. {sentence}"
        if public_url:
            yield f"   {public_url}/cases/{record_id}"
    if len(letter.lines) > SHOWN:
        yield f"另有 {len(letter.lines) - SHOWN} 条，请在收件箱中查看。"
    yield ""
    yield f"收件箱：{public_url}/inbox" if public_url else "请登录系统，在收件箱中查看和办理。"
    yield "本邮件由政府信息依申请公开办理系统自动发出，请勿回复。"


def _mark(office: Office, letter: Letter, *, moment: Moment) -> None:
    """Note at once that this letter is out, so that a later fault does not send it again."""
    ids = [message_id for message_id, _, _ in letter.lines]
    with office.db.write() as session:
        session.execute(
            update(Message).where(Message.id.in_(ids)).values(mailed_at=moment.at),
            execution_options={"synchronize_session": False},
        )


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"{code} {text.decode(errors='replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__
