"""A whole annual report as a paper: six parts in their order, official tables, the words between them (30号, 60号)."""

from collections.abc import Iterator

from casework.annual_table.grid import (
    PART3_TITLE,
    PART4_TITLE,
    PART6_TITLE,
    Grid,
    part2_grid,
    part3_grid,
    part4_grid,
)
from casework.blocks import Block, Heading, Merged, Paper, Paragraph, Signature, Span, Title
from casework.queries.annual_documents import AnnualDocument
from workflows.annual_part2 import PART2_TITLE
from workflows.annual_text import PART1_SLOTS, PART1_TITLE, PART5_TITLE, Slot

_PART2 = (1.3, 1.0, 1.0, 1.0)
_PART3 = (1.1, 1.7, 3.9, 1.0, 1.0, 1.0, 1.2, 1.2, 1.0, 1.0)
_PART4 = (1.0,) * 15


def paper_of(found: AnnualDocument, *, signatory: str = "") -> Paper:
    """The report; a published one bears the day of its version."""
    heading = found.title.replace(found.table.unit_name, f"{found.table.unit_name}\n", 1)
    body = [Title(heading), *_blocks(found)]
    edition = found.table.edition
    if edition is not None:
        body.append(Signature(signatory or found.table.unit_name, edition.on_day, seal=False))
    subject = f"{found.table.year}年度" + (f"第{edition.number}版" if edition else "草稿")
    keywords = edition.digest if edition else ""
    return Paper(found.title, found.table.unit_name, tuple(body), subject, keywords)


def _blocks(found: AnnualDocument) -> Iterator[Block]:
    table = found.table
    yield from _words(found, Slot.opening)
    yield Heading(PART1_TITLE)
    for slot in PART1_SLOTS:
        lines = found.paragraphs.get(slot.value, ())
        if lines:
            yield Heading(slot.label, 2)
            yield from (Paragraph(line) for line in lines)
    yield Heading(PART2_TITLE)
    yield _merged(part2_grid(table), _PART2)
    yield Heading(PART3_TITLE)
    yield _merged(part3_grid(table), _PART3)
    yield from _words(found, Slot.after_part3)
    yield Heading(PART4_TITLE)
    yield _merged(part4_grid(table), _PART4)
    yield from _words(found, Slot.after_part4)
    yield Heading(PART5_TITLE)
    yield from _words(found, Slot.problems)
    yield Heading(PART6_TITLE)
    yield from _words(found, Slot.other)


def _words(found: AnnualDocument, slot: Slot) -> Iterator[Block]:
    yield from (Paragraph(line) for line in found.paragraphs.get(slot.value, ()))


def _merged(grid: Grid, shares: tuple[float, ...]) -> Merged:
    return Merged(
        shares,
        tuple(
            tuple(
                Span(
                    cell.text,
                    cell.colspan,
                    cell.rowspan,
                    cell.is_heading,
                    "left" if cell.is_heading and cell.row and cell.rowspan == 1 else "centre",
                )
                for cell in line
            )
            for line in grid.lines
        ),
    )
