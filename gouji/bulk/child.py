"""A child process that works through tasks one by one, for engines that cannot stop a task themselves.

It speaks pickles over its pipes, so it also starts where multiprocessing may not: inside the daemonic workers of a
cluster. A task over its time, or one that takes the child down, is a failed result; the next task gets a new child.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from typing import Any, TypeVar

from gouji.bulk.limits import Limits, limit_memory
from gouji.bulk.pool import Task

Result = TypeVar("Result")
START_UP = 120  # seconds a child may take to load everything


class Child:
    """One child, started when first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._megabytes = 0
        self._overran = False

    def run(self, task: Task[Result]) -> Result:
        """The result of a task done in the child, which is started where there is none; a task that crashes it, or that
        overruns its time or memory, fails with the reason and costs the child."""
        try:
            process = self._started(task.limits)
            assert process.stdin is not None
            pickle.dump(task, process.stdin)
            process.stdin.flush()
            result: Result = self._answer(process, task.limits.seconds)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._ended()
            return task.fail("time_limit", str(task.limits.seconds)) if self._overran else task.fail("crashed", code)
        return result

    def close(self) -> None:
        self._ended()

    def _started(self, limits: Limits) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None and self._megabytes == limits.megabytes:
            return self._process
        self._ended()
        command = [sys.executable, "-m", "gouji.bulk.child", str(limits.megabytes)]
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
        )
        self._megabytes = limits.megabytes
        self._answer(self._process, START_UP)
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: int) -> Any:
        """The next pickle the child sends. Raises EOFError where it was killed at the end of its time, or died."""
        assert process.stdout is not None
        self._overran = False
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        try:
            answer = pickle.load(process.stdout)
        finally:
            timer.cancel()
        return answer

    def _kill(self) -> None:
        self._overran = True
        if self._process is not None:
            self._process.kill()

    def _ended(self) -> str:
        """Make sure the child is gone; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return ""
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        return str(process.wait())


def serve(megabytes: int) -> None:
    """The child's side: load everything, say so, then one result for each task until the pipe closes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not come between the pickles
    import gouji.bulk.preload  # noqa: F401 - loads and warms up everything

    limit_memory(megabytes)
    result: object = "ready"
    while True:
        pickle.dump(result, answers)
        answers.flush()
        try:
            task: Task[object] = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        result = task.run()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
