"""The same work on a dask cluster: reports must be on storage that every worker sees under the same path.

dask gives the tasks of a killed worker to another one; what it lacks, a time limit, the child process enforces.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from gouji.bulk.child import Child
from gouji.bulk.limits import explain
from gouji.bulk.pool import AHEAD, Task, in_order

Result = TypeVar("Result")
_here = threading.local()


class NoClusterError(Exception):
    """The package is not installed, or the scheduler does not answer."""


def run_on_cluster(tasks: Iterable[Task[Result]], scheduler: str) -> Iterator[Result]:
    """The results of all tasks, in their order. Raises NoClusterError before the first."""
    try:
        import distributed

        connect: Any = distributed.Client
        client = connect(scheduler, timeout=20)
    except (ImportError, OSError, ValueError) as error:
        raise NoClusterError(str(error)) from None
    with client:
        threads = sum(client.nthreads().values())

        def submit(task: Task[Result]) -> Any:
            return client.submit(run_on_worker, task, pure=False)

        yield from in_order(tasks, submit, _result, max(1, threads) * AHEAD)


def run_on_worker(task: Task[Result]) -> Result:
    """In a thread of a cluster's worker, which has one child of its own."""
    if not hasattr(_here, "child"):
        _here.child = Child()
    child: Child = _here.child
    return child.run(task)


def _result(task: Task[Result], future: Any) -> Result:
    from distributed.scheduler import KilledWorker

    try:
        result: Result = future.result()
    except KilledWorker as error:
        return task.fail("crashed", type(error).__name__)
    except Exception as error:
        return task.fail(*explain(error, task.limits))
    finally:
        future.release()
    return result
