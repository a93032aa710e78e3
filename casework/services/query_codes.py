"""Query codes: twelve signs that open one case to its applicant. Only a keyed digest is kept, so a lost code is replaced, never read."""

import secrets
import unicodedata
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.encryption import Cipher
from casework.models.applying import QueryCode
from casework.models.record import Record
from casework.viewer import Moment

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are misread: 0 and O, 1, I and L
_LENGTH = 12  # 59 bits: with the limit on tries nobody guesses one


def issue(session: Session, cipher: Cipher, record_id: int, code: str, *, moment: Moment) -> None:
    """Let this code open the case; the one before opens nothing from now on."""
    row = session.get(QueryCode, record_id)
    if row is None:
        row = QueryCode(record_id=record_id)
        session.add(row)
    row.code_index, row.issued_at = index_of(cipher, code), moment.at
    session.flush()


def fresh() -> str:
    """A new code, in groups of four."""
    return _grouped(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def of_form(cipher: Cipher, key: str) -> str:
    """The code of the form with this secret key: the same form sent again is told the same code, and none is stored."""
    number = int(cipher.index(f"code of form:{key}"), 16)
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
