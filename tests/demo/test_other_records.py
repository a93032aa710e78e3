"""What the demonstration shows of the kinds beside requests: a few of each, some open, some late, some over."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.models.record import Record
from tests.demo.loading import TODAY, Loaded
from workflows.registry import plain_kinds, workflow_version
from workflows.vocabulary import Phase, RecordKind

KINDS = [w.kind.value for w in plain_kinds()]


def records(loaded: Loaded, kind: str) -> list[Record]:
    with loaded.office.db.read() as session:
        return list(session.scalars(select(Record).where(Record.kind == kind)))


def open_ones(loaded: Loaded, kind: str) -> list[Record]:
    found = records(loaded, kind)
    return [r for r in found if workflow_version(r.workflow_version).is_open(r.state)]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_open_and_closed_ones_of_every_kind(loaded: Loaded, kind: str) -> None:
    waiting = open_ones(loaded, kind)
    assert waiting
    assert len(records(loaded, kind)) > len(waiting)


@pytest.mark.parametrize("kind", KINDS)
def test_something_of_every_kind_is_due(loaded: Loaded, kind: str) -> None:
    assert [r for r in open_ones(loaded, kind) if r.due_on is not None]


@pytest.mark.parametrize("kind", ["inquiry", "letter", "rectification"])
def test_something_is_late_so_that_a_new_user_sees_it(loaded: Loaded, kind: str) -> None:
    assert [r for r in records(loaded, kind) if r.due_on is not None and r.due_on < TODAY]


def test_a_decision_has_reopened_its_request(loaded: Loaded) -> None:
    reopened = [r for r in records(loaded, RecordKind.request) if r.state == "redoing"]
    assert len(reopened) == 1
    assert reopened[0].due_on > TODAY


def test_no_request_of_2020_is_still_open(loaded: Loaded) -> None:
    left = [
        r.number
        for r in records(loaded, RecordKind.request)
        if r.received_on is not None
        and r.received_on <= date(2020, 12, 31)
        and workflow_version(r.workflow_version).phase(r.state) is not Phase.closed
    ]
    assert left == []
