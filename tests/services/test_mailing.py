"""Mail: one letter per user and run, to a real server on this machine; what is not taken is kept and tried again."""

import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from factories import make_case, make_office, make_unit, make_user
from sqlalchemy import delete, select, update

from casework.db import Database
from casework.errors import Invalid, NotConfigured, NotFound
from casework.models.journal import JournalEntry
from casework.models.message import Message
from casework.models.user import User
from casework.office import Office
from casework.services import inbox, mailing, users
from casework.services.inbox import Said
from casework.services.mailing import Mailed, deliver
from casework.services.ticking import tick
from casework.settings import MailServer, read_settings
from casework.viewer import Moment, Viewer, system
from workflows.vocabulary import Role

DAY = date(2020, 9, 24)
NOW = Moment.on(DAY)
LOOPBACK = ip_address("127.0.0.1")
SENDER = "政府信息公开 <ysq@lanshan.example>"


@dataclass
class Postbox:
    """What the server took; it can be told to refuse an address or every letter."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    full: bool = False

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.full:
            return "452 insufficient storage"
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.taken.append((envelope.rcpt_tos[0], letter))
        return "250 OK"


class _Local(Controller):
    """A controller that learns which port it was given."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def server(postbox: Postbox) -> Iterator[MailServer]:
    yield from serving(postbox)


