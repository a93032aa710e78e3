"""The content policy of every route, signed in or not: nothing inline runs, and nothing is fetched from or sent to anybody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.town import Town, read_page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FILES = ({"frame-ancestors": "'none'"}, {"default-src": "'none'", "sandbox": ""})
"""A PDF for the browser's own viewer, and anything that came from outside."""


def requests(app: Flask, town: Town) -> list[tuple[str, str]]:
    """Every route by every method, with something in the variable parts of its address."""
    case, adapter = town.in_progress(), app.url_map.bind("localhost")
    plain = {
        "kind": "letter",
        "step": "review",
        "code": "district",
        "login": "all",
        "name": "assign",
    }
    found = []
    for rule in app.url_map.iter_rules():
        given = dict.fromkeys(rule.arguments, 1) | plain | {"record_id": case.done.record_id}
        given |= {"filename": "app.css"} | ({"kind": "csv"} if ".<kind>" in rule.rule else {})
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            found.append(
                (method, adapter.build(rule.endpoint, given, method, append_unknown=False))
            )
    return found


def faults_of(answer: TestResponse) -> list[str]:
    parts = answer.headers.get("Content-Security-Policy", "").split("; ")
    policy = {part.partition(" ")[0]: part.partition(" ")[2] for part in parts}
    is_page = answer.mimetype == "text/html"
    allowed = [PAGE] if is_page else [PAGE, *FILES]
    wrong = [] if policy in allowed else [f"policy {policy}"]
    is_ours = is_page and answer.status_code not in range(300, 400)
    return wrong + (read_page(answer.text).faults if is_ours else [])


@pytest.mark.parametrize("login", ["all", ""])
def test_every_route_forbids_what_is_inline_and_what_is_foreign(
    app: Flask, town: Town, sign_in, login: str
) -> None:
    client: FlaskClient = sign_in(login) if login else app.test_client()
    asked = requests(app, town)
    assert len(asked) > 120
    found = {}
    for method, path in sorted(asked, key=lambda one: one[1] == "/logout"):
        with client.open(path, method=method) as answer:
            found[f"{method} {path} {answer.status_code}"] = faults_of(answer)
    assert {where: faults for where, faults in found.items() if faults} == {}
