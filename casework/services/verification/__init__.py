"""`verify`: whether what is stored still is what the journal says; it reads, names every fault, and mends nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.db import Base
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.queries import journal_rows
from casework.services import calendars
from casework.services.verification import (
    attached,
    chain,
    papers,
    parties,
    replay,
    seals,
    series,
    sums,
    texts,
)
from casework.services.verification.case_file import CaseFile, files
from casework.services.verification.fault import Fault
from workflows.calendar import WorkingCalendar

__all__ = ["Fault", "Findings", "examine", "verify"]

BATCH = 100


@dataclass(frozen=True)
class Findings:
    """What is not as it should be, and how much was looked at."""

    faults: tuple[Fault, ...]
    records: int
    entries: int
    papers: int

    @property
    def sound(self) -> bool:
        """Whether there is no fault."""
        return not self.faults


def verify(office: Office, *, today: date) -> tuple[Fault, ...]:
    """Every fault of the installation; none when it is sound. `today` tells which years are over.

    Raises:
        NoCalendar: no calendar is recorded, so that nothing can be replayed.
    """
    return examine(office, today=today).faults


def examine(office: Office, *, today: date) -> Findings:
    """The same with the counts. Everything is read within one moment, in batches that are forgotten again."""
    with office.db.read() as session:
        found = [
            *_records(session, today=today),
            *chain.strangers(session),
            *seals.check(session),
            *series.check(session),
            *sums.check(session, today=today),
        ]
        return Findings(
            tuple(found),
            records=_count(session, Record),
            entries=journal_rows.count(session),
            papers=_count(session, Document),
        )


def _records(session: Session, *, today: date) -> Iterator[Fault]:
    calendar = calendars.newest(session)
    last = 0
    while batch := session.scalars(
        select(Record.id).where(Record.id > last).order_by(Record.id).limit(BATCH)
    ).all():
        last = batch[-1]
        yield from _batch(session, batch, calendar=calendar, today=today)
        session.expunge_all()


def _batch(
    session: Session, record_ids: Sequence[int], *, calendar: WorkingCalendar, today: date
) -> Iterator[Fault]:
    try:
        opened = list(files(session, record_ids))
    except (ValueError, TypeError):
        # A value was changed to what is no day or no JSON: look for it one record at a time.
        session.expunge_all()
        if len(record_ids) == 1:
            yield from chain.unreadable(session, record_ids[0])
            return
        for record_id in record_ids:
            yield from _batch(session, [record_id], calendar=calendar, today=today)
        return
    for file in opened:
        yield from _file(session, file, calendar=calendar, today=today)


def _file(
    session: Session, file: CaseFile, *, calendar: WorkingCalendar, today: date
) -> Iterator[Fault]:
    yield from chain.check(file)
    if file.rows:
        yield from parties.check(file)
        yield from replay.check(session, file, newest=calendar, today=today)
    yield from texts.check(file)
    yield from papers.check(file)
    yield from attached.check(file)


def _count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0
