"""What makes a file fit for keeping (ISO 19005-2): the colour space it is meant in, and metadata that can be read without
opening it. The structure of PDF/A-2 is written; conformance has not been certified by a validator.
"""

import struct
import zlib
from functools import lru_cache
from xml.sax.saxutils import escape

from casework.pdf.file import File, Metadata

# sRGB (IEC 61966-2-1) with its primaries adapted to D50, as the ICC publishes it.
_PRIMARIES = (
    (b"rXYZ", (0.43607, 0.22249, 0.01392)),
    (b"gXYZ", (0.38515, 0.71687, 0.09708)),
    (b"bXYZ", (0.14307, 0.06061, 0.71410)),
)
_D50 = (0.9642, 1.0, 0.8249)
_ADAPTATION = (1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01707, -0.00924, 0.01508, 0.75168)
# The curve ((x + 0.055) / 1.055) ^ 2.4, straight near black: g, a, b, c, d of a parametric curve of type 3.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _words(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">4x2I2s2s2I", 1, 12, b"en", b"US", len(data), 28) + data


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """An ICC profile, version 4, of 500 bytes; made here, so that it bears no date and no one's rights."""
    curve = b"para" + struct.pack(">4x2H", 3, 0) + _fixed(*_CURVE)
    tags = [
        (b"desc", _words("sRGB")),
        (b"cprt", _words("No copyright, use freely")),
        (b"wtpt", b"XYZ \0\0\0\0" + _fixed(*_D50)),
        (b"chad", b"sf32\0\0\0\0" + _fixed(*_ADAPTATION)),
        *((name, b"XYZ \0\0\0\0" + _fixed(*xyz)) for name, xyz in _PRIMARIES),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    at = 128 + 4 + 12 * len(tags)
    table, body, places = [struct.pack(">I", len(tags))], b"", {}
    for name, data in tags:
        if data not in places:  # the three curves are one
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table.append(struct.pack(">4s2I", name, places[data], len(data)))
    head = struct.pack(
        ">I4xI4s4s4s6H4s24xI12s48x",
        at + len(body), 0x04300000, b"mntr", b"RGB ", b"XYZ ", 2000, 1, 1, 0, 0, 0, b"acsp", 0,
        _fixed(*_D50),
    )  # fmt: skip
    return head + b"".join(table) + body


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return zlib.compress(srgb(), 9)


def output_intent(file: File) -> bytes:
    """The array of output intents: colours are sRGB (ISO 19005-2, 6.2.3)."""
    profile = file.deflated(_profile(), b"/N 3")
    return (
        b"[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
        b"/Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R >>]" % profile
    )


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>casework</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<xmp:CreatorTool>casework</xmp:CreatorTool><xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def xmp(file: File, metadata: Metadata) -> int:
    """The metadata once more as XMP, word for word what the information dictionary says (ISO 19005-2, 6.6.2)."""
    packet = _XMP.format(
        title=escape(metadata.title),
        author=escape(metadata.author),
        subject=escape(metadata.subject),
        keywords=escape(metadata.keywords),
        at=f"{metadata.day.isoformat()}T00:00:00Z",
    )
    return file.stream(packet.encode(), b"/Type /Metadata /Subtype /XML")
