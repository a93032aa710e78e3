"""The last paragraph of an answer: where, when and in which order the applicant may seek a remedy.

It is generated from outcome, unit, day of the answer and way of service, never typed. Bodies and courts are data of the unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.outcomes import OUTCOMES, outcome, review_first

Order = Literal["free_choice", "review_first"]


@dataclass(frozen=True)
class Body:
    """A 复议机关 or a court, as the paper names it, for the days it is competent (both ends included)."""

    name: str
    address: str = ""
    since: date | None = None
    until: date | None = None

    def competent_on(self, day: date) -> bool:
        """Whether the body was competent on that day; courts have a version in time too."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class RemedyData:
    """What a unit must know to print remedies. Several competent review bodies are offered as a choice (复议法24)."""

    review_bodies: tuple[Body, ...] = ()
    courts: tuple[Body, ...] = ()
    online_review_url: str = ""


@dataclass(frozen=True)
class RemedyVersion:
    """The law of remedies from a day on. `partial_named`: the text says that a refusal in part is meant too."""

    since: date
    basis: str
    review_days: int
    suit_months: int
    suit_after_review_days: int
    has_review_first: bool
    online_channel: bool
    partial_named: bool
    confirmed: bool = True


# fmt: off
VERSIONS: tuple[RemedyVersion, ...] = (
    # 复议法2017, 行诉法46, 行诉法45: free choice between review and suit for every result.
    RemedyVersion(date(2019, 5, 15), "复议法2017", 60, 6, 15, False, False, False),
    # 复议法20, 22, 23 (revision of 2023): refusals under 条例14-16 are review-first, an online answer names the online door.
    RemedyVersion(date(2024, 1, 1), "复议法23", 60, 6, 15, True, True, False),
    # 复议法实施条例31 (2026, text not seen): refusals in whole or in part under 条例14-16.
    RemedyVersion(date(2026, 7, 1), "复议法实施条例31", 60, 6, 15, True, True, True, confirmed=False),
)
# fmt: on


class MissingRemedyData(ValueError):
    """The paragraph cannot be printed; `missing` names what the unit's settings lack."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(
            f"单位设置缺少{'、'.join(missing)}，无法生成救济告知（复议法23、行诉法46）。请先补全。"
        )


def version_on(day: date) -> RemedyVersion:
    """The version in force on the day of the answer; ValueError before the 条例 of 2019 was in force."""
    for version in reversed(VERSIONS):
        if day >= version.since:
            return version
    raise ValueError(f"{day.isoformat()}早于2019年5月15日，没有本系统收录的救济告知文本。")


def order_of(outcome_code: str, *, ground: str | None, answered_on: date) -> Order:
    """Whether review must come before a suit, by outcome (for B by its ground) and day (复议法23)."""
    if outcome(outcome_code).imported_only:
        raise ValueError(f"办理结果{outcome_code}只用于导入的台账，不生成救济告知。")
    required = version_on(answered_on).has_review_first and review_first(outcome_code, ground)
    return "review_first" if required else "free_choice"


def missing_remedy_data(
    outcome_code: str, *, ground: str | None, unit: RemedyData, answered_on: date, online: bool
) -> tuple[str, ...]:
    """What the unit's settings lack for this paper, in Chinese, each with the day; empty when nothing does."""
    missing = _lacking("复议机关", _competent(unit.review_bodies, answered_on))
    if order_of(outcome_code, ground=ground, answered_on=answered_on) == "free_choice":
        missing += _lacking("有管辖权的人民法院", _competent(unit.courts, answered_on))
    if online and version_on(answered_on).online_channel and not unit.online_review_url:
        missing += ("行政复议网上申请途径",)
    return missing


def remedy_text(
    outcome_code: str,
    *,
    ground: str | None,
    unit: RemedyData,
    answered_on: date,
    online: bool,
    paper: str = "本告知书",
) -> str:
    """The remedy paragraph of an answer, of an F1, F2 or withdrawal notice, or (as A2) of a notice to a third party.

    `ground` is the code behind the refused part of B. MissingRemedyData when the unit's settings cannot fill it.
    """
    missing = missing_remedy_data(
        outcome_code, ground=ground, unit=unit, answered_on=answered_on, online=online
    )
    if missing:
        raise MissingRemedyData(missing)
    version = version_on(answered_on)
    review = _or(_competent(unit.review_bodies, answered_on))
    url = unit.online_review_url if online and version.online_channel else ""
    door = f"，也可以通过互联网（{url}）提出行政复议申请" if url else ""
    if order_of(outcome_code, ground=ground, answered_on=answered_on) == "review_first":
        return _review_first_text(
            outcome_code, version=version, review=review, door=door, paper=paper
        )
    court = _or(_competent(unit.courts, answered_on))
    return (
        f"如不服{paper}，可以自收到{paper}之日起{version.review_days}日内向{review}申请行政复议{door}；"
        f"或者自收到{paper}之日起{version.suit_months}个月内向{court}提起行政诉讼。"
    )


def _review_first_text(
    code: str, *, version: RemedyVersion, review: str, door: str, paper: str
) -> str:
    # 复议法23(2): the answer itself must say that review comes first; a direct court line would mislead.
    refusal = f"{paper}中不予公开的决定"
    if code == "B":
        refusal = f"{paper}中不予公开部分政府信息的决定"
    elif version.partial_named:
        refusal = f"{paper}中全部或者部分不予公开政府信息的决定"
    return (
        f"如不服{refusal}，根据《中华人民共和国行政复议法》第二十三条的规定，"
        f"应当先自收到{paper}之日起{version.review_days}日内向{review}申请行政复议{door}；"
        f"对行政复议决定不服的，可以自收到行政复议决定书之日起{version.suit_after_review_days}日内"
        "依法向人民法院提起行政诉讼。"
    )


def _competent(bodies: Iterable[Body], day: date) -> tuple[Body, ...]:
    return tuple(body for body in bodies if body.competent_on(day))


def _or(bodies: tuple[Body, ...]) -> str:
    return "或者".join(f"{body.name}（地址：{body.address}）" for body in bodies)


def _lacking(kind: str, bodies: tuple[Body, ...]) -> tuple[str, ...]:
    if not bodies:
        return (f"{kind}的名称和地址",)
    return tuple(f"{kind}（{body.name}）的地址" for body in bodies if not body.address)


ANSWERABLE: tuple[str, ...] = tuple(
    code for code, chosen in OUTCOMES.items() if not chosen.imported_only
)
"""Every outcome whose paper carries a remedy paragraph: all that the office itself can give (132号)."""
