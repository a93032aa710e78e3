"""One application for all tests of a worker: to build its routes and templates costs more than most tests."""

from flask import Flask

from casework.app import attach, create_app
from casework.office import Office

_kept: list[Flask] = []


def serve(office: Office) -> Flask:
    """The application, attached to this office alone; a test that needs two at once makes the second itself."""
    if not _kept:
        _kept.append(create_app(office=office))
    app = _kept[0]
    attach(app, office)
    app.testing = False
    return app
