"""The result of a whole request from those of the things asked in it: one request counts once (条例36, 37)."""

from collections.abc import Iterable, Sequence

from workflows.five_steps import Ending
from workflows.outcomes import GROUND_CODES, OUTCOMES, AnswerKind, facts_for

_ORDER = tuple(AnswerKind)
_OPEN = (AnswerKind.disclosed, AnswerKind.partial)


def wholes(ends: Sequence[Ending]) -> tuple[Ending, ...]:
    """The results that the whole can have, the usual one first; several where it is for the drafter to choose, who gives the
    reason. Empty as long as one of the things asked has no result or calls for an act of its own first.

    Source: 条例37 (open and refused things are a partial disclosure), 条例39(1) (the complaint in a mixed letter counts
    nowhere). reading: among refusals and the like none goes before the others, so each is offered, in the order of the table;
    what is handed over goes before what was published already.
    """
    if not all(one.outcome and not one.act for one in ends):
        return ()
    counted = [one for one in ends if one.outcome != "E1"] or list(ends)
    kinds = {OUTCOMES[one.outcome].answer for one in counted}
    grounds = _in_order(one.ground or one.outcome for one in counted)
    grounds = tuple(code for code in grounds if code in GROUND_CODES)
    if kinds & set(_OPEN) and grounds:
        named = [("B", code) for code in grounds]
    else:
        opened = [one.outcome for one in counted if OUTCOMES[one.outcome].answer in _OPEN]
        named = [(code, "") for code in _in_order(opened or (one.outcome for one in counted))]
    return tuple(Ending(code, ground, facts=_stated(code, ground, ends)) for code, ground in named)


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    def place(code: str) -> tuple[int, bool, str]:
        return _ORDER.index(OUTCOMES[code].answer), code == "A1", code

    return tuple(sorted(set(codes), key=place))


def _stated(code: str, ground: str, ends: Sequence[Ending]) -> tuple[tuple[str, str], ...]:
    """What the answers about things of this result already state of the reply."""
    asked = {fact.key for fact in facts_for(code, ground or None)}
    same = (one for one in ends if (ground or code) in (one.outcome, one.ground))
    return tuple({key: value for one in same for key, value in one.facts if key in asked}.items())
