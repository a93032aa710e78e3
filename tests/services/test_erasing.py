"""Erasing through the one door: what goes, what stays, and that the installation is sound and counts as before."""

from datetime import date

import pytest
from factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import func, select, update

from casework.db import Database
from casework.errors import ActionRefused, Invalid
from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.models.party import Party
from casework.models.record import Note, Record, RequestItem
from casework.models.search import matching
from casework.office import Office
from casework.queries.annual_tables import annual_table
from casework.queries.case_page import case_page
from casework.services import (
    calendars,
    erasing,
    files,
    registering,
    unit_settings,
    verification,
    wiping,
)
from casework.viewer import Moment, Viewer
from tests.files import samples
from workflows.vocabulary import Role

D2, OVER = date(2020, 9, 2), date(2031, 1, 2)


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


@pytest.fixture
def case(office: Office) -> Case:
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[r for r in Role if r is not Role.system])
    keep(office, "10年")
    made = make_case(office, clerk, unit_id=unit_id, names=("赵钱孙",), items=("某征收补偿方案",))
    made.do("assign", D2, handler=clerk.user_id)
    attach(made)
    made.do("withdraw", D2, paper="赵钱孙的书面撤回申请")
    made.do("archive", D2)
    return made


def attach(case: Case) -> None:
    """A file that names the applicant, as it came in."""
    case.done = files.attach(
        case.office,
        case.done.record_id,
        viewer=case.viewer,
        version=case.done.version,
        on_day=D2,
        name="赵钱孙的身份证.pdf",
        content=samples.pdf("赵钱孙"),
        data={"file_kind": "identity"},
        moment=Moment.on(D2),
    )


def keep(office: Office, term: str) -> None:
    moment = Moment.on(date(2020, 1, 2))
    unit_settings.change(office, "district", {"retention": term}, viewer=OPERATOR, moment=moment)


def appraise(case: Case) -> None:
    case.do("appraise", OVER, conclusion="destroy", reasons="保管期满，没有继续保存的价值")


def everything(office: Office) -> str:
    """All that the tables of texts, people and papers hold, and what the search finds."""
    with office.db.read() as session:
        rows = [
            *session.execute(select(Note.seq, Note.content)).all(),
            *session.execute(select(RequestItem.content)).all(),
            *session.execute(select(Party.name, Party.name_index, Party.phone)).all(),
            *session.execute(select(Document.title, Document.context, Document.pdf)).all(),
            *session.scalars(select(AttachedFile.name)),
            *session.scalars(select(FileContent.content)),
        ]
        words = ("赵钱孙", "补偿方案")
        hits = select(func.count()).select_from(Record)
        found = [session.scalar(hits.where(Record.id.in_(matching(session, w)))) for w in words]
    return f"{found}{rows}"


def sound(office: Office) -> bool:
    return verification.verify(office, today=OVER) == ()


def table(office: Office, viewer: Viewer) -> object:
    with office.db.read() as session:
        return annual_table(session, viewer, year=2020, unit_code="district", today=OVER)


def test_an_erased_case_keeps_its_number_days_and_reasons_and_nothing_of_a_person(
    office: Office, case: Case
) -> None:
    assert "赵钱孙" in everything(office)
    before = table(office, case.viewer)
    appraise(case)
    case.do("erase", OVER)
    left = everything(office)
    assert left.startswith("[0, 0]")
    assert "赵钱孙" not in left
    assert "补偿方案" not in left
    assert "没有继续保存的价值" in left  # the reasons of the appraisal
    with office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        papers = session.execute(select(Document.number, Document.pdf, Document.sha256)).all()
        assert (record.number, record.outcome) == ("DISTRICT-2020-0001", "F3a")
    assert all(pdf is None and digest for _, pdf, digest in papers)
    assert table(office, case.viewer) == before
    assert sound(office)


def test_the_page_of_an_erased_case_opens_and_says_so(office: Office, case: Case) -> None:
    appraise(case)
    case.do("erase", OVER)
    with office.db.read() as session:
        view = case_page(
            session,
            case.viewer,
            case.done.record_id,
            today=OVER,
            calendar=calendars.newest(session),
            cipher=office.cipher,
        )
    assert [party.name for party in view.parties] == ["（已依法清除）"]
    assert view.facts.day("erased_on") == OVER


def test_what_is_erased_stays_erased(office: Office, case: Case) -> None:
    appraise(case)
    seq = case.do("erase", OVER).version
    with pytest.raises(ActionRefused, match="不能恢复"):
        case.do("annul", OVER, entry=seq, reasons="—")


def test_a_dry_run_counts_what_would_go_and_says_what_speaks_against_it(
    office: Office, case: Case
) -> None:
    def planned(day: date) -> erasing.Plan:
        with office.db.read() as session:
            record = session.get_one(Record, case.done.record_id)
            return erasing.plan(
                session, office, record, "erase", viewer=case.viewer, moment=Moment.on(day)
            )

    assert "至2030年12月31日届满" in planned(date(2030, 12, 31)).refusal
    assert "须在“档案鉴定”之后" in planned(OVER).refusal
    appraise(case)
    found = planned(OVER)
    assert found.refusal == ""
    gone = found.contents
    assert (gone.parties, gone.items, gone.papers, gone.files) == (1, 1, 2, 1)
    assert "赵钱孙" in everything(office)
    case.do("erase", OVER)
    assert planned(OVER).contents.total == 0


def test_an_open_review_keeps_the_file_of_its_request(office: Office, case: Case) -> None:
    registering.open_record(
        office,
        kind="review",
        unit_id=1,
        on_day=date(2020, 9, 20),
        data={},
        linked=case.done.number,
        viewer=case.viewer,
        moment=Moment.on(OVER),
    )
    appraise(case)
    with pytest.raises(ActionRefused, match="行政复议复议-DISTRICT-2020-0001尚未结案"):
        case.do("erase", OVER)
    assert "赵钱孙" in everything(office)


def test_a_unit_that_keeps_its_files_for_ever_erases_none(office: Office, case: Case) -> None:
    with pytest.raises(Invalid, match="可以填写：10年、30年、永久"):
        keep(office, "20")
    keep(office, "永久")
    with pytest.raises(ActionRefused, match="永久保存"):
        appraise(case)


def test_a_unit_that_has_set_nothing_keeps_its_files_for_thirty_years(
    office: Office, case: Case
) -> None:
    keep(office, "")
    with pytest.raises(ActionRefused, match="案卷保管30年，至2050年12月31日届满"):
        appraise(case)


def test_without_the_act_everything_that_is_gone_is_missed(office: Office, case: Case) -> None:
    with office.db.write() as session:
        wiping.wipe(session, session.get_one(Record, case.done.record_id), kept=())
    found = verification.verify(office, today=D2)
    assert {fault.rule for fault in found} == {"text", "paper", "file", "party"}
    assert all("日志中没有清除的记录" in fault.sentence for fault in found)


def test_what_was_written_behind_the_erasure_is_not_covered_by_it(
    office: Office, case: Case
) -> None:
    appraise(case)
    case.do("erase", OVER)
    appraise(case)
    assert sound(office)
    with office.db.write() as session:
        session.execute(update(Note).values(content=None, salt=None))
    (fault,) = verification.verify(office, today=OVER)
    assert (fault.rule, "日志中没有清除的记录" in fault.sentence) == ("text", True)
