"""Opens a published report as tables and lines by what the file is, not by its name; a PDF comes as its text."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from lxml import etree

from casework.annual_reading.content import Source, Table
from casework.annual_reading.paragraphs import of_breaks, of_pages
from casework.docx.package import COMPOUND, MAIN, Package
from casework.errors import BROKEN, Invalid

_MOST = 30 * 1024 * 1024
_W = f"{{{MAIN}}}"
_LINES, _COLUMNS = 400, 60


def opened(data: bytes) -> Source:
    """The tables and the lines of HTML, DOCX or XLSX.

    Raises:
        Invalid: none of them, or not whole.
    """
    if data.startswith(b"PK"):
        return _docx(data) if _holds(data, "word/") else _xlsx(data)
    if data.startswith(COMPOUND):
        raise Invalid(
            "文件是旧版 Office 文档或者有口令保护；请取消口令，另存为 .docx 或者 .xlsx 后再核对。",
            fields={"file": "口令"},
        )
    if b"<" not in data[:2000]:
        raise Invalid(
            "不是 HTML、DOCX、XLSX 或者 PDF 文件；请选择公布的年报。", fields={"file": "格式"}
        )
    return _html(data)


def of_words(text: str) -> Source:
    """The same of the words of a PDF, its pages one behind the other (`PAGE`)."""
    return Source((), of_pages(text), text)


def _holds(data: bytes, folder: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return any(name.startswith(folder) for name in packed.namelist())
    except zipfile.BadZipFile as error:
        raise Invalid(
            "文件不完整，不能打开；请重新下载后再核对。", fields={"file": "不完整"}
        ) from error


def _html(data: bytes) -> Source:
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, encoding=_encoding(data))  # fmt: skip
    root = etree.fromstring(data, parser)
    if root is None:
        raise Invalid("网页是空的；请保存完整的网页后再核对。", fields={"file": "空白"})
    for element in list(root.iter("script", "style", "noscript")):
        element.getparent().remove(element)
    # A page may be laid out by tables: those that hold another one are no tables of numbers.
    inner = [one for one in root.iter("table") if next(one.iterdescendants("table"), None) is None]
    tables = tuple(_html_table(n, one) for n, one in enumerate(inner, start=1))
    for one in inner:
        one.getparent().remove(one) if one.tail is None else one.clear(keep_tail=True)
    return Source(tables, tuple(_lines(root)))


def _encoding(data: bytes) -> str:
    head = data[:4000].lower()
    if b"gb2312" in head or b"gbk" in head or b"gb18030" in head:
        return "gb18030"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "title", "table", "tr", "td", "th", "hr",
    "article", "section", "header", "footer", "main", "center", "blockquote", "pre", "body",
}  # fmt: skip
_BLOCK, _BREAK = "\f", "\n"


def _lines(root: Any) -> Iterator[str]:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append(_BLOCK)
        elif element.tag == "br" and event == "start":
            pieces.append(_BREAK)
        said = element.text if event == "start" else element.tail
        pieces.append(re.sub(r"\s+", " ", said or ""))  # a new line of the file is none of the page
    for block in "".join(pieces).split(_BLOCK):
        yield from of_breaks(block)


def _html_table(number: int, table: Any) -> Table:
    cells = [
        [(_words(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row.iter("td", "th")]
        for row in table.iter("tr")
    ]  # fmt: skip
    return _spread(cells, f"第{number}张表")


def _words(cell: Any) -> str:
    return "".join(cell.itertext()).strip()


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(int(text), 100) if text.isascii() and text.isdigit() and text != "0" else 1


def _spread(cells: list[list[tuple[str, int, int]]], name: str) -> Table:
    """Each cell over what it covers; it takes the first place that nothing above covers."""
    held: dict[tuple[int, int], tuple[str, str]] = {}
    for line, row in enumerate(cells):
        at = 0
        for text, right, down in row:
            while (line, at) in held:
                at += 1
            place = f"{name}第{line + 1}行第{at + 1}列"
            for below in range(down):
                for beside in range(right):
                    held[line + below, at + beside] = (text, place)
            at += right
    return _table(held, len(cells))


def _table(held: dict[tuple[int, int], tuple[str, str]], lines: int) -> Table:
    width = max((at for _, at in held), default=-1) + 1
    full = [[held.get((line, at), ("", "")) for at in range(width)] for line in range(lines)]
    return Table(
        tuple(tuple(text for text, _ in row) for row in full),
        tuple(tuple(place for _, place in row) for row in full),
    )


def _docx(data: bytes) -> Source:
    body = Package(data).document
    tables = tuple(_docx_table(n, one) for n, one in enumerate(body.iter(f"{_W}tbl"), start=1))
    told = [
        one for one in body.iter(f"{_W}p") if not any(a.tag == f"{_W}tbl" for a in one.iterancestors())
    ]  # fmt: skip
    return Source(tables, tuple(line for one in told for line in of_breaks(_said(one))))


def _said(element: Any) -> str:
    pieces = element.iter(f"{_W}t", f"{_W}br", f"{_W}cr")
    return "".join((one.text or "") if one.tag == f"{_W}t" else _BREAK for one in pieces)


def _docx_table(number: int, table: Any) -> Table:
    held: dict[tuple[int, int], tuple[str, str]] = {}
    rows = list(table.iter(f"{_W}tr"))
    for line, row in enumerate(rows):
        at = 0
        for cell in row.iter(f"{_W}tc"):
            span, merge = (cell.find(f"{_W}tcPr/{_W}{name}") for name in ("gridSpan", "vMerge"))
            width = int(span.get(f"{_W}val", "1")) if span is not None else 1
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            text, place = _said(cell).strip(), f"第{number}张表第{line + 1}行第{at + 1}列"
            if goes_on:
                text, place = held.get((line - 1, at), (text, place))
            for beside in range(min(width, 100)):
                held[line, at + beside] = (text, place)
            at += width
    return _table(held, len(rows))


def _xlsx(data: bytes) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST:
                raise ValueError("too large")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except BROKEN as error:
        raise Invalid(
            "不是完好的 XLSX 文件；请重新下载后再核对。", fields={"file": "不完整"}
        ) from error
    held = [_page(page) for page in book.worksheets]
    texts = (text for cells in held for text, _ in dict.fromkeys(cells.values()))
    lines = tuple(line for text in texts for line in of_breaks(text))
    return Source(
        tuple(_table(one, max((n for n, _ in one), default=-1) + 1) for one in held), lines
    )


def _page(page: Any) -> dict[tuple[int, int], tuple[str, str]]:
    """The cells of a sheet, merged ones over what they cover."""
    held = {}
    for row in page.iter_rows(max_row=min(page.max_row, _LINES), max_col=min(page.max_column, _COLUMNS)):  # fmt: skip
        for cell in row:
            text = "" if cell.value is None else str(cell.value)
            held[cell.row - 1, cell.column - 1] = (text, f"{page.title}!{cell.coordinate}")
    for merged in page.merged_cells.ranges:
        first = held.get((merged.min_row - 1, merged.min_col - 1))
        if first is not None:
            lines = range(merged.min_row - 1, min(merged.max_row, _LINES))
            columns = range(merged.min_col - 1, min(merged.max_col, _COLUMNS))
            held |= {(line, at): first for line in lines for at in columns}
    return held
