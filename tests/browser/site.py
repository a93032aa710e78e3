"""A served office and what a browser does in it again and again; it must hold no test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server

from casework.app import create_app
from casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page

WIDE = {"width": 1366, "height": 768}
NARROW = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """A running server: its address, its application and its office."""

    address: str
    app: Flask
    office: Office


@contextmanager
def served(office: Office) -> Iterator[Site]:
    """The office on a port of its own for as long as the block runs."""
    app = create_app(office=office)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", app, office)
    server.shutdown()
    thread.join()
    server.server_close()


def _is_harmless(said: "ConsoleMessage") -> bool:
    """A browser also notes what the server refused, of which the page itself tells."""
    return said.type != "error" or "the server responded with a status of 4" in said.text


def faults_of(context: "BrowserContext", site: Site) -> list[str]:
    """What goes wrong in this browser from now on: a request to anybody else, a fault in a script, a blocked file."""
    faults: list[str] = []
    ours = (site.address + "/", "data:")
    context.on("request", lambda one: one.url.startswith(ours) or faults.append(one.url))
    context.on("weberror", lambda one: faults.append(str(one.error)))
    context.on("console", lambda one: _is_harmless(one) or faults.append(one.text))
    return faults


def sign_in(page: "Page", site: Site, login: str, password: str) -> None:
    """Through the log-in page, as everybody does."""
    page.goto(f"{site.address}/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="工作台").wait_for()
