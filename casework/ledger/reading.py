"""Turns sheets into rows of values: finds the sheets, matches the columns, reads every cell and keeps every fault."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from casework.errors import Invalid
from casework.ledger import cells
from casework.ledger.columns import REQUEST_COLUMNS, REVIEW_COLUMNS, Column, Kind
from casework.ledger.faults import REVIEWS_SHEET, Fault
from casework.ledger.rows import Row, Rows
from casework.ledger.tables import Line, Stream, stream_tables

_Read = Callable[[cells.Cell], str | date | None]


@dataclass(frozen=True)
class Ledger:
    """The rows of a ledger, and the faults that reading it found. With a fault nothing may be loaded."""

    requests: Sequence[Row] = ()
    reviews: Sequence[Row] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: its name and its bytes."""

    name: str
    content: bytes


@dataclass
class _Sheet:
    """A sheet while it is read."""

    label: str
    columns: tuple[Column, ...]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: str, reason: str) -> None:
        self.faults.append(Fault(self.label, row, column, reason))


def read_ledger(
    path: Path,
    *,
    reviews: Path | None = None,
    ignore_columns: Collection[str] = (),
    tick: Callable[[int], None] = lambda _n: None,
) -> Ledger:
    """`read_sent` for files on the disk.

    Raises:
        Invalid: as there; or there is no such file.
    """
    beside = None if reviews is None else Sent(reviews.name, _content(reviews))
    first = Sent(path.name, _content(path))
    return read_sent(first, reviews=beside, ignore_columns=ignore_columns, tick=tick)


def read_sent(
    file: Sent,
    *,
    reviews: Sent | None = None,
    ignore_columns: Collection[str] = (),
    tick: Callable[[int], None] = lambda _n: None,
) -> Ledger:
    """Read the file of requests, with its sheet 复议诉讼 or a second file of reviews and lawsuits.

    `tick` hears of each row that was read.

    Raises:
        Invalid: a file cannot be read at all, or it is not clear which sheet is meant.
    """
    tables = stream_tables(file.content, file=file.name)
    ignored = frozenset(cells.folded(name) for name in ignore_columns)
    requests, beside = _pick(tables, file=file.name)
    if reviews is not None:
        if beside is not None:
            raise Invalid(
                f"“{file.name}”已有工作表“{REVIEWS_SHEET}”，又另给了“{reviews.name}”（--reviews）；请只保留一处。"
            )
        beside = _only_reviews(stream_tables(reviews.content, file=reviews.name))
    first = _Sheet("", REQUEST_COLUMNS)
    second = _Sheet(REVIEWS_SHEET, REVIEW_COLUMNS)
    rows = _rows(first, requests, ignored, tick)
    review_rows = _rows(second, beside, ignored, tick)
    return Ledger(rows, review_rows, tuple(first.faults + second.faults))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Invalid(f"文件“{path}”不存在；请核对路径。") from error
    except OSError as error:
        raise Invalid(f"文件“{path}”不能读取（{error.strerror}）；请核对路径和权限。") from error


def _pick(tables: Sequence[Stream], *, file: str) -> tuple[Stream | None, Stream | None]:
    """The sheet of requests and the sheet of reviews; sheets of notes are passed over."""
    beside = next((t for t in tables if _is_reviews(t)), None)
    others = [t for t in tables if not _is_reviews(t)]
    ledgers = [t for t in others if _has_columns(t, REQUEST_COLUMNS)]
    if len(ledgers) > 1:
        names = "、".join(f"“{t.name}”" for t in ledgers)
        raise Invalid(
            f"“{file}”中{names}都像申请台账，不能确定导入哪一个；请只保留一个，或者合并。"
        )
    return next(iter([*ledgers, *others]), None), beside


def _only_reviews(tables: Sequence[Stream]) -> Stream:
    named = [t for t in tables if _is_reviews(t)]
    return (named or list(tables))[0]


