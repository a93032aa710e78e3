"""Every page has a picture, every picture stands in the manual, and the help of a page leads to where its picture is."""

import re
from collections import Counter

import pytest
from flask import Flask

from casework import manual
from casework.paths import MANUAL
from casework.web.help_links import BY_STEP, chapter_of
from tests.browser.crawl import is_page
from tools.shots import SHOTS

TAKEN = {shot.name for shot in SHOTS}


def shown_in(chapter: str) -> set[str]:
    """The pictures of a chapter."""
    html = manual.chapter(chapter, "/help/{}".format, "/help/img/{}".format).html
    return set(re.findall(r'src="/help/img/([^"]+)\.png"', html))


def chapters_of(endpoint: str) -> set[str]:
    """Where the help of a page leads: the pages of applicants have one chapter, what has none the list of all."""
    part, _, view = endpoint.partition(".")
    if part == "apply":
        return {"applicants"}
    steps = BY_STEP if view == "signing_page" else ("",)
    return {chapter_of(view, step).partition("#")[0] or manual.INDEX for step in steps}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_picture_is_taken_of_every_page(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if is_page(rule)}
    assert pages - {shot.page for shot in SHOTS} == set()
    assert {shot.page for shot in SHOTS} <= set(app.view_functions)
    assert [name for name, n in Counter(shot.name for shot in SHOTS).items() if n > 1] == []


def test_every_picture_is_there_and_stands_in_a_chapter() -> None:
    shown = {name for chapter in (manual.INDEX, *manual.names()) for name in shown_in(chapter)}
    assert {path.stem for path in (MANUAL / "img").iterdir()} == TAKEN
    assert shown == TAKEN


@pytest.mark.parametrize("page", sorted({shot.page for shot in SHOTS}))
def test_the_help_of_a_page_shows_it(page: str) -> None:
    taken = {shot.name for shot in SHOTS if shot.page == page}
    assert [chapter for chapter in chapters_of(page) if not taken & shown_in(chapter)] == []
