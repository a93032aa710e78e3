"""Finds the tables of a report by their official labels, and takes every number with its place; no position is guessed."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from casework.annual_reading.content import Found, Source, Table
from casework.annual_reading.flowing import read_flow
from workflows.annual_grid import (
    COLUMN_KEYS,
    COLUMNS,
    FORMATS,
    PART4_RESULTS,
    Format,
    Row,
    format_of,
)
from workflows.annual_part2 import SECTIONS, Section
from workflows.vocabulary import ReviewKind

_TITLE = re.compile(r"([\u4e00-\u9fff（）]{2,40}?)\s*(20\d\d)\s*年度?\s*政府信息公开工作?年度报告")
_BLANKS = ("", "/", "-", "—", "——", "－")
_CLOSE = 0.8


def plain(text: str) -> str:
    """A label for comparing: NFKC, without white space and marks, which publishers set as they like."""
    return re.sub(r"[\s“”\"'.．·、，,:：()]", "", unicodedata.normalize("NFKC", text))


def found_in(source: Source) -> Found:
    """Every number of parts two to four that can be found by the official labels."""
    found = Found(lines=source.lines)
    _name(found, source)
    whole = source.flow or "".join(text for table in source.tables for row in table.rows for text in row)  # fmt: skip
    found.format = _format_in(plain(whole), found.year)
    format = format_of(found.format)
    if source.flow:
        read_flow(found, source.flow, format)
        return found
    rows = [pair for table in source.tables for pair in zip(table.rows, table.places, strict=True)]
    _part2(found, rows, SECTIONS[format.key])
    _part3(found, source.tables, format)
    for table in source.tables:
        texts = {plain(text) for row in table.rows for text in row}
        if {plain("结果维持"), plain("复议后起诉")} <= texts:
            _part4(found, table)
    return found


def _name(found: Found, source: Source) -> None:
    cells = (text for table in source.tables for row in table.rows[:2] for text in row)
    text = "\n".join([*source.lines[:60], *cells, source.flow[:3000]])
    for candidate in (text, "".join(text.split())):
        match = _TITLE.search(candidate)
        if match is not None:
            found.unit_name, found.year = match[1], int(match[2])
            return


def _format_in(text: str, year: int | None) -> str:
    """By the rows that only one format has, else by the year."""
    for format in FORMATS:
        others = {row.label for other in FORMATS if other is not format for row in other.rows}
        own = [row.label for row in format.rows if row.label not in others]
        if own and all(plain(label) in text for label in own) and len(own) > 1:
            return format.key
    known = [one.key for one in FORMATS if year is None or year >= one.first_year]
    return known[-1] if year and known else FORMATS[0].key


def _take(found: Found, key: tuple[str, str], words: str, text: str, place: str) -> None:
    """A number, or a sentence why it is none."""
    typed = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    found.places[key] = place
    if typed in _BLANKS:
        found.notes.append(f"{place}：{words}是{f'“{typed}”' if typed else '空白'}，按0计（R8）。")
        found.numbers[key] = Decimal(0)
        return
    try:
        value = Decimal(typed)
    except InvalidOperation:
        value = Decimal("NaN")
    whole = value.is_finite() and (not key[1] or value == value.to_integral_value())
    if not whole or (key[1] and value < 0):
        found.unread.append(f"{place}：{words}应为数字，公布的是“{text[:20]}”。")
        return
    found.numbers[key] = value


def _part3(found: Found, tables: Sequence[Table], format: Format) -> None:
    left = {plain(row.label): row for row in format.rows}
    columns: list[int] = []
    for table in tables:
        texts = {plain(text) for row in table.rows for text in row}
        # A list of sum rules names the rows too; only the table itself has this heading.
        if plain("申请人情况") in texts and left.keys() & texts:
            columns = _columns(table, format)
        elif not (columns and len(left.keys() & texts) > 1 and len(table.rows[0]) > max(columns)):
            # What is no table of the form ends it; one that has been broken goes on under the same columns.
            columns = []
            continue
        _rows3(found, table, left, columns)


def _rows3(found: Found, table: Table, left: dict[str, Row], columns: Sequence[int]) -> None:
    """The rows whose labels are left to be found, then those that are nearly worded so."""
    odd: list[tuple[int, str]] = []
    for line, row in enumerate(table.rows):
        heads = [plain(text) for text in row]
        known = next((left.pop(text) for text in reversed(heads) if text in left), None)
        if known is not None:
            _line3(found, table, line, known.key, known.label, columns)
        else:
            odd += [(line, text) for text in dict.fromkeys(heads) if len(text) > 3]
    for label, missing in tuple(left.items()):
        near = [
            pair for pair in odd if difflib.SequenceMatcher(None, label, pair[1]).ratio() > _CLOSE
        ]
        if near:
            line, text = near[0]
            left.pop(label)
            found.notes.append(
                f"第三部分“{missing.label}”一行的文字写作“{text[:40]}”，与官方文字不同。"
            )
            _line3(found, table, line, missing.key, missing.label, columns)


def _line3(
    found: Found, table: Table, line: int, row: str, label: str, columns: Sequence[int]
) -> None:
    for column, at in zip(COLUMNS, columns, strict=True):
        words = f"“{label}”的“{column.label}”"
        _take(found, (row, column.key), words, table.rows[line][at], table.places[line][at])


def _columns(table: Table, format: Format) -> list[int]:
    """Where the seven columns are: below their headings, else behind the label of the first row that is there."""
    labels = {plain(row.label) for row in format.rows}
    line = next(n for n, row in enumerate(table.rows) if labels & set(map(plain, row)))
    heads = [[plain(text) for text in row] for row in table.rows[:line]]
    found = []
    for column in COLUMNS:
        wanted = plain(column.label)
        found.append(
            next((at for row in heads for at, text in enumerate(row) if text == wanted), -1)
        )
    if min(found) >= 0 and len(set(found)) == len(found) and sorted(found) == found:
        return found
    # A scan may shift its headings: the numbers begin where the label ends.
    begin = max(at for at, text in enumerate(table.rows[line]) if plain(text) in labels) + 1
    return [min(begin + n, len(table.rows[line]) - 1) for n in range(len(COLUMN_KEYS))]


def _part4(found: Found, table: Table) -> None:
    """The first row of numbers below the heads: under them where they are whole, else the first fifteen that are filled."""
    keys = [(kind, result) for kind in ReviewKind for result in PART4_RESULTS]
    heads = [plain(result.label) for _, result in keys]
    rows = [[plain(text) for text in row] for row in table.rows]
    top = next(n for n, row in enumerate(rows) if plain("复议后起诉") in row)
    below: list[int] = []
    for line in range(top, len(rows)):
        at = [n for n, text in enumerate(rows[line]) if text in heads]
        if [rows[line][n] for n in at] == heads:
            below = at
        filled = [n for n, text in enumerate(table.rows[line]) if text.strip() or n < len(keys)]
        places = below or filled[: len(keys)]
        texts = [rows[line][n] for n in places]
        if len(texts) == len(keys) and any(t.isdigit() for t in texts) and not any(len(t) > 3 and not t.isdigit() for t in texts):  # fmt: skip
            for (kind, result), n in zip(keys, places, strict=True):
                words = f"“{kind.label}”的“{result.label}”"
                place = table.places[line][n]
                _take(found, (kind.value, result.key), words, table.rows[line][n], place)
            return


def _part2(
    found: Found,
    rows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    sections: Sequence[Section],
) -> None:
    section: Section | None = None
    columns: dict[str, int] = {}
    titles = {plain(one.title): one for one in sections}
    for texts, places in rows:
        heads = [plain(text) for text in texts]
        told = next((titles[text] for text in heads if text in titles), None)
        if told is not None:
            section, columns = told, {}
        elif section is not None and plain("信息内容") in heads:
            columns = dict(_figures(section, heads))
        elif section is not None and columns:
            _line2(found, section, columns, heads, texts, places)


def _figures(section: Section, heads: Sequence[str]) -> Iterator[tuple[str, int]]:
    for figure in section.columns:
        label = plain(figure.label)
        at = next((n for n, text in enumerate(heads) if text == label), None)
        if at is not None:
            yield figure.key, at


def _line2(
    found: Found,
    section: Section,
    columns: dict[str, int],
    heads: Sequence[str],
    texts: Sequence[str],
    places: Sequence[str],
) -> None:
    for line in section.lines:
        if plain(line.label) not in heads or (f"{line.key}.{section.columns[0].key}", "") in found.places:  # fmt: skip
            continue
        for figure in section.columns:
            if figure.key in columns:
                at = columns[figure.key]
                words = f"{section.title}“{line.label}”的“{figure.label}”"
                _take(found, (f"{line.key}.{figure.key}", ""), words, texts[at], places[at])