def _is_reviews(table: Stream) -> bool:
    return cells.folded(table.name) == REVIEWS_SHEET


def _has_columns(table: Stream, columns: Sequence[Column]) -> bool:
    names = {cells.folded(str(cell or "")) for cell in table.head.cells}
    return {cells.folded(c.name) for c in columns if c.required} <= names


def _rows(
    sheet: _Sheet,
    table: Stream | None,
    ignored: frozenset[str],
    tick: Callable[[int], None],
) -> Sequence[Row]:
    if table is None:
        return ()
    places = _places(sheet, table.head, ignored)
    names = table.head.cells
    unnamed = [place for place, name in enumerate(names) if not str(name or "").strip()]
    read = {place: (column, _reader(column, table.epoch)) for place, column in places.items()}
    rows = Rows([column.key for column in places.values()])
    for line in table.rest:
        _nameless(sheet, unnamed, len(names), line)
        rows.add(_row(sheet, line, read))
        tick(1)
    return rows


def _places(sheet: _Sheet, head: Line, ignored: frozenset[str]) -> dict[int, Column]:
    """Which column stands at which place, with a fault for every name that is none."""
    by_name = {cells.folded(column.name): column for column in sheet.columns}
    names = [str(cell or "").strip() for cell in head.cells]
    places: dict[int, Column] = {}
    for place, name in enumerate(names):
        wanted = cells.folded(name)
        if not wanted or wanted in ignored:
            continue
        column = by_name.get(wanted)
        if column is None:
            sheet.fault(head.number, name, _unknown(name, sheet.columns))
        elif column in places.values():
            sheet.fault(head.number, name, "这一列出现了两次；请只保留一列。")
        else:
            places[place] = column
    for column in sheet.columns:
        if column.required and column not in places.values():
            sheet.fault(head.number, column.name, "缺少这一必填列；请在第一行补上列名并填写。")
    return places


def _nameless(sheet: _Sheet, unnamed: Sequence[int], width: int, line: Line) -> None:
    """Content under no name would be lost in silence, so it is a fault of its row."""
    for place in (*unnamed, *range(width, len(line.cells))):
        cell = line.cells[place] if place < len(line.cells) else None
        if str("" if cell is None else cell).strip():
            reason = f"第{place + 1}列没有列名却有内容；请在第一行补上列名，或者删除该内容。"
            sheet.fault(line.number, "", reason)
            break


def _unknown(name: str, columns: Sequence[Column]) -> str:
    near = cells.nearest(name, [column.name for column in columns])
    return f"没有“{name}”这一列，最接近的是“{near}”；请改正列名，确实不需要的填入“略过的列”（命令用 --ignore-column {name}）。"


def _row(sheet: _Sheet, line: Line, places: Mapping[int, tuple[Column, _Read]]) -> Row:
    values: dict[str, str | date] = {}
    unread = set()
    for place, (column, read) in places.items():
        cell = line.cells[place] if place < len(line.cells) else None
        try:
            value = read(cell)
        except cells.Unreadable as error:
            sheet.fault(line.number, column.name, str(error))
            unread.add(column.key)
            continue
        if value:
            values[column.key] = value
        elif column.required:
            sheet.fault(line.number, column.name, "必填，不能为空；请补填。")
    return Row(line.number, values, frozenset(unread))


def _reader(column: Column, epoch: datetime) -> _Read:
    """How the cells of a column are read; it is chosen once, for all of them."""
    if column.kind is Kind.day:
        return partial(cells.as_day, epoch=epoch)
    text = partial(cells.as_text, most=column.most)
    return text if column.kind is Kind.text else lambda cell: _code(text(cell), column)


def _code(text: str, column: Column) -> str:
    code = column.find(text) if text else ""
    if code is None:
        near = cells.nearest(text, column.known)
        raise cells.Unreadable(f"没有“{text}”这一选项，最接近的是“{near}”；请改为规定的名称。")
    return code
