"""The figures of one module, printed as they come."""

from importlib import import_module
from typing import Any


def measured(name: str) -> list[dict[str, Any]]:
    """The figures of a module, each printed as it comes; none for a module that only helps others."""
    module, found = import_module(f"bench.{name}"), []
    for figure in module.figures() if hasattr(module, "figures") else ():
        print(line(figure), flush=True)
        found.append(figure)
    return found


def line(figure: dict[str, Any]) -> str:
    """One figure as a row of text."""
    value = figure["value"]
    shown = f"{value:,.3f}" if isinstance(value, float) and abs(value) < 100 else f"{value:,.0f}"
    return f"{figure['name']:42} {shown:>14} {figure['unit']:6} {figure.get('note', '')}".rstrip()
