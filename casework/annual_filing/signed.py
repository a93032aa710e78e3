"""The report as one unit's installation sends it to another: plain values, canonical JSON, an Ed25519 signature over it.

Nothing but the tables and the published words goes into it; a file with any other key is refused, so no personal data travels.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casework.annual_filing.content import (
    LONGEST_ADDRESS,
    PUBLISHED,
    Fault,
    Filed,
    Reading,
    Wanted,
)
from workflows import annual_part2
from workflows.annual_grid import COLUMN_KEYS, PART4_RESULTS, format_of
from workflows.annual_text import Slot
from workflows.vocabulary import ReviewKind

KIND = "casework-annual-report-1"
_ENVELOPE = {"kind", "report", "key", "signature"}
_REPORT = {
    "unit", "unit_name", "year", "format", "part2", "part3", "part4", "paragraphs",
    "published_on", "published_at",
}  # fmt: skip
_LONGEST = 20_000
_FOREIGN = "是 JSON，但不是本系统导出的报送文件；请用“导出报送文件”重新导出。"


@dataclass(frozen=True)
class SignedReport:
    """A file as it came: the report, not looked at yet, who signed it, and whether the signature holds."""

    report: Mapping[str, Any]
    key: str
    holds: bool


def sign(filed: Filed, key: Ed25519PrivateKey) -> bytes:
    """The file to send."""
    report = _plain(filed)
    envelope = {
        "kind": KIND,
        "report": report,
        "key": public_text(key),
        "signature": base64.b64encode(key.sign(_canonical(report))).decode(),
    }
    return (json.dumps(envelope, ensure_ascii=False, indent=1) + "\n").encode()


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key as it is registered with whoever receives the reports."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def unsigned(data: bytes) -> SignedReport | Fault:
    """Open a file and look at its signature; whether the key may sign for a unit is asked elsewhere."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return Fault("文件", "不是完整的 JSON 文件，可能没有传完；请用“导出报送文件”重新导出。")
    if not isinstance(found, dict) or found.get("kind") != KIND or set(found) != _ENVELOPE:
        return Fault("文件", _FOREIGN)
    report, key, signature = found["report"], found["key"], found["signature"]
    if not isinstance(report, dict) or not isinstance(key, str) or not isinstance(signature, str):
        return Fault("文件", _FOREIGN)
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), _canonical(report))
    except (InvalidSignature, ValueError, binascii.Error):
        return SignedReport(report, key, holds=False)
    return SignedReport(report, key, holds=True)


def _canonical(report: Mapping[str, Any]) -> bytes:
    return json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(filed: Filed) -> dict[str, Any]:
    wanted = filed.wanted
    return {
        "unit": wanted.unit,
        "unit_name": wanted.unit_name,
        "year": wanted.year,
        "format": wanted.format,
        "part2": {key: annual_part2.written(value) for key, value in filed.part2.items()},
        "part3": {row: dict(line) for row, line in filed.part3.items()},
        "part4": {row: dict(line) for row, line in filed.part4.items()},
        "paragraphs": {slot: list(lines) for slot, lines in filed.paragraphs.items()},
        "published_on": filed.published_on.isoformat() if filed.published_on else None,
        "published_at": filed.published_at,
    }


def read_signed(signed: SignedReport, wanted: Wanted) -> Reading:
    """The report in a file whose signature was checked, or every fault with its key."""
    report = signed.report
    faults = [*_whose(report, wanted)]
    if faults:
        return Reading(None, tuple(faults))
    format = format_of(wanted.format)
    part3, part4 = report["part3"], report["part4"]
    faults += _numbers(part3, "part3", format.row_keys, COLUMN_KEYS)
    results = tuple(one.key for one in PART4_RESULTS)
    faults += _numbers(part4, "part4", tuple(kind.value for kind in ReviewKind), results)
    part2, wrong = _part2(report["part2"], wanted.format)
    faults += wrong
    faults += _words(report["paragraphs"])
    on, wrong = _published(report)
    faults += wrong
    if faults:
        return Reading(None, tuple(faults))
    places = {
        (row, column): f"{name}.{row}.{column}"
        for name, part in (("part3", part3), ("part4", part4))
        for row, line in part.items()
        for column in line
    }
    places[PUBLISHED] = "published_on"
    paragraphs = {slot: tuple(lines) for slot, lines in report["paragraphs"].items()}
    filed = Filed(wanted, part2, part3, part4, paragraphs, on, report["published_at"])
    return Reading(filed, (), (), places)


