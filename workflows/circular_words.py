"""What people wrote for a circular, read from its acts: words around the figures, sentences worded otherwise, chosen annexes."""

from collections.abc import Mapping
from typing import Any

from workflows.circular import SENTENCES
from workflows.circular_annexes import Annex
from workflows.edited_sentences import Edited, numbers_in, rewritten
from workflows.history import Act, Facts

WRITE = "write_circular"
CHOOSE = "choose_annexes"
UNLIKE = "unlike"
"""Under this key the act of issuing is told which edited sentences do not agree with the figures."""
_SOURCES = "sources"


def words_field(key: str) -> str:
    """The field of the act that holds other words for a sentence."""
    return f"{key}_words"


def reason_field(key: str) -> str:
    """The field that says why their numbers differ."""
    return f"{key}_reason"


def sources(
    generated: Mapping[str, str], sent: Mapping[str, Any], before: Mapping[str, Edited]
) -> dict[str, Any]:
    """What an act of writing keeps beside other words: the numbers of the sentence they were written beside, by its key.

    Only the numbers: the sentence itself may name a problem whose text has to be erased one day. Words equal to the generated
    ones have no source and are none.
    """
    found = {}
    for key, source in generated.items():
        one = Edited(str(sent.get(words_field(key), "")))
        kept = rewritten(one, before.get(key), source)
        if kept is not None:
            found[key] = "、".join(numbers_in(kept.base))
    return {_SOURCES: found} if found else {}


def written(act: Act | None, read: Any) -> dict[str, str]:
    """The words around the figures by part; `read` finds a text that is kept apart from the journal."""
    own = {f(one.key) for one in SENTENCES for f in (words_field, reason_field)} | {_SOURCES}
    data = act.data if act else {}
    return {key: str(read(value)) for key, value in data.items() if value and key not in own}


def edited(act: Act | None, read: Any) -> dict[str, Edited]:
    """The sentences worded otherwise, by their key."""
    data = act.data if act else {}
    return {
        key: Edited(str(read(words)), str(read(data.get(reason_field(key), ""))), base)
        for key, base in data.get(_SOURCES, {}).items()
        if (words := data.get(words_field(key)))
    }


def chosen(facts: Facts) -> tuple[Annex, ...]:
    """The annexes that were chosen last; the list of rectification where nobody chose."""
    act = facts.last(CHOOSE)
    if act is None:
        return (Annex.rectification,)
    return tuple(one for one in Annex if act.data.get(one.value))
