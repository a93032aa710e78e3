"""Opens a file as sheets of raw cells: XLSX or CSV, told apart by content and not by name. It knows no column."""

import codecs
import csv
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from openpyxl import load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException

from casework.errors import BROKEN, Invalid
from casework.ledger.cells import Cell

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCODINGS = ("utf-8-sig", "gb18030")
_AT_ONCE = 500
_CELL_LIMIT = 1_000_000  # characters; the length of a text is the column's own rule


@dataclass(frozen=True)
class Line:
    """One row: its number as the spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One sheet. Rows without any content are left out; `epoch` is day 0 of its date numbers."""

    name: str
    lines: tuple[Line, ...]
    epoch: datetime = WINDOWS_EPOCH


@dataclass(frozen=True)
class Stream:
    """One sheet that is read as it is asked for: its first row, and the others, once."""

    name: str
    head: Line
    rest: Iterator[Line]
    epoch: datetime = WINDOWS_EPOCH


def open_tables(content: bytes, *, file: str) -> tuple[Table, ...]:
    """Every sheet of the file that holds something.

    Raises:
        Invalid: the file is empty, or is neither XLSX nor CSV in a known encoding.
    """
    return tuple(
        Table(sheet.name, (sheet.head, *sheet.rest), sheet.epoch)
        for sheet in stream_tables(content, file=file)
    )


def stream_tables(content: bytes, *, file: str) -> tuple[Stream, ...]:
    """The same for a file of many rows; reading a sheet on raises as well.

    Raises:
        Invalid: the file is empty, or is neither XLSX nor CSV in a known encoding.
    """
    if not content.strip():
        raise Invalid(f"文件“{file}”没有任何内容；第一行应为列名，请核对文件。")
    if content.startswith(_ZIP):
        found = [*_workbook(content, file)]
    elif content.startswith(_OLE):
        raise Invalid(
            f"文件“{file}”是旧版 XLS 或者加了密码的工作簿，不能读取；请去掉密码，另存为 XLSX 后重试。"
        )
    else:
        found = [*_stream("", _csv_rows(content, file), lambda: _csv_guard(file), WINDOWS_EPOCH)]
    if not found:
        raise Invalid(f"文件“{file}”没有任何内容；第一行应为列名，请核对文件。")
    return tuple(found)


def _workbook(content: bytes, file: str) -> Iterator[Stream]:
    with _xlsx_guard(file):
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some writers state a size that is not true
        rows = sheet.iter_rows(values_only=True)
        yield from _stream(sheet.title, rows, lambda: _xlsx_guard(file), book.epoch)


@contextmanager
def _xlsx_guard(file: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # The library remarks on styles and extensions it leaves out; none of them holds a cell's value.
            warnings.simplefilter("ignore", UserWarning)
            yield
    except (InvalidFileException, *BROKEN) as error:
        raise Invalid(
            f"文件“{file}”不是完好的 XLSX 工作簿，不能读取；请用电子表格软件打开并另存后重试。"
        ) from error


def _stream(
    name: str,
    rows: Iterator[Sequence[Cell]],
    guard: Callable[[], AbstractContextManager[None]],
    epoch: datetime,
) -> Iterator[Stream]:
    lines = _lines(rows, guard)
    head = next(lines, None)
    if head is not None:
        yield Stream(name, head, lines, epoch)


def _encoding(content: bytes, file: str) -> str:
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" not in content:
        for encoding in _ENCODINGS:
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    raise Invalid(
        f"文件“{file}”既不是 XLSX，也不是 UTF-8 或者 GB18030 编码的 CSV；请另存为其中一种后重试。"
    )


def _csv_rows(content: bytes, file: str) -> Iterator[Sequence[Cell]]:
    encoding = _encoding(content, file)
    head = content.split(b"\n", 1)[0]
    delimiter = "\t" if b"\t" in head and b"," not in head else ","
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    return csv.reader(text, delimiter=delimiter, strict=True)


@contextmanager
def _csv_guard(file: str) -> Iterator[None]:
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        yield
    except csv.Error as error:
        raise Invalid(
            f"文件“{file}”的 CSV 引号不成对或者有过长的单元格（{error}）；请用电子表格软件重新导出。"
        ) from error
    finally:
        csv.field_size_limit(limit)


def _lines(
    rows: Iterator[Sequence[Cell]], guard: Callable[[], AbstractContextManager[None]]
) -> Iterator[Line]:
    """The rows that hold something. What the guard sets for a while, it sets for a batch, never between two."""
    number = 0
    while True:
        with guard():
            batch = list(islice(rows, _AT_ONCE))
        if not batch:
            return
        for row in batch:
            number += 1
            if any(map(_holds, row)):
                yield Line(number, tuple(row))


def _holds(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
