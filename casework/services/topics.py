"""Whether a request may be given a topic: one of the list that holds for its unit, or the one it has already."""

from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.queries.topics import topics_of


def check(session: Session, unit_id: int, word: str, *, held: str | None = None) -> None:
    """Let a topic pass, or none at all.

    Raises:
        Invalid: the unit's list has no such topic, nor has the request had it (`held`).
    """
    if not word or word == held:
        return
    known = topics_of(session, unit_id)
    if word not in known:
        raise Invalid(
            f"“{word}”不在本单位的事项类别中（{'、'.join(known)}）；请从中选择，或者由系统管理员在单位设置中增加。",
            fields={"topic": f"只能是：{'、'.join(known)}"},
        )
