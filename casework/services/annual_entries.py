"""What people enter for an annual report: part two, the words, comments on warnings, the day of publication; each in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.errors import ActionRefused, Invalid, StaleCase
from casework.models.annual import AnnualReport
from casework.models.record import Record
from casework.office import Office
from casework.queries import annual_documents
from casework.services import annual_years, engine, frozen_years
from casework.services.annual_years import YearKey
from casework.viewer import Moment, Viewer
from workflows import annual_part2, annual_text
from workflows.annual_checks import Check
from workflows.annual_sentences import ShareForm
from workflows.annual_text import AllWords, Slot, Words, wrong_publication
from workflows.edited_sentences import rewritten
from workflows.kinds.year import PUBLISHED, YearState

_LONGEST = 20_000


def enter_part2(
    office: Office,
    key: YearKey,
    typed: Mapping[str, str],
    *,
    viewer: Viewer,
    moment: Moment,
    version: int | None = None,
) -> tuple[str, ...]:
    """Enter the numbers of part two by cell key; answers a sentence for each blank that counts 0 (R8).

    Raises:
        NotFound, NotAllowed, Invalid, ActionRefused, StaleCase: as `enter`.
    """
    return enter(office, key, Entry(typed), viewer=viewer, moment=moment, version=version)


def enter_words(
    office: Office,
    key: YearKey,
    words: AllWords,
    *,
    viewer: Viewer,
    moment: Moment,
    version: int | None = None,
    share_form: str = "",
) -> None:
    """Enter the words of some slots, and how the report prints its shares from now on.

    Raises:
        NotFound, NotAllowed, Invalid, ActionRefused, StaleCase: as `enter`.
    """
    entry = Entry(words=words, share_form=share_form)
    enter(office, key, entry, viewer=viewer, moment=moment, version=version)


@dataclass(frozen=True)
class Entry:
    """What is entered at once: numbers of part two by cell key, words by slot, and a `ShareForm`; what is None or empty stays.

    Words of a block equal to the generated sentence are none; others remember the sentence they were written beside.
    """

    typed: Mapping[str, str] | None = None
    words: AllWords | None = None
    share_form: str = ""


def enter(
    office: Office,
    key: YearKey,
    entry: Entry,
    *,
    viewer: Viewer,
    moment: Moment,
    version: int | None = None,
) -> tuple[str, ...]:
    """Enter all of it or nothing; answers a sentence for each blank of part two that counts 0 (R8).

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or the role is missing. Invalid: with a sentence per faulty cell; too
        long, no such slot, or no such form. ActionRefused: the year is closed, or part two is that of a group, or of a unit whose sum above is closed.
        StaleCase: somebody was faster.
    """
    figures, told = _figures(key, entry.typed, moment) if entry.typed is not None else ({}, ())
    _check_words(entry.words or {}, entry.share_form)
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        year, report = _open_report(at, key, version)
        if entry.typed is not None:
            if figures.items() - report.figures.items():
                frozen_years.check_no_sum_above(session, year, "没有录入第二部分")
            report.figures = {**report.figures, **figures}
            _note(at, year, {"part": "part2", "figures": figures})
        if entry.words is not None or entry.share_form:
            words = entry.words or {}
            report.share_form = entry.share_form or report.share_form
            now = _document(session, key, moment)
            kept = {slot: _kept(Slot[slot], held, now) for slot, held in words.items()}
            report.texts = {**report.texts, **annual_documents.written_words(kept)}
            _note(at, year, {"part": "words", "slots": sorted(words), "share_form": report.share_form})  # fmt: skip
    return told


def _figures(
    key: YearKey, typed: Mapping[str, str], moment: Moment
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The numbers as they are kept, and the blanks that count 0."""
    if key.rollup:
        raise ActionRefused(
            "汇总年报的第二部分由各单位的数字相加，不另行填写（条例50）；请到各单位的年报中填写。",
            basis="条例50",
        )
    cells = annual_part2.figures(annual_years.check_year(key.year, today=moment.today).key)
    unknown = sorted(set(typed) - set(cells))
    if unknown:
        raise Invalid(
            f"第二部分没有这些格：{'、'.join(unknown)}；请核对年度的表格格式。可用的为{'、'.join(cells)}。"
        )
    figures, wrong = {}, {}
    for cell, text in typed.items():
        words, kind = cells[cell]
        try:
            figures[cell] = annual_part2.written(annual_part2.number(text, words, kind))
        except ValueError as error:
            wrong[cell] = str(error)
    if wrong:
        raise Invalid("".join(wrong.values()), fields=wrong)
    blank = [cells[cell][0] for cell, text in typed.items() if annual_part2.is_blank(text)]
    return figures, tuple(f"{words}没有填写，按0计。" for words in blank)


