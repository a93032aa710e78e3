"""Opens a file as sheets of raw cells: XLSX or CSV, told apart by content and not by name. It knows no column."""

import codecs
import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException

from casework.errors import Invalid
from casework.ledger.cells import Cell

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCODINGS = ("utf-8-sig", "gb18030")
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


def open_tables(content: bytes, *, file: str) -> tuple[Table, ...]:
    """Every sheet of the file that holds something.

    Raises:
        Invalid: the file is empty, or is neither XLSX nor CSV in a known encoding.
    """
    if not content.strip():
        raise Invalid(f"文件“{file}”没有任何内容；第一行应为列名，请核对文件。")
    if content.startswith(_ZIP):
        return _workbook(content, file)
    if content.startswith(_OLE):
        raise Invalid(
            f"文件“{file}”是旧版 XLS 或者加了密码的工作簿，不能读取；请去掉密码，另存为 XLSX 后重试。"
        )
    return _filled((Table("", _csv_lines(_decoded(content, file), file)),), file)


def _workbook(content: bytes, file: str) -> tuple[Table, ...]:
    try:
        with warnings.catch_warnings():
            # The library remarks on styles and extensions it leaves out; none of them holds a cell's value.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            tables = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some writers state a size that is not true
                lines = _lines(sheet.iter_rows(values_only=True))
                tables.append(Table(sheet.title, lines, book.epoch))
            book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
    ) as error:
        raise Invalid(
            f"文件“{file}”不是完好的 XLSX 工作簿，不能读取；请用电子表格软件打开并另存后重试。"
        ) from error
    return _filled(tables, file)


def _filled(tables: Iterable[Table], file: str) -> tuple[Table, ...]:
    found = tuple(table for table in tables if table.lines)
    if not found:
        raise Invalid(f"文件“{file}”没有任何内容；第一行应为列名，请核对文件。")
    return found


def _decoded(content: bytes, file: str) -> str:
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" not in content:
        for encoding in _ENCODINGS:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Invalid(
        f"文件“{file}”既不是 XLSX，也不是 UTF-8 或者 GB18030 编码的 CSV；请另存为其中一种后重试。"
    )


def _csv_lines(text: str, file: str) -> tuple[Line, ...]:
    head = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in head and "," not in head else ","
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        return _lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Invalid(
            f"文件“{file}”的 CSV 引号不成对或者有过长的单元格（{error}）；请用电子表格软件重新导出。"
        ) from error
    finally:
        csv.field_size_limit(limit)


def _lines(rows: Iterable[Sequence[Cell]]) -> tuple[Line, ...]:
    numbered = enumerate(rows, start=1)
    return tuple(Line(n, tuple(row)) for n, row in numbered if any(map(_holds, row)))


def _holds(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
