"""Files beside the journal: kept once, named by their digest alone, found again and missed by `verify`."""

import json
from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import func, select, update

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed, NotFound, StaleCase
from casework.files.marks import Mark
from casework.models.file import AttachedFile, FileContent
from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.queries.files import FileView, file_of, files_of
from casework.services import engine, files
from casework.services.verification import verify
from casework.viewer import Moment, Viewer
from tests.files import samples as s
from workflows.registry import workflow_version
from workflows.vocabulary import Role

DAY = date(2020, 9, 2)
PDF = s.pdf(f"ID {s.ID}")
STAFF = [Role.intake, Role.handler, Role.legal, Role.approver]


class Town:
    """An office with a case that is being worked on."""

    def __init__(self, db: Database) -> None:
        self.office = make_office(db)
        self.unit = make_unit(self.office)
        self.clerk = make_user(self.office, "clerk", roles=STAFF)
        self.case = self.another()

    def another(self) -> Case:
        case = make_case(self.office, self.clerk, unit_id=self.unit)
        case.do("assign", DAY, handler=self.clerk.user_id)
        return case

    def attach(
        self,
        content: bytes = PDF,
        *,
        name: str = "张三.pdf",
        case: Case | None = None,
        viewer: Viewer | None = None,
        version: int = 0,
        **data: object,
    ) -> int:
        """The number of the row that attached the file."""
        case = case or self.case
        case.done = files.attach(
            self.office,
            case.done.record_id,
            viewer=viewer or self.clerk,
            version=version or case.done.version,
            on_day=DAY,
            name=name,
            content=content,
            data={"file_kind": "identity", **data},
            moment=Moment.on(DAY),
        )
        return case.done.version

    def redact(self, seq: int, *marks: Mark) -> int:
        self.case.done = files.attach_redacted(
            self.office,
            self.case.done.record_id,
            seq,
            marks,
            viewer=self.clerk,
            version=self.case.done.version,
            on_day=DAY,
            moment=Moment.on(DAY),
        )
        return self.case.done.version

    def held(self) -> tuple[FileView, ...]:
        with self.office.db.read() as session:
            record = session.get_one(Record, self.case.done.record_id)
            facts = engine.history(session, record, workflow_version(record.workflow_version))
            return files_of(session, self.clerk, record, facts)

    def rules(self) -> set[str]:
        return {fault.rule for fault in verify(self.office, today=DAY)}

    def count(self, model: type) -> int:
        with self.office.db.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def town(db: Database) -> Town:
    return Town(db)


def test_a_file_is_given_back_as_it_came(town: Town) -> None:
    seq = town.attach(proves=1, remark="原件当面核对")
    with town.office.db.read() as session:
        row, content = file_of(session, town.clerk, town.case.done.record_id, seq)
        assert (row.name, content.content, content.media) == ("张三.pdf", PDF, "pdf")
    (one,) = town.held()
    assert (one.label, one.pages, one.proves, one.is_withdrawn) == ("身份证明", 1, 1, False)
    assert town.rules() == set()


def test_the_journal_holds_neither_name_nor_content_nor_a_plain_digest(town: Town) -> None:
    import hashlib

    seq = town.attach()
    with town.office.db.read() as session:
        data = session.scalars(select(JournalEntry.data).where(JournalEntry.seq == seq)).one()
    assert set(data["file"]) == {"sha256", "media", "size", "pages"}
    assert "张三" not in json.dumps(data, ensure_ascii=False)
    assert data["file"]["sha256"] != hashlib.sha256(PDF).hexdigest()


def test_the_same_bytes_are_kept_once_in_a_case_and_again_in_another(town: Town) -> None:
    town.attach()
    town.attach(file_kind="other")
    assert (town.count(FileContent), town.count(AttachedFile)) == (1, 2)
    town.attach(case=town.another())
    with town.office.db.read() as session:
        digests = session.scalars(select(FileContent.sha256)).all()
    assert len(set(digests)) == 2
    assert town.rules() == set()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\0", s.hand_pdf("/Launch")])
def test_a_refused_file_leaves_the_case_untouched(town: Town, content: bytes) -> None:
    before = town.case.done.version
    with pytest.raises(Invalid):
        town.attach(content)
    assert town.count(FileContent) == 0
    town.attach(version=before)


def test_a_file_over_the_limit_of_the_office_is_refused(town: Town) -> None:
    with pytest.raises(Invalid, match="超过20 MB"):
        town.attach(b"x" * (20 * 1024 * 1024 + 1))


