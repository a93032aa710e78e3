"""Every refusal as JSON, `{"error": {"code", "message", "basis", "fields"}}`, with its HTTP status; it decides nothing itself."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from casework import errors, http

PREFIX = "/api/v1"
SAYS = "文档见 docs/api.md 和 /api/v1/openapi.json"
# What the protocol itself refuses: code and sentence by status.
PROTOCOL = {
    400: ("bad_request", "请求正文不是有效的 JSON；请检查引号、逗号和 UTF-8 编码后重新发送。"),
    401: (
        "not_signed_in",
        "没有登录，或者访问令牌无效、已撤销；请在请求头中写明 Authorization: Bearer 令牌，令牌由 POST /api/v1/tokens 取得。",
    ),
    403: ("not_allowed", "这一请求被拒绝；请从本系统页面提交，或者改用访问令牌。"),
    404: ("not_found", f"接口中没有这个地址；{SAYS}。"),
    405: ("method_not_allowed", f"这个地址不接受该请求方法；{SAYS}。"),
    406: (
        "not_acceptable",
        "本接口只提供 PDF 和 DOCX 格式的文书；请将 Accept 改为 application/pdf，或者 DOCX 的媒体类型。",
    ),
    413: ("too_large", "请求正文超过 1 MiB；请减少内容后重新发送。"),
    415: (
        "unsupported_media_type",
        "请求正文应为 JSON；请在请求头中写明 Content-Type: application/json。",
    ),
    422: ("invalid", "填写有误；请按字段说明改正后重新发送。"),
    429: ("too_many_requests", "连续登录失败次数过多；请在几分钟后再试。"),
    500: ("internal_error", "系统内部出错，本次操作没有执行；错误已记入日志，请联系系统管理员。"),
    503: ("not_configured", "系统暂时不能提供服务；请稍后再试。"),
}
PLACES = frozenset({"json", "query", "form"})


def attach(blueprint: Blueprint) -> None:
    """Answer every error raised inside the blueprint as JSON."""
    blueprint.register_error_handler(errors.CaseworkError, _refused)
    blueprint.register_error_handler(HTTPException, protocol_error)
    blueprint.register_error_handler(Exception, _unforeseen)


def attach_routing(app: Flask) -> None:
    """Answer unknown addresses and methods under the prefix as JSON; they belong to no blueprint."""
    app.before_request(_unrouted)


def body(
    code: str, message: str, *, basis: str = "", fields: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The one shape of an error; `basis` and `fields` only when they apply."""
    error: dict[str, Any] = {"code": code, "message": message}
    if basis:
        error["basis"] = basis
    if fields:
        error["fields"] = dict(fields)
    return {"error": error}


def protocol_error(error: HTTPException) -> Response:
    """An error of the protocol, or of the schema that checked a body or a query."""
    status = error.code or 500
    code, message = PROTOCOL.get(status, ("error", f"请求没有完成（{error.name}）；{SAYS}。"))
    fields = _flat(getattr(error, "data", {}).get("messages", {})) if status == 422 else {}
    if fields:
        message = f"填写有误。{'；'.join(f'{k}：{v}' for k, v in fields.items())}。"
    elif error.description and error.description != type(error).description:
        message = error.description if _is_chinese(error.description) else message
    answer = jsonify(body(code, message, fields=fields))
    answer.status_code = status
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 405 and (allowed := getattr(error, "valid_methods", None)):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _refused(error: errors.CaseworkError) -> Response:
    answer = jsonify(body(error.code, error.message, basis=error.basis, fields=error.fields))
    answer.status_code = http.status_of(error)
    return answer


def _unforeseen(error: Exception) -> Response:
    current_app.logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    code, message = PROTOCOL[500]
    answer = jsonify(body(code, message))
    answer.status_code = 500
    return answer


def _unrouted() -> Response | None:
    error = request.routing_exception
    inside = request.path == PREFIX or request.path.startswith(f"{PREFIX}/")
    if error is None or not inside or isinstance(error, RequestRedirect):
        return None
    return protocol_error(error)


def _flat(messages: Any, path: str = "") -> dict[str, str]:
    """Nested messages by dotted path, such as `parties.0.name`; the place of the data is left out."""
    if not isinstance(messages, dict):
        listed = messages if isinstance(messages, list) else [messages]
        return {path or "body": "；".join(str(one) for one in listed)}
    found: dict[str, str] = {}
    for key, value in messages.items():
        part = "" if not path and key in PLACES else "body" if key == "_schema" else str(key)
        found |= _flat(value, ".".join(filter(None, (path, part))))
    return found


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
