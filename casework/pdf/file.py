"""The PDF file as a list of numbered objects; knows nothing of text, layout or papers.

ReportLab's own document class is not used: it puts no line end before `endstream` and refers to Helvetica without
embedding it, and ISO 19005-2 (6.1.7.1, 6.2.11) allows neither.
"""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import date

# ISO 32000-1, on which ISO 19005-2 is built; the second line tells transports that the file is binary (6.1.2).
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


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
        self._metadata, self._identity = metadata, identity
        # In pieces, which are put together once, at the end: fonts are long.
        self._bodies: list[tuple[bytes, ...]] = []

    def reserve(self) -> int:
        """The number of an object that is filled later with `fill`."""
        self._bodies.append(())
        return len(self._bodies)

    def fill(self, number: int, body: bytes) -> None:
        """Sets the body of a reserved object."""
        self._bodies[number - 1] = (body,)

    def put(self, body: bytes) -> int:
        """Adds an object; its number."""
        self._bodies.append((body,))
        return len(self._bodies)

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        """Adds a stream whose bytes stand as given; `entries` name its filter, if it has one."""
        head = b"<< /Length %d %b >>\nstream\n" % (len(data), entries)
        self._bodies.append((head, data, b"\nendstream"))
        return len(self._bodies)

    def deflated(self, data: bytes, entries: bytes = b"") -> int:
        """Adds a stream of bytes that `zlib` has compressed already."""
        return self.stream(data, b"/Filter /FlateDecode " + entries)

    def content(self, operators: list[bytes]) -> int:
        """Adds the drawing of one page."""
        return self.deflated(zlib.compress(b"\n".join(operators)))

    def save(self, catalog: bytes) -> bytes:
        """The whole file; `catalog` is the body of its root object."""
        root, info = self.put(catalog), self.put(_information(self._metadata))
        parts, places, at = [_HEAD], [b"0000000000 65535 f \n"], len(_HEAD)
        for number, body in enumerate(self._bodies, 1):
            part = (b"%d 0 obj\n" % number, *body, b"\nendobj\n")
            places.append(b"%010d 00000 n \n" % at)
            parts += part
            at += sum(map(len, part))
        count = len(places)
        identity = hashlib.sha256(self._identity).hexdigest()[:32].encode()
        parts.append(b"xref\n0 %d\n%b" % (count, b"".join(places)))
        parts.append(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\n"
            b"startxref\n%d\n%%%%EOF\n" % (count, root, info, identity, identity, at)
        )
        return b"".join(parts)


def _information(metadata: Metadata) -> bytes:
    """The information dictionary; the XMP packet says the same (ISO 19005-2, 6.6.2)."""
    day = metadata.day.strftime("%Y%m%d").encode()
    words = (
        (b"Title", metadata.title),
        (b"Author", metadata.author),
        (b"Subject", metadata.subject),
        (b"Keywords", metadata.keywords),
        (b"Creator", "casework"),
        (b"Producer", "casework"),
    )
    texts = b" ".join(b"/%b %b" % (name, text_string(text)) for name, text in words)
    dates = b" ".join(b"/%b (D:%b000000Z)" % (name, day) for name in (b"CreationDate", b"ModDate"))
    return b"<< %b %b /Trapped /False >>" % (texts, dates)


def text_string(text: str) -> bytes:
    """A PDF string that holds any character (ISO 32000-1, 7.9.2.2)."""
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()
