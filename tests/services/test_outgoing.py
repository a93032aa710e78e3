"""What goes out of the house of a sealed paper: the signed file, everywhere, with the paper as it was issued beside it."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from factories import Case
from sqlalchemy import select

from casework.models.document import Document
from casework.models.file import FileContent
from casework.models.record import Record
from casework.queries.sealing import outgoing
from casework.services import printing, verification
from casework.services.dossier import checking
from casework.services.dossier.case_file import collected
from casework.services.dossier.making import Form, make_case_file, make_evidence
from casework.services.dossier.opening import opened
from casework.viewer import Moment
from tests.services.test_sealing import DAY, case, office, sealed
from workflows.sealing import SealKind

__all__ = ["case", "office"]


def both(case: Case) -> tuple[bytes, bytes]:
    """The signed file and the paper as it was issued."""
    with case.office.db.read() as session:
        paper = session.scalars(select(Document).where(Document.signed_seq.is_not(None))).one()
        signed, issued = outgoing(session, paper).content, paper.pdf
    assert signed is not None
    assert issued is not None
    assert signed != issued
    return signed, issued


def files(case: Case, make: object) -> dict[str, bytes]:
    made = make(  # type: ignore[operator]
        case.office, case.done.record_id, Form.zip, viewer=case.viewer, moment=Moment.on(DAY)
    )
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_printer_gets_the_signed_file(case: Case) -> None:
    sealed(case)
    signed, issued = both(case)
    with case.office.db.read() as session:
        ids = printing.chosen(session, case.viewer, unit="district", since=DAY, until=DAY)
        printed = list(printing.read(session, ids))
    assert signed in [one.pdf for one in printed]
    assert issued not in [one.pdf for one in printed]
    assert not any(one.fault for one in printed)


def test_a_changed_signed_file_is_not_printed(case: Case) -> None:
    sealed(case)
    signed, _ = both(case)
    with case.office.db.write() as session:
        row = session.scalars(select(FileContent).order_by(FileContent.id.desc())).first()
        assert row is not None
        row.content = signed + b" "
    with case.office.db.read() as session:
        ids = printing.chosen(session, case.viewer, unit="district", since=DAY, until=DAY)
        faults = [one.fault for one in printing.read(session, ids) if one.fault]
    assert faults == ["与加盖时登记的校验值不符，请运行 casework verify"]


@pytest.mark.parametrize("make", [make_case_file, make_evidence], ids=["file", "evidence"])
def test_the_archive_holds_the_signed_file_and_the_original_beside_it(
    case: Case, make: object
) -> None:
    sealed(case)
    signed, issued = both(case)
    held = files(case, make)
    (path,) = [name for name, data in held.items() if data == signed]
    (beside,) = [name for name, data in held.items() if data == issued]
    assert beside.rpartition("/")[0] == path.rpartition("/")[0]
    assert "（签发原件）" in beside
    listed = {one["path"]: one for one in json.loads(held["manifest.json"])["files"]}
    assert listed[path]["original"] == beside
    assert listed[path]["salted_sha256"] != listed[beside]["salted_sha256"]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_check_of_an_archive_knows_both_and_finds_a_signed_file_of_another_paper(
    case: Case, tmp_path: Path
) -> None:
    sealed(case)
    signed, _ = both(case)
    made = make_case_file(
        case.office, case.done.record_id, Form.zip, viewer=case.viewer, moment=Moment.on(DAY)
    )
    path = tmp_path / "卷宗.zip"
    path.write_bytes(made.content)
    assert checking.check(str(path)) == ()
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data.replace(b"%PDF", b"%XDF", 1) if data == signed else data)
    found = checking.check(str(path))
    assert any("追加签名" in line for line in found)
    assert any("办理过程所记的校验值不符" in line for line in found)


def test_the_list_of_the_file_says_what_a_paper_bears(case: Case) -> None:
    sealed(case)
    with case.office.db.read() as session:
        found = collected(
            opened(
                session,
                case.office,
                case.done.record_id,
                viewer=case.viewer,
                moment=Moment.on(DAY),
            )
        )
        assert session.get_one(Record, case.done.record_id).version == case.done.version
    assert SealKind.technical.label in {one.remark for one in found.entries}
    assert verification.verify(case.office, today=DAY) == ()
