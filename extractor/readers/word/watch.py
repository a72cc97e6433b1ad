"""Runs a program so that nothing of it stays behind, whatever becomes of the process that asked for it.

A script of its own: a worker that is killed at the end of its time can clear away nothing. It ends when the program
ends, or when its standard input is closed, which the system does for whoever dies; then it kills the program with all
that it started, and removes the folder.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys

_STEP = 0.02  # seconds between looks at the program


def main(folder: str, *command: str) -> None:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    abandoned = False
    while not abandoned and process.poll() is None:
        abandoned = bool(select.select([0], [], [], _STEP)[0])
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if abandoned:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
