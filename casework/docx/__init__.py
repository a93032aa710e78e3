"""Drafts for a word processor: `write` makes one of a paper, `read` takes the reasons back out of an edited one."""

from casework.docx.reading import Change, Returned, read
from casework.docx.writing import write

__all__ = ["Change", "Returned", "read", "write"]
