"""The manual in the browser: the list of chapters, a chapter, its pictures. Open to everybody, since it holds nothing of any case."""

from typing import Any

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from casework import http, manual
from casework.errors import NotFound
from casework.manual import INDEX, Chapter
from casework.web.blueprint import web
from casework.web.help_links import ROLES, chapter_of


@web.get("/help")
def help_index() -> ResponseReturnValue:
    """Every chapter, those of the roles first."""
    return _page(INDEX)


@web.get("/help/<name>")
def help_chapter(name: str) -> ResponseReturnValue:
    """One chapter."""
    return _page(name)


@web.get("/help/img/<name>")
def help_picture(name: str) -> ResponseReturnValue:
    """A picture of the manual."""
    try:
        return send_file(manual.picture_file(name), "image/png", max_age=86400)
    except LookupError as error:
        raise NotFound("没有这张图；请从使用手册中打开。") from error


def _page(name: str) -> str:
    try:
        found = chapter(name)
    except LookupError as error:
        raise NotFound("使用手册没有这一章；请从目录中选择。") from error
    held = _held()
    roles = [(role.label, chapter(key), role in held) for role, key in ROLES]
    return render_template("web/help.html", chapter=found, roles=roles, index=name == INDEX)


def _held() -> frozenset[Any]:
    viewer = http.current_viewer()
    return viewer.everywhere.union(*viewer.roles.values()) if viewer else frozenset()


def chapter(name: str) -> Chapter:
    """A chapter with the addresses of these pages."""
    return manual.chapter(name, _address, _picture)


def _address(name: str) -> str:
    return url_for("web.help_chapter", name=name) if name != INDEX else url_for("web.help_index")


def _picture(name: str) -> str:
    return url_for("web.help_picture", name=name)


def help_address() -> str:
    """Where the page that is being drawn is explained."""
    step = str((request.view_args or {}).get("step", ""))
    name, _, part = chapter_of((request.endpoint or "").rpartition(".")[2], step).partition("#")
    return url_for("web.help_chapter", name=name, _anchor=part or None) if name else _address(INDEX)
