"""What a check found, for people. Findings carry data; the words live in gouji/output/words.py."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from checks.equation import Equation
from extractor.figure import Figure
from extractor.location import Location


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the main figure would have to be, in its own unit, from all the others."""

    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Cause:
    """The likeliest slip: changing `figure` from `old` to `new` (as printed, in its unit) repairs `repairs` equations.

    kind is a key for the words ("digits_swapped", "digit_changed", "truncated", "other_whole" …); candidates are
    further figures that explain equally well (then the cause is told as open); other names the figure the kind
    speaks of (the whole that was really used, the neighbour a rate was copied from).
    """

    kind: str
    figure: Figure | None = None
    old: str = ""
    new: str = ""
    repairs: int = 0
    other: Figure | None = None
    candidates: tuple[tuple[Figure, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that a finding shows: a figure, or a quotation for faults of wording."""

    quote: str
    location: Location
    label: str = ""
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of wording, given by a check directly. words fills in the check's message template."""

    words: dict[str, str]
    evidence: tuple[Evidence, ...]
    severity: Severity | None = None  # None: the check's own
    code: str = ""  # set by the registry
    cause: str = ""  # a sentence key, where there is one


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed equation (with the equations that fail for the same cause) or a fault of wording."""

    code: str
    severity: Severity
    evidence: tuple[Evidence, ...]
    equation: Equation | None = None
    recomputed: Recomputed | None = None
    difference: Decimal | None = None  # stated - recomputed, in the main figure's unit
    cause: Cause | None = None
    related: tuple[Equation, ...] = ()
    fault: Fault | None = None
