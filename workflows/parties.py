"""Who takes part in a request and on whom its papers are served, folded from its acts (条例29; 235号); it decides no act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.action import Situation, guard
from workflows.guards import chinese_day
from workflows.history import Act, Facts
from workflows.terms import Term, TermUnit
from workflows.vocabulary import Labelled

JOIN, LEAVE, ENDED, ASKED = "join_party", "leave_party", "applicant_ended", "ask_successor"


class PartyKind(Labelled):
    """In what part somebody joins a case that is under way."""

    applicant = "applicant", "共同申请人"
    successor = "successor", "权利义务承受人"
    legal_representative = "legal_representative", "法定代理人"
    agent = "agent", "委托代理人"


APPLYING = (PartyKind.applicant, PartyKind.successor)
ACTING = (PartyKind.legal_representative, PartyKind.agent)


@dataclass(frozen=True)
class Agent:
    """Somebody who acts for an applicant, or for all of them (`acts_for` None)."""

    position: int
    kind: str
    acts_for: int | None
    may_receive: bool


def applicants_of(facts: Facts) -> tuple[int, ...]:
    """The applicants who take part now, by their position; the one named first stays first."""
    present = [int(position) for position in facts.values.get("applicants") or ()]
    for act in facts.acts:
        if act.action == JOIN and act.data.get("role") in APPLYING:
            present.append(int(act.data["position"]))
            _drop(present, act.data.get("succeeds"))
        elif act.action in (LEAVE, ENDED):
            _drop(present, act.data["recipient"])
    return tuple(present)


def agents_of(facts: Facts) -> tuple[Agent, ...]:
    """The agents who act now, by their position."""
    present = [_agent(row) for row in facts.values.get("agents") or ()]
    for act in facts.acts:
        if act.action == JOIN and act.data.get("role") in ACTING:
            present.append(_agent(act.data))
        elif act.action == LEAVE:
            present = [a for a in present if a.position != int(act.data["recipient"])]
    return tuple(present)


def _agent(data: Any) -> Agent:
    kind = str(data.get("role") or PartyKind.agent)
    # 235号: the applicant or the 法定代理人 receives; reading: an agent only by a written 代收 authorisation.
    receives = kind == PartyKind.legal_representative or bool(data.get("may_receive"))
    acts_for = data.get("acts_for")
    return Agent(int(data["position"]), kind, int(acts_for) if acts_for else None, receives)


def _drop(present: list[int], position: object) -> None:
    if position and int(str(position)) in present:
        present.remove(int(str(position)))


def representative_of(facts: Facts) -> int | None:
    """The applicant whom the joint applicants have named to receive for all of them, while he takes part."""
    named = facts.values.get("representative")
    return int(named) if named and int(named) in applicants_of(facts) else None


def recipients_of(facts: Facts) -> frozenset[int]:
    """Everybody on whom a paper of this case can be served now."""
    receiving = (agent.position for agent in agents_of(facts) if agent.may_receive)
    return frozenset((*applicants_of(facts), *receiving))


def reached_through(facts: Facts, recipient: int) -> frozenset[int]:
    """The applicants who are served when this recipient is."""
    applicants = frozenset(applicants_of(facts))
    if recipient == representative_of(facts):
        return applicants
    for agent in agents_of(facts):
        if agent.position == recipient and agent.may_receive:
            return applicants if agent.acts_for is None else applicants & {agent.acts_for}
    return applicants & {recipient}


def all_are_reached(facts: Facts, recipients: Iterable[int]) -> bool:
    """Whether service on these recipients reaches every applicant who takes part."""
    reached: set[int] = set()
    for recipient in recipients:
        reached |= reached_through(facts, recipient)
    return reached >= set(applicants_of(facts))


def _position(act: Act, key: str = "recipient") -> int:
    return int(act.data.get(key) or 0)


@guard("235号")
def the_recipient_takes_part(case: Situation, act: Act) -> str:
    """235号: papers go to the applicants, their 法定代理人, and agents with a written 代收 authorisation."""
    recipient = _position(act)
    if not recipient or recipient in recipients_of(case.facts):
        return ""
    if any(agent.position == recipient for agent in agents_of(case.facts)):
        return "该代理人没有代收文书的书面授权（235号）；请向申请人送达，或者先登记代收授权。"
    return "收件人已不是本案的申请人（235号）；请向现有申请人或者有代收授权的代理人送达。"


@guard("条例29")
def an_agent_acts_for_an_applicant(case: Situation, act: Act) -> str:
    """条例29: who acts in a case acts for somebody who asked."""
    for_whom = _position(act, "acts_for")
    if not for_whom or for_whom in applicants_of(case.facts):
        return ""
    return "被代理人不是本案现有的申请人（条例29）；请重新选择，为全体申请人代理的不选。"


@guard("条例29")
def a_successor_follows_an_applicant_who_ended(case: Situation, act: Act) -> str:
    """The 条例 has no rule on succession; reading: a successor takes the place of an applicant recorded as dead or ended."""
    if act.data.get("role") != PartyKind.successor or _position(act, "succeeds") in ended(
        case.facts
    ):
        return ""
    return "权利义务承受人应写明承受哪一位已死亡或者终止的申请人（条例29）；请先登记“申请人死亡或者终止”。"


@guard("条例29")
def an_applicant_joins_before_the_answer_is_signed(case: Situation, act: Act) -> str:
    """条例36: an answer is given to those who asked before it was signed; whoever comes later asks anew."""
    issued = case.facts.last("issue")
    if act.data.get("role") != PartyKind.applicant or issued is None:
        return ""
    return (
        f"答复书已于{chinese_day(issued.on_day)}签发，不能再加入共同申请人（条例29）；"
        "请为其另行登记申请。"
    )


@guard("条例45")
def only_who_takes_part_leaves(case: Situation, act: Act) -> str:
    """Only who takes part can leave, end or represent."""
    recipient = _position(act)
    acting = {agent.position for agent in agents_of(case.facts)}
    if not recipient or recipient in acting | set(applicants_of(case.facts)):
        return ""
    return "该人已不在本案当事人之列（条例45）；请重新选择。"


@guard("条例45")
def the_last_applicant_withdraws(case: Situation, act: Act) -> str:
    """law 10.3: with one applicant gone the others continue; the last one ends the case by withdrawing it."""
    if applicants_of(case.facts) != (_position(act),):
        return ""
    return "本案只剩这一位申请人，退出即为撤回全案（条例45）；请用“申请人撤回”办理。"


@guard("条例45")
def the_person_is_an_applicant(case: Situation, act: Act) -> str:
    """Only an applicant can end as an applicant, or receive for the others."""
    recipient = _position(act)
    if not recipient or recipient in applicants_of(case.facts):
        return ""
    return "所选的人不是本案现有的申请人（条例45）；请重新选择。"


@guard("条例29")
def several_applicants_ask(case: Situation, act: Act) -> str:
    """A representative is named where several ask together."""
    if len(applicants_of(case.facts)) > 1:
        return ""
    return "本案只有一位申请人，不需要推选代表人（条例29）；由他人代为办理的，请用“当事人加入”登记代理人。"


@guard("条例45")
def no_applicant_is_left(case: Situation, act: Act) -> str:
    """reading: a case ends for want of an applicant only when all of them have died or ended."""
    left = applicants_of(case.facts)
    if not left and ended(case.facts):
        return ""
    if not ended(case.facts):
        return "没有申请人死亡或者终止的记录（条例45）；请先登记“申请人死亡或者终止”。"
    return f"本案还有{len(left)}位申请人，应继续办理（条例45）；请向其答复。"


@guard("条例45")
def the_successors_were_asked(case: Situation, act: Act) -> str:
    """law 10.3: ask the successor first; the period is the one named in the letter (no rule in the 条例)."""
    asked = case.facts.last(ASKED)
    if asked is None:
        return "尚未征询权利义务承受人是否继续申请（条例45）；请先“征询承受人”。"
    limit = Term(int(asked.data["days"]), TermUnit.working_day, "条例45").end(
        asked.on_day, case.calendar
    )
    if act.on_day > limit:
        return ""
    return f"征询的期限至{chinese_day(limit)}届满，届满前不能终止办理（条例45）；请在期满后再办。"


@guard("235号")
def everybody_left_is_served(case: Situation, act: Act) -> str:
    """235号: service is complete when every applicant who is left was served."""
    served = service_recipients(case.facts)
    if served and all_are_reached(case.facts, served):
        return ""
    return "还有申请人没有送达（235号）；请先向其送达答复书。"


@guard("235号")
def completed_on_the_day_of_the_last_service(case: Situation, act: Act) -> str:
    """235号: the case was answered on the day of the last service, not on the day that somebody left."""
    days = _first_services(case.facts).values()
    if not days or act.on_day == max(days):
        return ""
    return f"答复之日是最后一次送达之日{chinese_day(max(days))}（235号）；请改正日期。"


def service_recipients(facts: Facts) -> tuple[int, ...]:
    """To whom the answer signed last was sent; a parcel that comes back takes the day of its posting from nobody (235号)."""
    return tuple(_first_services(facts))


def _first_services(facts: Facts) -> dict[int, date]:
    """The first dispatch of the answer signed last, by recipient."""
    issued = facts.last("issue")
    found: dict[int, date] = {}
    for thread in facts.threads_of("service"):
        if issued is None or thread.key > issued.seq:
            recipient = int(thread.values["recipient"])
            found[recipient] = min(thread.opened_on, found.get(recipient, thread.opened_on))
    return found


def ended(facts: Facts) -> frozenset[int]:
    """The applicants recorded as dead or ended."""
    return frozenset(int(act.data["recipient"]) for act in facts.acts if act.action == ENDED)
