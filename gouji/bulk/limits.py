"""Bounds on what one file may cost: address space of the process, and time where no other process watches."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds, and MB of memory."""

    seconds: int
    megabytes: int


def explain(error: BaseException, limits: Limits) -> tuple[str, str]:
    """What ended the work on a file, as a problem's kind and detail."""
    if isinstance(error, MemoryError):
        return "memory_limit", str(limits.megabytes)
    if isinstance(error, TimeoutError):
        return "time_limit", str(limits.seconds)
    return "broken", f"{type(error).__name__}: {error}"


def limit_memory(megabytes: int) -> None:
    """Let this process grow by `megabytes` from here; more raises MemoryError. Where the system cannot, do nothing.

    Address space is what can be limited; libraries reserve far more of it than they use, so the bound is on growth.
    """
    if not sys.platform.startswith("linux"):
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    wanted = pages * resource.getpagesize() + megabytes * MB
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


@contextlib.contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """For a file checked in this very process: TimeoutError when its time is up, MemoryError beyond its memory."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    limit = _memory_limit()
    limit_memory(limits.megabytes)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _restore(limit)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def _memory_limit() -> tuple[int, int] | None:
    if not sys.platform.startswith("linux"):
        return None
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)


def _restore(limit: tuple[int, int] | None) -> None:
    if limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, limit)
