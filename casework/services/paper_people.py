"""Who stands on a paper: the unit that issues it, the applicants, and the people of a case as it may show them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.party import Party
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from workflows.acts.erasing import ERASED
from workflows.history import Facts
from workflows.parties import agents_of, applicants_of
from workflows.statute import provision
from workflows.vocabulary import ApplicantCategory


def unit_facts(unit: Unit) -> dict[str, str]:
    """The issuing unit: its names, the form of its head, and how it is reached."""
    settings = unit.settings or {}
    facts = {
        "name": unit.name,
        "signatory": unit.signatory or unit.name,
        "office": str(settings.get("office") or f"{unit.name}政府信息公开工作机构"),
        "address": str(settings.get("address", "")),
        "phone": str(settings.get("phone", "")),
        "letterhead": str(settings.get("letterhead", "")),
    }
    return {**facts, "contact": _contact(facts)}


def _contact(facts: Mapping[str, str]) -> str:
    """One sentence on how the office is reached; empty where the unit has not set it up."""
    ways = [("电话", facts["phone"]), ("地址", facts["address"])]
    told = "，".join(f"{label}：{value}" for label, value in ways if value)
    return f"联系单位：{facts['office']}，{told}。" if told else ""


def applicants(session: Session, record: Record, facts: Facts) -> list[Party]:
    """The applicants who take part now; when all of them have ended, the one who was named first."""
    named = _parties(session, record)
    present = applicants_of(facts) or tuple(facts.values.get("applicants") or ())[:1]
    return [named[int(position)] for position in present if int(position) in named]


def agents(session: Session, record: Record, facts: Facts) -> list[Party]:
    """Those who act for the applicants now."""
    named = _parties(session, record)
    return [named[a.position] for a in agents_of(facts) if a.position in named]


def _parties(session: Session, record: Record) -> dict[int, Party]:
    rows = session.scalars(select(Party).where(Party.record_id == record.id))
    return {row.position: row for row in rows}


def party_names(session: Session, record: Record) -> dict[int, str]:
    """Everybody of the case by position."""
    return {position: row.name for position, row in _parties(session, record).items()}


def applicant_facts(office: Office, parties: Sequence[Party]) -> dict[str, str]:
    """The applicant named first as his own papers show him; blank where there is none."""
    if not parties:
        return {}
    party = parties[0]
    number = office.cipher.decrypt(party.id_number)
    contact = [office.cipher.decrypt(v) for v in (party.address, party.phone, party.email)]
    return {
        "name": party.name,
        "category": _category(party.category),
        "identity": " ".join(filter(None, (party.id_type, masked(number)))) or "—",
        "contact": "；".join(filter(None, contact)) or "—",
    }


def _category(value: str) -> str:
    return ApplicantCategory(value).label if value else "—"


def masked(number: str) -> str:
    """An identity number with only its ends readable."""
    return number if len(number) < 8 else f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def form_of_address(record: Record) -> str:
    """How a paper addresses the applicant."""
    return "你" if record.category in ("", ApplicantCategory.natural) else "你单位"


_LAWS = {
    "条例": "《中华人民共和国政府信息公开条例》",
    "复议法": "《中华人民共和国行政复议法》",
    "行诉法": "《中华人民共和国行政诉讼法》",
}
_CITED = re.compile(r"(条例|复议法|行诉法)([0-9]+)(?:\(([0-9])\))?")
_LETTER = re.compile(r"[0-9]+号")
_DIGITS = "零一二三四五六七八九"
_OF_ITEMS = "36"  # the one article whose cases are items (项); the brackets of the others are paragraphs (款)


def cited(basis: str) -> str:
    """A key of the code as an official paper cites it: 条例36(2) is 《…条例》第三十六条第（二）项, 235号 its 发文字号."""
    if _LETTER.fullmatch(basis):  # a bare number is known in the code alone
        return provision(basis).source
    return _CITED.sub(_in_full, basis)


def _in_full(found: re.Match[str]) -> str:
    law, article, part = found.groups()
    text = f"{_LAWS[law]}第{_numeral(int(article))}条"
    if part:
        numeral = _numeral(int(part))
        text += f"第（{numeral}）项" if article == _OF_ITEMS else f"第{numeral}款"
    return text


def _numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    head = "" if not tens else f"{'' if tens == 1 else _DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def said_by(value: object, texts: Mapping[str, str]) -> Any:
    """A value of the journal with its erasable text looked up: notes are kept apart from the row."""
    if isinstance(value, Mapping) and "note" in value:
        return texts.get(str(value["note"]), ERASED)
    return value
