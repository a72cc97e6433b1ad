"""Checks files in worker processes. One that hangs, crashes or eats memory is one failed outcome; the rest go on.

pebble is used because it is the one pool of those measured that loses only the task whose worker died and kills a
task at its time limit. Results come in input order, and only a bounded number is in flight, so memory stays flat.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTime
from multiprocessing.context import BaseContext
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from gouji.bulk.limits import Limits, explain, limit_memory

AHEAD = 6  # tasks in flight for each worker
TASKS_A_WORKER = 500  # a fresh worker now and then, against what libraries leak


Result = TypeVar("Result", covariant=True)


class Task(Protocol[Result]):
    """Work on one file, see gouji.bulk.task. It is sent to a worker, so it must be picklable."""

    def run(self) -> Result: ...
    def fail(self, kind: str, detail: str) -> Result: ...
    @property
    def limits(self) -> Limits: ...


def run_all(tasks: Iterable[Task[Result]], jobs: int, limits: Limits) -> Iterator[Result]:
    """The results of all tasks, in their order. Closing the iterator stops the workers."""
    context = _context()
    pool: Any = ProcessPool(
        max_workers=jobs,
        max_tasks=TASKS_A_WORKER,
        initializer=_prepare,
        initargs=(limits.megabytes,),
        context=context,
    )
    try:
        yield from in_order(
            tasks,
            lambda task: pool.schedule(_work, args=(task,), timeout=limits.seconds),
            _result,
            jobs * AHEAD,
        )
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def in_order(
    tasks: Iterable[Task[Result]],
    submit: Callable[[Task[Result]], Future[Result]],
    collect: Callable[[Task[Result], Future[Result]], Result],
    ahead: int,
) -> Iterator[Result]:
    """Keeps up to `ahead` tasks in flight and gives their results in input order."""
    waiting: deque[tuple[Task[Result], Future[Result]]] = deque()
    for task in tasks:
        waiting.append((task, submit(task)))
        if len(waiting) >= ahead:
            yield collect(*waiting.popleft())
    while waiting:
        yield collect(*waiting.popleft())


def _context() -> BaseContext:
    """A fork server that has everything loaded; where the system has none, fresh processes."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gouji.bulk.preload"])
    return context


def _prepare(megabytes: int) -> None:
    """Ctrl-C is for the process that holds the run together; workers are stopped by it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(megabytes)


def _work(task: Task[Result]) -> Result:
    return task.run()


def _result(task: Task[Result], future: Future[Result]) -> Result:
    try:
        return future.result()
    except OutOfTime:
        return task.fail("time_limit", str(task.limits.seconds))
    except ProcessExpired as error:
        return task.fail("crashed", str(error.exitcode))
    except Exception as error:
        return task.fail(*explain(error, task.limits))
