"""Work that goes on beside the page that asked for it, in a thread of the same process."""

import threading
from collections.abc import Callable

_RUNNING: set[threading.Thread] = set()


def begin(work: Callable[[], None], *, patience: float) -> None:
    """Have it done beside the caller, who waits so many seconds at most."""

    def run() -> None:
        try:
            work()
        finally:
            _RUNNING.discard(worker)

    worker = threading.Thread(target=run, daemon=True)
    _RUNNING.add(worker)
    worker.start()
    worker.join(patience)


def finish(seconds: float) -> None:
    """Wait for what is under way in this process, so many seconds each at most, before the database is closed."""
    for worker in tuple(_RUNNING):
        worker.join(seconds)
