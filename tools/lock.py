"""Rebuilds constraints.txt and bench/requirements.txt from pyproject.toml: names, versions and hashes of every file of a release; it must record no address.

Run it with `make lock`, which gives it pip-tools in an environment of its own. Pins that still fit are kept; `--upgrade` takes
the newest of everything, `--upgrade-package NAME` of one. The hashes are those of the public registry: local indexes and wheel
folders of the machine are switched off, so that the file installs anywhere.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Every package of the environment, runtime and development, with the hashes of all its files.
# Made by `make lock` from pyproject.toml; do not edit. To install (pip refuses hashes for a local project):
#   pip install --require-hashes -r constraints.txt
#   pip install --no-deps --no-build-isolation -e .
"""
BENCH_HEADER = """\
# What `make bench` compares papers with, in a folder of its own and no part of the environment; made by `make lock`.
"""
# Needed on other platforms only, so that a resolver on Linux does not see them.
ELSEWHERE = {"colorama": "sys_platform == 'win32'"}
_ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", re.IGNORECASE)


def wanted() -> Iterator[str]:
    """The requirements of the application, its extras, its development and its build."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield from pyproject["build-system"]["requires"]
    yield from pyproject["project"]["dependencies"]
    for extra in pyproject["project"]["optional-dependencies"].values():
        yield from extra
    yield from pyproject["dependency-groups"]["dev"]
    yield from ELSEWHERE


def public_only() -> dict[str, str]:
    """The environment without pip's settings for this machine, but with its certificates and time limit."""
    kept = ("PIP_CERT", "PIP_DEFAULT_TIMEOUT")
    cleaned = {k: v for k, v in os.environ.items() if not k.startswith("PIP_") or k in kept}
    return cleaned | {"PIP_CONFIG_FILE": os.devnull}


def wanted_for_bench() -> Iterator[str]:
    """The rivals of the benchmark of papers."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield from pyproject["dependency-groups"]["bench"]


def compiled(pins: Path, requirements: Iterator[str], arguments: list[str]) -> str:
    """What pip-compile answers, starting from the pins we have."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "wanted.in", Path(folder) / "constraints.txt"
        source.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        if pins.exists():
            target.write_text(pins.read_text(encoding="utf-8"), encoding="utf-8")
        command = [sys.executable, "-m", "piptools", "compile", "--no-config", "--quiet"]
        command += ["--generate-hashes", "--strip-extras", "--no-header", "--no-annotate"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"]
        command += ["--allow-unsafe", "--newline=lf", "--output-file", target.name, source.name]
        subprocess.run([*command, *arguments], cwd=folder, env=public_only(), check=True)
        return target.read_text(encoding="utf-8")


def marked(text: str) -> str:
    """The text with a marker on what only other platforms need."""
    for name, marker in ELSEWHERE.items():
        text = re.sub(rf"^({name}==\S+)", rf"\1 ; {marker}", text, flags=re.MULTILINE)
    return text


def write(pins: Path, text: str) -> None:
    """Writes pins that hold no address, or nothing."""
    address = _ADDRESS.search(text)
    if address:
        sys.exit(f"{pins.name} would hold an address ({address.group()}); not written")
    pins.write_text(text, encoding="utf-8", newline="\n")
    print(f"{pins.name}: {len(re.findall('^[a-z0-9].*==', text, re.MULTILINE))} packages")


def main() -> None:
    pins, bench = ROOT / "constraints.txt", ROOT / "bench" / "requirements.txt"
    write(pins, HEADER + marked(compiled(pins, wanted(), sys.argv[1:])))
    write(bench, BENCH_HEADER + compiled(bench, wanted_for_bench(), sys.argv[1:]))


if __name__ == "__main__":
    main()
