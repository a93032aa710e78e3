"""A whole annual report, six parts: tables, words, every check, and where it stands; as published, or as it would be now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.models.annual import AnnualReport
from casework.models.record import Record
from casework.models.unit import Unit
from casework.queries import annual, annual_tables, annual_versions, unit_settings
from casework.queries.annual import Scope
from casework.queries.publishing import limit_of
from casework.queries.sight import units_for
from casework.queries.similar_groups import turned_public
from casework.viewer import Viewer
from workflows import annual_report, annual_text
from workflows.annual_grid import TOTAL
from workflows.annual_report import AnnualTable, Check
from workflows.annual_sentences import ONE_DECIMAL, ShareForm
from workflows.annual_text import AllWords, Figures, Words
from workflows.edited_sentences import Edited
from workflows.kinds.year import YearState

_CONTACT = ("address", "phone")


@dataclass(frozen=True)
class Comment:
    """Why a warning may stand: the words, who confirmed it, and the two sides as they were then."""

    text: str
    by: str
    left: str
    right: str

    def fits(self, check: Check) -> bool:
        """Whether the numbers are still those that were confirmed."""
        return (self.left, self.right) == (str(check.left), str(check.right))


@dataclass(frozen=True)
class AnnualDocument:
    """The report. `paragraphs` are the words as they are printed, by slot; `words` what people wrote of them.

    `state` is where the year stands; `edition` of the table tells which published version this is, None for the live one.
    """

    table: AnnualTable
    numbers: Figures
    words: AllWords
    paragraphs: Mapping[str, tuple[str, ...]]
    state: YearState
    comments: Mapping[str, Comment]
    deadline: date
    published_on: date | None
    published_at: str
    record_id: int | None

    @property
    def title(self) -> str:
        return f"{self.table.unit_name}{self.table.year}年政府信息公开工作年度报告"

    @property
    def errors(self) -> tuple[Check, ...]:
        """What keeps the report from being published."""
        return tuple(one for one in self.table.checks if one.rank == "error" and not one.ok)


def document(
    session: Session,
    viewer: Viewer,
    *,
    year: int,
    unit_code: str,
    rollup: bool = False,
    table: str = "",
    live: bool = False,
    today: date,
) -> AnnualDocument:
    """The report of a unit, or of a unit with all below it.

    Raises:
        NotFound, NotAllowed, Invalid: as `annual_tables.annual_table`.
    """
    found = annual_tables.annual_table(
        session, viewer, year=year, unit_code=unit_code, rollup=rollup, table=table, live=live, today=today,
    )  # fmt: skip
    unit, units = units_for(session, viewer, unit_code, rollup=rollup)
    scope = Scope.on(today, year, units)
    entered = annual_versions.report_of(session, unit.id, year, rollup=rollup)
    published = annual_versions.newest(session, unit.id, year, rollup=rollup)
    if found.edition is not None and published is not None:
        numbers, words, paragraphs = _as_published(published.content)
    else:
        numbers, words, paragraphs = _as_of_now(session, unit, scope, found, entered)
    return AnnualDocument(
        table=_checked(session, found, scope, annual_text.check_words(numbers, words)),
        numbers=numbers,
        words=words,
        paragraphs=paragraphs,
        state=annual_versions.state_of(session, unit.id, year, rollup=rollup),
        comments=_comments(entered),
        deadline=limit_of(unit, year, rollup=rollup),
        published_on=entered.published_on if entered else None,
        published_at=entered.published_at if entered else "",
        record_id=entered.record_id if entered else None,
    )


def _as_of_now(
    session: Session, unit: Unit, scope: Scope, found: AnnualTable, entered: AnnualReport | None
) -> tuple[Figures, AllWords, dict[str, tuple[str, ...]]]:
    form = ShareForm(entered.share_form) if entered else ONE_DECIMAL
    numbers = replace(_numbers(session, unit, scope, found), share_form=form)
    words = read_words(entered.texts if entered else {})
    return numbers, words, annual_text.whole_text(numbers, words)


def _as_published(
    content: Mapping[str, Any],
) -> tuple[Figures, AllWords, dict[str, tuple[str, ...]]]:
    paragraphs = {slot: tuple(lines) for slot, lines in content["paragraphs"].items()}
    return figures_of(content), read_words(content["words"]), paragraphs


def _checked(
    session: Session, found: AnnualTable, scope: Scope, of_words: Sequence[Check]
) -> AnnualTable:
    """The table with every check of the report, by rule."""
    checks = (*found.checks, *_of_group(session, found, scope), *of_words)
    return replace(found, checks=tuple(sorted(checks, key=_rule_number)))


def _rule_number(check: Check) -> int:
    return int(check.rule[1:])


def _numbers(session: Session, unit: Unit, scope: Scope, found: AnnualTable) -> Figures:
    before = annual_tables.last_year(session, unit, scope, found)
    known = bool(before.part3[TOTAL][TOTAL])
    return Figures(
        unit_name=found.unit_name,
        year=found.year,
        format=found.format,
        part2=found.part2,
        part3=found.part3,
        part4=found.part4,
        fees=found.fees,
        rollup=found.rollup,
        groups=_groups(session, scope) if found.rollup else {},
        turned_public=turned_public(session, scope.units, scope.year),
        channels=channels(session, scope),
        topics=topics(session, scope),
        before3=before.part3 if known else None,
        before4=_reviews_before(session, scope, before) if known else None,
        contact=_contact(session, unit),
    )


def _reviews_before(session: Session, scope: Scope, before: AnnualTable) -> annual_report.Part4:
    if before.edition is not None:
        return before.part4
    last = replace(scope, year=scope.year - 1, is_over=True)
    counted = annual.part4_of(annual.summed(annual.part4_counts(session, last)))
    filed = annual_versions.filed(session, last.units, last.year).values()
    return annual_report.review_sums([counted, *(one.content["part4"] for one in filed)])


def _groups(session: Session, scope: Scope) -> dict[str, int]:
    """The new requests of the year by group of units."""
    names = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))}
    found: dict[str, int] = {}
    for unit_id, counts in annual.part3_counts(session, scope).items():
        group = annual_text.group_of(names[unit_id])
        new = sum(n for (row, *_), n in counts.items() if row == "new_received")
        found[group] = found.get(group, 0) + new
    for unit_id, one in annual_versions.filed(session, scope.units, scope.year).items():
        group = annual_text.group_of(names[unit_id])
        found[group] = found.get(group, 0) + one.content["part3"]["new_received"][TOTAL]
    return dict(sorted(found.items(), key=lambda pair: -pair[1])) if len(found) > 1 else {}


def channels(session: Session, scope: Scope) -> dict[str, int]:
    """The new requests of the year by how they came."""
    channel = Record.facts["channel"].as_string()
    counted = annual.requests(scope, (channel, func.count())).where(
        annual.in_row(scope, "new_received")
    )
    rows = session.execute(counted.group_by(channel))
    return {code: n for code, n in rows if code}


def topics(session: Session, scope: Scope) -> dict[str, int]:
    """The new requests of the year by what they are about; those without a topic under the empty word."""
    counted = annual.requests(scope, (Record.topic, func.count())).where(
        annual.in_row(scope, "new_received")
    )
    rows = session.execute(counted.group_by(Record.topic))
    return {topic or "": n for topic, n in rows}


COUNTED: Mapping[str, Callable[[Session, Scope], dict[str, int]]] = {
    "channels": channels,
    "topics": topics,
}
"""What a version tells of the new requests beside its tables, each with how it is counted."""


def _contact(session: Session, unit: Unit) -> dict[str, str]:
    labels = {"address": "地址", "phone": "电话"}
    values = {key: unit_settings.value(session, unit.id, key) for key in _CONTACT}
    return {labels[key]: str(value) for key, value in values.items() if value}


def _of_group(session: Session, found: AnnualTable, scope: Scope) -> Sequence[Check]:
    """R7, once every unit of the group has published its own report."""
    if not found.rollup:
        return ()
    known = annual_versions.standing(session, scope.units, scope.year)
    ready = [one for one in known.values() if one.holds]
    if not ready or len(ready) < len(scope.units):
        return ()
    used = found.format
    units3 = annual_report.row_sums(
        annual_report.in_format(one.content["part3"], used) for one in ready
    )
    units4 = annual_report.review_sums(one.content["part4"] for one in ready)
    return annual_report.check_sum(found.part3, found.part4, units3, units4)


def _comments(entered: AnnualReport | None) -> dict[str, Comment]:
    held = entered.confirmed if entered else {}
    return {key: Comment(**value) for key, value in held.items()}


def read_words(stored: Mapping[str, Any]) -> dict[str, Words]:
    """What people wrote, as it is stored."""
    return {
        slot: Words(
            before=held.get("before", ""),
            after=held.get("after", ""),
            edited={key: Edited(**value) for key, value in held.get("edited", {}).items()},
        )
        for slot, held in stored.items()
    }


def written_words(words: AllWords) -> dict[str, Any]:
    """The same to be stored."""
    return {
        slot: {
            "before": held.before,
            "after": held.after,
            "edited": {
                key: {"text": one.text, "reason": one.reason, "base": one.base}
                for key, one in held.edited.items()
            },
        }
        for slot, held in words.items()
    }


def content_of(found: AnnualDocument) -> dict[str, Any]:
    """The whole report as a version keeps it."""
    return content_of_parts(found.table, found.numbers, found.paragraphs, words=found.words)


def content_of_parts(
    table: AnnualTable,
    numbers: Figures,
    paragraphs: Mapping[str, Sequence[str]],
    *,
    words: AllWords | None = None,
) -> dict[str, Any]:
    """The same from its parts: the tables, what the sentences are written from, the words as printed, and as people wrote them."""
    return {
        **annual_versions.content_of(table),
        "groups": dict(numbers.groups),
        "turned_public": numbers.turned_public,
        "channels": dict(numbers.channels),
        "topics": dict(numbers.topics),
        "contact": dict(numbers.contact),
        "share_form": numbers.share_form.value,
        "before": _plain(numbers.before3, numbers.before4),
        "words": written_words(words or {}),
        "paragraphs": {slot: list(lines) for slot, lines in paragraphs.items()},
    }


def _plain(
    *parts: Mapping[str, Mapping[str, int]] | None,
) -> list[dict[str, dict[str, int]] | None]:
    return [
        None if part is None else {row: dict(line) for row, line in part.items()} for part in parts
    ]


def figures_of(content: Mapping[str, Any]) -> Figures:
    """The figures that a version was written from."""
    before3, before4 = content["before"]
    return Figures(
        unit_name=content["unit_name"],
        year=content["year"],
        format=annual_report.format_of(content["format"]),
        part2=annual_versions.read_part2(content["part2"]),
        part3=content["part3"],
        part4=content["part4"],
        fees=annual_report.FeeTotals(**content["fees"]),
        rollup=content["rollup"],
        groups=content["groups"],
        turned_public=content.get("turned_public", 0),  # older versions hold none
        # Versions from before the channels, or the topics, were told hold none.
        channels=content.get("channels", {}),
        topics=content.get("topics", {}),
        before3=before3,
        before4=before4,
        contact=content["contact"],
        # Versions from before there was a choice hold none.
        share_form=ShareForm(content.get("share_form", ONE_DECIMAL)),
    )


def rewritten(content: Mapping[str, Any]) -> dict[str, Any]:
    """A version's content after its figures were changed: the generated sentences follow, the edited ones stay."""
    numbers = figures_of(content)
    lines = annual_text.whole_text(numbers, read_words(content["words"]))
    narrative = annual_report.narrative(
        numbers.year, part3=numbers.part3, part4=numbers.part4, previous=numbers.before3,
        form=numbers.share_form,
    )  # fmt: skip
    paragraphs = {slot: list(found) for slot, found in lines.items()}
    return {**content, "narrative": narrative, "paragraphs": paragraphs}
