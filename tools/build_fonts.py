"""Rebuilds `casework/fonts/` from published packages, byte for byte; holds no drawing and is not needed at run time.

    python tools/build_fonts.py [--check]

Needs npm, apt-get and dpkg-deb, and fontTools. Every input is named by package and checked by SHA-256.
`--check` writes nothing and fails when a built file differs from the committed one.
"""

import argparse
import bz2
import gzip
import hashlib
import io
import lzma
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

FONTS = Path(__file__).resolve().parent.parent / "casework" / "fonts"

NPM_SERIF = "@expo-google-fonts/noto-serif-sc@0.4.3"
NPM_SANS = "@expo-google-fonts/noto-sans-sc@0.4.3"
DEB_FANDOL = "texlive-lang-chinese"
DEB_UNIHAN = "unicode-data"

# One design unit of 1000: the quadratic outline cannot be told from the cubic one in print.
MAX_ERROR = 1.0


@dataclass(frozen=True)
class Source:
    """A file inside a package: `package` as its client names it, `path` inside, and what it must hash to."""

    package: str
    path: str
    sha256: str


FANG = Source(
    DEB_FANDOL,
    "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
    "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
)
COPYING = Source(
    DEB_FANDOL,
    "usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz",
    "b94928591ae23ad41681fe34991e5d95d793666e751af505453a0152e6bc1a10",
)
BOLD = Source(
    NPM_SERIF,
    "package/700Bold/NotoSerifSC_700Bold.ttf",
    "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
)
LIGHT = Source(
    NPM_SERIF,
    "package/300Light/NotoSerifSC_300Light.ttf",
    "a86e5cabd0c0b9bd656ff9c3e437bec6519fc7b149e845192edd8075b07789eb",
)
MEDIUM = Source(
    NPM_SANS,
    "package/500Medium/NotoSansSC_500Medium.ttf",
    "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
)
UNIHAN = Source(
    DEB_UNIHAN,
    "usr/share/unicode/Unihan_OtherMappings.txt.bz2",
    "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
)
# The two Noto packages carry one text each: the copyright lines differ.
OFL_SERIF = Source(
    NPM_SERIF,
    "package/LICENSE_FONT",
    "5e0da210fb04058a8c0087985d2d456b931c2579811a49655721d3cf0c36b6d6",
)
OFL_SANS = Source(
    NPM_SANS,
    "package/LICENSE_FONT",
    "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
)

LATIN = tuple(range(0x20, 0x7F)) + tuple(range(0xA0, 0x180))
# Ranges that official papers use besides Han: punctuation, numbered signs, boxes, full-width forms.
SYMBOLS = (
    *range(0x2010, 0x2028),
    *range(0x2030, 0x205F),
    *range(0x2100, 0x2190),
    *range(0x2190, 0x219A),
    *range(0x2200, 0x2270),
    *range(0x2460, 0x249C),
    *range(0x25A0, 0x25D0),
    *range(0x2605, 0x2607),
    *range(0x3000, 0x3040),
    *range(0x3220, 0x322A),
    *range(0x32A3, 0x32B1),
    *range(0xFF01, 0xFFEF),
)


class Inputs:
    """Fetches each package once into a folder and hands out its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unpacked: dict[str, Path] = {}

    def read(self, source: Source) -> bytes:
        """The file's bytes; exits when its hash is not the recorded one."""
        data = (self._unpack(source.package) / source.path).read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if source.sha256 and found != source.sha256:
            sys.exit(f"{source.package}: {source.path} has sha256 {found}, not {source.sha256}")
        return data

    def _unpack(self, package: str) -> Path:
        if package not in self._unpacked:
            target = self.folder / str(len(self._unpacked))
            target.mkdir()
            unpack = self._npm if package.startswith("@") else self._deb
            unpack(package, target)
            self._unpacked[package] = target
        return self._unpacked[package]

    def _npm(self, package: str, target: Path) -> None:
        done = subprocess.run(
            ["npm", "pack", "--silent", package],
            cwd=target, check=True, capture_output=True, text=True,
        )  # fmt: skip
        archive = done.stdout.split()[-1]
        with tarfile.open(target / archive) as tar:
            tar.extractall(target, filter="data")

    def _deb(self, package: str, target: Path) -> None:
        subprocess.run(["apt-get", "download", "-q", package], cwd=target, check=True)
        archive = next(target.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)


