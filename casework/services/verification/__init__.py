"""`verify`: whether what is stored still is what the journal says; it reads, names every fault, and mends nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import NotFound
from casework.models.document import Document
from casework.models.record import Record
from casework.office import Office
from casework.queries import journal_rows
from casework.services import calendars
from casework.services.verification import (
    attached,
    calendar,
    chain,
    editions,
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

__all__ = ["Fault", "Findings", "examine", "examine_case", "faults_of", "verify"]

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
            *calendar.check(session),
            *chain.strangers(session),
            *seals.check(session),
            *series.check(session),
            *sums.check(session, today=today),
            *editions.check(session, today=today),
        ]
        return _findings(session, found)


def examine_case(office: Office, number: str, *, today: date) -> Findings:
    """The same for the cases that bear a number, of whatever unit and kind; what concerns no single case is left out.

    Raises:
        NotFound: there is none. NoCalendar: as `verify` does.
    """
    with office.db.read() as session:
        wanted = select(Record.id).where(Record.number == number).order_by(Record.id)
        ids = session.scalars(wanted).all()
        if not ids:
            raise NotFound(f"没有编号为“{number}”的案件；请核对编号。")
        found = faults_of(session, ids, today=today)
        return _findings(session, found, of=ids)


def faults_of(session: Session, record_ids: Sequence[int], *, today: date) -> tuple[Fault, ...]:
    """Every fault of these records: rows, replay, children, texts, papers and files.

    Raises:
        NoCalendar: as `verify` does.
    """
    if not record_ids:
        return ()
    return tuple(_batch(session, record_ids, newest=calendars.newest(session), today=today))


def _findings(
    session: Session, faults: Iterable[Fault], *, of: Sequence[int] | None = None
) -> Findings:
    records, papers = select(func.count(Record.id)), select(func.count(Document.id))
    if of is not None:
        records, papers = records.where(Record.id.in_(of)), papers.where(Document.record_id.in_(of))
    return Findings(
        tuple(faults),
        records=session.scalar(records) or 0,
        entries=journal_rows.count(session, of),
        papers=session.scalar(papers) or 0,
    )


def _records(session: Session, *, today: date) -> Iterator[Fault]:
    try:
        newest = calendars.newest(session)
    except calendar.UNREADABLE:
        return  # named among the calendars; without it nothing can be replayed
    last = 0
    while batch := session.scalars(
        select(Record.id).where(Record.id > last).order_by(Record.id).limit(BATCH)
    ).all():
        last = batch[-1]
        yield from _batch(session, batch, newest=newest, today=today)
        session.expunge_all()


def _batch(
    session: Session, record_ids: Sequence[int], *, newest: WorkingCalendar, today: date
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
            yield from _batch(session, [record_id], newest=newest, today=today)
        return
    for file in opened:
        yield from _file(session, file, newest=newest, today=today)


def _file(
    session: Session, file: CaseFile, *, newest: WorkingCalendar, today: date
) -> Iterator[Fault]:
    yield from chain.check(file)
    if file.rows:
        yield from parties.check(file)
        yield from replay.check(session, file, newest=newest, today=today)
    yield from texts.check(file)
    yield from papers.check(file)
    yield from attached.check(file)
