"""`casework serve`: the server of the embedded default, with the timer inside the process."""

import logging
import threading

import click
from apscheduler.schedulers.background import BackgroundScheduler
from waitress.server import create_server

from casework.app import create_app, without_feeds
from casework.cli.installation import Command, office
from casework.office import Office
from casework.queries import calendar_state
from casework.services import beside
from casework.services.ticking import rederive, tick

_TICK_MINUTES = 60
_LOOK_SECONDS = 2.0
_REST_SECONDS = 60.0
_BREATH_SECONDS = 0.05
_LAST_SECONDS = (
    20.0  # for a case file or an import under way; one that takes longer is told as interrupted
)
_LOG = logging.getLogger(__name__)


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """提供网页和接口服务；按 Ctrl+C 停止。"""
    with office() as opened:
        try:
            server = create_server(
                create_app(opened.settings, office=opened), host=host, port=port, threads=threads
            )
        except OSError as error:
            raise click.ClickException(
                f"端口 {port} 不能使用（{error.strerror}）；请用 --port 换一个端口。"
            ) from error
        logging.getLogger("waitress").addFilter(without_feeds)
        timer = _timer(opened) if opened.settings.tick else None
        stopping = threading.Event()
        follower = threading.Thread(target=_follow, args=[opened, stopping], daemon=True)
        follower.start()
        click.echo(f"正在 http://{host}:{server.effective_port}/ 提供服务，按 Ctrl+C 停止。")
        try:
            server.run()
        finally:
            stopping.set()
            follower.join()
            if timer is not None:
                timer.shutdown(wait=True)
            beside.finish(_LAST_SECONDS)


def _timer(opened: Office) -> BackgroundScheduler:
    timer = BackgroundScheduler(timezone=opened.settings.timezone)
    timer.add_job(_tick, "interval", args=[opened], minutes=_TICK_MINUTES, coalesce=True)
    timer.start()
    threading.Thread(target=_tick, args=[opened], daemon=True).start()
    return timer


class Stopped(Exception):
    """The server goes down in the middle of a sweep; the next start takes it up."""


def _follow(opened: Office, stopping: threading.Event) -> None:
    """Judge the open cases again as soon as a notice of holidays is saved on the page; look for one every two seconds."""
    followed = 0
    while not stopping.wait(_LOOK_SECONDS):
        try:
            followed = followed_to(opened, stopping, followed)
        except Stopped:
            return
        except Exception:  # the server must not lose its worker to one bad moment of the database
            _LOG.exception("重算期限没有完成，稍后再试")
            stopping.wait(_REST_SECONDS)


def followed_to(opened: Office, stopping: threading.Event, followed: int) -> int:
    """The newest version that no open case lags behind, as far as is known."""
    with opened.db.read() as session:
        newest = calendar_state.newest_version(session)
        if newest == followed or not calendar_state.is_behind(session):
            return newest

    def breathe(_judged: int) -> None:
        if stopping.wait(_BREATH_SECONDS):  # clerks write in between
            raise Stopped

    rederive(opened, tick=breathe)
    return followed


def _tick(opened: Office) -> None:
    tick(opened, moment=opened.now())
