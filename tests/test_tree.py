"""What every file of the tree owes its reader: size, a first sentence, reasons, and no trace of one machine."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("casework", "workflows", "bench", "tools", "tests", "migrations")
FILE_LINES = 400
TEST_LINES = 600  # a table of published examples is kept whole
FUNCTION_LINES = 40
FILE_BYTES = 5_000_000
LONGER_FUNCTIONS = {  # with the reason
    "migrations/versions/": "a schema is one long list",
    "bench/": "a contest is told in one place",
}
TOP_LEVEL = {
    "pyproject.toml", "README.md", "wsgi.py", "Makefile", "constraints.txt",
    "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore", ".pre-commit-config.yaml",
    "casework", "workflows", "migrations", "templates", "tests", "docs", "bench", "tools", ".ci",
}  # fmt: skip
MADE = {".git", ".venv", "instance", "dist", "build", "__pycache__", "htmlcov"}
BINARY = {".xz", ".png", ".jpg", ".ico", ".woff2", ".pdf", ".xlsx", ".docx", ".zip", ".ttf", ".xls"}
# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(["/" + "work/", "/" + "root/", r"/home/\w+/", "/" + "Users/", "/opt/py" + "pi"])
)
ADDRESS = re.compile(r"https?://|index-url|find-links|trusted-host", re.IGNORECASE)
WAIVER = re.compile(
    r"# (?:noqa|type: ignore|fmt: (?:off|skip)|pragma: no cover)(?:: ?[A-Z]+\d+|\[[\w, -]+\])?(?P<rest>.*)"
)


@cache
def files() -> tuple[str, ...]:
    """Every file that is or will be committed, from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:  # a source distribution has no repository
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = [p.as_posix() for p in paths if not MADE & set(p.parts)]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def texts() -> list[str]:
    return [name for name in files() if Path(name).suffix not in BINARY]


def modules() -> list[str]:
    return [name for name in files() if name.endswith(".py")]


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(read(name), filename=name)


def is_table(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A function that only returns something holds data and no decision; it may be as long as the data."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return len(body) == 1 and isinstance(body[0], ast.Return)


def test_the_top_level_holds_what_the_plan_names() -> None:
    assert {name.split("/")[0] for name in files()} <= TOP_LEVEL


def test_no_file_is_longer_than_it_may_be() -> None:
    long = {
        name: lines
        for name in modules()
        if (lines := read(name).count("\n"))
        > (TEST_LINES if name.startswith("tests/") else FILE_LINES)
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{name}: {node.name}": node.end_lineno - node.lineno + 1
        for name in modules()
        if not name.startswith(tuple(LONGER_FUNCTIONS))
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_table(node)
        and node.end_lineno is not None and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }  # fmt: skip
    assert long == {}


def test_every_module_opens_with_a_sentence() -> None:
    silent = [n for n in modules() if read(n).strip() and not ast.get_docstring(parsed(n))]
    assert silent == []


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "misc", "common_utils"])
def test_no_module_is_named_after_nothing(word: str) -> None:
    assert [name for name in modules() if word in Path(name).stem.split("_")] == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = {name: hit.group() for name in texts() if (hit := MACHINE.search(read(name)))}
    assert found == {}


def test_no_file_is_left_to_be_done() -> None:
    mark = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
    assert [name for name in texts() if mark.search(read(name))] == []


def test_every_text_ends_its_last_line_and_its_lines_the_same_way() -> None:
    crooked = [
        n
        for n in texts()
        if (raw := (ROOT / n).read_bytes()) and (b"\r\n" in raw or raw[-1:] != b"\n")
    ]
    assert [name for name in crooked if not name.startswith("tests/golden/")] == []


def test_every_waived_rule_gives_its_reason_on_the_line() -> None:
    bare = [
        f"{name}:{number}"
        for name in modules()
        if not name.startswith("tests/")  # tests run, but are not typed
        for number, line in enumerate(read(name).splitlines(), 1)
        if (hit := WAIVER.search(line))
        and not hit["rest"].strip(" #-")
        and "fmt: " not in hit.group()
    ]
    assert bare == []


def test_no_file_is_larger_than_five_megabytes() -> None:
    sizes = {name: (ROOT / name).stat().st_size for name in files()}
    assert {name: size for name, size in sizes.items() if size > FILE_BYTES} == {}


# The pins --------------------------------------------------------------------------------------------------


PINS = pytest.mark.parametrize("path", ["constraints.txt", "bench/requirements.txt"])


def pins(path: str = "constraints.txt") -> dict[str, str]:
    """Package -> its block of a file of pins."""
    blocks = re.split(r"^(?=[a-z0-9])", read(path), flags=re.MULTILINE)
    return {block.split("==")[0]: block for block in blocks if "==" in block}


@PINS
def test_the_pins_name_no_address(path: str) -> None:
    assert ADDRESS.search(read(path)) is None


@PINS
def test_every_pin_has_a_hash(path: str) -> None:
    assert [name for name, block in pins(path).items() if "--hash=sha256:" not in block] == []


def test_the_rivals_of_the_benchmark_are_no_part_of_the_environment() -> None:
    assert {"typst", "weasyprint"} <= set(pins("bench/requirements.txt"))
    assert not {"typst", "weasyprint"} & set(pins())


def test_every_declared_package_is_pinned() -> None:
    pyproject = tomllib.loads(read("pyproject.toml"))
    declared = [
        *pyproject["build-system"]["requires"],
        *pyproject["project"]["dependencies"],
        *(row for extra in pyproject["project"]["optional-dependencies"].values() for row in extra),
        *pyproject["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[^\w.-]", row)[0].replace("_", "-").lower() for row in declared}
    assert names - set(pins()) == set()
