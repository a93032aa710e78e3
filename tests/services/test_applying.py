"""Requests that applicants send themselves: registered like a clerk's entry, opened again by a code that nobody can read back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import FOUNDED, OPERATOR, make_office, make_unit, make_user
from files import samples
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotFound, TooMany
from casework.models.applying import PaperAccess, PortalUse, QueryCode, SentApplication
from casework.models.document import Document
from casework.models.file import AttachedFile
from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.office import Office
from casework.services import actions, applying, following, portal_limits, verification
from casework.services.applying import Application, Brought, Sent
from casework.services.intake import PartyForm, RequestForm
from casework.services.unit_settings import announce_channels
from casework.viewer import Moment, Viewer
from workflows.file_guards import FileKind
from workflows.vocabulary import Channel, Role

DAY = date(2020, 9, 1)  # a Tuesday
NOW = Moment.on(DAY)
KEY = "the-secret-of-one-form-0001"
HERE = "192.0.2.7"


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def unit_id(office: Office) -> int:
    unit_id = make_unit(office)
    announce_channels(
        office, "district", [Channel.online], viewer=OPERATOR, moment=Moment.on(FOUNDED)
    )
    return unit_id


@pytest.fixture
def clerk(office: Office, unit_id: int) -> Viewer:
    return make_user(office, "clerk", roles=[Role.intake, Role.handler, Role.legal, Role.approver])


def application(unit_id: int, *files: Brought, key: str = KEY, **more: object) -> Application:
    form = RequestForm(
        unit_id,
        DAY,
        Channel.online,
        [PartyForm("张三", id_type="居民身份证", id_number=samples.ID, phone=samples.PHONE)],
        ["某街道2019年房屋征收补偿方案"],
        **more,  # type: ignore[arg-type]
    )
    return Application(form, key, files)


def send(office: Office, unit_id: int, *files: Brought, key: str = KEY, **more: object) -> Sent:
    wanted = application(unit_id, *files, key=key, **more)
    return applying.send(office, wanted, address=HERE, moment=NOW)


def record_of(office: Office, sent: Sent) -> Record:
    with office.db.read() as session:
        return session.get_one(Record, sent.record_id)


def acts(office: Office, sent: Sent) -> list[tuple[str, str]]:
    with office.db.read() as session:
        rows = select(JournalEntry).where(JournalEntry.record_id == sent.record_id)
        return [(r.action, r.actor_label) for r in session.scalars(rows.order_by(JournalEntry.seq))]


def do(office: Office, clerk: Viewer, sent: Sent, act: str, day: date, **data: object) -> None:
    actions.perform(
        office,
        sent.record_id,
        act,
        viewer=clerk,
        version=record_of(office, sent).version,
        on_day=day,
        data=data,
        moment=Moment.on(day),
    )


def test_the_day_of_sending_is_the_day_of_receipt_and_the_number_is_told_at_once(
    office: Office, unit_id: int
) -> None:
    sent = send(office, unit_id, Brought(FileKind.identity, "身份证.pdf", samples.pdf("ID")))
    record = record_of(office, sent)
    assert (record.state, record.received_on, record.number) == ("registered", DAY, sent.number)
    who = "网上办理（申请人）"
    assert acts(office, sent) == [("receive", who), ("register", who), ("attach_file", who)]
    assert verification.verify(office, today=DAY) == ()


def test_the_same_form_sent_twice_registers_once_and_is_told_the_same_code(
    office: Office, unit_id: int
) -> None:
    first, second = send(office, unit_id), send(office, unit_id)
    assert replace(second, again=False) == first
    assert second.again
    with office.db.read() as session:
        assert (
            session.scalar(select(func.count()).select_from(Record).where(Record.kind == "request"))
            == 1
        )


def test_the_code_opens_the_case_with_its_number_alone_and_is_nowhere_in_clear(
    office: Office, unit_id: int
) -> None:
    sent = send(office, unit_id)
    typed = sent.code.lower().replace("-", "　")
    following.open_case(office, sent.number, typed, address=HERE, moment=NOW)
    for number, code in ((sent.number, "AAAA-BBBB-CCCC"), ("某政-2020-0099", sent.code)):
        with pytest.raises(Invalid, match="当面重新领取"):
            following.open_case(office, number, code, address=HERE, moment=NOW)
    with office.db.read() as session:
        kept = session.scalars(select(QueryCode)).one()
        key = session.scalars(select(SentApplication)).one().key_index
        assert sent.code.replace("-", "") not in (kept.code_index.upper() + key.upper())
        journal = session.scalars(select(JournalEntry.data)).all()
    assert sent.code not in str(journal)


def test_a_refused_attachment_leaves_nothing_behind(office: Office, unit_id: int) -> None:
    turned = "身份证\u202efdp.exe"
    with pytest.raises(Invalid, match=r"“身份证fdp\.exe”没有接收") as refused:
        send(office, unit_id, Brought(FileKind.identity, turned, b"MZ\x00\x01", "identity"))
    assert set(refused.value.fields) == {"identity"}
    with office.db.read() as session:
        assert session.scalar(select(func.count()).select_from(QueryCode)) == 0
        assert session.scalar(select(func.count()).select_from(AttachedFile)) == 0


def test_a_unit_that_has_not_announced_the_channel_takes_no_request_online(
    office: Office, unit_id: int
) -> None:
    announce_channels(office, "district", [], viewer=OPERATOR, moment=NOW)
    with pytest.raises(ActionRefused, match="当面提交或者邮寄"):
        send(office, unit_id)


def test_a_full_window_refuses_with_the_way_out_and_opens_again_when_it_has_passed(
    office: Office, unit_id: int
) -> None:
    limit = next(x for x in portal_limits.LIMITS if x.kind == portal_limits.TRACK)
    for _ in range(limit.most):
        portal_limits.take(office, portal_limits.TRACK, HERE, unit_id=None, moment=NOW)
    with pytest.raises(TooMany, match="当面查询"):
        portal_limits.take(office, portal_limits.TRACK, HERE, unit_id=None, moment=NOW)
    portal_limits.take(office, portal_limits.TRACK, "198.51.100.1", unit_id=None, moment=NOW)
    later = replace(NOW, at=NOW.at + limit.window)
    portal_limits.take(office, portal_limits.TRACK, HERE, unit_id=None, moment=later)


def test_uses_are_counted_by_a_digest_and_forgotten_after_the_longest_window(
    office: Office, unit_id: int
) -> None:
    send(office, unit_id)
    with office.db.read() as session:
        use = session.scalars(select(PortalUse)).one()
        assert HERE not in use.address_index
    later = replace(NOW, at=NOW.at + timedelta(hours=2))
    portal_limits.take(office, portal_limits.TRACK, HERE, unit_id=None, moment=later)
    with office.db.read() as session:
        assert session.scalars(select(PortalUse.kind)).all() == [portal_limits.TRACK]


def test_an_applicant_corrects_in_time_with_his_files_and_the_period_begins_anew(
    office: Office, unit_id: int, clerk: Viewer
) -> None:
    sent = send(office, unit_id)
    do(
        office,
        clerk,
        sent,
        "request_correction",
        date(2020, 9, 3),
        items_to_correct="写明街道",
        days=15,
    )
    correction = following.brought("补充.pdf", samples.pdf("more"))
    when = Moment.on(date(2020, 9, 8))
    following.correct(office, sent.code, "兰山街道", [correction], address=HERE, moment=when)
    record = record_of(office, sent)
    assert (record.state, record.due_on) == ("in_progress", date(2020, 10, 12))
    assert [act for act, _ in acts(office, sent)][-2:] == ["receive_correction", "attach_file"]
    with pytest.raises(ActionRefused):
        following.correct(office, sent.code, "再补", [], address=HERE, moment=when)


def test_an_applicant_withdraws_once(office: Office, unit_id: int) -> None:
    sent = send(office, unit_id)
    following.withdraw(office, sent.code, address=HERE, moment=NOW)
    record = record_of(office, sent)
    assert (record.state, record.outcome) == ("terminated", "F3a")
    with pytest.raises(ActionRefused):
        following.withdraw(office, sent.code, address=HERE, moment=NOW)


def issued(office: Office, clerk: Viewer, sent: Sent, day: date) -> int:
    """Take the case to a signed answer; its document."""
    do(office, clerk, sent, "assign", DAY, handler=clerk.user_id)
    draft = {"outcome": "D1b", "fact_reasons": "不属于本机关职责"}
    do(office, clerk, sent, "submit_draft", day, **draft)
    for act in ("pass_review", "approve", "issue"):
        do(office, clerk, sent, act, day)
    with office.db.read() as session:
        return session.scalars(select(Document.id).where(Document.key == "answer")).one()


def test_the_first_opening_of_an_answer_is_its_service_where_the_applicant_agreed(
    office: Office, unit_id: int, clerk: Viewer
) -> None:
    sent = send(office, unit_id, electronic_service=True)
    document_id = issued(office, clerk, sent, date(2020, 9, 8))
    assert record_of(office, sent).state == "pending_service"
    opened = Moment.on(date(2020, 9, 9))
    paper = following.paper(office, sent.code, document_id, moment=opened)
    assert paper.pdf.startswith(b"%PDF")
    record = record_of(office, sent)
    assert (record.state, record.closed_on) == ("answered", opened.today)
    following.paper(office, sent.code, document_id, moment=Moment.on(date(2020, 9, 10)))
    assert [act for act, _ in acts(office, sent)].count("serve_electronically") == 1
    assert verification.verify(office, today=opened.today) == ()
    with office.db.read() as session:
        assert session.scalar(select(func.count()).select_from(PaperAccess)) == 2


def test_without_consent_an_answer_is_opened_only_when_it_was_sent_and_proves_nothing(
    office: Office, unit_id: int, clerk: Viewer
) -> None:
    sent = send(office, unit_id)
    document_id = issued(office, clerk, sent, date(2020, 9, 8))
    with pytest.raises(NotFound, match="尚未送达"):
        following.paper(office, sent.code, document_id, moment=Moment.on(date(2020, 9, 9)))
    do(
        office, clerk, sent, "serve_by_post", date(2020, 9, 9), recipient=1, tracking="EMS1",
    )  # fmt: skip
    before = acts(office, sent)
    following.paper(office, sent.code, document_id, moment=Moment.on(date(2020, 9, 9)))
    assert acts(office, sent) == before


def test_opening_the_correction_notice_starts_the_applicants_own_period(
    office: Office, unit_id: int, clerk: Viewer
) -> None:
    sent = send(office, unit_id, electronic_service=True)
    asked = {"items_to_correct": "写明街道", "days": 15}
    do(office, clerk, sent, "request_correction", date(2020, 9, 3), **asked)
    with office.db.read() as session:
        notice = session.scalars(
            select(Document.id).where(Document.key == "correction_notice")
        ).one()
    following.paper(office, sent.code, notice, moment=Moment.on(date(2020, 9, 4)))
    assert record_of(office, sent).limit_on == date(2020, 9, 25)
