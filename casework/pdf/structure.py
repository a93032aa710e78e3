"""The structure of a paper for readers that do not look: which mark on a page belongs to which heading, paragraph or cell.

Knows no layout. ISO 32000-1, 14.7 and 14.8; tags and their order are the reading order of the paper.
"""

from dataclasses import dataclass

from casework.pdf.file import File, text_string

# Attributes of cells (ISO 32000-1, 14.8.5.7).
COLUMN_HEAD = b"/O /Table /Scope /Column"
ROW_HEAD = b"/O /Table /Scope /Row"


@dataclass(frozen=True, eq=False, slots=True)
class Tag:
    """One element of the structure; what is drawn under the same tag belongs together, on several pages too.

    `kind` is a standard type (H1, P, Table, TR, TH, TD, Figure); a figure carries `alt`, its description in words.
    """

    kind: str
    parent: "Tag | None" = None
    alt: str = ""
    attributes: bytes = b""


class _Element:
    """A tag in one file: the object it becomes, and its children: elements, or (page, mark on the page)."""

    __slots__ = ("kids", "number", "parent", "tag")

    def __init__(self, tag: Tag, parent: int, number: int) -> None:
        self.tag, self.parent, self.number = tag, parent, number
        self.kids: list[_Element | tuple[int, int]] = []

    def body(self, pages: list[int]) -> bytes:
        own = next((kid[0] for kid in self.kids if isinstance(kid, tuple)), -1)
        kids = []
        for kid in self.kids:
            if isinstance(kid, _Element):
                kids.append(b"%d 0 R" % kid.number)
            elif kid[0] == own:
                kids.append(b"%d" % kid[1])
            else:
                kids.append(b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (pages[kid[0]], kid[1]))
        parts = [
            b"<< /Type /StructElem /S /%b /P %d 0 R /K [%b]"
            % (self.tag.kind.encode(), self.parent, b" ".join(kids))
        ]
        if own >= 0:
            parts.append(b"/Pg %d 0 R" % pages[own])
        if self.tag.alt:
            parts.append(b"/Alt " + text_string(self.tag.alt))
        if self.tag.attributes:
            parts.append(b"/A << %b >>" % self.tag.attributes)
        parts.append(b">>")
        return b" ".join(parts)


class Tree:
    """The structure of one file while it is drawn."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.number = file.reserve()
        self._document = _Element(Tag("Document"), self.number, file.reserve())
        self._elements: dict[Tag, _Element] = {}
        self._marks: list[list[_Element]] = []

    def turn(self) -> None:
        """The marks that follow stand on the next page."""
        self._marks.append([])

    def mark(self, tag: Tag) -> int:
        """The number of a new mark on this page that belongs to `tag`."""
        element = self._element(tag)
        marks = self._marks[-1]
        element.kids.append((len(self._marks) - 1, len(marks)))
        marks.append(element)
        return len(marks) - 1

    def _element(self, tag: Tag) -> _Element:
        found = self._elements.get(tag)
        if found is None:
            above = self._element(tag.parent) if tag.parent else self._document
            found = _Element(tag, above.number, self._file.reserve())
            self._elements[tag] = found
            above.kids.append(found)
        return found

    def write(self, pages: list[int]) -> None:
        """Writes all elements and the way back from marks to elements; `pages` are the numbers of the page objects."""
        for element in (self._document, *self._elements.values()):
            self._file.fill(element.number, element.body(pages))
        rows = (
            b"%d [%b]" % (page, b" ".join(b"%d 0 R" % element.number for element in marks))
            for page, marks in enumerate(self._marks)
        )
        back = self._file.put(b"<< /Nums [%b] >>" % b" ".join(rows))
        self._file.fill(
            self.number,
            b"<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d >>"
            % (self._document.number, back, len(pages)),
        )
