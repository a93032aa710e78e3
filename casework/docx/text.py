"""Paragraphs of a draft: fonts, size, pitch and indents as attributes of WordprocessingML; knows no block of a paper."""

from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length

from casework.characters import shown

# GB/T 9704-2012 names these; 楷体 is for headings of the second level.
FANG, TITLE, HEI, KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
PITCH = 28.95
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Look:
    """How a paragraph is set; sizes in points, `indent` and `right` in hundredths of a character."""

    font: str = FANG
    size: float = 16
    align: str = "both"
    indent: int = 0
    right: int = 0
    pitch: float = PITCH
    exact: bool = True
    colour: str = ""
    below: str = ""  # colour of a rule below
    before: Length | None = None
    after: Length | None = None


# Every look but that of the body has a style of its own: some programs forget what stands on the first run of a
# content control, but none forgets a style. Font, size and colour -> id and name.
RED = "DC0000"
STYLES: dict[tuple[str, float, str], tuple[str, str]] = {
    (TITLE, 42, RED): ("CaseworkAgency", "发文机关标志"),
    (TITLE, 22, ""): ("CaseworkTitle", "公文标题"),
    (HEI, 16, ""): ("CaseworkHeading1", "一级标题"),
    (KAI, 16, ""): ("CaseworkHeading2", "二级标题"),
    (FANG, 14, ""): ("CaseworkImprint", "版记"),
    (FANG, 12, ""): ("CaseworkCell", "表格内容"),
    (HEI, 12, ""): ("CaseworkLabel", "表格项目"),
    (FANG, 9, ""): ("CaseworkSmallCell", "小表格内容"),
    (HEI, 9, ""): ("CaseworkSmallLabel", "小表格项目"),
}


def element(tag: str, **attributes: str | int) -> Any:
    """An element of the main namespace with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def paragraph(parent: Any, text: str, look: Look) -> None:
    """Adds one paragraph of one run to a document or a cell."""
    made = parent.add_paragraph()
    made._p.append(_run(text, look))
    made._p.insert(0, _paragraph_properties(look))


def fill(cell: Any, lines: list[str], look: Look) -> None:
    """The paragraphs of a cell; its first one exists already."""
    for number, line in enumerate(lines or [""]):
        if number:
            paragraph(cell, line, look)
        else:
            first = cell.paragraphs[0]._p
            first.append(_run(line, look))
            first.insert(0, _paragraph_properties(look))


def _run(text: str, look: Look) -> Any:
    run, words = element("r"), element("t")
    run.append(run_properties(look.font, look.size, look.colour))
    words.text = shown(text).replace("\n", " ")
    words.set(_XML_SPACE, "preserve")
    run.append(words)
    return run


def run_properties(font: str, size: float, colour: str) -> Any:
    """The look of characters, for a run or a style."""
    properties = element("rPr")
    properties.append(fonts(font))
    if colour:
        properties.append(element("color", val=colour))
    properties.append(element("sz", val=round(size * 2)))
    properties.append(element("szCs", val=round(size * 2)))
    return properties


def fonts(name: str) -> Any:
    """Han in `name`, everything else in Times New Roman; the hint gives quotation marks and dashes to the Han font."""
    return element("rFonts", hint="eastAsia", ascii=LATIN, hAnsi=LATIN, eastAsia=name, cs=LATIN)


def _paragraph_properties(look: Look) -> Any:
    properties = element("pPr")
    style = STYLES.get((look.font, look.size, look.colour))
    if style:
        properties.append(element("pStyle", val=style[0]))
    if look.below:
        borders = element("pBdr")
        borders.append(element("bottom", val="single", sz=12, space=4, color=look.below))
        properties.append(borders)
    if look.pitch != PITCH or not look.exact:
        properties.append(element("snapToGrid", val=0))
    spacing: dict[str, str | int] = {
        "before": round(look.before.pt * 20) if look.before else 0,
        "after": round(look.after.pt * 20) if look.after else 0,
        "line": round(look.pitch * 20) if look.exact else 240,
        "lineRule": "exact" if look.exact else "auto",
    }
    properties.append(element("spacing", **spacing))
    indents: dict[str, str | int] = {}
    if look.indent:
        indents |= {"firstLineChars": look.indent, "firstLine": round(look.indent * look.size / 5)}
    if look.right:
        indents |= {"rightChars": look.right, "right": round(look.right * look.size / 5)}
    if indents:
        properties.append(element("ind", **indents))
    properties.append(element("jc", val=look.align))
    return properties
