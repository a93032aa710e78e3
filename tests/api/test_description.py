"""The description at /api/v1/openapi.json, and docs/api.md: complete, and true to the routes."""

import re
from pathlib import Path

import pytest

from casework.app import create_app
from casework.office import Office

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
PREFIX = "/api/v1"
KINDS = {"string", "integer", "number", "boolean", "array", "object"}


@pytest.fixture
def description(stranger):
    return stranger.get("/openapi.json").json


def _routes(app):
    """Every address of the API with its methods, in the notation of the description."""
    return {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and not rule.rule.endswith("openapi.json")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def _nodes(node):
    yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(one)


def test_every_route_is_described_and_nothing_else(app, description):
    described = {
        (path, method.upper())
        for path, operations in description["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert described == _routes(app)


def test_the_description_names_version_title_and_access(description):
    assert description["openapi"] == "3.0.3"
    assert {"title", "version"} <= set(description["info"])
    names = {name for rule in description["security"] for name in rule}
    assert names == set(description["components"]["securitySchemes"])


def test_every_reference_resolves(description):
    for node in _nodes(description):
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            found = description
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]


def test_every_operation_has_a_summary_and_describes_its_answers(description):
    for path, operations in description["paths"].items():
        shared = operations.pop("parameters", [])
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert any(status.startswith("2") for status in operation["responses"])
            assert "default" in operation["responses"]
            named = [*shared, *operation.get("parameters", [])]
            in_path = {p["name"] for p in named if p["in"] == "path"}
            assert in_path == set(re.findall(r"{(\w+)}", path))
            if method == "post":
                (body,) = operation["requestBody"][
                    "content"
                ].values()  # JSON, or a form with a file
                assert body["schema"]


def test_every_schema_has_properties_of_known_kinds(description):
    for name, schema in description["components"]["schemas"].items():
        assert schema["type"] == "object", name
        for key, one in schema["properties"].items():
            assert (
                "$ref" in one or "allOf" in one or not one or one.get("type", "object") in KINDS
            ), (
                name,
                key,
            )


def test_two_applications_describe_themselves_alike(office: Office, description):
    again = create_app(office=office).test_client().get(f"{PREFIX}/openapi.json").json
    assert again == description


def test_every_answer_of_a_case_is_described(clerk, description):
    shape = set(description["components"]["schemas"]["ActedOut"]["properties"])
    assert set(clerk.register()) == shape


def test_every_route_is_in_the_documentation_with_an_example(app):
    text = DOCS.read_text(encoding="utf-8")
    for path, method in _routes(app):
        shown = re.sub(r"{(?:record|token)_id}", "{id}", path.removeprefix(PREFIX))
        shown = shown.replace("{document_id}", "{doc}").replace("{name}", "{action}")
        assert f"### {method} {shown}\n" in text, (method, shown)
        section = text.split(f"### {method} {shown}\n")[1].split("\n### ")[0]
        assert "```" in section, (method, shown)


def test_every_error_code_is_in_the_documentation(app):
    from casework.api.errors import PROTOCOL

    text = DOCS.read_text(encoding="utf-8")
    assert [code for code, _ in PROTOCOL.values() if f"`{code}`" not in text] == []
