"""Every workflow, found in `workflows.kinds`, and the one chooser by kind and day of arrival."""

import pkgutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module

from workflows import kinds
from workflows.definition import Workflow


@cache
def all_workflows() -> tuple[Workflow, ...]:
    """Each workflow that a module of `workflows.kinds` defines, by module and then in the order written there."""
    names = sorted(found.name for found in pkgutil.iter_modules(kinds.__path__))
    modules = [import_module(f"{kinds.__name__}.{name}") for name in names]
    found = [w for m in modules for w in vars(m).values() if isinstance(w, Workflow)]
    # An amendment made from an older table brings that table's name into its module too.
    return tuple({w.version: w for w in found}.values())


def workflow_for(kind: str, arrived_on: date) -> Workflow:
    """The version in force on the day of arrival; what arrived before the first version is judged by the first.

    Raises:
        LookupError: no module defines this kind.
    """
    versions = _by_kind().get(kind)
    if versions is None:
        raise LookupError(f"no workflow for records of kind {kind}")
    in_force = [w for w in versions if w.since <= arrived_on]
    return in_force[-1] if in_force else versions[0]


def number_mark(kind: str) -> str:
    """What stands before the numbers of a kind; nothing where no module defines it."""
    versions = _by_kind().get(kind)
    return versions[-1].number_mark if versions else ""


def plain_kinds() -> tuple[Workflow, ...]:
    """The newest workflow of each kind that is a case and has no intake of its own, by the name of the kind."""
    newest = {w.kind.value: w for w in sorted(all_workflows(), key=lambda w: w.since)}
    return tuple(
        newest[kind]
        for kind in sorted(newest)
        if not (newest[kind].is_register or newest[kind].has_applicants)
    )


def workflow_version(version: str) -> Workflow:
    """The workflow a record was opened under. Raises `LookupError` for a version that nobody defines."""
    return _by_version()[version]


def forget() -> None:
    """Look for the modules again; for a test that adds one."""
    for known in (all_workflows, _by_kind, _by_version):
        known.cache_clear()


@cache
def _by_kind() -> Mapping[str, tuple[Workflow, ...]]:
    """The versions of each kind, the oldest first."""
    found: dict[str, tuple[Workflow, ...]] = {}
    for workflow in sorted(all_workflows(), key=lambda w: w.since):
        found[workflow.kind] = (*found.get(workflow.kind, ()), workflow)
    return found


@cache
def _by_version() -> Mapping[str, Workflow]:
    return {workflow.version: workflow for workflow in all_workflows()}
