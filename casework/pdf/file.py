"""The PDF file as a list of numbered objects; knows nothing of text, layout or papers.

ReportLab's document numbers the objects and writes the table of places and the trailer. The objects themselves are bytes
made here, because ReportLab puts no line end before `endstream` and leaves Helvetica in each file, and ISO 19005-2
(6.1.7.1, 6.2.11) allows neither.
"""

import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.pdfbase import pdfdoc

_VERSION = (1, 7)  # ISO 32000-1, on which ISO 19005-2 is built


class _Body(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab publishes no types
    """One indirect object, already written out."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, _document: Any) -> bytes:
        return self.body


@dataclass(frozen=True)
class Metadata:
    """What a file tells about itself; holds no applicant's name. `day` stands in for the clock, so that bytes repeat."""

    title: str
    author: str
    subject: str
    keywords: str
    day: date


class File:
    """Collects the objects of one file."""

    def __init__(self, metadata: Metadata, *, identity: bytes) -> None:
        """`identity` tells this file from another in its /ID."""
        document: Any = pdfdoc.PDFDocument(invariant=1, pdfVersion=_VERSION)
        document.signature.update(identity)
        document._timeStamp.YMDhms = (*metadata.day.timetuple()[:3], 0, 0, 0)
        info = document.info
        info.title, info.author, info.subject = metadata.title, metadata.author, metadata.subject
        info.keywords, info.creator, info.producer = metadata.keywords, "casework", "casework"
        self._document = document
        self._bodies: dict[int, _Body] = {}
        # ReportLab's document begins with a dictionary of fonts as its first object.
        self._fonts = document.idToObject["BasicFonts"].dict

    def reserve(self) -> int:
        """The number of an object that is filled later with `fill`."""
        body = _Body()
        self._document.Reference(body)
        number: int = self._document.objectcounter
        self._bodies[number] = body
        return number

    def fill(self, number: int, body: bytes) -> None:
        """Sets the body of a reserved object."""
        self._bodies[number].body = body

    def put(self, body: bytes) -> int:
        """Adds an object; its number."""
        number = self.reserve()
        self._bodies[number].body = body
        return number

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        """Adds a stream whose bytes stand as given; `entries` name its filter, if it has one."""
        head = b"<< /Length %d %b >>\nstream\n" % (len(data), entries)
        return self.put(head + data + b"\nendstream\n")

    def deflated(self, data: bytes, entries: bytes = b"") -> int:
        """Adds a stream of bytes that `zlib` has compressed already."""
        return self.stream(data, b"/Filter /FlateDecode " + entries)

    def content(self, operators: list[bytes]) -> int:
        """Adds the drawing of one page."""
        return self.deflated(zlib.compress(b"\n".join(operators)))

    def font(self, name: str, body: bytes) -> None:
        """Adds a font under the name that the drawings use."""
        self._fonts[name] = b"%d 0 R" % self.put(body)

    @property
    def fonts(self) -> bytes:
        """The reference to the dictionary of all fonts."""
        reference: bytes = self._document.Reference(self._document.idToObject["BasicFonts"]).format(
            self._document
        )
        return reference

    def save(self, catalog: bytes) -> bytes:
        """The whole file; `catalog` is the body of its root object."""
        self._document.Catalog = _Body(catalog)
        data: bytes = self._document.format()
        return data


def text_string(text: str) -> bytes:
    """A PDF string that holds any character (ISO 32000-1, 7.9.2.2)."""
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()
