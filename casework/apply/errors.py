"""Errors on the pages for applicants: what happened and how to go on, without the words of the office."""

from flask import render_template

from casework import http

_TITLES = {403: "没有执行", 404: "没有找到", 409: "没有执行", 422: "填写有误", 429: "请稍后再试"}


def error_page(error: Exception) -> tuple[str, int]:
    """The page for an error; it asks no database."""
    status = http.status_of(error)
    page = render_template(
        "apply/error.html",
        title=_TITLES.get(status, "请求有误" if status < 500 else "系统故障"),
        message=http.sentence_of(error),
    )
    return page, status
