"""Words that open, join or close a list of parts (patterns/markers.yaml), by kind."""

from __future__ import annotations

from functools import cache

from patterns.load import load_yaml, spell_out

OPENING = ("closed", "open", "made", "selection", "axis")
MARKING = (*OPENING, "plus", "join", "minus")


@cache
def marker_kinds() -> dict[str, str]:
    """Word → closed, open, selection, axis, plus, join, minus or enumerate."""
    kinds = load_yaml("markers")
    return {
        word: kind
        for kind in (*MARKING, "enumerate")
        for entry in kinds[kind]
        for word in spell_out(entry)
    }  # fmt: skip


def adds(marker: str) -> bool:
    """Whether a marker adds an amount to those before it, for a total behind them."""
    return marker_kinds().get(marker) in ("plus", "join")


def is_added(marker: str) -> bool:
    """Whether an amount belongs beside the total of the list before it, not into the list."""
    return marker_kinds().get(marker) == "plus"


def opens_parts(marker: str) -> bool:
    """Whether a marker opens a list of parts of what stands before it."""
    return marker_kinds().get(marker) in ("closed", "open", "made")
