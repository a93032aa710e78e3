"""The answers of the five questions as they stand in an address, for each thing asked, and the addresses that lead on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from workflows.five_steps import QUESTIONS, Answer, Question, Walk, walk

SHOWN = "item"
ONE = 0
"""The place of the only thing asked, whose answers need no place in the address."""


@dataclass(frozen=True)
class Course:
    """How far the answers have come. `given` is the address as sent, `places` the things asked that are still answered here."""

    record_id: int
    given: Mapping[str, str]
    places: tuple[int, ...]

    @cached_property
    def walks(self) -> Mapping[int, Walk]:
        """The answers about each thing asked, by its place."""
        return {
            n: walk({q.key: self.given.get(_key(n, q), "") for q in QUESTIONS.values()})
            for n in self.places
        }

    @property
    def shown(self) -> int | None:
        """The place that is looked at: the one asked for, else the first without an end; None for the whole."""
        if self.places == (ONE,):
            return ONE
        asked = next((n for n in self.places if str(n) == self.given.get(SHOWN)), None)
        return self.next_open if asked is None else asked

    @property
    def next_open(self) -> int | None:
        """The first thing asked whose questions are not at an end."""
        return next((n for n, one in self.walks.items() if one.open), None)

    @property
    def whole(self) -> Walk | None:
        """The answers, where one about the request ends the matter for everything asked."""
        ended = (one for one in self.walks.values() if one.ending and one.answered[-1][0].whole)
        return next(ended, None)

    def to(self, shown: int | None) -> str:
        """Where a thing asked is looked at, or the whole."""
        return self._address(shown)

    def answering(self, place: int, question: Question, answer: Answer) -> str:
        """Where this answer leads."""
        return self._address(place, also={_key(place, question): answer.key})

    def again(self, place: int, nth: int) -> str:
        """Where the nth answer is given anew: what rests on it is asked anew as well."""
        questions = [question for question, _ in self.walks[place].answered]
        asked, later = questions[nth], questions[nth + 1 :]
        rest = () if asked.whole and place != ONE else later
        dropped = {_key(place, q) for q in rest if place == ONE or not q.whole}
        return self._address(place, without=dropped | {_key(place, asked)})

    def alike(self, place: int, other: int) -> str:
        """Where this thing asked has the answers of another."""
        same = self.walks[other].answered
        return self._address(place, also={_key(place, q): a.key for q, a in same if not q.whole})

    @cached_property
    def _kept(self) -> Mapping[str, str]:
        """Every answer that was reached, and those about the request whether or not this walk has come to them."""
        whole = {q.key: self.given.get(q.key, "") for q in QUESTIONS.values() if q.whole}
        kept = {key: text for key, text in whole.items() if QUESTIONS[key].answer(text)}
        for place, one in self.walks.items():
            kept |= {_key(place, question): answer.key for question, answer in one.answered}
        return kept

    def _address(
        self,
        shown: int | None,
        *,
        without: Iterable[str] = (),
        also: Mapping[str, str] | None = None,
    ) -> str:
        left = {key: text for key, text in self._kept.items() if key not in without}
        place = {} if shown in (None, ONE) else {SHOWN: str(shown)}
        values: dict[str, str] = {**left, **(also or {}), **place}
        return url_for("web.five_steps", record_id=self.record_id, **values)  # type: ignore[arg-type]  # names are keys


def course_of(record_id: int, given: Mapping[str, str], places: tuple[int, ...]) -> Course:
    """The course of a case; of a single thing asked nothing has to be told apart."""
    return Course(record_id, given, places if len(places) > 1 else (ONE,))


def _key(place: int, question: Question) -> str:
    return question.key if question.whole or place == ONE else f"{place}.{question.key}"
