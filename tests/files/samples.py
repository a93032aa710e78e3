"""Files as they come in, harmless and hostile, made by hand; it must hold no test."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

ID = "11010519491231002X"  # the specimen of GB 11643, with its check digit
PHONE = "13800001111"
CARD = "6222021234567890128"


def pdf(
    *lines: str, pages: int = 1, size: tuple[float, float] = (595.3, 841.9), **info: str
) -> bytes:
    """A PDF with these lines on every page, the first at 100 points from the top."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setTitle(info.get("title", "—"))
    for _ in range(pages):
        for n, line in enumerate(lines):
            canvas.drawString(72, size[1] - 100 - 20 * n, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(data: bytes, password: str = "") -> bytes:
    """A PDF encrypted; with an empty password everybody can open it, only its use is restricted."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hand_pdf(catalog: str = "", *objects: bytes, trailer: str = "") -> bytes:
    """A PDF of one empty page, with more in its catalog, more objects and more in its trailer."""
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for n, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def object_stream(content: bytes, *, filter_name: bytes = b"/FlateDecode") -> bytes:
    """An object stream that packs `content` as its only object."""
    packed = zlib.compress(b"9 0 " + content)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter %s /Length %d >>\nstream\n%s\nendstream" % (
        filter_name,
        len(packed),
        packed,
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), *, frames: int = 1) -> bytes:
    out = io.BytesIO()
    made = Image.new("RGB", size, (200, 30, 30))
    more = {"save_all": True, "append_images": [made] * (frames - 1)} if frames > 1 else {}
    made.save(out, kind, **more)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A small PNG whose header promises an absurd picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def docx(*lines: str) -> bytes:
    out = io.BytesIO()
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def xlsx(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A zip with more parts, or with other ones in the place of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()
