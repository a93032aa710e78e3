"""Sealing an issued paper: the original stays, the signed file lies beside it, and a failure changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from certificates import HOLDER, PASSPHRASE, certificate_file
from factories import Case, make_case, make_office, make_unit, make_user
from sheets import picture
from sqlalchemy import select
from stand_in import signing_server

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotConfigured, SigningFailed, StaleCase
from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.office import Office
from casework.queries.sealing import paper_bytes, waiting
from casework.services import actions, journal, sealing
from casework.services.verification import verify
from casework.settings import CertificateFile, SigningServer
from casework.viewer import Moment, system
from workflows.sealing import SealKind
from workflows.vocabulary import Role

DAY = date(2020, 9, 1)
ADMIN = system(Role.admin)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    made = make_office(db)
    signing = CertificateFile(certificate_file(tmp_path), PASSPHRASE)
    return replace(made, settings=replace(made.settings, signing=signing))


@pytest.fixture
def case(office: Office) -> Case:
    """A unit with a picture and technical signatures, and a request whose receipt is issued."""
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    moment = Moment.on(DAY)
    content = picture()
    sealing.enter_picture(
        office, "district", name="章.png", content=content, viewer=ADMIN, moment=moment
    )
    sealing.choose(office, "district", SealKind.technical, viewer=ADMIN, moment=moment)
    made = make_case(office, clerk, unit_id=unit_id, arrived_on=DAY, items=["某文件"])
    made.do("assign", DAY, handler=clerk.user_id)
    return made


def document(case: Case) -> Document:
    with case.office.db.read() as session:
        reserved = select(Document).where(Document.seal_place.is_not(None)).order_by(Document.id)
        found = session.scalars(reserved).all()[-1]
        _ = found.pdf
        session.expunge(found)
        return found


def sealed(case: Case, office: Office | None = None, *, version: int | None = None) -> None:
    case.done = sealing.seal(
        office or case.office,
        case.done.record_id,
        document(case).id,
        viewer=case.viewer,
        version=case.done.version if version is None else version,
        moment=Moment.on(DAY),
    )


def test_the_signed_file_lies_beside_the_paper_as_it_was_issued(case: Case) -> None:
    before = document(case)
    sealed(case)
    with case.office.db.read() as session:
        _, given = paper_bytes(session, case.viewer, case.done.record_id, before.id)
        _, original = paper_bytes(
            session, case.viewer, case.done.record_id, before.id, original=True
        )
        row = journal.entries(session, case.done.record_id)[-1]
        content = session.scalars(select(FileContent).order_by(FileContent.id.desc())).first()
    assert original == before.pdf
    assert given is not None
    assert given.startswith(before.pdf or b"-")
    assert given != original
    assert content is not None
    assert row.action == "seal_paper"
    assert row.data["unsigned"] == before.sha256
    assert row.data["seal_kind"] == SealKind.technical
    assert row.data["file"]["sha256"] == journal.salted_digest(content.salt or "", given)
    assert HOLDER not in str(row.data)
    assert verify(case.office, today=DAY) == ()


def test_the_picture_of_a_unit_is_kept_in_its_register(case: Case) -> None:
    with case.office.db.read() as session:
        asked = select(AttachedFile.record_id, AttachedFile.seq)
        register, seq = session.execute(asked.order_by(AttachedFile.id)).first() or (0, 0)
        rows = {row.seq: row for row in journal.entries(session, register)}
    assert rows[seq].action == "enter_seal"
    assert rows[seq].data["file"]["media"] == "png"


def test_a_sealed_paper_waits_no_longer_and_is_sealed_once(case: Case) -> None:
    with case.office.db.read() as session:
        assert document(case).id in {w.document_id for w in waiting(session, case.viewer)}
    sealed(case)
    with case.office.db.read() as session:
        assert document(case).id not in {w.document_id for w in waiting(session, case.viewer)}
    with pytest.raises(ActionRefused, match="已经加盖过"):
        sealed(case)


def test_an_annulled_sealing_gives_the_paper_back_to_those_that_wait(case: Case) -> None:
    sealed(case)
    case.do("annul", DAY, entry=case.done.version, reasons="印章有误")
    with case.office.db.read() as session:
        assert document(case).id in {w.document_id for w in waiting(session, case.viewer)}
    assert verify(case.office, today=DAY) == ()


def test_nothing_is_signed_for_a_case_that_has_moved_on(case: Case) -> None:
    with pytest.raises(StaleCase, match="没有加盖"):
        sealed(case, version=case.done.version - 1)


@pytest.mark.parametrize(
    "answer",
    [
        lambda _pdf, _query: (403, "application/json", b'{"message": "no"}'),
        lambda pdf, _query: (200, "application/pdf", pdf),
        lambda _pdf, _query: (200, "text/html", b"<html>"),
    ],
    ids=["refused", "unsigned", "page"],
)
def test_a_failed_call_changes_nothing(
    case: Case, answer: Callable[[bytes, dict[str, str]], tuple[int, str, bytes]]
) -> None:
    before = case.done.version
    with signing_server(answer) as there:
        server = SigningServer(there.url, 5)
        office = replace(case.office, settings=replace(case.office.settings, signing=server))
        with pytest.raises(SigningFailed, match="文书仍为签发时的原样"):
            sealed(case, office)
    assert case.done.version == before
    assert document(case).signed_seq is None
    assert verify(case.office, today=DAY) == ()


def test_a_certificate_of_our_own_is_never_an_electronic_seal(case: Case) -> None:
    with pytest.raises(Invalid, match="不能称为“电子印章") as refused:
        sealing.choose(
            case.office, "district", SealKind.official, viewer=ADMIN, moment=Moment.on(DAY)
        )
    assert refused.value.basis == "在线政务服务规定9"


def test_a_unit_set_to_electronic_seals_seals_nothing_once_only_a_certificate_is_left(
    case: Case,
) -> None:
    server = SigningServer("https://qz.example.invalid", 5)
    there = replace(case.office, settings=replace(case.office.settings, signing=server))
    sealing.choose(there, "district", SealKind.official, viewer=ADMIN, moment=Moment.on(DAY))
    with pytest.raises(Invalid, match="不能称为“电子印章"):
        sealed(case)


def test_the_act_cannot_be_done_without_the_signed_file(case: Case) -> None:
    paper = document(case)
    data = {
        "paper": paper.seq,
        "paper_key": paper.key,
        "unsigned": paper.sha256,
        "seal_kind": "official",
    }
    with pytest.raises(Invalid, match="待加盖印章"):
        actions.perform(
            case.office,
            case.done.record_id,
            "seal_paper",
            viewer=case.viewer,
            version=case.done.version,
            on_day=DAY,
            data=data,
            moment=Moment.on(DAY),
        )


def test_a_changed_signed_file_is_found(case: Case) -> None:
    sealed(case)
    with case.office.db.write() as session:
        row = session.scalars(
            select(FileContent)
            .join(AttachedFile, AttachedFile.content_id == FileContent.id)
            .where(AttachedFile.record_id == case.done.record_id)
        ).one()
        row.content = (row.content or b"") + b" "
    assert any("校验值不符" in fault.sentence for fault in verify(case.office, today=DAY))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_seal_that_is_no_picture_is_refused(office: Office) -> None:
    make_unit(office)
    with pytest.raises(Invalid, match="不能作为图片打开"):
        sealing.enter_picture(
            office,
            "district",
            name="章.txt",
            content="印章".encode(),
            viewer=ADMIN,
            moment=Moment.on(DAY),
        )


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_without_a_signer_a_unit_prints_and_stamps(office: Office) -> None:
    make_unit(office)
    none = replace(office, settings=replace(office.settings, signing=None))
    with pytest.raises(NotConfigured, match="打印后加盖实物印章"):
        sealing.choose(none, "district", SealKind.technical, viewer=ADMIN, moment=Moment.on(DAY))
