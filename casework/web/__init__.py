"""The pages for clerks: views of at most fifteen lines over services and queries; no rule of the law, no SQL."""

from flask import Flask

from casework.web import (
    administration,
    approvals,
    auth,
    bundles,
    calendar_admin,
    cases,
    circulars,
    desk,
    drafts,
    files,
    filters,
    five_steps_page,
    further_figures,
    handing_over,
    health_page,
    help_page,
    inbox,
    indicators,
    numbering,
    numbers,
    own_password,
    own_settings,
    paper_kinds,
    papers,
    people,
    queue_acts,
    queue_list,
    records,
    registering,
    reports,
    seals,
    serving,
    setup,
    signing_chain,
    signing_page,
    statistics,
    tasks,
    training_page,
    unit_page,
    unit_settings,
)
from casework.web.blueprint import web
from casework.web.errors import error_page

__all__ = [
    "administration",
    "approvals",
    "auth",
    "bundles",
    "calendar_admin",
    "cases",
    "circulars",
    "desk",
    "drafts",
    "error_page",
    "files",
    "five_steps_page",
    "further_figures",
    "handing_over",
    "health_page",
    "help_page",
    "indicators",
    "numbering",
    "numbers",
    "own_password",
    "own_settings",
    "paper_kinds",
    "papers",
    "people",
    "queue_acts",
    "queue_list",
    "records",
    "register",
    "registering",
    "reports",
    "seals",
    "serving",
    "setup",
    "signing_chain",
    "signing_page",
    "statistics",
    "tasks",
    "training_page",
    "unit_page",
    "unit_settings",
]


def register(app: Flask) -> None:
    """Add the pages to an application."""
    filters.register(app)
    inbox.register(app)
    app.jinja_env.globals.update(help_address=help_page.help_address)
    app.register_blueprint(web)
