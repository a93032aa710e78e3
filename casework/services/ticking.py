"""The timer: what has to be done without anybody asking, under a lease so that one node does it (model 15)."""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.models.calendar import Lease
from casework.office import Office
from casework.services import (
    form_drafts,
    journal,
    mailing,
    notices,
    rederiving,
    reminders,
    sent_ledgers,
)
from casework.services.carry_over import carry_over
from casework.services.dossier import jobs
from casework.services.rederiving import Tick
from casework.viewer import Moment

JOB, SWEEP = "tick", "rederive"
# A node that dies keeps the lease so long; two at once would do no harm, since every step can be repeated.
LEASE = timedelta(minutes=30)
SWEEP_LEASE = timedelta(
    minutes=1
)  # renewed after each batch, so that a crash holds nobody up for long
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class TickReport:
    """What a turn did. `held_by` names the node that is at it now; then nothing was done.

    Cases carried over, open cases judged again by a new calendar, new messages (about our own terms, proposals about
    terms of others, cases nobody has), journal rows sealed, letters mailed, and what the mail server had against it.
    """

    carried: int = 0
    judged: int = 0
    reminded: int = 0
    proposed: int = 0
    unclaimed: int = 0
    sealed: int = 0
    mailed: int = 0
    mail_fault: str = ""
    held_by: str = ""

    @property
    def ran(self) -> bool:
        """Whether this call had the lease."""
        return not self.held_by


def tick(office: Office, *, moment: Moment) -> TickReport:
    """Carry over, judge again, remind, seal, mail, then forget old drafts of forms, old bundles and old ledgers; each step catches up on whatever was missed."""
    holder = _holder()
    other = _take_lease(office, holder, moment=moment)
    if other:
        return TickReport(held_by=other)
    try:
        try:
            carried = carry_over(office, moment=moment)
            # Days move before anybody is told of them.
            judged = notices.finish(office, moment=moment)
            told = reminders.remind(office, moment=moment)
        finally:
            # The journal is sealed even when some case cannot be carried over.
            sealed = _seal(office, moment=moment)
        mailed = mailing.deliver(office, moment=moment)
        form_drafts.forget(office, moment=moment)
        jobs.forget(office, moment=moment)
        sent_ledgers.forget(office, moment=moment)
        return TickReport(
            carried=carried,
            judged=judged,
            reminded=told.terms,
            proposed=told.proposals,
            unclaimed=told.unclaimed,
            sealed=sealed,
            mailed=mailed.letters,
            mail_fault=mailed.fault,
        )
    finally:
        _until(office, holder, moment.at)


def rederive(office: Office, *, tick: Tick = lambda _n: None) -> bool:
    """Judge again the open cases that a new calendar has left, after a notice was saved; whether this node did it.

    `tick` hears of each batch; what it raises stops the sweep, and the next one goes on from there.

    Raises:
        NoCalendar: as `notices.finish` does.
    """
    holder = _holder()
    if _take_lease(office, holder, moment=office.now(), job=SWEEP, span=SWEEP_LEASE):
        return False

    def renew(judged: int) -> None:
        _until(office, holder, office.now().at + SWEEP_LEASE, job=SWEEP)
        tick(judged)

    try:
        rederiving.finish(office, moment=office.now(), tick=renew)
    finally:
        _until(office, holder, office.now().at, job=SWEEP)
    return True


def _holder() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def _take_lease(
    office: Office, holder: str, *, moment: Moment, job: str = JOB, span: timedelta = LEASE
) -> str:
    """Take the lease when it is free or has run out; answers who else holds it, or nothing."""
    with office.db.write() as session:
        _open(session, job)
        # One statement tests and takes: of two nodes the second finds the first one's day in the row.
        taken = session.execute(
            update(Lease)
            .where(Lease.job == job, Lease.until <= moment.at)
            .values(holder=holder, until=moment.at + span)
            .returning(Lease.holder)
        ).scalar()
        if taken is not None:
            return ""
        return session.scalars(select(Lease.holder).where(Lease.job == job)).one()


def _open(session: Session, job: str) -> None:
    make = _INSERTS[session.get_bind().dialect.name]
    row = make(Lease).values(job=job, holder="", until=_NEVER)
    session.execute(row.on_conflict_do_nothing())


def _seal(office: Office, *, moment: Moment) -> int:
    with office.db.write() as session:
        return journal.seal(session, moment)


def _until(office: Office, holder: str, until: datetime, *, job: str = JOB) -> None:
    """How long the holder keeps the lease; until now: it is given back."""
    with office.db.write() as session:
        session.execute(
            update(Lease).where(Lease.job == job, Lease.holder == holder).values(until=until)
        )
