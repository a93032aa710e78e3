"""The sheet of a draft: paper, margins, grid, base style, page numbers (GB/T 9704-2012, 5.2, 7.5); holds no text of a paper."""

from datetime import UTC, datetime
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from casework.blocks import Paper
from casework.characters import shown
from casework.docx.text import FANG, PITCH, STYLES, element, fonts, run_properties

# A character is a little narrower than 16 pt, so that 28 of them fill 156 mm: a quarter of a point.
_TRACKING = -5
# Office programs show the day of a draft; a fixed one keeps the clock out of it.
_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def set_up(document: Document, paper: Paper, *, letter: bool) -> None:
    """Sets everything that holds for the whole draft; the letter form bears no number on its first page (10.1)."""
    _metadata(document, paper)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)
    # `linesAndChars` with a negative pitch of characters makes some programs give each of them two cells.
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)
    section._sectPr.append(element("docGrid", type="lines", linePitch=round(PITCH * 20)))
    _base_style(document)
    _add_styles(document)
    document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = letter
    if letter:
        section.first_page_footer.is_linked_to_previous = False
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def _metadata(document: Document, paper: Paper) -> None:
    """The unit and the title, and no person's name."""
    core = document.core_properties
    core.title, core.subject = shown(paper.title), shown(paper.subject)
    core.author = core.last_modified_by = shown(paper.author)
    core.keywords, core.comments, core.language = shown(paper.keywords), "", "zh-CN"
    core.created = core.modified = _DAY


def _base_style(document: Document) -> None:
    style: Any = document.styles["Normal"]
    run = style.element.get_or_add_rPr()
    for child in list(run):
        run.remove(child)
    run.append(fonts(FANG))
    run.append(element("spacing", val=_TRACKING))
    run.append(element("sz", val=32))
    run.append(element("szCs", val=32))
    run.append(element("lang", val="en-US", eastAsia="zh-CN"))
    properties = style.element.get_or_add_pPr()
    # No extra room between Han and digits: the printed paper has none.
    # And no mark hangs over the edge.
    for tag in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        properties.append(element(tag, val=0))
    line = round(PITCH * 20)
    properties.append(element("spacing", before=0, after=0, line=line, lineRule="exact"))
    properties.append(element("jc", val="both"))


def _add_styles(document: Document) -> None:
    for (font, size, colour), (identifier, name) in STYLES.items():
        style = element("style", type="paragraph", customStyle=1, styleId=identifier)
        style.append(element("name", val=name))
        style.append(element("basedOn", val="Normal"))
        style.append(element("qFormat"))
        style.append(run_properties(font, size, colour))
        document.styles.element.append(style)


def _number(footer: Any, side: str) -> None:
    """— 1 — in 四号宋体, one character in: odd pages right, even pages left (7.5)."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    properties = paragraph._p.get_or_add_pPr()
    margin = {f"{side}Chars": 100, side: 280}
    properties.append(element("ind", **margin))
    properties.append(element("jc", val=side))
    for part in ("— ", "begin", " PAGE ", "separate", "1", "end", " —"):
        run = element("r")
        look = element("rPr")
        look.append(fonts("宋体"))
        look.append(element("sz", val=28))
        run.append(look)
        if part in {"begin", "separate", "end"}:
            run.append(element("fldChar", fldCharType=part))
        else:
            words = element("instrText" if "PAGE" in part else "t")
            words.text = part
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(words)
        paragraph._p.append(run)
