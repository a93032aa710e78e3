"""Starts the process that opens foreign files, with limits of time and memory and without the settings of the office."""

import os
import subprocess
import sys
import threading

from casework.files.kinds import refused

_SECONDS = 90
# Each may take memory; the others wait their turn. Long work has a lane of its own, so that no preview waits for it.
_QUICK = threading.BoundedSemaphore(2)
_LONG = threading.BoundedSemaphore(1)
_LOCKED = 3  # as `casework.files.worker` ends; that module is not loaded here, its decoders stay out of the server
_MOST_ARGUMENTS = 100_000  # what a system takes in one argument, with room to spare


def ask(command: str, data: bytes, *arguments: str, is_long: bool = False) -> bytes:
    """The answer of `casework.files.worker` to one command.

    Raises:
        Invalid: the file could not be opened within the limits.
    """
    if sum(map(len, arguments)) > _MOST_ARGUMENTS:
        raise refused("标记过多；请分几次处理。")
    # Secrets stand in the environment, so it is not handed on.
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath}
    with _LONG if is_long else _QUICK:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "casework.files.worker", command, *arguments],
                input=data,
                capture_output=True,
                timeout=_SECONDS,
                env=env,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            if getattr(error, "returncode", None) == _LOCKED:
                raise refused("有口令保护，不能打开；请另存为不加密的文件后再试。") from error
            raise refused(
                "不能打开，可能已经损坏或者过于复杂；请重新扫描或者另存后再上传。"
            ) from error
    return done.stdout
