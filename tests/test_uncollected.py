"""Work done without a search for reference cycles leaves the collector as it was, and in the end finds them."""

from __future__ import annotations

import gc
import weakref
from importlib import import_module

import pytest

work = import_module("gouji.uncollected")  # gouji's own name of it is the function


class Knot:
    def __init__(self) -> None:
        self.myself = self


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_off_within_and_as_it_was_after(was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with work.uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


def test_cycles_are_found_once_enough_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_worked", 0.0)
    with work.uncollected():
        left = weakref.ref(Knot())
    assert left() is not None
    monkeypatch.setattr(work, "_ENOUGH", -1.0)
    with work.uncollected():
        pass
    assert left() is None
