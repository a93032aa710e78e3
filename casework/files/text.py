"""Plain text as it comes in: which encoding, whether it is text at all; draws nothing."""

import unicodedata

_ENCODINGS = ("utf-8", "gb18030")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ACTIVE = (
    "<html",
    "<!doctype",
    "<script",
    "<svg",
    "<?xml",
    "<?php",
    "{\\rtf",
    "#!",
    "mime-version:",
)


def decoded(data: bytes) -> str | None:
    """The text, or None where the bytes are no plain text: binary, or a page or program that something could run."""
    found = _text(data)
    if found is None or any(_is_binary(c) for c in found):
        return None
    return None if found.lstrip().lower().startswith(_ACTIVE) else found


def _text(data: bytes) -> str | None:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_binary(character: str) -> bool:
    if character < " ":
        return character not in "\t\n\r\f"
    return character > "~" and unicodedata.category(character) in ("Cc", "Cn", "Cs", "Co")
