"""Erasing reaches whatever else a case has left behind: signed files, versions of a draft, bundles, envelopes."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from certificates import HOLDER, PASSPHRASE, certificate_file
from factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from pypdf import PdfReader
from sqlalchemy import select

from casework.db import Base, Database
from casework.errors import ActionRefused, NotFound
from casework.models.document import Document
from casework.queries.sealing import paper_bytes
from casework.services import files, printing, query_codes, sealing, unit_settings, verification
from casework.services.dossier import jobs
from casework.services.dossier.jobs import What
from casework.services.dossier.making import Form, make_case_file, make_evidence
from casework.services.envelopes import envelope
from casework.settings import CertificateFile
from casework.viewer import Moment
from tests.files import samples as s
from workflows.sealing import SealKind
from workflows.vocabulary import Role

BEGUN, ENDED, OVER = date(2020, 9, 1), date(2020, 9, 8), date(2031, 1, 2)
NAME, ASKED, DRAFT, PLACE = "赵钱孙", "某征收补偿方案", "内部初稿的理由", "某市某区某路九号"


@pytest.fixture
def case(db: Database, tmp_path: Path) -> Case:
    """An archived case with a signed paper, a draft in two versions, a scan, and both bundles made of it."""
    office = make_office(db)
    signing = CertificateFile(certificate_file(tmp_path), PASSPHRASE)
    office = replace(office, settings=replace(office.settings, signing=signing))
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[r for r in Role if r is not Role.system])
    at = Moment.on(BEGUN)
    unit_settings.change(office, "district", {"retention": "10年"}, viewer=OPERATOR, moment=at)
    sealing.choose(office, "district", SealKind.technical, viewer=OPERATOR, moment=at)
    made = make_case(office, clerk, unit_id=unit_id, names=(NAME,), items=(ASKED,))
    made.do("assign", BEGUN, handler=clerk.user_id)
    made.do(
        "join_party", BEGUN, role="applicant", name=f"{NAME}二", address=PLACE,
        phone="13800000000", paper=f"{NAME}二的共同申请书", category="natural",
    )  # fmt: skip
    first = made.do("write_reasons", BEGUN, reasons=DRAFT, based_on=0).version
    made.do("write_reasons", BEGUN, reasons=f"{DRAFT}改", based_on=first)
    made.done = files.attach(
        office, made.done.record_id, viewer=clerk, version=made.done.version, on_day=BEGUN,
        name=f"{NAME}.pdf", content=s.pdf(NAME), data={"file_kind": "application"}, moment=at,
    )  # fmt: skip
    with office.db.read() as session:
        paper = session.scalars(select(Document.id).where(Document.seal_place.is_not(None))).first()
    made.done = sealing.seal(
        office, made.done.record_id, paper or 0, viewer=clerk, version=made.done.version, moment=at
    )
    made.do("withdraw", ENDED, paper=f"2020年9月8日{NAME}书面撤回申请")
    for position, proof in ((1, f"{NAME}签收"), (2, "EA123456785CN")):
        made.do("send_termination", ENDED, recipient=position, method="direct", proof=proof)
    sent = made.done.version
    made.do("termination_returned", ENDED, thread=sent, return_reason=f"{NAME}已迁出")
    made.do("archive", ENDED)
    for make in (make_case_file, make_evidence):
        make(office, made.done.record_id, Form.zip, viewer=clerk, moment=Moment.on(ENDED))
    ready(made, What.case_file)
    return made


def ready(case: Case, what: What) -> None:
    """A bundle that lies ready to be fetched."""
    order = (case.done.record_id, what, Form.zip)
    at = Moment.on(ENDED)
    key, _ = jobs.ask(case.office, *order, viewer=case.viewer, moment=at)
    jobs.make(case.office, key, *order, viewer=case.viewer, moment=at)


def erased(case: Case) -> Case:
    case.do("appraise", OVER, conclusion="destroy", reasons="保管期满")
    case.do("erase", OVER)
    return case


def stored(case: Case) -> str:
    """Every value of every table."""
    with case.office.db.read() as session:
        rows = [
            tuple(row)
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        ]
    return repr(rows)


def cover(case: Case, day: date) -> str:
    made = make_case_file(
        case.office, case.done.record_id, Form.pdf, viewer=case.viewer, moment=Moment.on(day)
    )
    return "".join(PdfReader(io.BytesIO(made.content)).pages[0].extract_text().split())


def test_no_table_holds_a_person_a_text_or_a_page_of_an_erased_case(case: Case) -> None:
    code = case.do("issue_query_code", ENDED, checked="当面核对身份证原件").query_code
    gone = (
        NAME,
        ASKED,
        DRAFT,
        HOLDER,
        code,
        query_codes.index_of(case.office.cipher, code),
        "%PDF",
    )
    before = stored(case)
    assert all(word in before for word in gone)
    after = stored(erased(case))
    assert [word for word in gone if word in after] == []
    with pytest.raises(ActionRefused, match="不再发给查询码"):
        case.do("issue_query_code", OVER, checked="当面核对身份证原件")
    assert "DISTRICT-2020-0001卷宗" in after  # that a file was made, and its digest
    assert verification.verify(case.office, today=OVER) == ()


def test_a_signed_paper_that_was_erased_is_neither_shown_nor_printed(case: Case) -> None:
    erased(case)
    with case.office.db.read() as session:
        ids = session.scalars(select(Document.id)).all()
        for one in ids:
            assert paper_bytes(session, case.viewer, case.done.record_id, one)[1] is None
        assert {one.fault for one in printing.read(session, ids)} == {"已依法清除"}
        with pytest.raises(NotFound, match="已依法清除"):
            envelope(
                session,
                case.office,
                case.done.record_id,
                recipient=2,
                form="c5",
                viewer=case.viewer,
            )


def test_the_cover_states_the_archive_term_and_what_was_erased(case: Case) -> None:
    said = cover(case, ENDED)
    assert "10年，至2030年12月31日届满" in said
    assert "依法清除" not in said
    said = cover(erased(case), OVER)
    assert "10年，至2030年12月31日届满" in said
    assert "已于2031年1月2日依法清除" in said
