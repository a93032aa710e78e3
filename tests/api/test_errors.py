"""Every refusal has the one shape, whatever refused."""

import json

import pytest

from casework import errors
from casework.api.blueprint import LARGEST_BODY, ApiBlueprint, open_to_all
from casework.app import create_app


def kinds(of=errors.CaseworkError):
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


STATUS = {
    errors.CaseworkError: 500,
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.Conflict: 409,
    errors.StaleCase: 409,
    errors.ActionRefused: 409,
    errors.NumberTaken: 409,
    errors.NotEmpty: 409,
    errors.Invalid: 422,
    errors.MissingEvidence: 422,
    errors.NoCalendar: 422,
    errors.MissingGlyph: 422,
    errors.Busy: 503,
    errors.NotConfigured: 503,
    errors.TooMany: 429,
    errors.SigningFailed: 502,
}


def has_the_shape(answer):
    assert answer.content_type.startswith("application/json")
    assert set(answer.json) == {"error"}
    error = answer.json["error"]
    assert {"code", "message"} <= set(error) <= {"code", "message", "basis", "fields"}
    assert error["code"].replace("_", "").isalpha()
    assert error["message"].endswith("。")
    assert "！" not in error["message"]
    return True


@pytest.fixture
def raising(office):
    """A client of an application whose one address raises what the test asks for."""
    app = create_app(office=office)
    part = ApiBlueprint("api_raising", description="")
    made = {}

    @part.at("/raise")
    @open_to_all
    def fail():
        raise made["error"]

    app.register_blueprint(part)

    def ask(error):
        made["error"] = error
        return app.test_client().get("/api/v1/raise")

    return ask


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_every_refusal_of_the_application_has_the_shape_and_its_status(raising, kind):
    answer = raising(kind("不可以；请改。", basis="条例33", fields={"days": "太多。"}))
    assert answer.status_code == STATUS[kind]
    assert answer.json == {
        "error": {
            "code": kind.code,
            "message": "不可以；请改。",
            "basis": "条例33",
            "fields": {"days": "太多。"},
        }
    }


def test_basis_and_fields_are_left_out_where_there_are_none(raising):
    answer = raising(errors.NotFound("没有；请核对。"))
    assert set(answer.json["error"]) == {"code", "message"}


def test_a_fault_of_the_program_is_a_500_that_tells_nothing_of_the_inside(raising):
    answer = raising(ZeroDivisionError("secret"))
    assert answer.status_code == 500
    assert has_the_shape(answer)
    assert "secret" not in answer.text


def test_an_unknown_address_has_the_shape(stranger):
    answer = stranger.get("/nowhere")
    assert answer.status_code == 404
    assert has_the_shape(answer)


def test_a_wrong_method_has_the_shape_and_names_the_right_ones(stranger):
    answer = stranger.call("PUT", "/requests")
    assert answer.status_code == 405
    assert has_the_shape(answer)
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_somebody_who_is_not_signed_in_is_told_how(stranger):
    answer = stranger.get("/requests")
    assert answer.status_code == 401
    assert has_the_shape(answer)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": nan}', b"[" * 5000])
def test_what_is_not_json_is_a_bad_request(asker, body):
    answer = asker.call("POST", "/requests", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert has_the_shape(answer)


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"1"])
def test_json_that_is_no_object_is_invalid(asker, body):
    answer = asker.call("POST", "/requests", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert has_the_shape(answer)


def test_a_form_instead_of_json_is_an_unsupported_type(asker):
    answer = asker.call("POST", "/requests", data={"unit": "district"})
    assert answer.status_code == 415
    assert has_the_shape(answer)


def test_a_body_beyond_the_limit_is_too_large(asker):
    body = json.dumps({"unit": "x" * LARGEST_BODY}).encode()
    answer = asker.call("POST", "/requests", data=body, content_type="application/json")
    assert answer.status_code == 413
    assert has_the_shape(answer)


def test_a_body_that_the_schema_refuses_has_the_shape(asker):
    answer = asker.post("/requests", {"unit": 1})
    assert answer.status_code == 422
    assert has_the_shape(answer)


def test_a_change_sent_by_a_foreign_page_is_refused(stranger):
    answer = stranger.post("/tokens", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert has_the_shape(answer)


def test_pages_outside_the_api_keep_their_own_errors(app):
    answer = app.test_client().get("/nowhere")
    assert answer.status_code == 404
    assert answer.content_type.startswith("text/html")
