"""Who may import whom, who may write, commit and ask for the time; the contracts themselves lie in pyproject.toml."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {row["id"]: row["name"] for row in PYPROJECT["tool"]["importlinter"]["contracts"]}


@dataclass(frozen=True)
class Plant:
    """One stray line, and the contract that has to name it."""

    contract: str
    file: str
    line: str


PLANTS = (
    Plant("layers", "casework/models/unit.py", "import casework.services.upgrade"),
    Plant("layers", "casework/web/auth.py", "import casework.api"),
    Plant("layers", "casework/stray.py", '"""A module outside every layer."""'),
    Plant("law-is-below", "workflows/fees.py", "import casework.errors"),
    Plant("law-is-pure", "workflows/fees.py", "import sqlalchemy"),
    Plant("law-is-pure", "workflows/clock.py", "import holidays"),
    Plant("core-is-webless", "casework/services/intake.py", "import flask"),
    Plant("core-is-webless", "casework/pdf/pen.py", "from werkzeug import datastructures"),
    Plant("one-pen", "casework/services/intake.py", "import casework.models.journal"),
    Plant("one-pen", "casework/web/auth.py", "import casework.models.journal"),
)


def lint_imports(folder: Path) -> str:
    """What import-linter says of a tree; it takes the packages of the folder it stands in."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return answer.stdout + answer.stderr


def broken(answer: str) -> set[str]:
    return {key for key, name in CONTRACTS.items() if f"{name} BROKEN" in answer}


def test_every_import_keeps_every_contract() -> None:
    answer = lint_imports(ROOT)
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in answer, answer


def test_every_contract_has_a_violation_that_it_names() -> None:
    assert {plant.contract for plant in PLANTS} == set(CONTRACTS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}: {plant.file}")
def test_a_violation_breaks_exactly_its_contract(plant: Plant, tmp_path: Path) -> None:
    python_only = shutil.ignore_patterns("__pycache__", "*.xz", "static")
    for package in ("casework", "workflows"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=python_only)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / plant.file).open("a", encoding="utf-8") as file:
        file.write(f"\n{plant.line}\n")
    answer = lint_imports(tmp_path)
    assert broken(answer) == {plant.contract}, answer


# What an import contract cannot see ------------------------------------------------------------------------


def trees(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module below the packages, by its path from the root."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def callers(method: str, *packages: str) -> set[str]:
    """The modules that call `something.method(...)`."""
    return {
        name
        for name, tree in trees(*packages)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    }


def test_the_law_needs_the_standard_library_and_transitions_only() -> None:
    allowed = sys.stdlib_module_names | {"workflows", "transitions"}
    strangers = {
        (name, imported)
        for name, tree in trees("workflows")
        for node in ast.walk(tree)
        for imported in _imported(node)
        if imported.split(".")[0] not in allowed
    }
    assert strangers == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def test_no_import_hides_in_a_function_of_the_core() -> None:
    core = ("workflows", "casework/models", "casework/services", "casework/pdf")
    hidden = {
        (name, function.name)
        for name, tree in trees(*core)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert hidden == set()


def test_only_services_open_a_writing_session() -> None:
    writers = {
        name
        for name, tree in trees("casework")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and not node.args  # a file's write() takes what it writes
    }
    assert {name for name in writers if not name.startswith("casework/services/")} == set()


def test_only_the_migration_commits_by_hand() -> None:
    assert callers("commit", "casework", "workflows") <= {"casework/services/upgrade.py"}


def test_the_clock_of_the_machine_is_read_at_one_place() -> None:
    reads = {
        name
        for name, tree in trees("casework", "workflows")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    }
    assert reads == {"casework/office.py"}


def test_only_the_projection_sets_the_state_of_a_record() -> None:
    setters = {
        name
        for name, tree in trees("casework")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state"
    }
    assert setters == {"casework/services/projection.py"}
