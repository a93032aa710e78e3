"""Several files as one stream of bytes to a worker and back: a line of JSON, then the files. Pure."""

import json
from collections.abc import Sequence
from typing import Any


def pack(head: Any, parts: Sequence[bytes]) -> bytes:
    """The head and the parts, one behind the other."""
    line = json.dumps({"head": head, "sizes": [len(part) for part in parts]})
    return b"".join((line.encode(), b"\n", *parts))


def unpack(data: bytes) -> tuple[Any, list[bytes]]:
    """What `pack` was given. ValueError where the stream ends too early."""
    line, _, rest = data.partition(b"\n")
    told = json.loads(line)
    if sum(told["sizes"]) != len(rest):
        raise ValueError("the stream is not as long as it says")
    parts, at = [], 0
    for size in told["sizes"]:
        parts.append(rest[at : at + size])
        at += size
    return told["head"], parts
