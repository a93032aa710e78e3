"""The things asked in a request: which of them it still answers, and which were divided off (一事一申请)."""

import re
from collections.abc import Mapping

from workflows.history import Facts

SPLIT = "split_off"
_DIGITS = 4  # a longer number is no place in a list


def positions(text: object) -> tuple[int, ...]:
    """The places of things asked as somebody wrote them: “2、3”, “第2项，第3项”."""
    found = (int(n) for n in re.findall(r"[0-9]+", str(text or "")) if len(n) <= _DIGITS)
    return tuple(sorted(set(found)))


def moved_items(facts: Facts) -> Mapping[int, str]:
    """The things asked that were divided off, by their place, with the number of the case that has them now."""
    return {
        n: str(act.data.get("case", ""))
        for act in facts.acts
        if act.action == SPLIT
        for n in positions(act.data.get("items_moved"))
    }


def remaining_items(facts: Facts) -> tuple[int, ...]:
    """The places of the things asked that this case still answers."""
    moved = moved_items(facts)
    return tuple(n for n in range(1, int(facts.values.get("items") or 0) + 1) if n not in moved)
