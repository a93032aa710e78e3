"""Every workflow, and the one chooser by kind and day of arrival. A new kind is one more module and one more line here."""

from datetime import date

from workflows.administration import ADMINISTRATION
from workflows.definition import Workflow
from workflows.request import REQUEST_2019
from workflows.review import LAWSUIT_2017, REVIEW_2017

WORKFLOWS: tuple[Workflow, ...] = (REQUEST_2019, REVIEW_2017, LAWSUIT_2017, ADMINISTRATION)

_BY_VERSION = {workflow.version: workflow for workflow in WORKFLOWS}


def workflow_for(kind: str, arrived_on: date) -> Workflow:
    """The version in force on the day of arrival; what arrived before the first version is judged by the first."""
    versions = sorted((w for w in WORKFLOWS if w.kind == kind), key=lambda w: w.since)
    if not versions:
        raise LookupError(f"no workflow for records of kind {kind}")
    in_force = [w for w in versions if w.since <= arrived_on]
    return in_force[-1] if in_force else versions[0]


def workflow_version(version: str) -> Workflow:
    """The workflow a record was opened under."""
    return _BY_VERSION[version]
