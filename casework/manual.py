"""The manual as pages: one Markdown file is one chapter, read by people on disk and drawn in the browser alike.

Only plain Markdown with tables is drawn; HTML in a file is shown as text. It knows no address: whoever draws a page says
where chapters and pictures are found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from casework.paths import MANUAL

INDEX = "README"
_CHAPTER = re.compile(r"^(?:\.\./)?([A-Za-z-]+)\.md(#.*)?$")
_NAME = re.compile(r"^[A-Za-z-]+$")
_PICTURE = re.compile(r"^[a-z0-9-]+\.png$")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")


@dataclass(frozen=True)
class Heading:
    """A part of a chapter: what its address ends in, and its words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Chapter:
    """One chapter drawn: title, parts, and the HTML of the whole."""

    name: str
    title: str
    parts: tuple[Heading, ...]
    html: Markup


def names() -> tuple[str, ...]:
    """Every chapter there is."""
    return tuple(sorted(path.stem for path in MANUAL.glob("*.md") if path.stem != INDEX))


@cache
def chapter(name: str, address: Callable[[str], str], picture: Callable[[str], str]) -> Chapter:
    """A chapter, its links led to `address(chapter)` and its pictures to `picture(file)`.

    Raises:
        LookupError: there is no such chapter.
    """
    tokens = _MARKDOWN.parse(_text(name))
    headings = _anchored(tokens)
    _lead(tokens, address, picture)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    title, *parts = headings
    return Chapter(name, title.text, tuple(parts), Markup(html))


def picture_file(name: str) -> Path:
    """The file of a picture of the manual.

    Raises:
        LookupError: there is none of this name.
    """
    path = MANUAL / "img" / name
    if not _PICTURE.match(name) or not path.is_file():
        raise LookupError(name)
    return path


def _text(name: str) -> str:
    if not _NAME.match(name):
        raise LookupError(name)
    for folder in (MANUAL, MANUAL.parent):  # what the law refuses is a page of its own
        path = folder / f"{name}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise LookupError(name)


def _anchored(tokens: list[Token]) -> list[Heading]:
    """Give every heading of the first two levels an anchor made of its words."""
    found = []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            text = "".join(
                c.content for c in inside.children or () if c.type in ("text", "code_inline")
            )
            anchor = re.sub(r"[\s：，、（）“”]+", "-", text).strip("-")
            token.attrSet("id", anchor)
            found.append(Heading(anchor, text))
    return found


def _lead(
    tokens: list[Token], address: Callable[[str], str], picture: Callable[[str], str]
) -> None:
    """Point links and pictures to where they are shown; what the manual does not hold stays as plain words."""
    opened: list[Token] = []
    for token in (one for block in tokens for one in block.children or ()):
        if token.type == "link_open":
            opened.append(token)
            href = _link(str(token.attrGet("href") or ""), address)
            token.attrSet("href", href)
            if not href:
                token.tag, token.attrs = "span", {}
        elif token.type == "link_close":
            token.tag = opened.pop().tag
        elif token.type == "image":
            token.attrSet("src", picture(Path(str(token.attrGet("src") or "")).name))
            token.attrSet("loading", "lazy")


def _link(href: str, address: Callable[[str], str]) -> str:
    found = _CHAPTER.match(href)
    if found is None:
        return href if href.startswith("#") else ""
    try:
        _text(found[1])
    except LookupError:
        return ""
    return address(found[1]) + (found[2] or "")
