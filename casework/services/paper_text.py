"""Reads a rendered template as typed blocks: one line, one block, `kind: text`. No facts and no drawing here.

Parts of a line are parted by `|`; a value that holds one must come through `one_line`, so that it forges no part.

    head: 机关 | 文号          letterhead in the form the unit has chosen (letter form unless its setting says red)
    letter: 机关 | 文号        letter form whatever the unit has chosen;  letterhead: the red head
    title: …   addressee: …   heading: …   subheading: …   p: …   flush: (no indent) …   note: …
    reasons: …                a paragraph that may be rewritten in a word processor; lines that follow belong together
    annex: 名称               one line each
    field: 项目 | 内容         half a row of a ruled form;  wide: 项目 | 内容 takes a row
    choices: 项目 | +甲 / 乙    boxes, + marks the chosen ones
    band: …                   a row that names the rows below it
    opinion: 项目 | 意见 | 签名 | 姓名 | 日期    a row to sign in, the day with or without its time; what is left out stays blank
    table: 序号 @ 0.5 centre | 名称 @ 2 | …     a table: heads with share of the width and place of the cells
    row: 1 | 征收方案 | …      its rows
    qr: 网址 | 说明
    signature: 署名 | 日期      unsealed: the same without the place of a seal
    copies: 机关 | 机关         抄送;  printed: 印发机关 | 日期
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from casework.blocks import (
    Addressee,
    Annex,
    Band,
    Block,
    Column,
    Field,
    Fields,
    Heading,
    Imprint,
    Letterhead,
    Note,
    Opinion,
    Paper,
    Paragraph,
    QrCode,
    Signature,
    Table,
    Title,
)
from workflows.document_type import HeadForm

# Stands for a `|` of a value while lines are parted; one that was pasted becomes a space first.
_BAR = "\x1f"
# The one kind whose block depends on the unit.
_HEAD = "head"


def one_line(value: object) -> object:
    """A value as it may stand in a template's line: without line ends and without a part of its own."""
    if not isinstance(value, str):
        return value
    # Whatever str.splitlines takes for a line end would let a text forge a block of its own.
    text = " ".join(value.split()) if len(value.splitlines()) > 1 else value
    return text.replace(_BAR, " ").replace("|", _BAR)


def read_blocks(text: str, *, context: Mapping[str, Any]) -> Paper:
    """The blocks of a paper.

    Raises:
        ValueError: a line with an unknown kind or wrong parts; a fault of the template, found by its test.
    """
    red = context["unit"].get("letterhead") == HeadForm.red
    lines = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        kind, _, rest = line.partition(":")
        if kind not in {*_GROUPS, *_BLOCKS, _HEAD}:
            raise ValueError(f"unknown kind of block in a paper's template: {kind}")
        lines.append((kind, _parts(rest)))
    blocks: list[Block] = []
    for group, found in groupby(lines, lambda line: _GROUPS.get(line[0], "")):
        if group:
            blocks.extend(_MAKE[group](list(found)))
        else:
            blocks.extend(_single(kind, parts, red=red) for kind, parts in found)
    return Paper(
        title=str(context["title"]),
        author=str(context["unit"]["signatory"]),
        blocks=tuple(blocks),
        subject=str(context["title"]),
        keywords=str(context["case"]["number"]),
    )


Parts = tuple[str, ...]
Lines = list[tuple[str, Parts]]


def _parts(text: str) -> Parts:
    return tuple(part.strip().replace(_BAR, "|") for part in text.split("|"))


def _single(kind: str, parts: Parts, *, red: bool) -> Block:
    if kind == _HEAD:
        return _letterhead(parts, letter=not red)
    return _BLOCKS[kind](parts)


def _letterhead(parts: Parts, *, letter: bool) -> Letterhead:
    agency, number = (*parts, "")[:2]
    return Letterhead(agency, number, letter=letter)


