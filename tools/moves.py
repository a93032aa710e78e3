"""What a shot does in the browser before the picture is taken: open a link, fill in a field, press a button, send a file."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

Move = Callable[["Page"], None]


def follow(pattern: str) -> Move:
    """Open the first link of the content whose address or text fits.

    Raises:
        LookupError: (when done) the page has no such link.
    """

    def move(page: "Page") -> None:
        links = page.locator("main a[href]").evaluate_all("all => all.map(a => [a.href, a.text])")
        for href, text in links:
            if re.search(pattern, href) or re.search(pattern, text):
                page.goto(href)
                return
        raise LookupError(f"{page.url}: no link fits {pattern}")

    return move


def go(end: str) -> Move:
    """Open this page of the case, or of the file of a case, that is open."""

    def move(page: "Page") -> None:
        base = re.match(r"https?://[^/]+/cases/\d+(/files/\d+)?", page.url)
        assert base is not None, page.url
        page.goto(base[0] + end)

    return move


def fill(**typed: str) -> Move:
    """Type into fields by name; `__` stands for a dot. A field that is not shown is set all the same."""

    def move(page: "Page") -> None:
        for key, value in typed.items():
            field = page.locator(f"main [name='{key.replace('__', '.')}']").first
            if field.is_visible():
                field.fill(value)
            else:
                field.evaluate("(it, value) => { it.value = value }", value)

    return move


def choose(**wanted: str) -> Move:
    """Choose in lists, and tick boxes and circles, by name and value."""

    def move(page: "Page") -> None:
        for key, value in wanted.items():
            field = page.locator(f"main [name='{key}']").first
            if field.evaluate("it => it.tagName") == "SELECT":
                field.select_option(value)
            else:
                page.locator(f"main [name='{key}'][value='{value}']").first.check()

    return move


def send(field: str, name: str, content: bytes | str) -> Move:
    """Put a file into a field; its content, or from where of this site it comes (`./` stands for the case that is open)."""

    def move(page: "Page") -> None:
        found = content if isinstance(content, bytes) else _fetched(page, content)
        page.locator(f"main [name='{field}']").first.set_input_files(
            files=[{"name": name, "mimeType": "application/octet-stream", "buffer": found}]
        )

    return move


def _fetched(page: "Page", address: str) -> bytes:
    base = re.match(r"https?://[^/]+(/cases/\d+)?", page.url)
    assert base is not None
    start = base[0] if address.startswith("./") else base[0].removesuffix(base[1] or "")
    answer = page.request.get(start + address.removeprefix("."))
    if not answer.ok:
        raise LookupError(f"{address} cannot be fetched: {answer.status}")
    return answer.body()


def press(words: str) -> Move:
    """Press the first button of this name that can be seen, and wait for the page behind it."""

    def move(page: "Page") -> None:
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=words, exact=True).first.click()

    return move


def order(words: str) -> Move:
    """Press the first button of this name, and wait for no more than the answer that what was asked for is being made."""

    def move(page: "Page") -> None:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("main").get_by_role("button", name=words, exact=True).first.click()

    return move


def wait_for(words: str) -> Move:
    """Until these words can be read."""
    return lambda page: page.get_by_text(words).first.wait_for()