def _whose(report: Mapping[str, Any], wanted: Wanted) -> list[Fault]:
    if set(report) != _REPORT:
        odd = "、".join(sorted(set(report) ^ _REPORT))
        return [
            Fault("report", f"内容的项目不对（{odd}）；报送文件只含表格和公布的文字，请重新导出。")
        ]
    faults = []
    if report["unit"] != wanted.unit:
        whose = f"“{report['unit_name']}”（{report['unit']}）"
        faults.append(Fault("report.unit", f"这是{whose}的报送文件，不是“{wanted.unit_name}”（{wanted.unit}）的；请选对单位。"))  # fmt: skip
    if report["year"] != wanted.year:
        faults.append(Fault("report.year", f"这是{report['year']}年度的报送文件，现在要的是{wanted.year}年度；请导出{wanted.year}年度的。"))  # fmt: skip
    elif report["format"] != wanted.format:
        faults.append(Fault("report.format", f"{wanted.year}年度适用{wanted.format}年格式，这份是{report['format']}年格式；请按该年度的格式重新导出。"))  # fmt: skip
    return faults


def _numbers(part: Any, name: str, rows: tuple[str, ...], columns: tuple[str, ...]) -> list[Fault]:
    if not isinstance(part, dict) or set(part) != set(rows):
        return [Fault(name, "行与该年度的表格不同；请重新导出。")]
    faults = []
    for row in rows:
        line = part[row]
        if not isinstance(line, dict) or set(line) != set(columns):
            faults.append(Fault(f"{name}.{row}", "列与该年度的表格不同；请重新导出。"))
            continue
        for column, value in line.items():
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
                shown = f"“{str(value)[:20]}”"
                faults.append(Fault(f"{name}.{row}.{column}", f"应为不小于0的整数，现在是{shown}；请重新导出。"))  # fmt: skip
    return faults


def _part2(given: Any, format_key: str) -> tuple[dict[str, Decimal], list[Fault]]:
    cells = annual_part2.figures(format_key)
    if not isinstance(given, dict) or not set(given) <= set(cells):
        return {}, [Fault("part2", "项目与该年度的表格不同；请重新导出。")]
    found, faults = {}, []
    for key, value in given.items():
        words, kind = cells[key]
        try:
            found[key] = annual_part2.number(str(value), words, kind)
        except ValueError as error:
            faults.append(Fault(f"part2.{key}", str(error)))
    return found, faults


def _words(given: Any) -> list[Fault]:
    slots = {slot.value for slot in Slot}
    fine = isinstance(given, dict) and set(given) <= slots and all(
        isinstance(lines, list) and all(isinstance(line, str) for line in lines)
        and sum(map(len, lines)) <= _LONGEST
        for lines in given.values()
    )  # fmt: skip
    return [] if fine else [Fault("paragraphs", "文字部分的形式不对；请重新导出。")]


def _published(report: Mapping[str, Any]) -> tuple[date | None, list[Fault]]:
    """The day; an address without it would be lost."""
    given, address = report["published_on"], report["published_at"]
    if not isinstance(address, str) or len(address) > LONGEST_ADDRESS:
        said = f"公布网址应为不超过{LONGEST_ADDRESS}个字的文字；请重新导出。"
        return None, [Fault("published_at", said)]
    if address and not given:
        said = "有公布网址，没有公布日期；请登记公布日期后重新导出。"
        return None, [Fault("published_on、published_at", said)]
    try:
        return (date.fromisoformat(given) if given else None), []
    except (TypeError, ValueError):
        return None, [Fault("published_on", "公布日期不对；请重新导出。")]