def _signature(parts: Parts, *, seal: bool) -> Signature:
    signatory, day = parts
    return Signature(signatory, date.fromisoformat(day), seal)


def _qr(parts: Parts) -> QrCode:
    data, caption = parts
    return QrCode(data, caption)


def _text(make: Callable[[str], Block]) -> Callable[[Parts], Block]:
    """A block of one text; a `|` in it is meant."""
    return lambda parts: make(" | ".join(parts))


def _form(lines: Lines) -> Iterable[Block]:
    yield Fields(tuple(_CELLS[kind](parts) for kind, parts in lines))


def _cell(parts: Parts, *, wide: bool = False) -> Field:
    return Field(parts[0], " | ".join(parts[1:]), wide=wide)


def _choices(parts: Parts) -> Field:
    choices = tuple(
        (label.strip().removeprefix("+"), label.strip().startswith("+"))
        for label in "|".join(parts[1:]).split("/")
    )
    return Field(parts[0], wide=True, choices=choices)


def _opinion(parts: Parts) -> Opinion:
    label, text, signer, name, day = (*parts, "", "", "", "")[:5]
    return Opinion(label, text, signer or "签名", name, _moment(day) if day else None)


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _tables(lines: Lines) -> Iterable[Block]:
    """Each `table` line with the rows behind it."""
    heads: Parts | None = None
    rows: list[Parts] = []
    for kind, parts in lines:
        if kind == "row":
            if heads is None:
                raise ValueError("a row stands before its table")
            rows.append(parts)
            continue
        if heads is not None:
            yield _table(heads, rows)
            rows = []
        heads = parts
    yield _table(heads or (), rows)


def _table(heads: Parts, rows: list[Parts]) -> Table:
    return Table(tuple(map(_column, heads)), tuple(rows))


def _column(text: str) -> Column:
    head, _, look = text.partition("@")
    share, *align = look.split() or ["1"]
    return Column(head.strip(), float(share), *align)


def _annex(lines: Lines) -> Iterable[Block]:
    yield Annex(tuple(" | ".join(parts) for _, parts in lines))


def _imprint(lines: Lines) -> Iterable[Block]:
    made = Imprint(())
    for kind, parts in lines:
        if kind == "copies":
            made = replace(made, copies=parts)
        else:
            printer, day = parts
            made = replace(made, printer=printer, printed_on=date.fromisoformat(day))
    yield made


_CELLS: Mapping[str, Callable[[Parts], Field | Opinion | Band]] = {
    "field": _cell,
    "wide": lambda parts: _cell(parts, wide=True),
    "choices": _choices,
    "opinion": _opinion,
    "band": lambda parts: Band(" | ".join(parts)),
}
# Lines of one group that follow one another make one block.
_GROUPS: Mapping[str, str] = {
    **dict.fromkeys(_CELLS, "form"),
    **dict.fromkeys(("table", "row"), "table"),
    **dict.fromkeys(("copies", "printed"), "imprint"),
    "annex": "annex",
}
_MAKE: Mapping[str, Callable[[Lines], Iterable[Block]]] = {
    "form": _form,
    "table": _tables,
    "imprint": _imprint,
    "annex": _annex,
}
_BLOCKS: Mapping[str, Callable[[Parts], Block]] = {
    "letterhead": lambda parts: _letterhead(parts, letter=False),
    "letter": lambda parts: _letterhead(parts, letter=True),
    "title": _text(Title),
    "addressee": _text(Addressee),
    "heading": _text(Heading),
    "subheading": _text(lambda text: Heading(text, 2)),
    "p": _text(Paragraph),
    "flush": _text(lambda text: Paragraph(text, indent=False)),
    "reasons": _text(lambda text: Paragraph(text, reasons=True)),
    "qr": _qr,
    "signature": lambda parts: _signature(parts, seal=True),
    "unsealed": lambda parts: _signature(parts, seal=False),
    "note": _text(Note),
}
