"""How much of the processor's time work takes: that it grows no faster than what it reads, and that it ends.

What else the machine does is not counted. How fast the reading is stands in benchmarks/, as ratios within one run.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LEAST = 0.02  # seconds; what takes less is not told from nothing


def assert_grows_with_length_only(read: Callable[[int], object]) -> None:
    """read(times) reads a text of that many times its length: four times the length may not take ten times as long."""
    assert least_effort(read, 4) < 10 * max(least_effort(read, 1), LEAST)


def least_effort(read: Callable[[int], object], times: int) -> float:
    """Seconds of the processor's time, the least of three runs; what other tests left behind is not searched
    meanwhile."""
    spent = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            read(times)
            spent.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(spent)


@contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    """Guards against work without an end: far above what it takes, in seconds of the processor's time."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds
