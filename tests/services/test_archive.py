"""Everything out of one system and into an empty one: the same rows, a sound journal; what is not whole loads nothing."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from factories import OPERATOR, PASSWORD, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import Conflict, Invalid, NotAllowed, NotEmpty
from casework.models.party import Party
from casework.models.record import Record
from casework.models.search import matching
from casework.office import Office
from casework.services import accounts, users
from casework.services.archive import export_archive, load_archive, rows_in
from casework.services.verification import verify
from casework.viewer import Moment, system
from workflows.vocabulary import Role

NOW = Moment.on(date(2020, 9, 30))


def founded(db: Database) -> Office:
    """A unit below another, a case with papers and a file, and one that was withdrawn."""
    office = make_office(db)
    make_unit(office)
    unit_id = make_unit(office, "bureau", name="某区某局", parent="district")
    clerk = make_user(office, "clerk", unit="bureau", roles=list(Role))
    make_case(office, clerk, unit_id=unit_id).do("withdraw", date(2020, 9, 2), paper="书面撤回")
    case = make_case(office, clerk, unit_id=unit_id, names=["李四"])
    case.do("assign", date(2020, 9, 2), handler=clerk.user_id)
    return office


@pytest.fixture(scope="module")
def source(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("source") / "source.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield founded(database)
    database.close()


@pytest.fixture(scope="module")
def archive(source: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "all.zip"
    counted: list[int] = []
    done = export_archive(source, path, viewer=OPERATOR, moment=NOW, tick=counted.append)
    assert (done.rows, done.files) == (sum(counted), 3)
    assert rows_in(source) == done.rows
    return path


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An empty system as `casework upgrade` leaves it; what is refused never reaches SQL of ours."""
    shutil.copyfile(sqlite_template, tmp_path / "empty.db")
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield make_office(database)
    database.close()


def manifest(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(path) as opened:
        return dict(json.loads(opened.read("manifest.json")))


def test_an_empty_system_becomes_the_one_that_was_exported(
    db: Database, archive: Path, tmp_path: Path
) -> None:
    office = make_office(db)

    loaded = load_archive(office, archive, viewer=OPERATOR)

    assert (loaded.records, verify(office, today=NOW.today)) == (4, ())
    export_archive(office, tmp_path / "again.zip", viewer=OPERATOR, moment=NOW)
    assert manifest(tmp_path / "again.zip") == manifest(archive)
    with db.read() as session:
        assert session.scalars(matching(session, "李四")).all()
        party = session.scalars(select(Party)).first()
        assert party is not None
        assert office.cipher.decrypt(party.phone) is not None
        unit_id = session.scalar(select(Record.unit_id).where(Record.kind == "request"))
        clerk = users.viewer_of(session, 1)
    assert users.authenticate(office, "clerk", PASSWORD) is None
    given = accounts.reset_password(office, "clerk", viewer=OPERATOR, moment=NOW)
    assert users.authenticate(office, "clerk", given) == 1
    # Work goes on with the next ids and the next number.
    assert unit_id is not None
    assert clerk is not None
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=date(2020, 9, 29))
    assert case.done.record_id == 5
    assert verify(office, today=NOW.today) == ()


def test_no_secret_travels(source: Office, archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        [account] = opened.read("tables/user.jsonl").decode().splitlines()
    assert "password_hash" not in json.loads(account)
    assert not {"tables/api_token.jsonl", "tables/feed.jsonl"} & set(names)
    assert archive.stat().st_mode & 0o077 == 0


def rewritten(path: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with other members; None leaves one out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def told(**other: object) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        return json.dumps({**json.loads(content), **other}).encode()

    return change


DAMAGE: dict[str, tuple[Callable[[str, bytes], bytes | None], str]] = {
    "another act": (lambda n, c: c.replace(b"withdraw", b"withdrew") if n.endswith("journal.jsonl") else c, "journal.jsonl 的校验值与清单不符"),
    "a row less": (
        lambda n, c: c[: c.rindex(b"\n", 0, -1) + 1] if n.endswith("/party.jsonl") else c,
        "party.jsonl 的校验值与清单不符",
    ),
    "no JSON": (lambda n, c: b"{" + c if n.endswith("unit.jsonl") else c, "unit.jsonl 第1行不是 JSON"),
    "another paper": (lambda n, c: c + b"x" if n.startswith("files/") else c, "内容与校验值不符"),
    "a paper less": (lambda n, c: None if n.startswith("files/") else c, "文件的个数与清单不符"),
    "a table less": (lambda n, c: None if n.endswith("note.jsonl") else c, "note.jsonl 缺失"),
    "no manifest": (lambda n, c: None if n == "manifest.json" else c, "没有 manifest.json"),
    "foreign": (told(format="other"), "不是本系统导出的归档"),
    "a later format": (told(version=2), "归档格式是第2版"),
    "another schema": (told(schema="0001"), "归档出自数据结构 0001"),
    "another key": (told(key="00"), "另一把密钥"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_not_whole_is_refused_with_nothing_loaded(
    empty: Office, archive: Path, tmp_path: Path, damage: str
) -> None:
    change, sentence = DAMAGE[damage]
    bad = rewritten(archive, tmp_path / "bad.zip", change)

    with pytest.raises(Invalid, match=sentence) as refused:
        load_archive(empty, bad, viewer=OPERATOR)

    assert "没有装载任何内容" in refused.value.message
    assert empty.db.is_empty_of("unit")
    assert not empty.db.is_empty_of("calendar_day")  # that of the founding is still there


def test_a_truncated_file_and_no_file_are_refused(
    empty: Office, archive: Path, tmp_path: Path
) -> None:
    short = tmp_path / "short.zip"
    short.write_bytes(archive.read_bytes()[:-500])
    with pytest.raises(Invalid, match="不是完整的归档"):
        load_archive(empty, short, viewer=OPERATOR)
    with pytest.raises(Invalid, match="不存在"):
        load_archive(empty, tmp_path / "none.zip", viewer=OPERATOR)


def test_a_flipped_byte_is_refused(empty: Office, archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        content[opened.getinfo("tables/journal.jsonl").header_offset + 200] ^= 0xFF
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content)
    with pytest.raises(Invalid, match="损坏"):
        load_archive(empty, bad, viewer=OPERATOR)
    assert empty.db.is_empty_of("unit")


def test_a_system_with_data_an_existing_file_and_a_foreigner_are_refused(
    source: Office, archive: Path
) -> None:
    with pytest.raises(NotEmpty, match="已有数据"):
        load_archive(source, archive, viewer=OPERATOR)
    with pytest.raises(Conflict, match="已经存在"):
        export_archive(source, archive, viewer=OPERATOR, moment=NOW)
    for refused in (
        lambda: load_archive(source, archive, viewer=system()),
        lambda: export_archive(source, archive, viewer=system(), moment=NOW),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_an_interrupted_export_leaves_no_file(source: Office, tmp_path: Path) -> None:
    def stop(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_archive(source, tmp_path / "x.zip", viewer=OPERATOR, moment=NOW, tick=stop)
    assert list(tmp_path.iterdir()) == []
