"""Limits against abuse of the pages for applicants: sliding windows over uses kept in the database, for all processes alike.

In person and by post nobody is ever limited (19号); every sentence says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.errors import TooMany
from casework.models.applying import PortalUse
from casework.office import Office
from casework.viewer import Moment

SEND, TRACK, UPLOAD = "send", "track", "upload"
_OTHERWISE = "急需提交的，可以当面提交或者邮寄，不受此限。"


@dataclass(frozen=True)
class Limit:
    """At most so many uses of one kind in a window, counted for one network address or for one unit."""

    kind: str
    most: int
    window: timedelta
    by_unit: bool
    sentence: str


LIMITS: tuple[Limit, ...] = (
    Limit(
        SEND,
        20,
        timedelta(hours=1),
        False,
        f"同一网络地址一小时内最多提交20次，本次没有提交，填写的内容还在本页；请一小时后再提交。{_OTHERWISE}",
    ),
    Limit(
        SEND,
        300,
        timedelta(hours=1),
        True,
        f"该单位一小时内收到的网上申请过多，本次没有提交，填写的内容还在本页；请一小时后再提交。{_OTHERWISE}",
    ),
    Limit(
        TRACK,
        30,
        timedelta(minutes=15),
        False,
        "同一网络地址十五分钟内最多查询30次；请十五分钟后再试，或者凭身份证明向工作机构当面查询。",
    ),
    Limit(
        UPLOAD,
        30,
        timedelta(hours=1),
        False,
        f"同一网络地址一小时内最多办理30次，本次没有提交；请一小时后再试。{_OTHERWISE}",
    ),
)
_LONGEST = max(limit.window for limit in LIMITS)


def take(office: Office, kind: str, address: str, *, unit_id: int | None, moment: Moment) -> None:
    """Count one use before its work begins, in a transaction of its own, so that what fails counts too.

    Raises:
        TooMany: the window is full; the use is not counted then.
    """
    mark = office.cipher.index(f"network address:{address}")
    with office.db.write() as session:
        session.execute(delete(PortalUse).where(PortalUse.at < moment.at - _LONGEST))
        for limit in _full(session, kind, mark, unit_id, moment):
            raise TooMany(limit.sentence)
        session.add(PortalUse(kind=kind, address_index=mark, unit_id=unit_id, at=moment.at))


def _full(
    session: Session, kind: str, mark: str, unit_id: int | None, moment: Moment
) -> Iterator[Limit]:
    for limit in LIMITS:
        if limit.kind != kind or (limit.by_unit and unit_id is None):
            continue
        whose = PortalUse.unit_id == unit_id if limit.by_unit else PortalUse.address_index == mark
        used = select(func.count()).where(
            PortalUse.kind == kind, whose, PortalUse.at > moment.at - limit.window
        )
        if (session.scalar(used) or 0) >= limit.most:
            yield limit
