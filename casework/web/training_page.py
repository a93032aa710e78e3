"""Training in the browser: the papers of an invented year, the table to fill in, and its grading; nothing is stored."""

from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import training
from casework.errors import NotFound
from casework.training import sheet
from casework.training.dossier import Cell
from casework.training.sheet import Unreadable
from casework.web.blueprint import web
from workflows.annual_grid import COLUMNS, TOTAL
from workflows.vocabulary import ReviewKind, ReviewResult


@web.get("/training")
def training_page() -> ResponseReturnValue:
    """The papers and the empty table of one exercise."""
    return _page()


@web.post("/training")
def grade_training() -> ResponseReturnValue:
    """The table graded, with everything that was filled in."""
    typed = {cell: request.form.get(".".join(cell), "") for cell in sheet.cells()}
    wrong: dict[Cell, str] = {}
    filled: dict[Cell, int] = {}
    for cell, text in typed.items():
        try:
            filled[cell] = sheet.number(text, cell)
        except Unreadable as error:
            wrong[cell] = str(error)
    if wrong:
        return _page(typed=typed, errors=wrong), 422
    return _page(typed=typed, filled=filled)


def _page(
    *,
    typed: Mapping[Cell, str] | None = None,
    errors: Mapping[Cell, str] | None = None,
    filled: Mapping[Cell, int] | None = None,
) -> str:
    asked = request.values.get("exercise", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    try:
        found = training.exercise(number)
    except ValueError as error:
        raise NotFound(str(error)) from error
    return render_template(
        "web/training.html",
        exercise=found,
        year=training.YEAR,
        last=training.EXERCISES,
        columns=[column for column in COLUMNS if column.key != TOTAL],
        rows=sheet.rows(),
        kinds=tuple(ReviewKind),
        results=tuple(ReviewResult),
        typed=typed or {},
        errors=errors or {},
        grade=training.grade(found, filled) if filled is not None else None,
        place=sheet.place,
    )
