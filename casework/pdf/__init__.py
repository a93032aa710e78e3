"""Papers as PDF files. `render` draws one, `typed` and `unprintable` tell beforehand what could not be drawn; no law in here."""

from casework.pdf.fonts import FontSet, font_set, typed, unprintable
from casework.pdf.render import render
from casework.pdf.seal import Seal, read_seal

__all__ = ["FontSet", "Seal", "font_set", "read_seal", "render", "typed", "unprintable"]
