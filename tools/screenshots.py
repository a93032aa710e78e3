"""Takes the pictures of the manual: every page of the demonstration in a browser, as small palette PNG files.

Run it with `make screenshots`. It loads the demonstration into a folder of its own, serves it, and throws both away; with
`--instance FOLDER` it serves a copy of one that is loaded already. Chromium must be installed.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "manual" / "img"
SIZE = {"width": 1366, "height": 768}
COLOURS = 48
START_SECONDS = 60
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
PASSWORD = "lanshan-demo-2020"  # public, as the demonstration is


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, where he begins, and through which links (patterns of their addresses) he goes on."""

    name: str
    login: str
    address: str
    follow: tuple[str, ...] = ()
    part: str = ""  # what to bring to the top of the picture


CASE = r"^/cases/\d+$"
WALK = "?standing=yes&clear=yes&many=no&kind=yes&before=no&whose=yes&special=no&search=yes"
SHOTS = (
    Shot("desk", "chengban", "/"),
    Shot("queue", "chengban", "/cases?state=in_progress"),
    Shot("case", "chengban", "/cases?state=in_progress&mine=1", (CASE,)),
    Shot("acts", "chengban", "/cases?state=in_progress&mine=1", (CASE,), "#acts"),
    Shot("five-steps", "chengban", "/cases?state=in_progress&mine=1", (CASE, f"five-steps{WALK}")),
    Shot("draft", "chengban", "/cases?state=in_progress&mine=1", (CASE, r"/draft$")),
    Shot("files", "chengban", "/cases?state=in_progress&mine=1", (CASE, r"/files$")),
    Shot("register", "dengji", "/register"),
    Shot("unserved", "dengji", "/unserved"),
    Shot("numbers", "dengji", "/numbers"),
    Shot("inbox", "chengban", "/inbox"),
    Shot("reviews", "fawu", "/approvals"),
    Shot("review", "fawu", "/approvals", (r"/review$",)),
    Shot("approvals", "shenpi", "/approvals"),
    Shot("approval", "shenpi", "/approvals", (r"/approval$",)),
    Shot("tasks", "chengban", "/tasks"),
    Shot("annual", "tongji", "/reports/annual?year=2020&unit=lanshan"),
    Shot("annual-cell", "tongji", "/reports/annual?year=2020&unit=lanshan", (r"/annual/cases",)),
    Shot("statistics", "zhuguan", "/statistics?year=2020&unit=lanshan&rollup=1"),
    Shot("indicators", "zhuguan", "/indicators?unit=lanshan&rollup=1&span=year&year=2020"),
    Shot("supervisor", "zhuguan", "/", part="table.units"),
    Shot("reviews-list", "fawu", "/records/review"),
    Shot("admin", "guanli", "/admin"),
    Shot("people", "guanli", "/admin/people"),
    Shot("unit", "guanli", "/admin/units/lanshan"),
    Shot("setup", "guanli", "/admin/units/lanshan/setup"),
    Shot("unit-settings", "guanli", "/admin/units"),
    Shot("calendar", "guanli", "/admin/calendar"),
    Shot("announcements", "guanli", "/admin/announcements"),
    Shot("agencies", "guanli", "/admin/agencies"),
    Shot("health", "guanli", "/admin/health"),
    Shot("own-settings", "chengban", "/me"),
    Shot("training", "tongji", "/training?exercise=7"),
    Shot("help", "chengban", "/help"),
    Shot("apply", "", "/apply/to/lanshan"),
    Shot("apply-units", "", "/apply"),
    Shot("apply-track", "", "/apply/track"),
    Shot("login", "", "/login"),
)


def main() -> int:
    """Take every picture, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, help="a folder with the demonstration loaded")
    parser.add_argument("names", nargs="*", help="only these pictures")
    asked = parser.parse_args()
    chosen = [shot for shot in SHOTS if not asked.names or shot.name in asked.names]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        loaded(instance, asked.instance)
        with served(instance) as base, browser() as opened:
            for shot in chosen:
                size = take(opened, base, shot)
                print(f"{shot.name}.png {size // 1024} kB")
    return 0


def loaded(instance: Path, ready: Path | None) -> None:
    """Put the demonstration into the folder."""
    if ready is not None:
        shutil.copytree(ready, instance)
        casework(instance, "upgrade")
        return
    casework(instance, "upgrade")
    casework(instance, "demo")


def casework(instance: Path, *command: str) -> None:
    """Run a command of this checkout on the folder; what it complains of ends the run."""
    subprocess.run(
        [sys.executable, "-m", "casework", *command],
        cwd=ROOT, env=environ(instance), check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def environ(instance: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CASEWORK_")}
    return {**kept, "CASEWORK_INSTANCE": str(instance), "PYTHONPATH": str(ROOT)}


@contextmanager
def served(instance: Path) -> Iterator[str]:
    """The server on a free port, ended by its own handle."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "casework", "serve", "--port", str(port)],
        cwd=ROOT, env=environ(instance), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"127.0.0.1:{port}"
    try:
        wait_for(base)
        yield f"http://{base}"
    finally:
        server.terminate()
        server.wait()


def wait_for(base: str) -> None:
    """Until the server answers.

    Raises:
        TimeoutError: it does not within a minute.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{base}/healthz")
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not start")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


def take(opened: Browser, base: str, shot: Shot) -> int:
    """One picture; answers its size in bytes."""
    context = opened.new_context(viewport=SIZE, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    if shot.login:
        page.goto(f"{base}/login")
        page.fill("[name=login]", shot.login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{base}/")
    answer = page.goto(base + shot.address)
    if answer is None or not answer.ok:
        raise LookupError(f"{shot.name}: {shot.address} cannot be opened")
    for pattern in shot.follow:
        follow(page, base, pattern)
    if shot.part:
        page.locator(shot.part).first.evaluate("it => scrollTo(0, it.offsetTop - 90)")
    path = PICTURES / f"{shot.name}.png"
    path.write_bytes(small(page.screenshot()))
    context.close()
    return path.stat().st_size


def follow(page: Page, base: str, pattern: str) -> None:
    """Open the first link of the content whose address fits; what stands behind a `?` is added to it."""
    links = page.locator("main a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    wanted, _, more = pattern.partition("?")
    href = next(
        link for link in links if re.search(wanted, link.partition("?")[0] if more else link)
    )
    page.goto(base + href + (f"?{more}" if more else ""))


def small(png: bytes) -> bytes:
    """The picture in a palette of few colours."""
    out = BytesIO()
    flat = Image.open(BytesIO(png)).convert("RGB")
    flat.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
