"""The review bodies and courts of a unit as its papers name them, and what its set-up still lacks for which paper; nothing is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.models.unit import Unit
from casework.viewer import Viewer
from workflows.documents import DOCUMENTS
from workflows.outcomes import OUTCOMES
from workflows.remedy_text import ANSWERABLE, Body, RemedyData, missing_remedy_data
from workflows.signatories import Signatory, doubts
from workflows.vocabulary import Role


@dataclass(frozen=True)
class Gap:
    """One setting that a unit lacks, with the papers that cannot be issued, or not fully, until it is there."""

    lacks: str
    papers: tuple[str, ...]
    stops: bool = True

    @property
    def sentence(self) -> str:
        effect = "不能签发" if self.stops else "不完整"
        return f"缺少{self.lacks}：{'、'.join(self.papers)}{effect}"


def remedy_data(unit: Unit) -> RemedyData:
    """The unit's review bodies and courts as the law's text needs them."""
    stored = unit.remedies or {}
    return RemedyData(
        review_bodies=tuple(_body(row) for row in stored.get("review_bodies", ())),
        courts=tuple(_body(row) for row in stored.get("courts", ())),
        online_review_url=str(stored.get("online_review_url", "")),
    )


def _body(row: Mapping[str, str]) -> Body:
    since, until = row.get("since"), row.get("until")
    return Body(
        row["name"],
        row.get("address", ""),
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


def gaps(unit: Unit, *, on_day: date) -> tuple[Gap, ...]:
    """What the set-up of a unit lacks for papers signed on that day, worst first; empty when it is complete."""
    found = list(_remedy_gaps(remedy_data(unit), on_day))
    if not unit.mark:
        numbered = tuple(f"《{row.title}》" for row in DOCUMENTS.values() if row.word)
        found.append(Gap("机关代字", (f"{numbered[0]}等{len(numbered)}种文书的发文字号",), False))
    settings = unit.settings or {}
    if not (settings.get("phone") or settings.get("address")):
        found.append(Gap("联系电话和办公地址", ("各类告知书、征求意见书的联系方式",), False))
    return tuple(found)


def remedy_doubts(unit: Unit, *, on_day: date) -> tuple[str, ...]:
    """What in the unit's review bodies and courts does not fit the kind of its signatory on that day; nothing of it stops a paper."""
    settings = unit.settings or {}
    kind, gathered = settings.get("signatory_kind"), settings.get("gathered_since")
    if not kind:
        return (
            "没有登记署名机关的类型，不能核对复议机关和管辖法院；请在该单位的页面登记，或者用 casework unit remedies 登记",
        )
    data = remedy_data(unit)
    return doubts(
        Signatory(kind),
        on_day,
        bodies=tuple(body.name for body in data.review_bodies if body.competent_on(on_day)),
        courts=tuple(body.name for body in data.courts if body.competent_on(on_day)),
        gathered_since=date.fromisoformat(gathered) if gathered else None,
    )


@lru_cache(maxsize=1024)
def _remedy_gaps(data: RemedyData, on_day: date) -> tuple[Gap, ...]:
    """By what is missing, the papers that say it: an online answer asks for most, so it is asked about (复议法22).

    Kept, since pages ask it of every unit, and one asks the law about each result in turn.
    """
    found: dict[str, list[str]] = {}
    for code in ANSWERABLE:
        ground = "C6" if code == "B" else None
        missing = missing_remedy_data(
            code, ground=ground, unit=data, answered_on=on_day, online=True
        )
        for lacks in missing:
            found.setdefault(lacks, []).append(code)
    return tuple(Gap(lacks, _papers(lacks, codes)) for lacks, codes in found.items())


def _papers(lacks: str, codes: list[str]) -> tuple[str, ...]:
    if lacks == _ONLINE:
        return ("以网上、电子邮件方式送达的答复书和终止办理告知书",)
    if len(codes) == len(ANSWERABLE):
        return ("全部答复书、终止办理告知书、更正告知书和给第三方的告知书",)
    # Only the results that leave a free choice name a court; a refusal under 条例14-16 goes to review first (复议法23).
    return (f"“{OUTCOMES[codes[0]].label}”等{len(codes)}种结果的答复书和告知书",)


_ONLINE = "行政复议网上申请途径"


def gaps_in_sight(
    session: Session, viewer: Viewer, *, on_day: date
) -> tuple[tuple[str, tuple[Gap, ...]], ...]:
    """The units whose set-up the viewer answers for and that lack something, by name."""
    mine = [unit_id for unit_id, roles in viewer.roles.items() if roles & _ANSWERING]
    rows = session.scalars(select(Unit).where(Unit.id.in_(mine)).order_by(Unit.code))
    found = ((unit.name, gaps(unit, on_day=on_day)) for unit in rows)
    return tuple((name, lacking) for name, lacking in found if lacking)


_ANSWERING = frozenset({Role.admin, Role.approver})
