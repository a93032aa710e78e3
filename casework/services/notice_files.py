"""Reads notices from a file: a table with one row for each run of days (CSV or XLSX), or JSON; it stores nothing.

Table: 文号, 标题, 年度, 类别 (放假 or 上班), 起始日, 截止日, 名称. JSON: one object or a list of objects with `number`, `title`,
`year`, `off` and `work`, where a run of days is a text as on the command line.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casework import notices
from casework.errors import Invalid
from casework.ledger.cells import Unreadable, as_text, folded, nearest
from casework.ledger.tables import Line, Table, open_tables
from casework.notices import Notice

COLUMNS = ("文号", "标题", "年度", "类别", "起始日", "截止日", "名称")
REQUIRED = ("文号", "标题", "类别", "起始日")
KINDS = {"放假": "off", "上班": "work"}
KEYS = ("number", "title", "year", "off", "work")
_MOST = 200  # characters of a cell; the notice's own limits are shorter


@dataclass
class _Draft:
    """A notice while its rows are read."""

    number: str
    title: str
    year: str
    spans: dict[str, list[str]] = field(default_factory=lambda: {"off": [], "work": []})


def read_file(path: Path) -> tuple[Notice, ...]:
    """Every notice of the file, in its order.

    Raises:
        Invalid: the file cannot be read, or a row or key is wrong; the sentence names the place.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Invalid(f"文件“{path}”不存在；请核对路径。") from error
    except OSError as error:
        raise Invalid(f"文件“{path}”不能读取（{error.strerror}）；请核对路径和权限。") from error
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return tuple(_from_json(content, path.name))
    drafts: dict[str, _Draft] = {}
    for line, cells in _lines(open_tables(content, file=path.name)[0], path.name):
        _enter(drafts, cells, place=f"“{path.name}”第{line.number}行")
    return tuple(
        _notice(
            f"“{path.name}”中的通知“{one.number}”",
            {"number": one.number, "title": one.title, "year": one.year or None, **one.spans},
        )
        for one in drafts.values()
    )


# Tables --------------------------------------------------------------------------------------------------------


def _lines(table: Table, file: str) -> Iterator[tuple[Line, dict[str, str]]]:
    head, *lines = table.lines
    names = [folded(_text(cell, f"“{file}”第1行")) for cell in head.cells]
    for name in names:
        if name and name not in COLUMNS:
            near = nearest(name, COLUMNS)
            hint = f"，相近的是“{near}”" if near else ""
            raise Invalid(f"“{file}”第1行：没有“{name}”这一列{hint}；列名为{'、'.join(COLUMNS)}。")
    absent = [name for name in REQUIRED if name not in names]
    if absent:
        raise Invalid(f"“{file}”第1行缺少“{absent[0]}”列；列名为{'、'.join(COLUMNS)}。")
    for line in lines:
        place = f"“{file}”第{line.number}行"
        cells = dict(zip(names, line.cells, strict=False))
        yield line, {name: _text(cells.get(name), place) for name in COLUMNS}


def _text(cell: Any, place: str) -> str:
    try:
        return as_text(cell, most=_MOST)
    except Unreadable as error:
        raise Invalid(f"{place}：{error}") from error


def _enter(drafts: dict[str, _Draft], cells: Mapping[str, str], *, place: str) -> None:
    draft = drafts.get(folded(cells["文号"]))
    for name in REQUIRED:
        # A later row of a notice may leave the title to the first.
        if not (cells[name] or (name == "标题" and draft)):
            raise Invalid(f"{place}缺少“{name}”；请补上。")
    kind = KINDS.get(cells["类别"])
    if kind is None:
        raise Invalid(f"{place}“类别”：“{cells['类别']}”不能使用；请填写放假或者上班。")
    if draft is None:
        draft = _Draft(cells["文号"], cells["标题"], cells["年度"])
        drafts[folded(cells["文号"])] = draft
    for name, first in (("标题", draft.title), ("年度", draft.year)):
        if cells[name] not in ("", first):
            raise Invalid(
                f"{place}“{name}”：同一文号前面写的是“{first}”，这里是“{cells[name]}”；请改为一致。"
            )
    until = f"..{cells['截止日']}" if cells["截止日"] else ""
    text = f"{cells['起始日']}{until}" + (f":{cells['名称']}" if cells["名称"] else "")
    try:
        notices.span(text)
    except Invalid as error:
        raise Invalid(f"{place}：{error.message}") from error
    draft.spans[kind].append(text)


# JSON ----------------------------------------------------------------------------------------------------------


def _from_json(content: bytes, file: str) -> Iterator[Notice]:
    try:
        found = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Invalid(f"“{file}”不是完好的 JSON（{error}）；请核对括号、引号和编码。") from error
    for n, one in enumerate(found if isinstance(found, list) else [found], 1):
        place = f"“{file}”第{n}份通知"
        if not isinstance(one, dict):
            raise Invalid(f"{place}不是一个对象；请按 {{{', '.join(KEYS)}}} 填写。")
        unknown = [key for key in one if key not in KEYS]
        if unknown:
            raise Invalid(f"{place}：没有“{unknown[0]}”这一项；可用的为{'、'.join(KEYS)}。")
        for key in ("off", "work"):
            texts = one.get(key, [])
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                raise Invalid(f'{place}“{key}”：请写成文字的列表，例如 ["{notices.FORM}"]。')
        yield _notice(place, one)


def _notice(place: str, found: Mapping[str, Any]) -> Notice:
    year = found.get("year")
    if year is not None and not (str(year).isascii() and str(year).isdigit()):
        raise Invalid(f"{place}“年度”：“{year}”不是年份；请填写四位数字，例如 2027。")
    try:
        return notices.read(
            number=str(found.get("number") or ""),
            title=str(found.get("title") or ""),
            off=found.get("off", ()),
            work=found.get("work", ()),
            year=int(year) if year is not None else None,
        )
    except Invalid as error:
        raise Invalid(
            f"{place}：{error.message}", basis=error.basis, fields=error.fields
        ) from error
