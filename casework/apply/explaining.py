"""The chapter of the manual for applicants, among their own pages."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework import manual
from casework.apply.blueprint import apply


@apply.get("/help")
def explained() -> ResponseReturnValue:
    """How to ask, to follow up, to correct and to withdraw."""
    return render_template(
        "apply/help.html", chapter=manual.chapter("applicants", _address, _picture)
    )


def _address(name: str) -> str:
    return url_for("web.help_chapter", name=name)


def _picture(name: str) -> str:
    return url_for("web.help_picture", name=name)