def test_an_act_with_a_file_is_not_done_without_one(town: Town) -> None:
    with pytest.raises(Invalid, match="须附上文件"):
        town.case.do("attach_file", DAY, file_kind="other")


def test_whoever_was_slower_attaches_nothing(town: Town) -> None:
    with pytest.raises(StaleCase):
        town.attach(version=1)
    assert town.count(FileContent) == 0


def test_a_supervisor_attaches_nothing_and_a_stranger_sees_nothing(town: Town) -> None:
    boss = make_user(town.office, "boss", roles=[Role.supervisor])
    with pytest.raises(NotAllowed):
        town.attach(viewer=boss)
    make_unit(town.office, "other", name="某局")
    stranger = make_user(town.office, "stranger", roles=STAFF, unit="other")
    with pytest.raises(NotFound):
        town.attach(viewer=stranger)
    seq = town.attach()
    with town.office.db.read() as session, pytest.raises(NotFound):
        file_of(session, stranger, town.case.done.record_id, seq)


def test_a_file_of_another_case_is_not_found_by_its_number(town: Town) -> None:
    seq = town.attach()
    other = town.another()
    with town.office.db.read() as session, pytest.raises(NotFound):
        file_of(session, town.clerk, other.done.record_id, seq)


def test_a_withdrawn_file_stays_and_is_told_as_withdrawn(town: Town) -> None:
    seq = town.attach()
    town.case.do("withdraw_file", DAY, thread=seq, reasons="误传")
    assert [one.is_withdrawn for one in town.held()] == [True]
    assert town.rules() == set()


def test_an_annulled_file_is_no_longer_listed_and_verify_still_knows_it(town: Town) -> None:
    seq = town.attach()
    town.case.do("annul", DAY, entry=seq, reasons="误录")
    assert town.held() == ()
    assert town.rules() == set()


def test_a_file_that_no_act_erased_is_missed(town: Town) -> None:
    seq = town.attach()
    with town.office.db.write() as session:
        session.execute(update(FileContent).values(content=None, salt=None))
        session.execute(update(AttachedFile).values(name=None))
    (fault,) = verify(town.office, today=DAY)
    assert "文件内容已不在，日志中没有清除的记录" in fault.sentence
    (one,) = town.held()
    assert (one.is_erased, one.name) == (True, "（已依法清除）")
    with town.office.db.read() as session, pytest.raises(NotFound, match="已依法清除"):
        file_of(session, town.clerk, town.case.done.record_id, seq)


@pytest.mark.parametrize(
    "change", [{"content": b"x"}, {"salt": "00"}, {"content": None}, {"sha256": "0" * 64}]
)
def test_a_file_changed_past_the_system_is_a_fault(town: Town, change: dict[str, object]) -> None:
    town.attach()
    with town.office.db.write() as session:
        session.execute(update(FileContent).values(**change))
    assert town.rules() == {"file"}


def test_a_file_that_no_row_names_and_a_row_without_its_file_are_faults(town: Town) -> None:
    town.attach()
    with town.office.db.write() as session:
        session.execute(update(AttachedFile).values(seq=1))
    found = [f.sentence for f in verify(town.office, today=DAY)]
    assert len(found) == 2
    assert "文件已不在" in found[0]
    assert "没有它的校验值" in found[1]


def test_the_redacted_copy_is_a_file_of_its_own_that_names_its_original(town: Town) -> None:
    seq = town.attach(file_kind="release")
    (mark,) = files.proposals(town.office, town.case.done.record_id, seq, viewer=town.clerk)
    town.redact(seq, mark)
    first, copy = town.held()
    assert (copy.original, copy.kind, copy.name) == (seq, "release", "张三（去标识化）.pdf")
    assert first.review == copy.review == ""
    assert files.proposals(town.office, town.case.done.record_id, copy.seq, viewer=town.clerk) == ()


def test_only_a_pdf_is_redacted(town: Town) -> None:
    seq = town.attach(s.picture("PNG"))
    with pytest.raises(Invalid, match="只有 PDF"):
        town.redact(seq, Mark(1, 1, 1, 5, 5))


def test_a_reviewed_file_tells_its_conclusion(town: Town) -> None:
    seq = town.attach(file_kind="release")
    town.case.do("review_file", DAY, thread=seq, conclusion="open", grounds="不涉密")
    assert [one.review for one in town.held()] == ["可以公开"]
    with pytest.raises(ActionRefused, match="不存在"):
        town.case.do("review_file", DAY, thread=seq + 9, conclusion="open", grounds="—")
