"""Logging in and out, and the wait after repeated failures."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import cast

from flask import Flask, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from casework import http
from casework.models.unit import Unit
from casework.models.user import User
from casework.services import users
from casework.web import held
from casework.web.blueprint import GIVEN, web
from casework.web.held import Held

ALLOWED_FAILURES = 5
WAIT = timedelta(minutes=5)
_REMEMBERED = 10_000
_EXTENSION = "casework.throttle"
EPOCH = "epoch"
"""In the session: the user's generation of sessions in which it began (`User.session_epoch`)."""


@dataclass
class Throttle:
    """Counts wrong passwords per name in the memory of this process; the oldest names are forgotten first."""

    failures: OrderedDict[str, list[datetime]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def wait(self, login: str, at: datetime) -> timedelta:
        """How long this name still has to wait; zero when it may try."""
        with self.lock:
            recent = [t for t in self.failures.get(login, ()) if at - t < WAIT]
        return recent[-ALLOWED_FAILURES] + WAIT - at if len(recent) >= ALLOWED_FAILURES else _NONE

    def note(self, login: str, at: datetime) -> None:
        """One more failure."""
        with self.lock:
            self.failures.setdefault(login, []).append(at)
            self.failures.move_to_end(login)
            del self.failures[login][:-ALLOWED_FAILURES]
            while len(self.failures) > _REMEMBERED:
                self.failures.popitem(last=False)

    def forget(self, login: str) -> None:
        """A success clears the name."""
        with self.lock:
            self.failures.pop(login, None)


_NONE = timedelta(0)


def start_counting(app: Flask) -> None:
    """Give the application its own count of failures, at nothing."""
    app.extensions[_EXTENSION] = Throttle()


def throttle() -> Throttle:
    """The count of this application: one for every place where a password is asked for."""
    return cast(Throttle, current_app.extensions[_EXTENSION])


def minutes(wait: timedelta) -> int:
    """A wait in whole minutes, rounded up."""
    return -(-int(wait.total_seconds()) // 60)


def stay_signed_in(user: User) -> None:
    """Let the session of this request go on when all others of the user end."""
    session[EPOCH] = user.session_epoch


@web.get("/login")
def login() -> ResponseReturnValue:
    """The log-in page."""
    if http.current_viewer() is not None:
        return redirect(url_for("web.desk"))
    return render_template("web/login.html", login="", message="", back=_back(), held=Held())


@web.post("/login")
def enter() -> ResponseReturnValue:
    """Check name and password; five failures make the name wait."""
    name, at = request.form.get("login", "").strip(), http.now().at
    count = throttle()
    if waiting := count.wait(name, at):
        return _again(name, f"连续{ALLOWED_FAILURES}次登录失败；请在{minutes(waiting)}分钟后再试。")
    user_id = users.authenticate(http.office(), name, request.form.get("password", ""))
    if user_id is None:
        count.note(name, at)
        return _again(name, "登录名或者口令不对；请核对后重试，忘记口令请联系系统管理员。")
    count.forget(name)
    _sign_in(user_id)
    if (kept := held.carried()).to:
        return render_template("web/held.html", held=kept)
    return redirect(_back() or url_for("web.desk"), 303)


@web.post("/logout")
def leave() -> ResponseReturnValue:
    """End the session."""
    logout_user()
    session.clear()
    return redirect(url_for("web.login"), 303)


def _sign_in(user_id: int) -> None:
    session.clear()  # nothing from before the log-in may live on
    session.permanent = True
    user = http.read().get_one(User, user_id)
    login_user(user)
    stay_signed_in(user)
    session[GIVEN] = user.password_is_given
    session["unit"] = http.read().get_one(Unit, user.unit_id).name  # for the top bar of every page


def _again(name: str, message: str) -> ResponseReturnValue:
    kept = held.carried()
    context = {"login": name, "message": message, "back": _back(), "held": kept}
    return render_template("web/login.html", **context), 422


def _back() -> str:
    """Where to go afterwards: only a path of our own."""
    path = request.values.get("next", "")
    return path if held.is_ours(path) else ""
