"""Entering, confirming, closing, publishing and reopening an annual report as JSON; each answer is the report as it stands then."""

from collections.abc import Callable, Mapping
from typing import Any

from casework import http
from casework.api import report_schemas
from casework.api.blueprint import ApiBlueprint
from casework.api.bodies import Day, Flag, Given, Object, Part, Text, Whole
from casework.queries.annual_documents import document, read_words
from casework.services import annual_entries, annual_years
from casework.services.annual_entries import Entry
from casework.services.annual_files import to_report_data
from casework.services.annual_years import YearKey
from casework.viewer import Moment, Viewer

blueprint = ApiBlueprint("api_years", description="年度报告的填写和封存")
_YEAR = "/reports/annual/<int:year>"


class WhichIn(Given):
    """Which report of the year."""

    unit = Text(required=True, metadata={"description": "单位代码"})
    rollup = Flag(load_default=False, metadata={"description": "连同下属单位的汇总年报"})


class ReasonIn(WhichIn):
    reason = Text(load_default="", metadata={"description": "说明；重新打开的必须写明理由"})


class ConfirmIn(WhichIn):
    """Why a warning may stand."""

    check = Text(
        required=True,
        metadata={"description": "checks 中的 rule.where", "example": "R6.document.valid"},
    )
    comment = Text(required=True)


class PublicationIn(WhichIn):
    """When and where the report was published."""

    on_day = Day(required=True, metadata={"description": "公布的日期"})
    address = Text(load_default="", metadata={"description": "公布的网址"})


class EditedIn(Given):
    """Other words for a generated sentence, and why its numbers differ."""

    text = Text(required=True)
    reason = Text(load_default="")


class SlotIn(Given):
    """The words of one slot."""

    before = Text(load_default="")
    after = Text(load_default="")
    edited = Object(keys=Text(), values=Part(EditedIn), load_default=dict)


class EntriesIn(WhichIn):
    """Numbers of part two by cell key, and words by slot."""

    version = Whole(load_default=0, metadata={"description": "打开时的版本；0 为不核对"})
    part2 = Object(keys=Text(), values=Text(), load_default=dict)
    words = Object(keys=Text(), values=Part(SlotIn), load_default=dict)
    share_form = Text(
        load_default="",
        metadata={"description": "百分比的写法：one_decimal（33.0%）、shortest（33%）；空为不改"},
    )


@blueprint.at(f"{_YEAR}/entries", method="POST")
@blueprint.takes(EntriesIn)
@blueprint.answers(report_schemas.AnnualOut)
def enter(body: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    """填写第二部分和文字部分。"""

    def entered(key: YearKey, viewer: Viewer, moment: Moment) -> None:
        words = read_words(body["words"]) or None
        entry = Entry(body["part2"] or None, words, body["share_form"])
        annual_entries.enter(
            http.office(),
            key,
            entry,
            viewer=viewer,
            moment=moment,
            version=body["version"] or None,
        )

    return _done(body, year, entered)


@blueprint.at(f"{_YEAR}/confirm", method="POST")
@blueprint.takes(ConfirmIn)
@blueprint.answers(report_schemas.AnnualOut)
def confirm(body: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    """写明情况，确认一项提醒。"""

    def confirmed(key: YearKey, viewer: Viewer, moment: Moment) -> None:
        annual_entries.confirm(
            http.office(), key, body["check"], body["comment"], viewer=viewer, moment=moment
        )

    return _done(body, year, confirmed)


@blueprint.at(f"{_YEAR}/close", method="POST")
@blueprint.takes(ReasonIn)
@blueprint.answers(report_schemas.AnnualOut)
def close(body: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    """结转未办结的案件并封存年报。"""

    def closed(key: YearKey, viewer: Viewer, moment: Moment) -> None:
        annual_years.close_year(
            http.office(), key, viewer=viewer, moment=moment, reason=body["reason"]
        )

    return _done(body, year, closed)


@blueprint.at(f"{_YEAR}/reopen", method="POST")
@blueprint.takes(ReasonIn)
@blueprint.answers(report_schemas.AnnualOut)
def reopen(body: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    """重新打开已经封存的年报。"""

    def reopened(key: YearKey, viewer: Viewer, moment: Moment) -> None:
        annual_years.reopen_year(
            http.office(), key, viewer=viewer, moment=moment, reason=body["reason"]
        )

    return _done(body, year, reopened)


@blueprint.at(f"{_YEAR}/publication", method="POST")
@blueprint.takes(PublicationIn)
@blueprint.answers(report_schemas.AnnualOut)
def publish(body: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    """登记封存的年报在哪一天公布、公布在哪里。"""

    def published(key: YearKey, viewer: Viewer, moment: Moment) -> None:
        annual_entries.tell_publication(
            http.office(),
            key,
            on_day=body["on_day"],
            address=body["address"],
            viewer=viewer,
            moment=moment,
        )

    return _done(body, year, published)


def _done(
    body: Mapping[str, Any], year: int, act: Callable[[YearKey, Viewer, Moment], None]
) -> Mapping[str, Any]:
    """Do it as whoever asks, and read the report again."""
    who, moment = http.viewer(), http.now()
    http.end_read()
    act(YearKey(body["unit"], year, body["rollup"]), who, moment)
    found = document(
        http.read(),
        who,
        year=year,
        unit_code=body["unit"],
        rollup=body["rollup"],
        today=moment.today,
    )
    return to_report_data(found)