def serving(postbox: Postbox, **options: Any) -> Iterator[MailServer]:
    controller = _Local(postbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    yield MailServer("127.0.0.1", controller.port, False, "", "", SENDER)
    controller.stop()


def nobody_listens() -> MailServer:
    """The address of a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return MailServer("127.0.0.1", free.getsockname()[1], False, "", "", SENDER)


@dataclass
class House:
    """An office with two users, of whom the first has two unread messages and the second one."""

    office: Office
    users: tuple[Viewer, Viewer]
    record_id: int

    def say(self, user: int, n: int, *, at: Moment = NOW) -> None:
        with self.office.db.write() as session:
            said = [
                Said(
                    self.users[user].user_id or 0, self.record_id, "answer", i, DAY, "3", f"第{i}条"
                )
                for i in range(n)
            ]
            inbox.say(session, said, moment=at)

    def unmailed(self) -> int:
        with self.office.db.read() as session:
            return len(session.scalars(select(Message.id).where(Message.mailed_at.is_(None))).all())

    def deliver(self, server: MailServer | None, *, url: str = "https://ysq.example") -> Mailed:
        settings = replace(self.office.settings, mail=server, public_url=url)
        return deliver(replace(self.office, settings=settings), moment=NOW)


@pytest.fixture
def house(db: Database) -> House:
    office = make_office(db)
    unit_id = make_unit(office)
    first = make_user(office, "zhao", roles=[Role.handler, Role.intake], name="赵承办")
    second = make_user(office, "li", roles=[Role.intake], name="李登记")
    for login in ("zhao", "li"):
        users.set_email(
            office, login, f"{login}@lanshan.example", viewer=system(Role.admin), moment=NOW
        )
    case = make_case(office, first, unit_id=unit_id, names=("张三丰",))
    made = House(office, (first, second), case.done.record_id)
    made.say(0, 2)
    made.say(1, 1)
    return made


def text_of(letter: EmailMessage) -> str:
    return letter.get_content()


def test_each_user_gets_one_letter_with_all_that_is_new(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    assert house.deliver(server) == Mailed(letters=2)
    assert [(to, text_of(letter).count("第")) for to, letter in postbox.taken] == [
        ("zhao@lanshan.example", 2),
        ("li@lanshan.example", 1),
    ]


def test_a_letter_names_sender_subject_and_the_links(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    house.deliver(server)
    _, letter = postbox.taken[0]
    assert (letter["Subject"], letter["From"]) == ("办件提醒 2 条", SENDER)
    assert letter["To"] == "赵承办 <zhao@lanshan.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert f"https://ysq.example/cases/{house.record_id}" in text_of(letter)
    assert "https://ysq.example/inbox" in text_of(letter)


@pytest.mark.parametrize(("wish", "lines"), [("all", 3), ("urgent", 1), ("none", 0)])
def test_a_user_is_mailed_what_he_wishes_and_keeps_all_in_his_inbox(
    house: House, server: MailServer, postbox: Postbox, wish: str, lines: int
) -> None:
    zhao = house.users[0]
    address = "zhao@lanshan.example"
    users.change_own(house.office, email=address, mail_wish=wish, viewer=zhao, moment=NOW)
    late = Said(zhao.user_id or 0, house.record_id, "answer", 9, DAY, "late", "第9条")
    with house.office.db.write() as session:
        inbox.say(session, [late], moment=NOW)
    house.deliver(server)
    mailed = [text_of(letter).count("第") for to, letter in postbox.taken if to == address]
    assert sum(mailed) == lines
    assert house.unmailed() == 3 - lines


def test_without_a_public_address_a_letter_has_no_links(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    house.deliver(server, url="")
    assert "http" not in text_of(postbox.taken[0][1])


def test_what_was_mailed_is_not_mailed_again(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    house.deliver(server)
    assert house.deliver(server) == Mailed()
    assert len(postbox.taken) == 2


def test_what_was_read_already_is_not_mailed(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    for user in house.users:
        inbox.mark_all_read(house.office, user.user_id or 0, up_to=10**9, moment=NOW)
    assert house.deliver(server) == Mailed()


def test_what_is_older_than_a_week_is_left_to_the_inbox(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    old = Moment.on(date(2020, 9, 16)).at
    with house.office.db.write() as session:
        session.execute(update(Message).values(created_at=old))
    assert house.deliver(server) == Mailed()


def test_a_user_without_an_address_or_who_has_left_gets_no_letter(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    with house.office.db.write() as session:
        session.execute(update(User).where(User.login == "zhao").values(active=False))
        session.execute(update(User).where(User.login == "li").values(email=""))
    assert house.deliver(server) == Mailed()


def test_without_a_server_nothing_is_sent_and_nothing_lost(house: House) -> None:
    assert house.deliver(None) == Mailed()
    assert house.unmailed() == 3


def test_a_server_that_cannot_be_reached_loses_nothing(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    dead = nobody_listens()
    report = house.deliver(dead)
    assert report.letters == 0
    assert f"邮件服务器 127.0.0.1:{dead.port} 不能使用" in report.fault
    assert house.unmailed() == 3
    assert house.deliver(server).letters == 2


def test_a_letter_that_the_server_refuses_is_named_and_the_others_go_out(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    postbox.refused = ("zhao@lanshan.example",)
    report = house.deliver(server)
    assert (report.letters, house.unmailed()) == (1, 2)
    assert "没有接受给“赵承办”的邮件（550 no such mailbox）" in report.fault


def test_a_full_server_loses_nothing(house: House, server: MailServer, postbox: Postbox) -> None:
    postbox.full = True
    report = house.deliver(server)
    assert (report.letters, house.unmailed()) == (0, 3)
    assert "452 insufficient storage" in report.fault


def test_a_long_list_is_cut_and_says_how_much_is_left(
    house: House, server: MailServer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "SHOWN", 1)
    house.deliver(server)
    assert "另有 1 条，请在收件箱中查看。" in text_of(postbox.taken[0][1])
    assert house.unmailed() == 0


# Encryption ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine, and the context of a server that has it."""
    folder = tmp_path_factory.mktemp("tls")
    pem, name = folder / "server.pem", x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ours")])
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(LOOPBACK)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return pem, context


def accept(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = LoginPassword(b"ysq", b"kou ling:@/")
    return AuthResult(success=data == known, handled=False)


def test_a_password_never_crosses_the_network_in_clear(house: House) -> None:
    box = Postbox()
    for server in serving(box, auth_require_tls=False, authenticator=accept):
        report = house.deliver(replace(server, user="ysq", password="kou ling:@/"))
        assert "没有发送口令" in report.fault
    assert (box.taken, house.unmailed()) == ([], 3)


def test_the_connection_is_encrypted_where_the_server_offers_it(
    house: House, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    box = Postbox()
    for server in serving(box, tls_context=certificate[1], authenticator=accept):
        report = house.deliver(replace(server, user="ysq", password="kou ling:@/"))
        assert report == Mailed(letters=2)


def test_a_wrong_password_loses_nothing(
    house: House, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    for server in serving(Postbox(), tls_context=certificate[1], authenticator=accept):
        report = house.deliver(replace(server, user="ysq", password="wrong"))
        assert "535" in report.fault
    assert house.unmailed() == 3


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    house: House, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    box = Postbox()
    for server in serving(box, tls_context=certificate[1]):
        report = house.deliver(server)
        assert "certificate" in report.fault.lower()
    assert box.taken == []


def test_a_server_that_speaks_tls_from_the_first_byte_takes_the_letters(
    house: House, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    box = Postbox()
    for server in serving(box, ssl_context=certificate[1]):
        assert house.deliver(replace(server, tls=True)) == Mailed(letters=2)


# The whole turn ------------------------------------------------------------------------------------------------


def test_a_turn_of_the_timer_mails_its_reminders_without_a_word_of_the_applicant(
    house: House, server: MailServer, postbox: Postbox
) -> None:
    settings = replace(house.office.settings, mail=server, public_url="https://ysq.example")
    office = replace(house.office, settings=settings)
    with office.db.write() as session:
        session.execute(delete(Message))
    report = tick(office, moment=Moment.on(date(2020, 9, 27)))
    assert (report.reminded > 0, report.mailed, report.mail_fault) == (True, 2, "")
    for _, letter in postbox.taken:
        assert "答复期限至2020年9月28日届满" in text_of(letter)
        assert not re.search("张三丰|征收", text_of(letter))


def test_a_turn_says_what_the_mail_server_had_against_it(house: House) -> None:
    dead = nobody_listens()
    office = replace(house.office, settings=replace(house.office.settings, mail=dead))
    report = tick(office, moment=NOW)
    assert (report.ran, report.mailed) == (True, 0)
    assert "不能使用" in report.mail_fault


# Settings ------------------------------------------------------------------------------------------------------


def test_the_address_of_the_mail_server_is_read_with_its_password() -> None:
    environ = {
        "CASEWORK_SMTP_URL": "smtps://ysq:a%3Ab%40c@mail.example",
        "CASEWORK_MAIL_FROM": SENDER,
    }
    server = read_settings(environ).mail
    assert server == MailServer("mail.example", 465, True, "ysq", "a:b@c", SENDER)
    assert "a:b@c" not in repr(server)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"CASEWORK_SMTP_URL": "mail.example:25"}, "不是邮件服务器的地址"),
        ({"CASEWORK_SMTP_URL": "http://mail.example"}, "不是邮件服务器的地址"),
        ({"CASEWORK_SMTP_URL": "smtp://mail.example:port"}, "不是邮件服务器的地址"),
        ({"CASEWORK_SMTP_URL": "smtp://mail.example"}, "不是邮件地址"),
        (
            {"CASEWORK_SMTP_URL": "smtp://u:%E5%8F%A3%E4%BB%A4@m", "CASEWORK_MAIL_FROM": SENDER},
            "请换一个口令",
        ),
        ({"CASEWORK_PUBLIC_URL": "ysq.example"}, "不是网址"),
    ],
)
def test_a_setting_that_is_no_address_is_refused_at_the_start(
    environ: dict[str, str], said: str
) -> None:
    with pytest.raises(NotConfigured, match=said):
        read_settings(environ)


def test_a_refusal_never_repeats_the_password() -> None:
    with pytest.raises(NotConfigured) as refusal:
        read_settings({"CASEWORK_SMTP_URL": "ftp://ysq:geheim@mail.example"})
    assert "geheim" not in refusal.value.message


@pytest.mark.parametrize(
    "address", ["zhao", "zhao@", "a@b\nBcc: c@d", "赵@lanshan.example", "a b@c"]
)
def test_an_address_that_is_none_is_refused(house: House, address: str) -> None:
    with pytest.raises(Invalid, match="不是邮件地址"):
        users.set_email(house.office, "zhao", address, viewer=system(Role.admin), moment=NOW)


def test_an_unknown_login_gets_no_address(house: House) -> None:
    with pytest.raises(NotFound, match="没有登录名"):
        users.set_email(house.office, "wang", "a@b.example", viewer=system(Role.admin), moment=NOW)


def test_an_address_that_is_set_is_noted_in_the_register_of_the_unit(house: House) -> None:
    with house.office.db.read() as session:
        rows = session.scalars(
            select(JournalEntry.data).where(JournalEntry.action == "change_user")
        ).all()
    assert [row["changed"] for row in rows] == ["zhao：邮件地址", "li：邮件地址"]
