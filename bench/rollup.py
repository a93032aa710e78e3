"""The yearly files of 3,000 units: how many a second are taken in, whether the last cost more than the first, and the sum over all.

Every unit has a name, a key and a report of its own; a progress bar shows how far it is. The forms are fewer: reading a workbook
takes as long however many units there are.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rich.console import Console
from rich.progress import track

from bench import rederive
from casework.annual_filing import Filed, Wanted, public_text, sign, to_form
from casework.annual_filing.layout import sheets
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.annual_units import district
from casework.services import annual_filing
from casework.services.annual_years import YearKey
from casework.viewer import Moment, system
from workflows.annual_part2 import figures as part2_cells
from workflows.annual_report import format_for, tally3, tally4
from workflows.vocabulary import ApplicantCategory, Role

UNITS = int(os.environ.get("BENCH_ROLLUP_UNITS", "3000"))
FORMS = 60
YEAR = 2021
NOW = Moment.on(date(2022, 1, 20))
_KEY = Ed25519PrivateKey.from_private_bytes(b"a key for benchmarks only, 32 by")
_VIEWER = system(Role.supervisor)


def figures() -> Iterator[dict[str, Any]]:
    """Files a second, the growth from the first quarter to the last, and the district's page. Takes some minutes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        rederive.founded(Path(folder) / "rollup.db") as office,
    ):
        names = _found_units(office)
        spent = _filed(office, names[FORMS:])
        quarter = len(spent) // 4
        first, last = sum(spent[:quarter]), sum(spent[-quarter:])
        yield _figure(
            "rollup_files",
            len(spent) / sum(spent),
            "1/s",
            f"{len(spent)} signed files, checked and stored",
        )
        yield _figure(
            "rollup_growth", last / first, "x", "the last quarter over the first; linear is 1"
        )
        forms = [_form(name) for name in names[:FORMS]]
        began = time.process_time()
        for name, data in zip(names[:FORMS], forms, strict=True):
            _take(office, name, data)
        yield _figure(
            "rollup_forms",
            FORMS / (time.process_time() - began),
            "1/s",
            f"{FORMS} filled forms (XLSX)",
        )
        began = time.process_time()
        with office.db.read() as session:
            seen = district(session, _VIEWER, year=YEAR, unit_code="unit", today=NOW.today)
        spent_on_sum = time.process_time() - began
        if seen.table.part3["total"]["total"] != len(names) or not all(
            one.ok for one in seen.table.checks
        ):
            raise AssertionError("the sum is not that of the units")
        yield _figure(
            "rollup_sum", spent_on_sum, "s", f"{len(seen.lines)} units: standing, checks, sum, R7"
        )


def _found_units(office: Office) -> list[str]:
    codes = [f"v{n:04d}" for n in range(UNITS)]
    with office.db.write() as session:
        root = session.query(Unit).filter(Unit.code == "unit").one()
        key = {"report_key": public_text(_KEY)}
        session.add_all(
            Unit(code=code, name=_name(code), parent_id=root.id, settings=key) for code in codes
        )
    return codes


def _name(code: str) -> str:
    return f"某县某镇第{code}村"


def _filed(office: Office, codes: Sequence[str]) -> list[float]:
    """Seconds of the processor for each file."""
    format = format_for(YEAR)
    one = {ApplicantCategory.natural: 1}
    part3 = tally3(
        format,
        new=one,
        carried_in={},
        results={(ApplicantCategory.natural, "A1"): 1},
        carried_forward={},
    )
    part2 = dict.fromkeys(part2_cells(format.key), Decimal(0))
    spent = []
    for code in track(codes, "导入", console=Console(stderr=True), disable=not sys.stderr.isatty()):
        wanted = Wanted(code, _name(code), YEAR, format.key)
        data = sign(Filed(wanted, part2, part3, tally4({})), _KEY)
        began = time.process_time()
        _take(office, code, data)
        spent.append(time.process_time() - began)
    return spent


def _form(code: str) -> bytes:
    wanted = Wanted(code, _name(code), YEAR, format_for(YEAR).key)
    book = openpyxl.load_workbook(io.BytesIO(to_form(wanted)))
    for sheet in sheets(wanted.format):
        for one in sheet.numbers:
            if one.key not in sheet.sums:
                row, column = one.key
                counted = column == "natural" and row in ("new_received", "disclosed")
                book[sheet.name][one.address] = int(counted)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _take(office: Office, code: str, data: bytes) -> None:
    found = annual_filing.file_report(office, YearKey(code, YEAR), data, viewer=_VIEWER, moment=NOW)
    if found.edition is None:
        raise AssertionError("；".join(map(str, found.faults)))


def _figure(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "note": note}


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']:24} {figure['value']:>12} {figure['unit']:4} {figure['note']}")
