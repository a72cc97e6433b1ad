"""Explains failed equations: which single print, read otherwise, makes them hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checks.equation import Equation
from checks.finding import Cause
from checks.judge import Status, Verdict
from checks.prints import Prints

Judged = tuple[Equation, Verdict]


@dataclass(frozen=True, slots=True)
class Story:
    """The failed equations that one cause explains: the one to tell, and the others."""

    told: Judged
    others: tuple[Judged, ...]
    cause: Cause | None


def diagnose(judged: Iterable[Judged], prints: Prints) -> list[Story]:
    """One story for each cause."""
    return [Story(pair, (), None) for pair in judged if pair[1].status is Status.FAILS]
