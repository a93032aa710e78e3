"""Puts together the paragraphs of a text that was broken into lines: by the pages of a PDF, or by soft breaks inside of a paragraph.

Only the words are put together, for the numbers in them to be compared; tables are read by `finding` and `flowing`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

PAGE = "\f"
"""Stands between two pages in the text of a PDF."""

_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、](?!\d))[^，。；]{0,40}"
)
_TITLE = re.compile(r"[^，。；]{4,}年度?报告")
_FOLIO = re.compile(
    r"[-—–－―~·\s]*(?:第\s*)?\d{1,4}\s*页?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－―~·\s]*"
)
_NUMBER = r"(?:-?\d[\d,]*(?:\.\d+)?|[-/／—])"
_CELLS = re.compile(rf"(?:.*\s)?{_NUMBER}(?:\s+{_NUMBER})+|{_NUMBER}")
_ENDS = "。！？!?"
_GOES_ON = "，、；：,;"
_FULL = 0.7
"""A line that is narrower than this part of the widest one was ended by its writer, not by the edge of the page."""


def of_pages(text: str) -> tuple[str, ...]:
    """The paragraphs of a PDF's text: without what stands at the edges of its pages, its lines put together; a line of cells stays alone.

    A PDF tells no paragraphs: a line goes on where it is as wide as the page and no sentence ends with it.
    """
    lines = [line for page in _without_edges(text.split(PAGE)) for line in page]
    prose = [line for line in lines if re.search("[，。；]", line) and not _CELLS.fullmatch(line)]
    full = _FULL * max(map(_width, prose), default=0)
    return tuple(_joined(lines, full))


def of_breaks(text: str) -> tuple[str, ...]:
    """The paragraphs of a text with soft breaks: a heading and a finished sentence end one, every other break is none."""
    return tuple(_joined([line.strip() for line in text.splitlines() if line.strip()], 0))


def _joined(lines: Iterable[str], full: float) -> Iterator[str]:
    held, open_ended = "", False
    for line in lines:
        cells, heading = _CELLS.fullmatch(line), _HEADING.match(line)
        if held and (not open_ended or cells or heading):
            yield held
            held = ""
        held += line
        open_ended = not cells and _goes_on(held, line, full)
    if held:
        yield held


def _goes_on(held: str, line: str, full: float) -> bool:
    if line[-1] in _ENDS or _HEADING.fullmatch(held) or _TITLE.fullmatch(held):
        return False
    return line[-1] in _GOES_ON or _width(line) >= full


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line)


def _without_edges(pages: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each page without its number, and without a head or a foot that several pages share."""
    found = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    edges = Counter(edge for page in found for edge in {*page[:1], *page[-1:]})
    for lines in found:
        for at in (0, -1):
            while lines and (_FOLIO.fullmatch(lines[at]) or edges[lines[at]] > 1):
                lines.pop(at)
        yield lines
