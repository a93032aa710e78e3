"""Papers as PDF files. `render` draws one, `typed` and `unprintable` tell beforehand what could not be drawn; no law in here."""

from casework.pdf.fonts import FontSet, font_set, typed, unprintable
from casework.pdf.render import render
from casework.pdf.seal import Place, Room, Seal, clear_png, read_seal, room_for

__all__ = [
    "FontSet",
    "Place",
    "Room",
    "Seal",
    "clear_png",
    "font_set",
    "read_seal",
    "render",
    "room_for",
    "typed",
    "unprintable",
]
