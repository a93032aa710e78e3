"""How long ten thousand notices take and how much memory: drawn into a database, then written out for the printer.

Each part runs in a process of its own, so that its peak is its own. Constant memory shows in the peaks of 1,000 and
10,000 notices standing side by side; the folder and the database are thrown away.
"""

import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench import rederive
from bench.answers import NAMES, ours
from casework.cli import main as casework
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.services.journal import salted_digest

SIZES = (1_000, 10_000)
_FIRST, _DAYS = date(2020, 9, 1), 30
_MANY = 200


def figures() -> Iterator[dict[str, Any]]:
    """Seconds and peaks of each part and size. Takes about three minutes and 2 GB of disk for a while."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for part, note in (
                ("draw", "绘制并存入数据库"),
                ("print", "casework papers 写入文件夹"),
            ):
                seconds, peak = _measured(part, Path(folder), size)
                yield _figure(f"batch_{part}_{size}", size / seconds, "1/s", f"{size} 份，{note}")
                yield _figure(f"batch_{part}_{size}_peak", peak, "MB", "该进程内存的峰值")


def _measured(part: str, folder: Path, size: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "bench.batch", part, str(folder), str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def draw(folder: Path, size: int) -> None:
    """A database with so many notices, each to another name, issued over a month."""
    with rederive.founded(folder / "batch.db") as office:
        for begin in range(0, size, _MANY):
            _add(office, range(begin, min(begin + _MANY, size)))


def _add(office: Office, numbers: range) -> None:
    with office.db.write() as session:
        record_id = session.scalar(select(func.min(Record.id)))
        if record_id is None:
            raise AssertionError("the database holds no case")
        for n in numbers:
            pdf, salt = (
                ours(NAMES[n % len(NAMES)] + NAMES[-1 - n // len(NAMES)]),
                secrets.token_hex(16),
            )
            session.add(
                Document(
                    record_id=record_id, seq=1_000 + n, key="answer", title="政府信息公开申请答复书",
                    number=f"某政公复〔2020〕{n + 1}号", issued_on=_FIRST + timedelta(days=n % _DAYS),
                    template_sha256="", context=None, pdf=pdf, salt=salt, sha256=salted_digest(salt, pdf),
                )
            )  # fmt: skip


def write(folder: Path, size: int) -> None:
    """The notices written by the command."""
    out = folder / "out"
    words = [
        "papers",
        "unit",
        "--as",
        "clerk",
        "--since",
        f"{_FIRST}",
        "--until",
        "2020-09-30",
        "--paper",
        "answer",
    ]
    casework([*words, "-o", str(out), "--database", f"sqlite:///{folder / 'batch.db'}"], standalone_mode=False)  # fmt: skip
    if len(list(out.iterdir())) != size:
        raise AssertionError(f"{size} papers were expected")


_PARTS: dict[str, Callable[[Path, int], None]] = {"draw": draw, "print": write}


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


if __name__ == "__main__":
    began = time.perf_counter()
    _PARTS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    # Kilobytes on Linux.
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
