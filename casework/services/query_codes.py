"""Query codes: twelve signs that open one case to its applicant. They stand on the paper that he is handed, and nowhere else.

The table of codes keeps a keyed digest only, and the paper goes with its case when that is erased; a lost code is replaced.
"""

import unicodedata
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.applying import QueryCode
from casework.models.record import Record
from casework.office import Office
from casework.viewer import Moment

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are misread: 0 and O, 1, I and L
_LENGTH = 12  # 59 bits: with the limit on tries nobody guesses one


def renewed(session: Session, office: Office, record: Record, *, held: str, moment: Moment) -> str:
    """Let a code open the record to its applicant, the one `held` by him or a new one; the one before opens nothing.

    Empty while the pages for applicants are switched off: a code would open nothing.
    """
    if not office.settings.apply:
        return ""
    code = held or _of_act(office.cipher, record, moment)
    row = session.get(QueryCode, record.id)
    if row is None:
        row = QueryCode(record_id=record.id)
        session.add(row)
    row.code_index, row.issued_at = index_of(office.cipher, code), moment.at
    session.flush()
    return code


def shown_before(office: Office) -> str:
    """What stands in its place on a preview, before there is one."""
    return _grouped("●" * _LENGTH) if office.settings.apply else ""


def address(office: Office) -> str:
    """The page where it is entered; empty where nobody said under which address applicants reach this installation."""
    base = office.settings.public_url
    return f"{base}/apply/track" if base else ""


def _of_act(cipher: Cipher, record: Record, moment: Moment) -> str:
    """The code of the act under way: nobody without the key can work it out, and no two acts share one.

    The moment is part of it, since after a restored backup another case may take this one's place and number.
    """
    return _coded(cipher, f"code of act:{record.id}:{record.version}:{moment.at.isoformat()}")


def of_form(cipher: Cipher, key: str) -> str:
    """The code of the form with this secret key: the same form sent again is told the same code."""
    return _coded(cipher, f"code of form:{key}")


def _coded(cipher: Cipher, text: str) -> str:
    number = int(cipher.index(text), 16)
    signs = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[place])
    return _grouped(signs)


def find(session: Session, cipher: Cipher, code: str) -> Record | None:
    """The record that a code opens."""
    return session.scalar(
        select(Record)
        .join(QueryCode, QueryCode.record_id == Record.id)
        .where(QueryCode.code_index == index_of(cipher, code))
    )


def index_of(cipher: Cipher, code: str) -> str:
    """The digest under which a code is kept; full-width signs, hyphens and spaces make no difference."""
    plain = unicodedata.normalize("NFKC", code)
    return cipher.index("query code:" + "".join(c for c in plain if c.isalnum()))


def same_number(record: Record, number: str) -> bool:
    """Whether somebody typed the number of this record, in whatever brackets and width."""
    return bool(record.number) and _signs(str(record.number)) == _signs(number)


def _signs(number: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", number).upper() if c.isalnum())


def _grouped(signs: Iterable[str]) -> str:
    text = "".join(signs)
    return "-".join(text[n : n + 4] for n in range(0, _LENGTH, 4))
