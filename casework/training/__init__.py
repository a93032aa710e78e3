"""Training: an invented year whose traps a learner must spot, and the grading of the table he fills in.

It reads and writes no database and touches no case: an exercise is its number, and what is filled in lives in the form.
"""

from casework.training.exercise import EXERCISES, Exercise, exercise
from casework.training.grading import Grade, grade
from casework.training.sheet import blank, read
from casework.training.traps import FORMAT, YEAR

__all__ = [
    "EXERCISES",
    "FORMAT",
    "YEAR",
    "Exercise",
    "Grade",
    "blank",
    "exercise",
    "grade",
    "read",
]
