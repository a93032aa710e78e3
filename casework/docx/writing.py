"""A paper's blocks as a DOCX draft with the official fonts named (GB/T 9704-2012); reads nothing back.

The fonts are named, not shipped: an office that holds them sees the official look, others their system's substitute.
"""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document
from docx.shared import Pt

from casework import blocks
from casework.characters import shown
from casework.docx.marks import REASONS, REASONS_BOOKMARK, named
from casework.docx.sheet import set_up
from casework.docx.tables import add_fields, add_merged, add_table
from casework.docx.text import FANG, HEI, KAI, RED, TITLE, Look, element, paragraph

_PLAIN = Look()
_INDENTED = Look(indent=200)


def write(paper: blocks.Paper, *, locked: bool = True) -> bytes:
    """The draft as a file: every block in a locked content control with its name, the reasons between bookmarks.

    Without `locked` the blocks stand plainly, for what is handed on and never comes back.
    """
    document = docx.Document()
    letter = any(isinstance(block, blocks.Letterhead) and block.letter for block in paper.blocks)
    set_up(document, paper, letter=letter)
    body = document.element.body
    for number, (name, label, part) in enumerate(named(paper)):
        before = len(body)
        for block in part:
            _MAKE[type(block)](document, block)
        made = list(body)[before - 1 : -1]  # the section's properties stand at the end of the body
        if name == REASONS:
            _bookmark(made[0], made[-1])
        elif made and locked:
            _lock(made, name, label=label, number=number + 1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lock(made: list[Any], name: str, *, label: str, number: int) -> None:
    """Puts the elements into one content control that a word processor lets nobody edit."""
    control, properties, content = element("sdt"), element("sdtPr"), element("sdtContent")
    for tag, value in (
        ("alias", label),
        ("tag", name),
        ("id", 90_000_000 + number),
        ("lock", "sdtContentLocked"),
    ):
        properties.append(element(tag, val=value))
    made[0].addprevious(control)
    control.append(properties)
    control.append(content)
    for part in made:
        content.append(part)


def _bookmark(first: Any, last: Any) -> None:
    """Around whole paragraphs; a content control here would be one more thing for a word processor to spoil."""
    first.addprevious(element("bookmarkStart", id=9000, name=REASONS_BOOKMARK))
    last.addnext(element("bookmarkEnd", id=9000))


def _letterhead(document: Document, block: blocks.Letterhead) -> None:
    # The red rule stands below the number (7.2.7), in the letter form below the name (10.1).
    if block.agency:
        rule = RED if block.letter or not block.number else ""
        look = Look(TITLE, 42, align="center", colour=RED, exact=False, below=rule)
        paragraph(document, block.agency, look)
    if block.number:
        rule = "" if block.letter or not block.agency else RED
        side = "right" if block.letter else "center"
        paragraph(document, block.number, Look(align=side, below=rule))


def _title(document: Document, block: blocks.Title) -> None:
    look = Look(TITLE, 22, align="center", before=Pt(28.95), after=Pt(28.95), pitch=34.0)
    paragraph(document, shown(block.text).replace("\n", ""), look)


def _addressee(document: Document, block: blocks.Addressee) -> None:
    _lines(document, block.text, _PLAIN)


def _heading(document: Document, block: blocks.Heading) -> None:
    font = {1: HEI, 2: KAI}.get(block.level, FANG)
    paragraph(document, block.text, Look(font, indent=200))


def _paragraph(document: Document, block: blocks.Paragraph) -> None:
    _lines(document, block.text, _INDENTED if block.indent else _PLAIN)


def _lines(document: Document, text: str, look: Look) -> None:
    for line in text.split("\n"):
        paragraph(document, line, look)


def _code(document: Document, block: blocks.QrCode) -> None:
    paragraph(document, f"{block.caption}（印制时附二维码）", _INDENTED)


def _annex(document: Document, block: blocks.Annex) -> None:
    many = len(block.names) > 1
    for number, name in enumerate(block.names, 1):
        mark = f"{number}." if many else ""
        label = "附件：" if number == 1 else "\u3000\u3000\u3000"
        text = f"{label}{mark}{name.strip().rstrip('；。，;')}"
        look = Look(indent=200, before=Pt(28.95) if number == 1 else None)
        paragraph(document, text, look)


def _signature(document: Document, block: blocks.Signature) -> None:
    right = 400 if block.seal else 200
    before = Pt(2 * 28.95) if block.seal else Pt(28.95)
    look = Look(align="right", right=right, before=before)
    paragraph(document, block.signatory, look)
    paragraph(document, blocks.chinese_date(block.signed_on), Look(align="right", right=right))


def _note(document: Document, block: blocks.Note) -> None:
    _lines(document, block.text, _INDENTED)


def _imprint(document: Document, block: blocks.Imprint) -> None:
    small = Look(size=14, before=Pt(28.95))
    if block.copies:
        names = "，".join(name.strip() for name in block.copies).rstrip("。")
        paragraph(document, f"抄送：{names}。", small)
    if block.printer:
        day = f"\u3000{blocks.chinese_date(block.printed_on)}印发" if block.printed_on else ""
        paragraph(document, f"{block.printer}{day}", Look(size=14))


_MAKE: dict[type, Callable[[Document, Any], None]] = {
    blocks.Letterhead: _letterhead,
    blocks.Title: _title,
    blocks.Addressee: _addressee,
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.Fields: add_fields,
    blocks.Table: add_table,
    blocks.Merged: add_merged,
    blocks.QrCode: _code,
    blocks.Annex: _annex,
    blocks.Signature: _signature,
    blocks.Note: _note,
    blocks.Imprint: _imprint,
}
