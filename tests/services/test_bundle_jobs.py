"""Bundles that are made beside the page: how far they have come is told, what failed is said, nothing stays for long."""

import threading
from datetime import date, timedelta

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import NotFound
from casework.models.bundle import Bundle
from casework.queries import bundles
from casework.services.dossier import jobs
from casework.services.dossier.jobs import What
from casework.services.dossier.making import Form
from casework.services.ticking import tick
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

BEGUN = date(2026, 8, 3)
NOW = Moment.on(BEGUN)


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    return make_case(office, clerk, unit_id=unit_id, arrived_on=BEGUN)


def ask(case: Case, *, moment: Moment = NOW) -> tuple[int, bool]:
    return jobs.ask(
        case.office,
        case.done.record_id,
        What.case_file,
        Form.pdf,
        viewer=case.viewer,
        moment=moment,
    )


def make(case: Case, bundle_id: int) -> None:
    jobs.make(
        case.office, bundle_id, case.done.record_id, What.case_file, Form.pdf,
        viewer=case.viewer, moment=NOW,
    )  # fmt: skip


def seen(case: Case, viewer: Viewer | None = None, *, later: timedelta = timedelta()):  # type: ignore[no-untyped-def]
    with case.office.db.read() as session:
        found = bundles.bundles_of(
            session, viewer or case.viewer, case.done.record_id, at=case.office.now().at + later
        )
        return [(one.is_running, one.is_ready, one.is_lost, one.row.fault) for one in found]


def test_a_bundle_is_asked_for_once_made_beside_and_fetched_by_who_asked(case: Case) -> None:
    other = make_user(case.office, "other", roles=list(Role), name="乙")
    now = case.office.now()
    bundle_id, is_new = ask(case, moment=now)
    assert is_new
    assert ask(case, moment=now) == (bundle_id, False)  # a second click
    assert seen(case) == [(True, False, False, "")]
    maker = threading.Thread(target=make, args=(case, bundle_id))
    maker.start()
    maker.join()
    assert seen(case) == [(False, True, False, "")]
    assert seen(case, other) == []
    with case.office.db.read() as session:
        row = bundles.ready(session, case.viewer, case.done.record_id, bundle_id)
        assert row.content is not None
        assert row.content.startswith(b"%PDF-")
        assert row.name == "DISTRICT-2026-0001卷宗.pdf"
        with pytest.raises(NotFound):
            bundles.ready(session, other, case.done.record_id, bundle_id)


def test_one_whose_process_ended_is_told_as_interrupted_and_may_be_asked_for_again(
    case: Case,
) -> None:
    first, _ = ask(case, moment=case.office.now())
    assert seen(case, later=timedelta(minutes=5)) == [(False, False, True, "")]
    later = Moment(case.office.now().at + timedelta(minutes=5), BEGUN)
    again, is_new = ask(case, moment=later)
    assert is_new
    assert again != first


def test_what_fails_is_said_in_a_sentence(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle_id, _ = ask(case, moment=case.office.now())
    monkeypatch.setattr("casework.files.sandbox.sys.executable", "/nowhere/python")
    make(case, bundle_id)
    ((running, is_ready, lost, fault),) = seen(case)
    assert (running, is_ready, lost) == (False, False, False)
    assert "不能打开" in fault


def test_the_timer_erases_a_bundle_after_a_day(case: Case) -> None:
    bundle_id, _ = ask(case)
    make(case, bundle_id)
    for after, left in ((timedelta(hours=23), 1), (timedelta(hours=25), 0)):
        tick(case.office, moment=Moment(NOW.at + after, BEGUN))
        with case.office.db.read() as session:
            assert session.scalar(select(func.count()).select_from(Bundle)) == left
