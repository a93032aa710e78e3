"""The collector of cycles while very many rows are made: it would look through all that wait, and took a twelfth of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_SELDOM = 50_000  # objects; of some hundred for each row hardly one is in a cycle


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector look less often in this process until the block ends."""
    gc.set_threshold(_SELDOM, *_USUAL[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
