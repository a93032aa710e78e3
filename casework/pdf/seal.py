"""The picture of a seal: what is accepted as one, and its place over 署名 and 成文日期.

A picture is neither an official electronic seal nor a signature (在线政务服务规定第9条); callers say so in words.
"""

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageChops

from casework.errors import Invalid
from casework.pdf.pen import Pen, Picture
from casework.pdf.structure import Tag

MM = 72 / 25.4

# A scanned seal is some hundred kilobytes; what is much larger is refused before it is unpacked.
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4000 * 4000
_LEAST_SIDE = 100
_MOST_RATIO = 2.0  # an oval or a long seal, but no signature and no scan of a page
_SIDE = 600  # more than 300 dots an inch at 42 mm
DIAMETER_MM = (
    42.0  # reading: seals of counties and departments measure 42 mm; the unit may set its own
)
_DIAMETERS = (20.0, 60.0)

_PLACE = "印章图片"


@dataclass(frozen=True, eq=False)
class Seal:
    """An accepted picture, deflated once; `sha256` is that of the file it was read from."""

    picture: Picture
    sha256: str
    width: float
    height: float

    def draw(self, pen: Pen, centre: float, top: float) -> None:
        """Draws it upright with its upper edge at `top`, under a tag that says what it is."""
        x, y = centre - self.width / 2, top - self.height
        box = (x, y, x + self.width, top)
        place = b"/O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]" % box
        pen.begin(Tag("Figure", None, "印章（图片）", place))
        pen.picture(self.picture, x, y, size=(self.width, self.height))
        pen.end()


@dataclass(frozen=True)
class Place:
    """Where a seal goes: the page from 0, and left, bottom, right, top in points from the lower left corner."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Room:
    """The room of a seal that a signature will bring later: nothing is drawn, and `places` tells where it was left."""

    width: float
    height: float
    places: list[Place] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return f"room {self.width:.2f} {self.height:.2f}"

    def draw(self, pen: Pen, centre: float, top: float) -> None:
        """Notes the place."""
        left = centre - self.width / 2
        box = (left, top - self.height, left + self.width, top)
        self.places.append(Place(len(pen.pages) - 1, box))


def room_for(data: bytes | None, *, diameter_mm: float = DIAMETER_MM) -> Room:
    """The room that the seal in a picture needs; without a picture that of a round one.

    Raises:
        Invalid: the picture is no seal.
    """
    if data is None:
        return Room(diameter_mm * MM, diameter_mm * MM)
    seal = read_seal(data, diameter_mm=diameter_mm)
    return Room(seal.width, seal.height)


def clear_png(data: bytes) -> bytes:
    """The seal in a PNG or JPEG file as a PNG with a clear ground, for the look of a signature.

    Raises:
        Invalid: it is no such picture.
    """
    output = io.BytesIO()
    image = _opened(data)
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    image.save(output, "PNG")
    return output.getvalue()


@lru_cache(maxsize=16)
def read_seal(data: bytes, *, diameter_mm: float = DIAMETER_MM) -> Seal:
    """The seal in a PNG or JPEG file; white paper around it becomes clear.

    Args:
        diameter_mm: length of its longer side in print.

    Raises:
        Invalid: it is no such picture, too large, too small, of a wrong shape, or empty.
    """
    if not _DIAMETERS[0] <= diameter_mm <= _DIAMETERS[1]:
        raise _refused(f"直径应当在{_DIAMETERS[0]:g}至{_DIAMETERS[1]:g}毫米之间；请改正单位设置。")
    image = _opened(data)
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    cover = image.getchannel("A")
    if not cover.getbbox():
        raise _refused("是空白的，看不到印章；请换用盖章后的扫描件或者透明背景的图片。")
    scale = diameter_mm * MM / max(image.size)
    picture = Picture(
        *image.size,
        zlib.compress(image.convert("RGB").tobytes(), 9),
        zlib.compress(cover.tobytes(), 9),
    )
    sizes = (image.width * scale, image.height * scale)
    return Seal(picture, hashlib.sha256(data).hexdigest(), *sizes)


def _opened(data: bytes) -> Image.Image:
    """The picture with its cover; its size is read from its head before anything is unpacked."""
    if len(data) > MOST_BYTES:
        raise _refused(f"超过{MOST_BYTES // 1024 // 1024} MB；请缩小后再上传。")
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            _check_shape(*image.size)
            image.load()
            return _covered(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused("展开后过大；请缩小到4000×4000像素以内。") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _refused("不能作为图片打开；请上传 PNG 或者 JPEG 格式的印章图片。") from error


def _check_shape(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _refused(f"有{width}×{height}个像素，展开后过大；请缩小到4000×4000以内。")
    if min(width, height) < _LEAST_SIDE:
        raise _refused(
            f"只有{width}×{height}个像素，印制后不清晰；请提供边长至少{_LEAST_SIDE}像素的图片。"
        )
    if max(width, height) > _MOST_RATIO * min(width, height):
        raise _refused("长宽相差过大，不像印章；请裁去印章以外的部分。")


def _covered(image: Image.Image) -> Image.Image:
    """With transparency as it is; without it, a point covers as far as it is not white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        return image.convert("RGBA")
    colours = image.convert("RGB")
    red, green, blue = colours.split()
    white = ImageChops.darker(ImageChops.darker(red, green), blue)
    colours.putalpha(ImageChops.invert(white))
    return colours


def _refused(reason: str) -> Invalid:
    return Invalid(f"{_PLACE}{reason}", fields={"seal": reason})
