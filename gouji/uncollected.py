"""Work done without looking for reference cycles meanwhile.

A report becomes hundreds of thousands of objects and hardly a cycle among them. Python's collector would walk all of
them, and all vocabulary beside them, again and again: a tenth of the time of a check. What cycles there are go after
some seconds of work, when a search costs little beside it.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

_ENOUGH = 5.0  # seconds of work; a search of everything takes a tenth of one

_worked = 0.0  # seconds since the last search


@contextmanager
def uncollected() -> Iterator[None]:
    """Within it, or within a function it decorates, no cycle is looked for; the state before comes back after."""
    was_on = gc.isenabled()
    begun = time.process_time()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _settle(time.process_time() - begun)
            gc.enable()


def _settle(seconds: float) -> None:
    """What was made counts as old from now on: else the next object anyone makes would have all of it searched."""
    global _worked
    _worked += seconds
    if _worked > _ENOUGH:
        gc.collect()
        _worked = 0.0
    elif not gc.get_freeze_count():  # what someone else froze stays frozen
        gc.freeze()
        gc.unfreeze()
