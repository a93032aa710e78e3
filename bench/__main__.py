"""Runs every `figures()` of this folder, prints one line a figure and writes results.json; it must measure nothing itself.

Each module runs in a process of its own: what one leaves in memory would slow the next, and count among its peaks.
"""

import json
import pkgutil
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bench.measuring import measured

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


def benchmarks(chosen: list[str]) -> list[str]:
    """The names of all modules, or the chosen ones."""
    names = [found.name for found in pkgutil.iter_modules([str(HERE)]) if found.name != "__main__"]
    unknown = set(chosen) - set(names)
    if unknown:
        sys.exit(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(names)}"
        )
    return chosen or names


def main() -> None:
    names = benchmarks(sys.argv[1:])
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as one:
        figures = [figure for found in one.map(measured, names) for figure in found]
    machine = {"python": platform.python_version(), "system": platform.platform()}
    result = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **machine, "figures": figures}
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
