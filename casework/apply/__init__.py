"""The pages for applicants: find the unit, fill in, review, send, follow up. No account, no rule of the law, no SQL.

They hang on a blueprint of their own and can be switched off (CASEWORK_APPLY); the channels that a unit has announced decide
whether it takes requests here.
"""

from flask import Flask

from casework.apply import explaining, sending, tracking
from casework.apply.blueprint import apply
from casework.apply.errors import error_page

__all__ = ["error_page", "explaining", "register", "sending", "tracking"]


def register(app: Flask) -> None:
    """Add the pages to an application."""
    app.register_blueprint(apply)
