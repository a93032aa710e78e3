"""Writes a laid-out paper as a PDF file: same paper, same bytes; all fonts embedded. No layout here."""

import re
from datetime import date

from casework.blocks import Paper, Signature
from casework.characters import shown
from casework.pdf.archive import output_intent, xmp
from casework.pdf.file import File, Metadata
from casework.pdf.fonts import FontSet, font_set
from casework.pdf.furniture import PAGE_HEIGHT, PAGE_WIDTH, draw_mark
from casework.pdf.layout import lay_out
from casework.pdf.pen import Pen
from casework.pdf.seal import Room, Seal
from casework.pdf.structure import Tree


def render(
    paper: Paper,
    *,
    fonts: FontSet | None = None,
    seal: Seal | Room | None = None,
    mark: str = "",
) -> bytes:
    """The PDF of a paper, byte for byte the same for the same paper, fonts and seal.

    Layout after GB/T 9704-2012, structure after ISO 19005-2 (PDF/A-2), tagged. Threads may call it at the same time.

    Args:
        seal: the picture of a seal, drawn over each signature that wants one; without it its place stays free.
            A room is left free and remembers where it is.
        mark: large grey characters under the text of each page, for what is no finished paper (预览).

    Raises:
        MissingGlyph: a character that no font holds; it names the field. See `unprintable` for asking beforehand.
    """
    fonts = fonts or font_set()
    sheets = lay_out(paper, fonts, seal)
    metadata = _described(paper)
    file = File(
        metadata, identity=repr((paper, seal and seal.sha256, *filter(None, (mark,)))).encode()
    )
    tree = Tree(file)
    pen = Pen(file, tree, fonts)
    for page in range(len(sheets.pages)):
        pen.turn()
        draw_mark(pen, mark)
        sheets.draw(pen, page)
    return finished(file, tree, pen, metadata, size=(PAGE_WIDTH, PAGE_HEIGHT))


def finished(
    file: File, tree: Tree, pen: Pen, metadata: Metadata, *, size: tuple[float, float]
) -> bytes:
    """The whole file, once everything is drawn; `size` is that of its pages, in points."""
    pages = _write_pages(file, pen, size)
    tree.write(pages[:-1])
    return file.save(
        b"<< /Type /Catalog /Pages %d 0 R /Lang (zh-CN) /MarkInfo << /Marked true >> "
        b"/ViewerPreferences << /DisplayDocTitle true >> /StructTreeRoot %d 0 R "
        b"/Metadata %d 0 R /OutputIntents %b >>"
        % (pages[-1], tree.number, xmp(file, metadata), output_intent(file))
    )


def _described(paper: Paper) -> Metadata:
    """What the file says about itself."""
    return Metadata(
        title=_metadata(paper.title),
        author=_metadata(paper.author),
        subject=_metadata(paper.subject),
        keywords=_metadata(paper.keywords),
        day=_dated(paper),
    )


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has that `render` made; it reads the one list of pages that `render` writes."""
    found = re.search(rb"/Type /Pages /Count (\d+)", pdf)
    return int(found[1]) if found else 0


def _write_pages(file: File, pen: Pen, size: tuple[float, float]) -> list[int]:
    """The numbers of the page objects, and last that of the list of pages."""
    above = file.reserve()
    fonts = pen.fonts.write(file)
    pictures = b" ".join(b"/P%d %d 0 R" % (number, number) for number in pen.pictures.values())
    numbers = [
        file.put(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R "
            b"/Resources << /Font << %b >> /XObject << %b >> >> /StructParents %d /Tabs /S >>"
            % (above, *size, file.content(page), fonts, pictures, index)
        )
        for index, page in enumerate(pen.pages)
    ]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    file.fill(above, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(numbers), kids))
    return [*numbers, above]


def _metadata(text: str) -> str:
    """A text as metadata may hold it: one line, and nothing that XML forbids."""
    return shown(text).replace("\n", " ").encode("utf-8", "replace").decode()


def _dated(paper: Paper) -> date:
    """The day that stands in the file's metadata: the paper's own, never the clock's, so that the bytes stay the same."""
    days = [block.signed_on for block in paper.blocks if isinstance(block, Signature)]
    return days[-1] if days else date(2000, 1, 1)
