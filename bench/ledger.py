"""How fast a ledger of 100,000 rows is imported and how much memory it takes, beside bare batched inserts of the same rows.

The bare contender inserts what the import has left (cases, parties, journal, texts, terms, index) through Core, ready made
and in batches, into a new database: it reads no file, checks nothing, hashes and encrypts nothing.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from sqlalchemy import func, insert, select, text

from bench import rederive
from casework.db import Base, Database
from casework.ledger import read_ledger
from casework.models.record import Record
from casework.office import Office
from casework.services.importing import import_ledger
from casework.services.upgrade import migrate
from casework.viewer import Moment, system
from workflows.vocabulary import Role

ROWS = 100_000
_AT_ONCE = 500
_TABLES = ("record", "request_item", "party", "journal", "note", "timer", "carry")
_RESULTS = ("disclosed", "partially_disclosed", "unable_not_held", "not_processed_petition")
_TODAY = date(2020, 9, 30)
_NAMES = (
    "案件编号", "申请人类型", "申请人", "证件类型", "证件号码", "联系电话", "通信地址", "接收渠道",
    "收到日期", "申请内容", "办理结果", "办结日期", "送达日期", "答复文号", "承办人", "备注",
)  # fmt: skip


def figures() -> Iterator[dict[str, Any]]:
    """Rates, their ratio and the peaks. Takes some minutes and 600 MB of disk for a while."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = {part: _measured(part, folder) for part in ("make", "csv", "bare", "xlsx")}
        ours, bare, xlsx = (measured[part] for part in ("csv", "bare", "xlsx"))
        yield _figure("ledger_import", ROWS / ours.wall, "1/s", f"{ROWS} 行 CSV，读取、核对、写入")
        yield _figure("ledger_bare_inserts", ROWS / bare.wall, "1/s", "同样的行，只写入")
        yield _figure("ledger_ratio", bare.wall / ours.wall, "", "应不低于 0.25")
        yield _figure("ledger_ratio_cpu", bare.cpu / ours.cpu, "", "同上，按处理器时间")
        yield _figure("ledger_import_peak", ours.peak, "MB", "应低于 300")
        yield _figure("ledger_read_xlsx", ROWS / xlsx.wall, "1/s", "只读取")
        yield _figure("ledger_read_xlsx_peak", xlsx.peak, "MB", "应低于 300")


class _Measured(NamedTuple):
    """Seconds by the clock on the wall and of the processor, and megabytes."""

    wall: float
    cpu: float
    peak: float


def _measured(part: str, folder: Path) -> _Measured:
    command = [sys.executable, "-m", "bench.ledger", part, str(folder), str(ROWS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return _Measured(*map(float, done.stdout.split()[-3:]))


def _lines(rows: int) -> Iterator[list[str]]:
    """Cases of 21 months; every other one has a number of its own, one in twenty is open."""
    for n in range(rows):
        received = date(2019, 1, 4) + timedelta(days=n * 7 % 570)
        closed = received + timedelta(days=5 + n % 20)
        ended = n % 20 > 0
        day, result = (closed.isoformat(), _RESULTS[n % len(_RESULTS)]) if ended else ("", "")
        yield [
            f"旧-{n:06d}" if n % 2 else "", "自然人", f"申请人{n}", "居民身份证", f"11010119900{n:07d}",
            "13800000000", f"某市某路{n}号", "网络", received.isoformat(),
            f"某街道{received.year}年房屋征收补偿方案第{n}号及其附件", result, day, day,
            f"某公复〔{received.year}〕{n}号" if ended else "", "王某", f"档案{n}",
        ]  # fmt: skip


def make(folder: Path, rows: int) -> None:
    """The same ledger as CSV and as XLSX, and a founded office."""
    with (folder / "ledger.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(_NAMES)
        writer.writerows(_lines(rows))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("申请")
    sheet.append(_NAMES)
    for line in _lines(rows):
        sheet.append(line)
    book.save(folder / "ledger.xlsx")


def load(folder: Path, rows: int) -> None:
    """The whole import: the file read, every row checked, all of it stored."""
    with rederive.founded(folder / "ours.db") as office:
        before = _last(office)
        (folder / "before").write_text(str(before))
        _begin()
        report = import_ledger(
            office,
            read_ledger(folder / "ledger.csv"),
            unit_code="unit",
            viewer=system(Role.importer),
            moment=Moment.on(_TODAY),
        )
        if report.loaded != rows:
            raise AssertionError(f"{rows} rows were expected: {report.faults[:3]}")


def _last(office: Office) -> int:
    with office.db.read() as session:
        return session.scalar(select(func.max(Record.id))) or 0


def bare(folder: Path, rows: int) -> None:
    """What the import has stored, inserted again; only the inserts are timed."""
    last = int((folder / "before").read_text())
    source, target = (Database(f"sqlite:///{folder / name}") for name in ("ours.db", "bare.db"))
    migrate(target)
    with source.engine.connect() as old, target.engine.connect() as new, new.begin():
        new.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for name in _TABLES:
            table = Base.metadata.tables[name]
            columns = [c for c in table.columns if c.computed is None]
            key = table.c.id if name == "record" else table.c.record_id
            found = old.execute(select(*columns).where(key > last)).mappings()
            _insert(new, insert(table), (dict(row) for row in found))
        grams = old.execute(
            text("SELECT rowid AS id, grams FROM search WHERE rowid > :last"), {"last": last}
        )
        put = text("INSERT INTO search (rowid, grams) VALUES (:id, :grams)")
        _insert(new, put, (dict(row) for row in grams.mappings()))
        new.rollback()


def _insert(connection: Any, statement: Any, rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, _AT_ONCE)):
        began = _now()
        connection.execute(statement, batch)
        _inserts.append(_since(began))


def xlsx(folder: Path, rows: int) -> None:
    """The workbook read and every cell checked."""
    if len(read_ledger(folder / "ledger.xlsx").requests) != rows:
        raise AssertionError(f"{rows} rows were expected")


_PARTS: dict[str, Callable[[Path, int], None]] = {
    "make": make, "csv": load, "bare": bare, "xlsx": xlsx,
}  # fmt: skip
_Times = tuple[float, float]


def _now() -> _Times:
    return time.perf_counter(), time.process_time()


def _since(began: _Times) -> _Times:
    wall, cpu = _now()
    return wall - began[0], cpu - began[1]


_began = _now()
_inserts: list[_Times] = []


def _begin() -> None:
    global _began
    _began = _now()


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


if __name__ == "__main__":
    _begin()
    _PARTS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    wall, cpu = map(sum, zip(*(_inserts or [_since(_began)]), strict=True))
    # Kilobytes on Linux.
    print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
