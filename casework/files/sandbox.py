"""Starts the process that opens foreign files, with limits of time and memory and without the settings of the office."""

import os
import subprocess
import sys
import threading

from casework.files.kinds import refused

_SECONDS = 90
_AT_ONCE = threading.BoundedSemaphore(2)  # each may take memory; the others wait their turn
_MOST_ARGUMENTS = 100_000  # what a system takes in one argument, with room to spare


def ask(command: str, data: bytes, *arguments: str) -> bytes:
    """The answer of `casework.files.worker` to one command.

    Raises:
        Invalid: the file could not be opened within the limits.
    """
    if sum(map(len, arguments)) > _MOST_ARGUMENTS:
        raise refused("标记过多；请分几次处理。")
    # Secrets stand in the environment, so it is not handed on.
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath}
    with _AT_ONCE:
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
            raise refused(
                "不能打开，可能已经损坏或者过于复杂；请重新扫描或者另存后再上传。"
            ) from error
    return done.stdout
