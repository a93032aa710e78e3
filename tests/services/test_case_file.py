"""卷宗: everything a case holds under running page numbers, and an archive that tells each change made to it."""

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from pypdf import PdfReader
from sqlalchemy import select

from casework.db import Database
from casework.errors import NotFound
from casework.models.document import Document
from casework.models.file import AttachedFile, FileContent
from casework.models.party import Party
from casework.models.record import Record
from casework.queries.journal_rows import rows_of
from casework.services import files, verification
from casework.services.dossier import checking
from casework.services.dossier.making import Form, Made, make_case_file
from casework.viewer import Moment
from tests.files import samples as s
from workflows.vocabulary import RecordKind, Role

BEGUN, LATER = date(2026, 8, 3), date(2026, 8, 5)
WORDS = s.docx("一行")
one_database = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def attach(case: Case, name: str, content: bytes, **data: object) -> int:
    """A file on the case; the number of its row."""
    case.done = files.attach(
        case.office,
        case.done.record_id,
        viewer=case.viewer,
        version=case.done.version,
        on_day=LATER,
        name=name,
        content=content,
        data={"file_kind": "other", **data},
        moment=Moment.on(LATER),
    )
    return case.done.version


def make(case: Case, form: Form, *, today: date = LATER) -> Made:
    return make_case_file(
        case.office, case.done.record_id, form, viewer=case.viewer, moment=Moment.on(today)
    )


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    make_unit(office, "jian", name="某区住房局", parent="district")
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    made = make_case(office, clerk, unit_id=unit_id, arrived_on=BEGUN)
    made.do("assign", BEGUN, handler=clerk.user_id)
    made.do("request_correction", LATER, items_to_correct="写明所需文件的名称", days=15)
    attach(made, "申请书.pdf", s.pdf("letter", pages=2), file_kind="application")
    attach(made, "照片.png", s.picture(), file_kind="service_proof", proves=4)
    attach(made, "清单.docx", WORDS)
    return made


def outline(pdf: bytes) -> dict[str, int]:
    """The entries of the outline with their pages, counted from 1."""
    reader = PdfReader(io.BytesIO(pdf))
    return {o.title: (reader.get_destination_page_number(o) or 0) + 1 for o in reader.outline}


