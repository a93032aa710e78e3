"""One act on several cases: each through the one door, in a transaction of its own; the refused are named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from casework.errors import CaseworkError, Invalid
from casework.models.record import Record
from casework.office import Office
from casework.queries.case_page import seen
from casework.services.engine import Done
from casework.viewer import Viewer


@dataclass(frozen=True)
class Chosen:
    """A case as somebody saw it who chose it."""

    record_id: int
    version: int


@dataclass(frozen=True)
class Became:
    """What became of one case; `refused` is empty where it was done, and `version` is the case's then."""

    record_id: int
    number: str
    refused: str = ""
    warnings: tuple[str, ...] = ()
    version: int = 0


def one_by_one(
    office: Office,
    chosen: Iterable[Chosen],
    perform: Callable[[Chosen, Record], Done],
    *,
    viewer: Viewer,
    verb: str,
    most: int,
) -> tuple[Became, ...]:
    """Do with each case what `perform` does. A case that is refused keeps no other from being done.

    `verb` names it in sentences; `most` is how many cases a page shows.

    Raises:
        Invalid: nothing was chosen, or too many.
    """
    cases = tuple(dict.fromkeys(chosen))
    if not cases:
        raise Invalid(f"没有选择办件；请先勾选要{verb}的办件。", fields={"pick": "请勾选"})
    if len(cases) > most:
        raise Invalid(f"一次最多{verb} {most} 件；请分批勾选。", fields={"pick": "过多"})
    return tuple(_one(office, one, perform, viewer=viewer) for one in cases)


def _one(
    office: Office, one: Chosen, perform: Callable[[Chosen, Record], Done], *, viewer: Viewer
) -> Became:
    number = ""
    try:
        with office.db.read() as session:
            record = seen(session, viewer, one.record_id)
        number = record.number or "未编号"
        done = perform(one, record)
    except CaseworkError as error:
        return Became(one.record_id, number, refused=error.message)
    return Became(one.record_id, number, warnings=done.warnings, version=done.version)
