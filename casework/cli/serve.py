"""`casework serve`: the server of the embedded default, with the timer inside the process."""

import threading

import click
from apscheduler.schedulers.background import BackgroundScheduler
from waitress.server import create_server

from casework.app import create_app
from casework.cli.installation import Command, office
from casework.office import Office
from casework.services.ticking import tick

_TICK_MINUTES = 60


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
        timer = _timer(opened) if opened.settings.tick else None
        click.echo(f"正在 http://{host}:{server.effective_port}/ 提供服务，按 Ctrl+C 停止。")
        try:
            server.run()
        finally:
            if timer is not None:
                timer.shutdown(wait=True)


def _timer(opened: Office) -> BackgroundScheduler:
    timer = BackgroundScheduler(timezone=opened.settings.timezone)
    timer.add_job(_tick, "interval", args=[opened], minutes=_TICK_MINUTES, coalesce=True)
    timer.start()
    threading.Thread(target=_tick, args=[opened], daemon=True).start()
    return timer


def _tick(opened: Office) -> None:
    tick(opened, moment=opened.now())
