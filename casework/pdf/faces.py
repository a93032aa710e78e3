"""One font file: what it holds, and the subsets that go into papers; knows no roles, no layout and no document."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFile, calcChecksum

# Flags of a composite glyph (OpenType, glyf).
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x01, 0x08, 0x20, 0x40, 0x80

# FontDescriptor flags 3 and 6: the font has its own encoding, not the Latin one.
_SYMBOLIC, _NONSYMBOLIC = 4, 32


@dataclass(frozen=True)
class Subset:
    """Part of a face with at most 256 codes: the deflated font file, its raw length, the deflated ToUnicode map,
    and the array of advances in thousandths of an em as it stands in a PDF."""

    font: bytes
    font_length: int
    to_unicode: bytes
    widths: bytes


class Face:
    """A parsed TrueType font. Nothing in it changes after loading, so threads may share it.

    ReportLab's own subsetting moves a read position inside the shared face and copies the whole outline table each
    time; here every read is a slice. Subsets are cached, because papers of one template begin with the same codes.
    """

    def __init__(self, data: bytes) -> None:
        """Raises reportlab's TTFError for a file it cannot embed (CFF outlines, embedding forbidden)."""
        file: Any = TTFontFile(io.BytesIO(data))
        self._file = file
        self.data = data
        self._glyf: int = file.get_table_pos("glyf")[0]
        self._loca: list[int] = file.glyphPos
        self.name: str = file.name.decode("ascii")
        self.glyphs: dict[int, int] = file.charToGlyph
        self._widths: dict[int, float] = file.charWidths
        self.subset: Callable[[tuple[int, ...]], Subset] = lru_cache(maxsize=64)(self._subset)
        self._outline: Callable[[int], bytes] = lru_cache(maxsize=4096)(self._read_outline)
        self._advance: Callable[[int], bytes] = lru_cache(maxsize=4096)(self._read_advance)

    def width(self, code: int) -> float:
        """Advance of the character in em."""
        return self._widths[code] / 1000

    @cached_property
    def descriptor(self) -> bytes:
        """The entries of a FontDescriptor that describe the whole face."""
        file = self._file
        flags = (file.flags | _SYMBOLIC) & ~_NONSYMBOLIC
        box = " ".join(f"{edge:g}" for edge in file.bbox)
        return (
            f"/Ascent {file.ascent:g} /CapHeight {file.capHeight:g} /Descent {file.descent:g} "
            f"/Flags {flags} /FontBBox [{box}] /ItalicAngle {file.italicAngle:g} "
            f"/StemV {file.stemV:g} /MissingWidth {file.defaultWidth:g}"
        ).encode()

    def _array(self, codes: tuple[int, ...]) -> bytes:
        default = self._file.defaultWidth
        return f"[{' '.join(f'{self._widths.get(code, default):g}' for code in codes)}]".encode()

    def _subset(self, codes: tuple[int, ...]) -> Subset:
        font, outlines = self._font_file(codes)
        # A large subset is one that many papers share; the small rest differs from paper to paper.
        shared = len(codes) > _SHARED
        packed = zlib.compress(font, 9) if shared else _joined(font, outlines)
        unicode = zlib.compress(to_unicode(codes), 9 if shared else 1)
        return Subset(packed, len(font), unicode, self._array(codes))

    def _font_file(self, codes: tuple[int, ...]) -> tuple[bytes, list[bytes]]:
        """A TrueType file in which code n shows the character `codes[n]`, and its outlines; code 0 is .notdef."""
        find = self.glyphs.get
        numbers = [find(code, 0) for code in codes]
        new = {glyph: number for number, glyph in enumerate(dict.fromkeys((0, *numbers)))}
        outlines = self._outlines(new)
        # Hinted fonts of an operator need the first three.
        hints = ("cvt ", "fpgm", "prep")
        tables = {tag: self._file.get_table(tag) for tag in hints if tag in self._file.table}
        glyphs = [new[number] for number in numbers]
        tables |= self._metrics(list(new))
        tables |= {"cmap": _cmap(glyphs), "glyf": b"".join(outlines)}
        offsets = [0, *accumulate(map(len, outlines))]
        tables["loca"] = struct.pack(f">{len(offsets)}L", *offsets)
        return _assembled(tables), outlines

    def _metrics(self, old: list[int]) -> dict[str, bytes]:
        advances = b"".join(map(self._advance, old))
        hhea, maxp, head = (
            bytearray(self._file.get_table(tag)) for tag in ("hhea", "maxp", "head")
        )
        struct.pack_into(">H", hhea, 34, len(old))
        struct.pack_into(">H", maxp, 4, len(old))
        struct.pack_into(">H", head, 50, 1)  # long offsets in loca
        struct.pack_into(">L", head, 8, 0)  # counts as zero in its own checksum
        return {"hmtx": advances, "hhea": bytes(hhea), "maxp": bytes(maxp), "head": bytes(head)}

    def _outlines(self, new: dict[int, int]) -> list[bytes]:
        """Outlines in the new order; parts of composite glyphs are added to `new` on the way."""
        queue, done = list(new), []
        for glyph in queue:  # grows while composites are met
            outline = self._outline(glyph)
            if len(outline) > 10 and outline[0] & 0x80:  # negative number of contours
                whole = bytearray(outline)
                for at in _components(whole):
                    part = struct.unpack_from(">H", whole, at)[0]
                    if part not in new:
                        new[part] = len(new)
                        queue.append(part)
                    struct.pack_into(">H", whole, at, new[part])
                outline = bytes(whole)
            done.append(outline)
        return done

    def _read_outline(self, glyph: int) -> bytes:
        """As it stands in the file, filled up to whole words."""
        start = self._glyf + self._loca[glyph]
        outline = self.data[start : self._glyf + self._loca[glyph + 1]]
        return outline + bytes(-len(outline) % 4)

    def _read_advance(self, glyph: int) -> bytes:
        """Its row in hmtx."""
        return struct.pack(">2H", *map(int, self._file.hmetrics[glyph]))


