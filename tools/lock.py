"""Rebuilds constraints.txt from pyproject.toml: names, versions and hashes of every file of a release; it must record no address.

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
TARGET = ROOT / "constraints.txt"
HEADER = """\
# Every package of the environment, runtime and development, with the hashes of all its files.
# Made by `make lock` from pyproject.toml; do not edit. To install (pip refuses hashes for a local project):
#   pip install --require-hashes -r constraints.txt
#   pip install --no-deps --no-build-isolation -e .
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


def compiled(arguments: list[str]) -> str:
    """What pip-compile answers, starting from the pins we have."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "wanted.in", Path(folder) / "constraints.txt"
        source.write_text("\n".join(wanted()) + "\n", encoding="utf-8")
        if TARGET.exists():
            target.write_text(TARGET.read_text(encoding="utf-8"), encoding="utf-8")
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


def main() -> None:
    text = HEADER + marked(compiled(sys.argv[1:]))
    address = _ADDRESS.search(text)
    if address:
        sys.exit(f"constraints.txt would hold an address ({address.group()}); not written")
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(re.findall('^[a-z0-9].*==', text, re.MULTILINE))} packages")


if __name__ == "__main__":
    main()
