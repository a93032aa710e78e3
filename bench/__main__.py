"""Runs every `figures()` of this folder, prints one line a figure and writes results.json; it must measure nothing itself."""

import json
import pkgutil
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


def benchmarks(chosen: list[str]) -> Iterator[ModuleType]:
    """Every module with figures, or the chosen ones; importing one must cost nothing worth measuring."""
    names = [found.name for found in pkgutil.iter_modules([str(HERE)]) if found.name != "__main__"]
    unknown = set(chosen) - set(names)
    if unknown:
        sys.exit(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(names)}"
        )
    for name in chosen or names:
        module = import_module(f"bench.{name}")
        if hasattr(module, "figures"):
            yield module


def line(figure: dict[str, Any]) -> str:
    """One figure as a row of text."""
    value = figure["value"]
    shown = f"{value:,.3f}" if isinstance(value, float) and abs(value) < 100 else f"{value:,.0f}"
    return f"{figure['name']:42} {shown:>14} {figure['unit']:6} {figure.get('note', '')}".rstrip()


def main() -> None:
    figures = []
    for module in benchmarks(sys.argv[1:]):
        for figure in module.figures():
            print(line(figure), flush=True)
            figures.append(figure)
    machine = {"python": platform.python_version(), "system": platform.platform()}
    result = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **machine, "figures": figures}
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