def texts(pdf: bytes) -> list[str]:
    """The words of each page without white space: lines break where the reader says."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_case_file_holds_everything_under_running_numbers(case: Case) -> None:
    made = make(case, Form.pdf)
    pages, found = texts(made.content), outline(made.content)
    assert len(pages) == made.pages
    assert all(f"第{n}页" in page for n, page in enumerate(pages, start=1))
    titles = [title.partition("　")[2] for title in found]
    assert titles[2:] == [
        "政府信息公开申请登记表",
        "政府信息公开申请登记回执",
        "政府信息公开申请补正告知书",
        "送达凭证：照片.png",
        "申请书：申请书.pdf",
        "其他：清单.docx",
        "送达回证",
        "期限日历",
        "办理过程记录",
    ]
    assert made.entries == 9
    contents = pages[found["卷内目录"] - 1]
    letter = found["5　申请书：申请书.pdf"]
    assert f"{letter}-{letter + 1}" in contents
    assert "letter" in pages[letter - 1]
    assert "某街道2019年房屋征收补偿方案" in pages[0]
    assert f"{made.pages}页" in pages[0]
    assert "原件在卷宗压缩包中" in pages[found["6　其他：清单.docx"] - 1]
    course = "".join(pages[found["9　办理过程记录"] - 1 :])
    with case.office.db.read() as session:
        rows = rows_of(session, (case.done.record_id,))[case.done.record_id]
    assert all(row.hash in course for row in rows)
    assert "写明所需文件的名称" in course


@one_database
def test_making_it_is_noted_in_the_register_and_leaves_the_case_as_it_is(case: Case) -> None:
    before = case.done.version
    first = make(case, Form.zip)
    assert make(case, Form.zip).content == first.content
    with case.office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        assert record.version == before
        register = session.scalars(
            select(Record.id).where(
                Record.kind == RecordKind.administration, Record.unit_id == record.unit_id
            )
        ).one()
        row = rows_of(session, (register,))[register][-1]
    assert row.action == "make_case_file"
    assert row.actor_label.startswith("甲")
    assert row.data["digest"] == first.sha256
    assert str(record.number) in row.data["made"]
    assert verification.verify(case.office, today=LATER) == ()


@one_database
def test_the_archive_holds_each_thing_as_it_is_and_can_be_checked_without_us(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "卷宗.zip"
    path.write_bytes(make(case, Form.zip).content)
    assert checking.check(str(path)) == ()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
        names = archive.namelist()
        held = {archive.read(name) for name in names}
    assert WORDS in held
    with case.office.db.read() as session:
        for pdf in session.scalars(select(Document.pdf)):
            assert pdf in held
    summed = subprocess.run(
        ["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=False
    )
    assert summed.returncode == 0


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> str:
    """A copy of the archive whose files were changed."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    copy = path.with_name("copy.zip")
    with zipfile.ZipFile(copy, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return "\n".join(checking.check(str(copy)))


@one_database
def test_each_change_to_an_archive_is_named(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "卷宗.zip"
    path.write_bytes(make(case, Form.zip).content)
    with zipfile.ZipFile(path) as archive:
        letter = next(name for name in archive.namelist() if "补正告知书" in name)

    def edit_journal(held: dict[str, bytes]) -> None:
        journal = json.loads(held["journal.json"])
        journal["rows"][1]["content"]["on_day"] = "2026-08-01"
        journal["texts"][-1]["content"] = "别的话"
        del journal["rows"][-1]
        held["journal.json"] = json.dumps(journal, ensure_ascii=False).encode()

    assert f"“{letter}”的内容与清单的校验值不符" in rewritten(
        path, lambda held: held.update({letter: b"%PDF-1.7 forged"})
    )
    assert f"“{letter}”已不在压缩包中" in rewritten(path, lambda held: held.pop(letter))
    assert "“新.txt”不在清单中" in rewritten(path, lambda held: held.update({"新.txt": b"x"}))
    edited = rewritten(path, edit_journal)
    assert "办理过程第2条的内容与它的校验值不符" in edited
    assert "末尾有记录被增减" in edited
    assert "文字" in edited

    def hide_the_trace(held: dict[str, bytes]) -> None:
        """A forger who knows the lists but not the journal's hashes."""
        held[letter] = b"%PDF-1.7 forged"
        manifest = json.loads(held["manifest.json"])
        for one in manifest["files"]:
            one["sha256"] = hashlib.sha256(held[one["path"]]).hexdigest()
            one["size"] = len(held[one["path"]])
        sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in manifest["files"])
        held["SHA256SUMS"] = sums.encode()
        manifest["whole"] = hashlib.sha256(sums.encode()).hexdigest()
        held["manifest.json"] = json.dumps(manifest).encode()

    assert rewritten(path, hide_the_trace) == (f"“{letter}”的内容与办理过程所记的校验值不符。")


@one_database
def test_what_is_erased_or_damaged_or_cannot_be_printed_has_a_page_that_says_so(
    case: Case,
) -> None:
    gone = attach(case, "旧件.pdf", s.pdf("gone"))
    hurt = attach(case, "坏件.pdf", s.pdf("hurt"))
    with case.office.db.write() as session:
        contents = select(FileContent).join(AttachedFile, AttachedFile.content_id == FileContent.id)
        erased = session.scalars(contents.where(AttachedFile.seq == gone)).one()
        erased.content = erased.salt = None
        named = select(AttachedFile).where(AttachedFile.seq == gone)
        session.scalars(named).one().name = None
        content = session.scalars(contents.where(AttachedFile.seq == hurt)).one()
        content.content = b"%PDF-1.7\nnothing"
        party = session.scalars(select(Party)).first()
        assert party is not None
        party.name = "张\U00030edd"  # in no font of ours
        digest = content.sha256
    made = make(case, Form.pdf)
    pages, found = texts(made.content), outline(made.content)
    erased = next(page for title, page in found.items() if "已依法清除" in title)
    assert "内容已依法清除" in pages[erased - 1]
    assert "gone" not in "".join(pages)
    broken = next(page for title, page in found.items() if "坏件.pdf" in title)
    assert digest in pages[broken - 1]
    assert "已经损坏" in pages[broken - 1]
    assert "张〓（U+30EDD）" in pages[0]


@one_database
def test_who_only_contributes_makes_no_case_file(case: Case) -> None:
    other = make_user(case.office, "jian", roles=[Role.handler], unit="jian")
    case.do("receive_correction", LATER, corrected_content="某文件")
    (asked,) = other.working_units()
    case.do("ask_department", LATER, task_kind="search", asked_unit=asked, matter="检索")
    with pytest.raises(NotFound, match="协办部门不能制作"):
        make_case_file(
            case.office, case.done.record_id, Form.pdf, viewer=other, moment=Moment.on(LATER)
        )
