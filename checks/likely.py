"""How far the roundings of many figures are likely to add up: far less than the sum of all their half steps.

The error of a printed figure lies anywhere within half its last digit, as often above as below. Over n figures these
errors have a standard deviation of √(Σ half²/3); beyond four of them lies one sum in ten thousand, though all errors
falling on one side could reach it. A nought printed as finely as the rest is no rounding: what is not there has no half
step. A coarser one (0 亿元 over parts in 万元) is.
"""

from __future__ import annotations

from math import isqrt

from checks.equation import Relation, Sum
from checks.prints import AnyPrints, Span
from extractor.figure import Figure

DEVIATIONS = 4
FEWEST = 3  # figures; two prints of one amount have no roundings to add up


def likely_spans(relation: Relation, spans: dict[Figure, Span], prints: AnyPrints) -> dict[Figure, Span] | None:
    """The spans narrowed to what their sum is likely to need; None where the figures as printed need no rounding at
    all, or nothing can be told of it."""
    if not isinstance(relation, Sum) or relation.at_most or len(relation.terms) < FEWEST or relation.constant:
        return None
    exact = all(prints[f].exact for f in spans)
    if exact and sum(t.coefficient * prints[t.figure].value for t in relation.terms) != 0:
        return _narrowed(spans, prints)
    return None


def _narrowed(spans: dict[Figure, Span], prints: AnyPrints) -> dict[Figure, Span]:
    halves = {f: (high - low) // 2 for f, (low, high) in spans.items()}
    finest = min((half for f, half in halves.items() if prints[f].value), default=0)
    halves = {f: 0 if half <= finest and not prints[f].value else half for f, half in halves.items()}
    reach = sum(halves.values())
    likely = min(reach, isqrt(DEVIATIONS**2 * sum(h * h for h in halves.values()) // 3))
    found: dict[Figure, Span] = {}
    for figure, half in halves.items():
        narrow = -(-half * likely // reach) if reach else 0
        found[figure] = (prints[figure].value - narrow, prints[figure].value + narrow)
    return found
