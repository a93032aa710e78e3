"""A copy of a PDF from which marked places are really gone, and proposals where to look; a person decides."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from casework.files.checking import page_sizes
from casework.files.marks import Mark, check_marks
from casework.files.sandbox import ask


def redacted(data: bytes, marks: Iterable[Mark]) -> bytes:
    """The copy: every page a picture at 200 dpi with the marked rectangles black, sizes of the pages kept.

    Raises:
        Invalid: no mark, or one outside its page.
    """
    marks = tuple(marks)
    check_marks(marks, page_sizes(data))
    plain = [{k: v for k, v in asdict(mark).items() if k != "label"} for mark in marks]
    return ask("redact", data, json.dumps(plain))


def proposed(data: bytes) -> tuple[Mark, ...]:
    """Places of identity numbers, bank cards and telephone numbers in the text of a PDF; a scan has no text to search."""
    return tuple(Mark(*found) for found in json.loads(ask("propose", data)))
