"""What the supervision page shows of each unit, and which chase each number proposes; it reads no database."""

from collections.abc import Mapping
from datetime import date

from flask import url_for

from workflows.kinds.chase import ChaseReason

COLUMNS = (
    ("overdue", "申请逾期"),
    ("due_1", "1 日内到期"),
    ("due_5", "5 日内到期"),
    ("waived", "例外放行"),
    ("mail_late", "信函逾期"),
    ("rectifying", "整改未完"),
    ("rectifying_late", "整改逾期"),
    ("repeated", "重复发生"),
    ("chasing", "督办未结"),
    ("chasing_late", "督办逾期"),
)
# In the order of urgency: the first one that a unit has is what it is chased for.
CHASES = (
    ("overdue", ChaseReason.overdue, "有{n}件申请逾期未答复"),
    ("mail_late", ChaseReason.correspondence, "有{n}件来信、协助调查函逾期未答复"),
    ("rectifying_late", ChaseReason.rectification, "有{n}项整改逾期未完成"),
    ("due_1", ChaseReason.due, "有{n}件申请即将到期"),
    ("waived", ChaseReason.waived, "有{n}件申请例外放行"),
)


def chase_href(code: str, counts: Mapping[str, int], unserved: int, today: date) -> str:
    """The form of a chase of this unit with what it is most likely about."""
    for key, reason, words in CHASES:
        if counts.get(key):
            return _href(code, reason, words.format(n=counts[key]), today)
    if unserved:
        return _href(code, ChaseReason.unserved, f"有{unserved}份文书没有送达凭证", today)
    return _href(code, ChaseReason.other, "", today)


def _href(code: str, reason: ChaseReason, matter: str, today: date) -> str:
    said = f"截至{today.month}月{today.day}日，{matter}" if matter else None
    return url_for("web.new_record", kind="chase", unit=code, reason=reason.value, matter=said)
