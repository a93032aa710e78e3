"""An exercise: the papers of the invented year in the order of a number, and the table they come to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from casework.training.dossier import Cell, Dossier, Request
from casework.training.traps import APPLICANTS, FORMAT, TRAPS, YEAR, in_year

EXERCISES = 99
_PLAIN = 6
_RESULTS = ("A1", "A2", "C5", "C6", "D1a", "D2", "E2", "E3")
_SAID = {
    "A1": "答复已主动公开，告知了网址",
    "A2": "答复予以公开",
    "C5": "答复属于人事管理信息，不予公开",
    "C6": "答复属于过程稿，不予公开",
    "D1a": "答复信息不存在",
    "D2": "答复没有现成信息，需要另行制作",
    "E2": "答复为重复申请，不予重复处理",
    "E3": "告知了公开出版物的获取途径",
}


@dataclass(frozen=True)
class Exercise:
    """The papers of one exercise, numbered from 1 as they are told."""

    number: int
    dossiers: tuple[Dossier, ...]

    @property
    def truth(self) -> Mapping[Cell, int]:
        """How many each cell holds; what is not named is 0."""
        return Counter(cell for one in self.dossiers for cell in one.cells)

    @property
    def traps(self) -> int:
        return sum(bool(one.trap) for one in self.dossiers)


def exercise(number: int) -> Exercise:
    """The exercise of that number, always the same one.

    Raises:
        ValueError: there is no such number, as a sentence.
    """
    if not 1 <= number <= EXERCISES:
        raise ValueError(f"没有第{number}套；请填写1至{EXERCISES}。")
    chance = Random(number)
    found = [trap(chance.choice(tuple(APPLICANTS))) for trap in TRAPS]
    found += [_plain(chance) for _ in range(_PLAIN)]
    chance.shuffle(found)
    return Exercise(number, tuple(found))


def _plain(chance: Random) -> Dossier:
    category, code = chance.choice(tuple(APPLICANTS)), chance.choice(_RESULTS)
    month, day = chance.randint(1, 10), chance.randint(1, 28)
    received, closed = in_year(month, day), in_year(month + 1, min(day, 20))
    text = (
        f"{APPLICANTS[category]}的申请 {received.month} 月 {received.day} 日收到；"
        f"{closed.month} 月 {closed.day} 日{_SAID[code]}。"
    )
    return Dossier(text, Request(category, received, closed, code).cells(YEAR, FORMAT))