# Deflating is most of the work of a subset, and the same few thousand outlines come again and again.
_SHARED = 120


def _assembled(tables: dict[str, bytes]) -> bytes:
    """A TrueType file of these tables, with its checksums (OpenType, "Organization of an OpenType Font")."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [
        struct.pack(">4H", count, 16 * power, count.bit_length() - 1, 16 * (count - power))
    ]
    at, total, body, adjusted = 12 + 16 * count, 0, [], 0
    for tag, data in sorted(tables.items()):
        if tag == "head":
            adjusted = at + 8
        checksum = calcChecksum(data)
        total += checksum
        directory.append(struct.pack(">4s3L", tag.encode(), checksum, at, len(data)))
        body.append(data + bytes(-len(data) % 4))
        at += len(body[-1])
    begin = b"\0\1\0\0" + b"".join(directory)
    font = bytearray(begin + b"".join(body))
    total += calcChecksum(begin)
    struct.pack_into(">L", font, adjusted, (0xB1B0AFBA - total) & 0xFFFFFFFF)
    return bytes(font)


def _joined(font: bytes, outlines: list[bytes]) -> bytes:
    """The file deflated piece by piece, each outline by itself; a tenth larger, ten times as fast (RFC 1951, 2.3)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    directory = (struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(tables))
    begin = next(offset for tag, offset, _ in directory if tag == b"glyf")
    end = begin + sum(map(len, outlines))
    pieces = [_stored(font[:begin]), *map(_piece, outlines), _stored(font[end:], last=True)]
    return b"\x78\x9c" + b"".join(pieces) + struct.pack(">I", zlib.adler32(font))


@lru_cache(maxsize=4096)
def _piece(data: bytes) -> bytes:
    """Deflated so that it can stand between others."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(data: bytes, *, last: bool = False) -> bytes:
    """The same without deflating (RFC 1951, 3.2.4): the few tables around the outlines are hardly worth it."""
    blocks = [data[at : at + 0xFFFF] for at in range(0, len(data), 0xFFFF)] or [b""]
    return b"".join(
        struct.pack("<BHH", last and n == len(blocks), len(block), 0xFFFF ^ len(block)) + block
        for n, block in enumerate(blocks, 1)
    )


def _components(outline: bytearray) -> list[int]:
    """Where the glyph numbers of a composite glyph's parts stand."""
    places, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags = struct.unpack_from(">H", outline, at)[0]
        places.append(at + 2)
        at += 8 if flags & _WORDS else 6
        if flags & _SCALE:
            at += 2
        elif flags & _XY_SCALE:
            at += 4
        elif flags & _TWO_BY_TWO:
            at += 8
    return places


def _cmap(glyphs: list[int]) -> bytes:
    """One (1,0) table of format 6, which is what a symbolic simple font is looked up by."""
    head = (0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(glyphs), 0, 0, len(glyphs))
    return struct.pack(f">{len(head) + len(glyphs)}H", *head, *glyphs)


_HEADER = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_FOOTER = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


_CODES = tuple(f"<{n:02X}>" for n in range(256))


@lru_cache(maxsize=4096)
def _target(code: int) -> str:
    return f"<{chr(code).encode('utf-16-be').hex().upper()}>"


def to_unicode(codes: tuple[int, ...]) -> bytes:
    """The map from codes back to text.

    ReportLab's own writes a character beyond U+FFFF as five hex digits, so that 𫍯 is copied out as two wrong
    characters; the format wants UTF-16 and at most 100 rows a block.
    """
    rows = [f"{_CODES[n]} {_target(code)}" for n, code in enumerate(codes) if code]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = (f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return "\n".join((_HEADER, *body, _FOOTER)).encode("ascii")
