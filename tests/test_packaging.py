"""The wheel, built from the source distribution and run from a folder that is not the checkout."""

import os
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60  # a loaded machine may take long to import everything

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installation:
    """An environment that holds the wheel and, besides, only what the wheel depends on."""

    python: Path
    folder: Path

    @property
    def casework(self) -> Path:
        return self.python.with_name("casework")

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a machine that has never heard of the project."""
        return {"PATH": os.defpath, "HOME": str(self.folder), "PYTHONUTF8": "1"}

    def run(self, *command: str | Path) -> str:
        """What a command prints when run from another folder; fails with what it complains of."""
        answer = subprocess.run(
            command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout.strip()

    def tell(self, code: str) -> str:
        return self.run(self.python, "-c", code)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the source distribution of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("installed")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    # The dependencies come from this environment, whose own .pth files (the checkout) are not read.
    purelib = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", purelib], capture_output=True, text=True, check=True)
    borrowed = sysconfig.get_path("purelib")
    (Path(site.stdout.strip()) / "borrowed.pth").write_text(borrowed + "\n", encoding="utf-8")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installation(python, elsewhere)


def test_the_wheel_holds_the_two_packages_and_nothing_beside_them(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"casework", "workflows"}


@pytest.mark.parametrize("package", ["casework", "workflows"])
def test_the_imported_package_is_ours(installed: Installation, package: str) -> None:
    found = installed.tell(f"import {package}; print({package}.__file__)")
    assert Path(found).is_relative_to(installed.folder.parent / "venv")


@pytest.mark.parametrize("folder", ["templates", "migrations"])
def test_every_resource_of_the_checkout_is_in_the_wheel(
    installed: Installation, folder: str
) -> None:
    shipped = installed.tell(f"import casework.paths as p; print(p.resource({folder!r}))")
    assert Path(shipped).is_relative_to(installed.folder.parent / "venv")
    assert contents(Path(shipped)) == contents(ROOT / folder)


def contents(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in found}


def test_the_fonts_of_the_papers_are_found(installed: Installation) -> None:
    found = installed.tell(
        "from casework.paths import FONTS; print(len(list(FONTS.glob('*.ttf.xz'))))"
    )
    assert int(found) == len(list((ROOT / "casework" / "fonts").glob("*.ttf.xz")))


def test_the_version_is_the_one_declared(installed: Installation) -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split('version = "')[1]
    asked = "from importlib.metadata import version; print(version('casework'))"
    assert installed.tell(asked) == declared.split('"')[0]


def test_upgrade_makes_the_database_in_the_folder_it_stands_in(installed: Installation) -> None:
    installed.run(installed.casework, "upgrade")
    assert (installed.folder / "instance" / "casework.db").stat().st_size > 0


@pytest.fixture(scope="module")
def address(installed: Installation) -> Iterator[str]:
    """The address of `casework serve`, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    installed.run(installed.casework, "upgrade")
    command = [installed.casework, "serve", "--port", str(port)]
    log = (installed.folder / "serve.log").open("w")
    server = subprocess.Popen(
        command, cwd=installed.folder, env=installed.environ, stdout=log, stderr=log
    )
    try:
        _await(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _await(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail(f"no answer from {url} within {START_SECONDS} s")


def test_the_installed_server_answers_with_a_page(address: str) -> None:
    with urllib.request.urlopen(f"{address}/", timeout=30) as answer:
        assert answer.status == 200
        assert "<html" in answer.read().decode()


def test_the_installed_server_describes_its_api(address: str) -> None:
    with urllib.request.urlopen(f"{address}/api/v1/openapi.json", timeout=30) as answer:
        assert answer.status == 200
        assert answer.headers.get_content_type() == "application/json"
