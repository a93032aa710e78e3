"""Acts that reach back into a published year: who may do them, and the amendment that is written with them (model 8).

An act is compared with the cells its case stood in before (`workflows.annual_places`). Where cells of a year that is over
differ, the records of that year are locked until the transaction ends, so that closing the year and the act never pass each
other; where the year is published, the act needs a role of `amend_year`, and a further version is written.

The locks are taken behind those of the cases, by id. Closing a year locks no case, so none waits for the other in a ring.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.errors import ActionRefused
from casework.models.annual import AnnualVersion
from casework.models.fee import FeeEntry
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import annual_case, annual_documents, annual_versions
from casework.queries.annual import Scope
from casework.queries.sight import subtree
from casework.services import journal
from casework.viewer import Moment, Viewer
from workflows import annual_report, annual_text
from workflows.annual_places import (
    FEE_LABELS,
    FEES,
    Change,
    Place,
    amended,
    amended_fees,
    fee_places,
    moved,
    places,
)
from workflows.kinds.year import CLOSERS, PUBLISHED
from workflows.vocabulary import RecordKind, ReviewKind, State

AMEND = "amend_year"
Write = Callable[[Record, Mapping[str, Any]], object]
"""Does `amend_year` on the record of a year."""


def stands_in(session: Session, record: Record, *, today: date) -> tuple[Place, ...]:
    """The cells of years that are over in which a case stands by what is stored of it."""
    if record.kind not in annual_case.COUNTED or record.received_on is None:
        return ()
    if record.received_on.year >= today.year:
        return ()
    return (
        *places(annual_case.counted(session, record), before=today.year),
        *_fee_places(session, record, today=today),
    )


def _fee_places(session: Session, record: Record, *, today: date) -> tuple[Place, ...]:
    if record.state == State.void:
        return ()
    moved_on = FeeEntry.moved_on
    rows = session.execute(
        select(FeeEntry.kind, moved_on, FeeEntry.yuan).where(
            FeeEntry.record_id == record.id, moved_on < date(today.year, 1, 1)
        )
    )
    moves = ((kind == "fee", day, yuan) for kind, day, yuan in rows if day is not None)
    return fee_places(record.unit_id, moves, before=today.year)


@dataclass(frozen=True)
class Cause:
    """What leads to a version: who did what when; the record and the row of an act that moved cells."""

    viewer: Viewer
    moment: Moment
    label: str
    record_id: int | None = None
    seq: int = 0


def follow(
    session: Session,
    before: Iterable[Place],
    after: Iterable[Place],
    *,
    cause: Cause,
    write: Write,
) -> None:
    """Amend every published report whose cells the act moved.

    Raises:
        ActionRefused: there is one, and the actor has none of the roles for it.
    """
    for (unit_id, year), changes in moved(before, after).items():
        for frozen in held(session, unit_id, year):
            _check_role(session, frozen, changes, cause=cause)
            _amend(session, frozen, unit_id, changes, cause=cause, write=write)


def check_no_sum_above(session: Session, year: Record, said: str) -> None:
    """What is entered for a unit moves the sum above it, which a closed one does not follow: it is opened first.

    Raises:
        ActionRefused: the sum of a group with this unit is closed; the sentence begins with what was `said`.
    """
    if any(one.id != year.id for one in held(session, year.unit_id, _year(year))):
        raise ActionRefused(
            f"{said}：上级单位{_year(year)}年度的汇总年报已经封存，会与它不符；"
            "请先重新打开汇总年报，改好以后再次封存（条例50）。",
            basis="条例50",
        )


def held(session: Session, unit_id: int, year: int) -> Sequence[Record]:
    """The published years whose tables count the cases of a unit, locked until the transaction ends."""
    known: dict[tuple[int, int], Sequence[Record]] = session.info.setdefault("years_held", {})
    if (unit_id, year) not in known:
        known[unit_id, year] = _locked(session, unit_id, year)
    return known[unit_id, year]


def _locked(session: Session, unit_id: int, year: int) -> Sequence[Record]:
    above = _with_those_above(session, unit_id)
    # Whoever opens a year locks its unit first, so a year that is not there yet cannot be closed meanwhile.
    session.execute(
        select(Unit.id).where(Unit.id.in_(above)).order_by(Unit.id).with_for_update(read=True)
    )
    own = and_(Record.unit_id == unit_id, Record.number == _number(year, rollup=False))
    group = and_(Record.unit_id.in_(above), Record.number == _number(year, rollup=True))
    rows = session.scalars(
        select(Record)
        .where(Record.kind == RecordKind.year, Record.number_year == year, or_(own, group))
        .order_by(Record.id)
        .with_for_update()
    )
    return tuple(row for row in rows if row.state in PUBLISHED)


_number = annual_versions.year_number


def _with_those_above(session: Session, unit_id: int) -> tuple[int, ...]:
    tree = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte(recursive=True)
    tree = tree.union_all(select(Unit.id, Unit.parent_id).where(Unit.id == tree.c.parent_id))
    return tuple(session.scalars(select(tree.c.id)))


def _check_role(
    session: Session, frozen: Record, changes: Sequence[Change], *, cause: Cause
) -> None:
    if cause.viewer.roles_in(frozen.unit_id) & CLOSERS:
        return
    unit = session.get_one(Unit, frozen.unit_id)
    found = annual_versions.newest(
        session, frozen.unit_id, _year(frozen), rollup=_is_rollup(frozen)
    )
    number = found.edition.number if found else 0
    cells = "、".join(dict.fromkeys(_cell_words(_year(frozen), one) for one in changes))
    raise ActionRefused(
        f"“{unit.name}”{_year(frozen)}年度的年报已经封存（第{number}版），“{cause.label}”会改变其中的"
        f"{cells}；请由该单位的审批人或者主管部门办理，系统同时写入更正（条例50）。",
        basis="条例50",
    )


def _cell_words(year: int, change: Change) -> str:
    if change.row == FEES:
        return f"“信息处理费：{FEE_LABELS[change.column]}”"
    if change.row in set(ReviewKind):
        return f"“{ReviewKind(change.row).label}”"
    return f"“{annual_report.format_for(year).row(change.row).label}”"


def _amend(
    session: Session,
    frozen: Record,
    unit_id: int,
    changes: Sequence[Change],
    *,
    cause: Cause,
    write: Write,
) -> None:
    found = annual_versions.newest(
        session, frozen.unit_id, _year(frozen), rollup=_is_rollup(frozen)
    )
    if found is None:
        raise LookupError(f"the published year {frozen.id} has no version")
    content: Mapping[str, Any] = _with_groups(session, found.content, unit_id, changes)
    content = _counted_again(session, frozen, content)
    used = annual_report.format_of(content["format"])
    part3, part4 = amended(used, content["part3"], content["part4"], changes)
    fees = amended_fees(content["fees"], changes)
    content = {**content, "part3": part3, "part4": part4, "fees": fees}
    content = annual_documents.rewritten(content)
    add_version(
        session,
        frozen,
        kind="amended",
        content=content,
        cause=cause,
        write=write,
    )


def _with_groups(
    session: Session, content: Mapping[str, Any], unit_id: int, changes: Iterable[Change]
) -> dict[str, Any]:
    """The new requests by group of units follow as well."""
    groups = dict(content["groups"])
    by = sum(one.by for one in changes if one.row == "new_received")
    if groups and by:
        group = annual_text.group_of(session.get_one(Unit, unit_id).name)
        groups[group] = groups.get(group, 0) + by
    return {**content, "groups": groups}


def _counted_again(session: Session, frozen: Record, content: Mapping[str, Any]) -> dict[str, Any]:
    """How the new requests came and what they were about is counted again, where the version tells it."""
    told = [key for key in annual_documents.COUNTED if any(content.get(key) or ())]
    if not told:
        return dict(content)
    unit = frozen.unit_id
    units = subtree(session, unit) if _is_rollup(frozen) else (unit,)
    scope = Scope(_year(frozen), units, is_over=True)
    return {**content, **{key: annual_documents.COUNTED[key](session, scope) for key in told}}


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every number that changes, the sums among them, with the old and the new one; of part two there is no column."""
    if before["format"] != after["format"]:
        return []
    old, new = _numbers(before), _numbers(after)
    return [
        {"row": row, "column": column, "old": before_it, "new": number}
        for (row, column), number in new.items()
        if (before_it := old.get((row, column), 0 if column else "0")) != number
    ]