def _check_words(words: AllWords, share_form: str) -> None:
    if share_form and share_form not in set(ShareForm):
        forms = "、".join(f"{one.value}（{one.label}）" for one in ShareForm)
        raise Invalid(
            f"没有“{share_form}”这种百分比写法；可用的为{forms}。",
            fields={"share_form": "没有这种写法"},
        )
    for slot, held in words.items():
        if slot not in set(Slot):
            raise Invalid(f"年报没有“{slot}”这一部分；请从页面填写。")
        if len(held.before) + len(held.after) + sum(len(e.text) for e in held.edited.values()) > _LONGEST:  # fmt: skip
            raise Invalid(f"“{Slot[slot].label}”超过{_LONGEST}字；请改短。", fields={slot: "太长"})


def _kept(slot: Slot, held: Words, now: annual_documents.AnnualDocument) -> Words:
    edited = {}
    before = now.words.get(slot.value) or Words()
    for block, write in annual_text.blocks_of(slot).items():
        one = rewritten(held.edited.get(block), before.edited.get(block), write(now.numbers))
        if one is not None:
            edited[block] = one
    return Words(held.before.strip(), held.after.strip(), edited)


def confirm(
    office: Office, key: YearKey, check: str, comment: str, *, viewer: Viewer, moment: Moment
) -> None:
    """Say why a warning may stand; the comment is kept when the checks are run again.

    Raises:
        NotFound, NotAllowed, ActionRefused: as `enter_part2`; also when the check is no failing warning. Invalid: no comment.
    """
    if not comment.strip():
        raise Invalid("确认提醒须写明情况；请填写说明。", fields={"comment": "请填写说明"})
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        year, report = _open_report(at, key, None)
        found = _failing_warning(_document(session, key, moment).table.checks, check)
        said = {
            "text": comment.strip()[:1000],
            "by": viewer.name,
            "left": str(found.left),
            "right": str(found.right),
        }
        report.confirmed = {**report.confirmed, check: said}
        _note(at, year, {"part": "confirmed", "check": check})


def _failing_warning(checks: tuple[Check, ...], key: str) -> Check:
    for one in checks:
        if one.key == key and one.rank == "warning" and not one.ok:
            return one
    raise ActionRefused(
        "这一项现在没有需要确认的提醒（条例50）；请刷新页面，核对后再办。", basis="条例50"
    )


def tell_publication(
    office: Office,
    key: YearKey,
    *,
    on_day: date,
    address: str,
    viewer: Viewer,
    moment: Moment,
) -> None:
    """Note when and where a closed report was published (条例49).

    Raises:
        NotFound, NotAllowed: as `enter_part2`. ActionRefused: the year is not closed. Invalid: a day to come, or one before the year was over.
    """
    wrong = wrong_publication(on_day, year=key.year, today=moment.today)
    if wrong:
        raise Invalid(wrong, fields={"published_on": wrong})
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        year = annual_years.opened(at, key)
        if year.state not in PUBLISHED:
            raise ActionRefused(
                "年报封存以后才能登记公布日期（条例49）；请先封存。", basis="条例49"
            )
        report = session.get_one(AnnualReport, year.id)
        report.published_on, report.published_at = on_day, address.strip()[:300]
        _note(
            at,
            year,
            {"on": on_day.isoformat(), "address": report.published_at},
            action="tell_publication",
        )


def _open_report(at: engine.Desk, key: YearKey, version: int | None) -> tuple[Record, AnnualReport]:
    year = annual_years.opened(at, key)
    if version is not None and version not in (0, year.version):
        raise StaleCase("年报在您打开页面之后已有改动，本次填写没有保存；请刷新页面，核对后再填。")
    if year.state != YearState.open:
        raise ActionRefused(
            f"{key.year}年度的年报已经封存，不能再改；要改动请先由主管部门重新打开（条例50）。",
            basis="条例50",
        )
    return year, at.session.get_one(AnnualReport, year.id)


def _document(session: Session, key: YearKey, moment: Moment) -> annual_documents.AnnualDocument:
    session.flush()
    return annual_documents.document(
        session,
        annual_years.COUNTING,
        year=key.year,
        unit_code=key.unit_code,
        rollup=key.rollup,
        live=True,
        today=moment.today,
    )


def _note(
    at: engine.Desk, year: Record, told: Mapping[str, Any], *, action: str = "enter_report"
) -> None:
    annual_years.writing(at, action)(year, {**told, "digest": frozen_years.digest_of(told)})
