"""The accounts of the demonstration and who of them does an act; every account has the same password, printed for all to see."""

from dataclasses import dataclass

from casework.demo.units import ROOT, UNITS, unit
from workflows.action import Action
from workflows.vocabulary import Role

PASSWORD = "lanshan-demo-2020"
FINISHED = "shenjiyuan"
"""The auditor's account: opened last, so that its presence says that the load was finished."""


@dataclass(frozen=True)
class Account:
    """A login with its roles in one unit. `shown` accounts are printed by the commands."""

    login: str
    unit: str
    roles: tuple[Role, ...]
    shown: bool = True

    @property
    def line(self) -> str:
        """Login, roles and unit for a terminal."""
        held = "、".join(role.label for role in self.roles)
        return f"{self.login}  {held}（{unit(self.unit).name}）"


_SHOWN_UNITS = ("zhujian", "ziran", "lanshanjd")
_DESK = (Role.intake, Role.handler)
_HEADS = (Role.legal, Role.approver)


def _of_unit(code: str) -> tuple[Account, ...]:
    if code in _SHOWN_UNITS:
        jobs = (("dengji", Role.intake), ("chengban", Role.handler), ("fawu", Role.legal))
        found = tuple(Account(f"{code}-{job}", code, (role,)) for job, role in jobs)
        approver = (Role.approver, Role.statistics)
        return (*found, Account(f"{code}-shenpi", code, approver))
    return (
        Account(f"{code}-jingban", code, _DESK, shown=False),
        Account(f"{code}-fuzeren", code, _HEADS, shown=False),
    )


ACCOUNTS: tuple[Account, ...] = (
    Account("dengji", ROOT, (Role.intake,)),
    Account("chengban", ROOT, (Role.handler,)),
    Account("fawu", ROOT, (Role.legal,)),
    Account("shenpi", ROOT, (Role.approver,)),
    Account("tongji", ROOT, (Role.statistics,)),
    Account("zhuguan", ROOT, (Role.supervisor,)),
    Account("guanli", ROOT, (Role.admin,)),
    *(account for row in UNITS[1:] for account in _of_unit(row.code)),
)
AUDITOR = Account(FINISHED, ROOT, (Role.auditor,))

# Where several may act, the one whose daily work it is.
_AT_THE_DESK = frozenset(
    {
        "assign",
        "serve_by_post",
        "serve_in_person",
        "serve_through_agency",
        "serve_electronically",
        "answer_received",
        "answer_returned",
        "archive",
        "log_contact",
        "conclude",
        "redo",
        "annul",
    }
)
_ORDER = (Role.handler, Role.legal, Role.approver, Role.intake, Role.supervisor)


def role_for(action: Action) -> Role:
    """Whose act this is in the demonstration."""
    order = (Role.intake, *_ORDER) if action.name in _AT_THE_DESK else _ORDER
    return next(role for role in order if role in action.roles)


def shown_accounts() -> tuple[str, ...]:
    """The lines that the commands print."""
    return tuple(a.line for a in (*ACCOUNTS, AUDITOR) if a.shown)
