"""Who reviews and who judges what a body signs: one row for each kind of signatory and span of days; names nobody.

The names and addresses are data of the unit; this table says what they must be, so that a set-up can be held to it.
"""

from dataclasses import dataclass
from datetime import date

from workflows.vocabulary import Labelled


class Signatory(Labelled):
    """The kind of body in whose name an answer goes out; it decides over review, court and defendant (法释〔2021〕5号第6条)."""

    government = "government", "县级人民政府"
    office = "office", "县级人民政府办公室"
    department = "department", "县级人民政府工作部门"
    town = "town", "乡镇人民政府"
    street = "street", "街道办事处"
    justice = "justice", "司法行政部门"
    branch = "branch", "设区的市人民政府工作部门的派出机构"
    tax = "tax", "税务机关"
    committee = "committee", "开发区管理委员会"


# The bodies as a law describes them, seen from the signatory.
ABOVE, OWN, FOUNDER = "上一级人民政府", "本级人民政府", "设立该派出机关的人民政府"
HIGHER, HIGHER_JUSTICE, HIGHER_TAX = "上一级主管部门", "上一级司法行政部门", "上一级税务机关"
PARENT, PARENTS_GOVERNMENT, SEAT = (
    "设立该派出机构的部门",
    "设立该派出机构的部门的本级人民政府",
    "所在地的县级人民政府",
)
MIDDLE, BASIC = "中级人民法院", "基层人民法院"

NEW_LAW = date(2024, 1, 1)


@dataclass(frozen=True)
class Remedies:
    """Any one of `review` may be offered, each of them is a choice of the reader; `court` hears a direct suit.

    `settled` is False where the law lets it depend on the standing of the body: then the unit's own data decide.
    """

    review: tuple[str, ...]
    court: str
    basis: str
    settled: bool = True


# fmt: off
_SINCE_2024: dict[Signatory, Remedies] = {
    # 行诉法15(1): suits against a county government go to the middle court; 复议法24(1).
    Signatory.government: Remedies((ABOVE,), MIDDLE, "复议法24"),
    Signatory.office: Remedies((OWN,), BASIC, "复议法24"),
    Signatory.department: Remedies((OWN,), BASIC, "复议法24"),
    Signatory.town: Remedies((ABOVE,), BASIC, "复议法24"),
    Signatory.street: Remedies((FOUNDER,), BASIC, "复议法24"),
    Signatory.justice: Remedies((OWN, HIGHER_JUSTICE), BASIC, "复议法28"),
    Signatory.branch: Remedies((PARENTS_GOVERNMENT, SEAT), BASIC, "复议法24"),
    Signatory.tax: Remedies((HIGHER_TAX,), BASIC, "复议法27"),
    # 法释〔2018〕1号第21条: whether it answers for itself depends on who approved it.
    Signatory.committee: Remedies((), BASIC, "法释〔2018〕1号第21条", settled=False),
}
_BEFORE_2024: dict[Signatory, Remedies] = {
    Signatory.government: Remedies((ABOVE,), MIDDLE, "复议法2017"),
    Signatory.office: Remedies((OWN,), BASIC, "复议法2017"),
    Signatory.department: Remedies((OWN, HIGHER), BASIC, "复议法2017"),
    Signatory.town: Remedies((ABOVE,), BASIC, "复议法2017"),
    Signatory.street: Remedies((FOUNDER,), BASIC, "复议法2017"),
    Signatory.justice: Remedies((OWN, HIGHER_JUSTICE), BASIC, "复议法2017"),
    Signatory.branch: Remedies((PARENT, PARENTS_GOVERNMENT), BASIC, "复议法2017"),
    Signatory.tax: Remedies((HIGHER_TAX,), BASIC, "复议法2017"),
    Signatory.committee: Remedies((), BASIC, "复议法2017", settled=False),
}
# fmt: on

# reading: where one body reviews for a government, what was a choice between a department and a government is the
# government's; vertical bodies (税务) and justice bureaus stay outside that reform.
_GATHERED = {
    Signatory.department: (OWN,),
    Signatory.branch: (PARENTS_GOVERNMENT,),
}


def remedies_of(kind: Signatory, day: date, *, gathered_since: date | None = None) -> Remedies:
    """Who reviews and who judges what such a body signed on that day.

    `gathered_since` is the day from which one body reviewed for the local government (pilots of 2020 and 2021), a
    datum of the unit; since 2024 the law itself says so (复议法24).
    """
    if day >= NEW_LAW:
        return _SINCE_2024[kind]
    row = _BEFORE_2024[kind]
    if gathered_since is not None and day >= gathered_since and kind in _GATHERED:
        return Remedies(_GATHERED[kind], row.court, row.basis)
    return row


def doubts(
    kind: Signatory,
    day: date,
    *,
    bodies: tuple[str, ...],
    courts: tuple[str, ...],
    gathered_since: date | None = None,
) -> tuple[str, ...]:
    """What in the names a unit has entered for that day does not fit its kind, in Chinese; empty when nothing does.

    Which court of a level it is may be fixed by the superior courts (集中管辖), so a level is asked about, not refused.
    """
    row = remedies_of(kind, day, gathered_since=gathered_since)
    found = []
    if row.settled and bodies and len(bodies) != len(row.review):
        meant = "、".join(row.review)
        found.append(
            f"复议机关有{len(bodies)}个（{'、'.join(bodies)}），{kind.label}应当是{meant}（{row.basis}）"
        )
    if len(courts) > 1:
        found.append(
            f"有管辖权的人民法院有{len(courts)}个（{'、'.join(courts)}），不能确定是哪一个"
        )
    wrong = [name for name in courts if (MIDDLE in name) != (row.court == MIDDLE)]
    if wrong:
        found.append(
            f"{kind.label}的第一审行政案件一般由{row.court}管辖（行诉法15），"
            f"登记的是{'、'.join(wrong)}，请核对是否实行集中管辖"
        )
    return tuple(found)
