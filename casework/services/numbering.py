"""How a unit numbers its papers: set by an administrator, checked, and noted in the register of the unit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import Conflict, Invalid
from casework.models.document import Document
from casework.models.unit import Unit
from casework.office import Office
from casework.services import engine, units
from casework.viewer import Moment, Viewer
from workflows.documents import DOCUMENTS
from workflows.numbering import Numbering, faults, numbering_of


def set_numbering(
    office: Office, code: str, chosen: Numbering, *, viewer: Viewer, moment: Moment
) -> None:
    """Let a unit number its papers in this way from now on; what was given stays.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it.
        Invalid: the pattern or a word cannot be; a sentence for each fault.
        Conflict: a kind would leave its series within the year and keep its word.
    """
    wrong = faults(chosen)
    if wrong:
        raise Invalid("".join(wrong))
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = units.by_code(session, code)
        _stays_in_series(session, unit, chosen, year=moment.today.year)
        unit.settings = {
            **unit.settings,
            "paper_pattern": chosen.pattern,
            "paper_words": dict(chosen.words),
            "paper_series": dict(chosen.series),
        }
        units.note_in_register(at, unit.id, "change_unit", {"changed": "numbering"})


def _stays_in_series(session: Session, unit: Unit, chosen: Numbering, *, year: int) -> None:
    known = numbering_of(unit.settings)
    given = session.scalars(
        select(Document.key)
        .where(Document.numbered_by == unit.id, Document.number_year == year)
        .distinct()
    )
    for key in given:
        same_word = known.word(key) == chosen.word(key)
        if same_word and known.series_of(key) != chosen.series_of(key):
            raise Conflict(
                f"《{DOCUMENTS[key].heading}》{year}年已在“{known.series_of(key)}”编号，年内改用其他序列会重号；"
                "请自下一年度起更改，或者同时改用另一个字。"
            )
