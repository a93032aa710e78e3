"""What becomes of characters that cannot be seen: control characters, marks of the writing direction, pasted white space.

Pure functions on text; knows no font and no paper.
"""

import io
import re
import unicodedata
from collections.abc import Collection

# Pasted text brings these: white space is set as a space, what has no width at all is left out.
_WHITE = "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f"
_PASTED = "\r\xad\u200b\u2060\ufeff"
# Marks that turn the direction of writing (Unicode UAX 9): with them a name could be shown otherwise than it is stored.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Control characters, except the line feed and the white space above.
_CONTROL = "".join(
    character
    for character in map(chr, (*range(0x20), *range(0x7F, 0xA0)))
    if character not in f"\n\r{_WHITE}"
)
_HIDDEN = frozenset(_CONTROL + _TURNING)
_TABLE = str.maketrans(
    dict.fromkeys(_WHITE, " ") | dict.fromkeys(_PASTED + _CONTROL + _TURNING, "")
)
# Asked first: most texts hold none of them, and a search costs a tenth of a translation.
_UNSEEN = re.compile(f"[{re.escape(_WHITE + _PASTED + _CONTROL + _TURNING)}]")


def hidden(text: str) -> tuple[str, ...]:
    """The control characters and direction marks of a text, in order."""
    if _HIDDEN.isdisjoint(text):
        return ()
    return tuple(character for character in text if character in _HIDDEN)


def spelt(characters: Collection[str], *, most: int = 8) -> str:
    """Characters as a sentence names them, each once; what cannot be seen by its code alone, since it could turn the sentence."""
    once = tuple(dict.fromkeys(characters))
    codes = ((c, f"U+{ord(c):04X}") for c in once[:most])
    listed = "、".join(f"“{c}”（{code}）" if c.isprintable() else code for c, code in codes)
    return f"{listed}等{len(once)}个" if len(once) > most else listed


def shown(text: str) -> str:
    """The text as papers set it, without what cannot be seen; only line feeds stay, for the caller to make paragraphs of."""
    return normal(text.translate(_TABLE) if _UNSEEN.search(text) else text)


def normal(text: str) -> str:
    """NFC, except that compatibility ideographs stay as they are.

    NFC would replace U+F900–FAFF and U+2F800–2FA1F by other characters, and a name is written as its bearer writes it.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    out = io.StringIO()
    run = ""
    for character in text:
        if _is_compatibility(character):
            out.write(unicodedata.normalize("NFC", run) + character)
            run = ""
        else:
            run += character
    out.write(unicodedata.normalize("NFC", run))
    return out.getvalue()


def _is_compatibility(character: str) -> bool:
    return "\uf900" <= character <= "\ufaff" or "\U0002f800" <= character <= "\U0002fa1f"


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that a spreadsheet would read as a formula gets a quote in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text
