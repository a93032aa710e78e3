"""Papers as PDF files. `render` draws one, `unprintable` tells beforehand what could not be drawn; no law in here."""

from casework.pdf.fonts import FontSet, font_set, unprintable
from casework.pdf.render import render

__all__ = ["FontSet", "font_set", "render", "unprintable"]
