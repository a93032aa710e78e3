"""Takes the pictures of the manual: every page of the demonstration in a browser, as small palette PNG files.

Run it with `make screenshots`. It loads the demonstration into a folder of its own, serves it on the day on which the tests run,
and throws it away; with `--instance FOLDER` the loaded demonstration is kept there for the next time. Chromium must be installed.
"""

import argparse
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PIL import Image, ImageChops
from playwright.sync_api import Error, sync_playwright

from casework.demo import PASSWORD
from casework.services.ticking import rederive, tick
from casework.services.upgrade import migrate
from tests.browser.site import NARROW, WIDE, Site, served, sign_in
from tests.demo.loading import load, office_at
from tools.shots import SHOTS, Shot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# The browser speaks English where it has no other language pack: what it draws itself is put into Chinese, and a digest stands still.
SETTLED = """() => {
  for (const it of document.querySelectorAll("input[type=date], input[type=file]")) {
    const said = it.type === "file" ? "选择文件　未选择文件" : it.value.replaceAll("-", "/") || "年/月/日"
    it.type = "text"
    it.value = said
  }
  for (const it of document.querySelectorAll("code")) {  // made of salts that are new with every load
    it.textContent = it.textContent.replace(/^[0-9a-f]{64}$/, "0123456789abcdef".repeat(4))
  }
}"""
LOADED = """() => Promise.all([...document.images].map(it =>
  it.complete || it.getBoundingClientRect().top > innerHeight || new Promise(done => { it.onload = it.onerror = done })
))"""
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "manual" / "img"
PUBLIC = "https://www.lanshan.example"
COLOURS = 48
SPECKS = 12  # pixels
SHADES = 32  # of 255: another pixel may mean another palette, in which every colour moves a little
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")


def main() -> int:
    """Take every picture, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, help="where to keep the loaded demonstration")
    parser.add_argument("names", nargs="*", help="only these pictures")
    asked = parser.parse_args()
    PICTURES.mkdir(exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with (
        tempfile.TemporaryDirectory() as folder,
        standing(Path(folder), asked.instance) as site,
        browser() as opened,
    ):
        camera = Camera(opened, site)
        chosen = [shot for shot in SHOTS if not asked.names or shot.name in asked.names]
        failed = [shot.name for shot in chosen if not taken(camera, shot)]
    return 1 if failed else 0


def taken(camera: "Camera", shot: Shot) -> bool:
    """Take one picture and say how large it is, or why there is none."""
    try:
        said = f"{camera.take(shot) // 1024} kB"
    except (LookupError, Error) as error:
        print(f"{shot.name}.png: {error}", file=sys.stderr)
        return False
    print(f"{shot.name}.png {said}", flush=True)
    return True


@contextmanager
def standing(folder: Path, kept: Path | None) -> Iterator[Site]:
    """The demonstration served from a copy, its clock standing still."""
    loaded = kept or folder / "loaded"
    if not loaded.exists():
        load_into(loaded)
    instance = folder / "instance"
    shutil.copytree(loaded, instance)
    bare = office_at(f"sqlite:///{instance / 'casework.db'}", instance)
    # The picture of an address must not hold the port.
    office = replace(bare, settings=replace(bare.settings, public_url=PUBLIC))
    migrate(office.db)  # what was kept may be older
    tick(office, moment=office.now())  # fills the inboxes
    with served(office) as site:
        yield site
    office.db.close()


def load_into(folder: Path) -> None:
    """Load the demonstration into a new folder."""
    folder.mkdir()
    office = office_at(f"sqlite:///{folder / 'casework.db'}", folder)
    migrate(office.db)
    load(office)
    office.db.close()


@contextmanager
def browser() -> Iterator["Browser"]:
    """A headless Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


class Camera:
    """Takes shots of a site; whoever has signed in stays signed in."""

    def __init__(self, opened: "Browser", site: Site) -> None:
        self._opened, self._site = opened, site
        self._contexts: dict[tuple[str, bool], BrowserContext] = {}

    def take(self, shot: Shot) -> int:
        """One picture; answers its size in bytes.

        Raises:
            LookupError: the page cannot be opened, or another one is shown than the shot says.
        """
        page = self._context(shot.login, phone=shot.phone).new_page()
        answer = page.goto(self._site.address + shot.address)
        if answer is None or not answer.ok:
            raise LookupError(f"{shot.name}: {shot.address} cannot be opened")
        for move in shot.moves:
            move(page)
        if shot.ticks:
            rederive(self._site.office)
            page.reload()
        self._check(shot, page)
        if shot.part:
            page.locator(shot.part).first.evaluate(
                "it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 90)"
            )
        page.evaluate(LOADED)
        page.evaluate(SETTLED)
        path = PICTURES / f"{shot.name}.png"
        picture = small(page.screenshot(animations="disabled"))
        if not path.exists() or differ(path.read_bytes(), picture):
            path.write_bytes(picture)
        page.close()
        return path.stat().st_size

    def _context(self, login: str, *, phone: bool) -> "BrowserContext":
        key = (login, phone)
        if key not in self._contexts:
            context = self._opened.new_context(
                viewport=NARROW if phone else WIDE, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            if login:
                page = context.new_page()
                sign_in(page, self._site, login, PASSWORD)
                page.close()
            self._contexts[key] = context
        return self._contexts[key]

    def _check(self, shot: Shot, page: "Page") -> None:
        adapter = self._site.app.url_map.bind("localhost")
        path = urlsplit(page.url).path
        opened = "GET" if "GET" in adapter.allowed_methods(path) else "POST"
        endpoint, _ = adapter.match(path, opened)
        if endpoint != shot.page:
            raise LookupError(f"{shot.name}: {page.url} shows {endpoint}, not {shot.page}")


def small(png: bytes) -> bytes:
    """The picture in a palette of few colours."""
    out = BytesIO()
    flat = Image.open(BytesIO(png)).convert("RGB")
    flat.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def differ(old: bytes, new: bytes) -> bool:
    """Whether an eye could tell two pictures apart: a rounded corner is not drawn alike every time."""
    pair = [Image.open(BytesIO(one)).convert("RGB") for one in (old, new)]
    if pair[0].size != pair[1].size:
        return True
    unlike = ImageChops.difference(*pair).convert("L").point(lambda value: 255 * (value > SHADES))
    return unlike.histogram()[255] > SPECKS


if __name__ == "__main__":
    raise SystemExit(main())
