"""Pages of sealing: the papers that wait for it, and the seal of each unit for its administrators. It signs nothing itself."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.errors import CaseworkError, Invalid, NotAllowed
from casework.queries import sealing as queries
from casework.services import sealing
from casework.viewer import Moment, Viewer
from casework.web.blueprint import web
from casework.web.filters import holds
from workflows.sealing import SealKind
from workflows.vocabulary import Role


@web.get("/seals")
def seals() -> ResponseReturnValue:
    """Every paper that waits for its signature, within sight of the viewer."""
    return _waiting()


@web.post("/cases/<int:record_id>/papers/<int:document_id>/seal")
def seal_paper(record_id: int, document_id: int) -> ResponseReturnValue:
    """Seal one paper; the signer is asked while no session is open."""
    version, viewer, moment = request.form.get("version", ""), http.viewer(), http.now()
    http.end_read()
    try:
        sealing.seal(
            http.office(),
            record_id,
            document_id,
            viewer=viewer,
            version=int(version) if version.isascii() and version.isdigit() else 0,
            moment=moment,
        )
    except CaseworkError as error:
        return _waiting(error.message), http.status_of(error)
    flash("已加盖并核对，签名后的文件已存入案件。", "done")
    return redirect(url_for("web.seals"), 303)


@web.get("/admin/seals")
def seal_admin() -> ResponseReturnValue:
    """How each unit seals its papers."""
    return _units()


@web.post("/admin/seals/<code>/kind")
def choose_seal(code: str) -> ResponseReturnValue:
    """Set what the papers of a unit bear from now on."""
    chosen = request.form.get("kind", "")

    def choose(viewer: Viewer, moment: Moment) -> None:
        if chosen not in set(SealKind):
            raise Invalid("没有这种盖章方式；请从列出的方式中选择。")
        sealing.choose(http.office(), code, SealKind(chosen), viewer=viewer, moment=moment)

    return _changed(choose, "已设置，今后签发的文书按此办理。")


@web.post("/admin/seals/<code>/picture")
def enter_seal(code: str) -> ResponseReturnValue:
    """Keep the picture of a unit's seal."""
    sent = request.files.get("file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")

    def enter(viewer: Viewer, moment: Moment) -> None:
        sealing.enter_picture(
            http.office(), code, name=name, content=content, viewer=viewer, moment=moment
        )

    return _changed(enter, "已登记印章图片；请打开预览核对位置和大小。")


@web.get("/admin/seals/<code>/preview.pdf")
def seal_preview(code: str) -> ResponseReturnValue:
    """The unit's head and seal on a sample sheet that bears the word 预览."""
    _check_admin()
    pdf = sealing.sample(http.read(), http.office(), code, viewer=http.viewer(), moment=http.now())
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def _changed(change: Callable[[Viewer, Moment], None], said: str) -> ResponseReturnValue:
    _check_admin()
    viewer, moment = http.viewer(), http.now()
    http.end_read()
    try:
        change(viewer, moment)
    except CaseworkError as error:
        return _units(error.message), http.status_of(error)
    flash(said, "done")
    return redirect(url_for("web.seal_admin"), 303)


def _waiting(message: str = "") -> str:
    found = queries.waiting(http.read(), http.viewer())
    return render_template("web/seals.html", waiting=found, message=message)


def _units(message: str = "") -> str:
    _check_admin()
    return render_template(
        "web/admin_seals.html",
        units=queries.units_of(http.read(), http.viewer()),
        kinds=sealing.kinds_at_hand(http.office().settings),
        message=message,
    )


def _check_admin() -> None:
    if not holds(Role.admin):
        raise NotAllowed("印章由系统管理员设置，您没有这一角色；请联系系统管理员。")
