"""Reads a rendered template as typed blocks: one line, one block, `kind: text`. No facts and no drawing here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from casework.blocks import (
    Addressee,
    Annex,
    Block,
    Field,
    Fields,
    Heading,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    Signature,
    Title,
)


def read_blocks(text: str, *, context: Mapping[str, Any]) -> Paper:
    """The blocks of a paper. `field` lines that follow one another make one ruled form.

    Raises:
        ValueError: a line with an unknown kind; a fault of the template, found by its test.
    """
    blocks: list[Block] = []
    cells: list[Field] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        kind, _, rest = line.partition(":")
        if kind in _CELLS:
            cells.append(_CELLS[kind](rest.strip()))
            continue
        if cells:
            blocks.append(Fields(tuple(cells)))
            cells = []
        if kind not in _BLOCKS:
            raise ValueError(f"unknown kind of block in a paper's template: {kind}")
        blocks.append(_BLOCKS[kind](rest.strip()))
    if cells:
        blocks.append(Fields(tuple(cells)))
    return Paper(
        title=str(context["title"]),
        author=str(context["unit"]["signatory"]),
        blocks=tuple(blocks),
        subject=str(context["title"]),
        keywords=str(context["case"]["number"]),
    )


def _cell(text: str, *, wide: bool = False) -> Field:
    label, _, value = text.partition("|")
    return Field(label.strip(), value.strip(), wide=wide)


def _choice_cell(text: str) -> Field:
    label, _, rest = text.partition("|")
    choices = tuple(
        (part.strip().removeprefix("+"), part.strip().startswith("+")) for part in rest.split("/")
    )
    return Field(label.strip(), wide=True, choices=choices)


def _letterhead(text: str) -> Letterhead:
    agency, _, number = text.partition("|")
    return Letterhead(agency.strip(), number.strip())


def _letter(text: str) -> Letterhead:
    return replace(_letterhead(text), letter=True)


def _signature(text: str) -> Signature:
    signatory, _, day = text.rpartition("|")
    return Signature(signatory.strip(), date.fromisoformat(day.strip()))


_CELLS: Mapping[str, Callable[[str], Field]] = {
    "field": _cell,
    "wide": lambda text: _cell(text, wide=True),
    "choices": _choice_cell,
}
_BLOCKS: Mapping[str, Callable[[str], Block]] = {
    "letterhead": _letterhead,
    "letter": _letter,
    "title": Title,
    "addressee": Addressee,
    "heading": Heading,
    "p": Paragraph,
    "flush": lambda text: Paragraph(text, indent=False),
    "annex": lambda text: Annex(tuple(name.strip() for name in text.split("/"))),
    "signature": _signature,
    "note": Note,
}
