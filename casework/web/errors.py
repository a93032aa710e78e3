"""Errors as pages: what happened, under which rule, and the next step."""

from flask import render_template

from casework import http
from casework.errors import CaseworkError

_TITLES = {
    403: "没有权限",
    404: "没有找到",
    409: "没有执行",
    422: "填写有误",
    500: "系统故障",
    503: "暂时不能提交",
}


def error_page(error: Exception) -> tuple[str, int]:
    """The page for an error. A failure of our own must not ask the database again, so it shows no menu."""
    status = http.status_of(error)
    page = render_template(
        "web/error.html",
        title=_TITLES.get(status, "请求有误" if status < 500 else _TITLES[500]),
        status=status,
        message=http.sentence_of(error),
        basis=error.basis if isinstance(error, CaseworkError) else "",
        bare=status >= 500,
    )
    return page, status