def to_truetype(data: bytes) -> TTFont:
    """The same font with quadratic outlines, because ReportLab embeds no CFF."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    order, glyph_set, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, max_err=MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for tag in ("CFF ", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"):
        if tag in font:
            del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(font["glyf"])
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(glyphs[name], "xMin", 0))
    _truetype_profile(font)
    font.sfntVersion = "\0\1\0\0"
    return font


def _truetype_profile(font: TTFont) -> None:
    """maxp 1.0 and post 3.0, which the glyf flavour of a font requires."""
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for name in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints",
        "maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, name, 0)
    maxp.maxZones = 1
    post = font["post"]
    post.formatType, post.extraNames, post.mapping = 3.0, [], {}
    post.glyphOrder = None


def subset_of(data: bytes, characters: Iterable[int]) -> TTFont:
    """Only `characters`, without hints and layout features (we set one character at a time)."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=tuple(characters))
    cutter.subset(font)
    return font


def renamed(font: TTFont, name: str, change: str) -> bytes:
    """The file under its own name.

    ReportLab keeps the first of two fonts with one PostScript name, and a changed font must be marked as changed;
    copyright and licence records stay.
    """
    table = font["name"]
    kept = {r.nameID: r.toUnicode() for r in table.names if r.nameID in {0, 7, 8, 9, 13, 14}}
    table.names = []
    kept |= {1: name, 2: "Regular", 3: f"{name};1", 4: name, 6: name, 5: "Version 1.0", 10: change}
    for name_id, text in sorted(kept.items()):
        table.setName(text, name_id, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def common_han(unihan: bytes) -> set[int]:
    """GB 2312 and 通用规范汉字表 (Unihan kTGH)."""
    table = {
        int(row.split("\t")[0][2:], 16)
        for row in bz2.decompress(unihan).decode().splitlines()
        if "\tkTGH\t" in row
    }
    if len(table) != 8105:
        sys.exit(f"通用规范汉字表 has 8105 characters, Unihan gave {len(table)}")
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                table.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return table


def build(inputs: Inputs) -> dict[str, bytes]:
    """Every generated file by name, compressed."""
    cut = "Subset of Noto without hints and layout tables, renamed."
    fang = to_truetype(inputs.read(FANG))
    fang_has = set(fang.getBestCmap())
    wanted = common_han(inputs.read(UNIHAN)) | set(LATIN) | set(SYMBOLS)
    light = inputs.read(LIGHT)
    light_has = set(TTFont(io.BytesIO(light)).getBestCmap())
    built = {
        "CaseworkFang": renamed(
            fang,
            "CaseworkFang",
            "FandolFang-Regular with outlines converted from cubic to quadratic curves, renamed. "
            "The GPL font exception is extended to this version.",
        ),
        "CaseworkTitle": renamed(subset_of(inputs.read(BOLD), wanted), "CaseworkTitle", cut),
        "CaseworkHei": renamed(subset_of(inputs.read(MEDIUM), wanted), "CaseworkHei", cut),
        "CaseworkLight": renamed(
            subset_of(light, (light_has - fang_has) | set(LATIN)), "CaseworkLight", cut
        ),
    }
    files = {f"{name}.ttf.xz": _compressed(data) for name, data in built.items()}
    files["GPL-3.0-with-font-exception.txt"] = gzip.decompress(inputs.read(COPYING))
    files["OFL-1.1-Noto-Serif.txt"] = inputs.read(OFL_SERIF)
    files["OFL-1.1-Noto-Sans.txt"] = inputs.read(OFL_SANS)
    return files


def _compressed(data: bytes) -> bytes:
    return lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)


def main() -> int:
    parser = argparse.ArgumentParser(description="rebuild the font files of the package")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    try:
        files = build(Inputs(folder))
    finally:
        shutil.rmtree(folder)
    different = [
        name
        for name, data in files.items()
        if not (FONTS / name).is_file() or (FONTS / name).read_bytes() != data
    ]
    for name, data in files.items():
        state = "differs" if name in different else "same"
        print(f"{name:36} {len(data):>9,} bytes  {state}")
        if not check:
            (FONTS / name).write_bytes(data)
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