def _numbers(content: Mapping[str, Any]) -> dict[tuple[str, str], int | str]:
    found: dict[tuple[str, str], int | str] = {(k, ""): n for k, n in content["part2"].items()}
    for part in (content["part3"], content["part4"], {FEES: content["fees"]}):
        found |= {(row, column): n for row, line in part.items() for column, n in line.items()}
    return found


def add_version(
    session: Session,
    year: Record,
    *,
    kind: str,
    content: Mapping[str, Any],
    cause: Cause,
    write: Write,
) -> AnnualVersion:
    """A further version of the report of a locked year, and the act of the year that tells of it; it lists what changes."""
    last = annual_versions.newest(session, year.unit_id, _year(year), rollup=_is_rollup(year))
    told: dict[str, Any] = {
        "version": last.edition.number + 1 if last else 1,
        "digest": digest_of(content),
        "reason": cause.label,
        "changes": _differences(last.content, content) if last else [],
        "cause": {"record": cause.record_id, "seq": cause.seq} if cause.record_id else None,
    }
    write(year, {key: value for key, value in told.items() if value})
    made = AnnualVersion(
        record_id=year.id,
        number=told["version"],
        seq=year.version,
        unit_id=year.unit_id,
        year=_year(year),
        rollup=_is_rollup(year),
        kind=kind,
        on_day=cause.moment.today,
        at=cause.moment.at,
        signer=cause.viewer.label(year.unit_id),
        digest=told["digest"],
        reason=cause.label[:1000],
        changes=told["changes"],
        cause_id=cause.record_id,
        cause_seq=cause.seq,
        content=dict(content),
    )
    session.add(made)
    return made


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over a version tag and the canonical JSON of the report."""
    return hashlib.sha256(f"casework-annual-1\n{journal.canonical(content)}".encode()).hexdigest()


def _year(record: Record) -> int:
    if record.number_year is None:
        raise LookupError(f"record {record.id} is of no year")
    return record.number_year


def _is_rollup(record: Record) -> bool:
    return record.number == _number(_year(record), rollup=True)
