"""Work done without looking for reference cycles meanwhile.

A report becomes hundreds of thousands of objects and hardly a cycle among them. Python's collector would walk all of
them, and all vocabulary beside them, again and again: a tenth of the time of a check. What cycles there are go when
the work is done.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Within it, or within a function it decorates, no cycle is looked for; the state before comes back after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
