"""What a check found, for people. Findings carry data; the words live in gouji/output/words.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


class CauseKind(StrEnum):
    """What went wrong in writing, as a key for the words of the cause (gouji/output/words.py)."""

    DIGIT_CHANGED = "digit_changed"  # one digit is another
    DIGITS_SWAPPED = "digits_swapped"  # two neighbouring digits changed places
    DIGIT_LOST = "digit_lost"  # a digit is missing: 867.48 for 1867.48
    DIGIT_ADDED = "digit_added"  # a digit too many, often a doubled one
    DECIMAL_MOVED = "decimal_moved"  # the decimal point is off by one to four places
    WRONG_UNIT = "wrong_unit"  # 元 for 万元; old and new carry the unit
    WRONG_SIGN = "wrong_sign"  # a part added that should be subtracted, a minus lost
    WRONG_DIRECTION = "wrong_direction"  # 增加 for 减少; old and new are signed
    TRUNCATED = "truncated"  # a rate cut off instead of rounded
    MISROUNDED = "misrounded"  # a rate or total off by one in its last digit
    FRACTION_AS_PERCENT = "fraction_as_percent"  # 0.35% for 34.52%
    AMOUNT_AS_PERCENT = "amount_as_percent"  # other: the amount copied as the rate
    RATE_COPIED = "rate_copied"  # other: the rate of a neighbour that stands here again
    COMPLETION_AS_SHARE = "completion_as_share"  # other: the completion rate printed as the share
    SHARE_AS_COMPLETION = "share_as_completion"  # other: the share printed as the completion rate
    DIVIDED_BY_CURRENT = "divided_by_current"  # other: this year's amount, which the change was divided by
    OTHER_BASE = "other_base"  # other: the amount that was really taken as the base
    OTHER_WHOLE = "other_whole"  # other: the total that was really taken as the whole
    INVERTED = "inverted"  # whole ÷ part instead of part ÷ whole
    LAST_YEAR_LEFT = "last_year_left"  # other: last year's figure, which stands here again
    COPIED_AMOUNT = "copied_amount"  # other: another amount (a wrong total) that was pasted here
    PART_MISSING = "part_missing"  # other: an amount that belongs to the parts and was left out
    SCORE_ABSENT = "score_absent"  # item: what has no score though the total counts its full mark, which is new
    PART_TWICE = "part_twice"  # other: a part that is counted though it stands inside another
    OTHER_VERSION = "other_version"  # a passage that adds up by itself, but whose figures all differ from the rest
    PRINTED_ELSEWHERE = "printed_elsewhere"  # other: the figure that prints the same fact differently
    WRONG_VALUE = "wrong_value"  # no known slip, but this one change repairs several equations


@dataclass(frozen=True, slots=True)
class Cause:
    """The likeliest slip: changing `figure` from `old` to `new` (as printed, in its unit) repairs `repairs` equations.

    kind is a CauseKind; candidates are further figures, with the value each would need, that explain equally well
    (then the cause is told as open); other names the figure the kind speaks of (the whole that was really used, the
    neighbour a rate was copied from). For PART_MISSING and PART_TWICE there is no figure, only `other`; for
    SCORE_ABSENT neither, but the name of the item.
    """

    kind: CauseKind
    figure: Figure | None = None
    old: str = ""
    new: str = ""
    repairs: int = 0
    other: Figure | None = None
    candidates: tuple[tuple[Figure, str], ...] = ()
    item: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that a finding shows: a figure, or a quotation for faults of wording."""

    quote: str
    location: Location
    label: str = ""
    value: Decimal | None = None
    unit: str = ""


def show(*figures: Figure) -> tuple[Evidence, ...]:
    """Each figure once, as evidence."""
    return tuple(
        Evidence(f.quote, f.location, f.label, f.quantity.value, f.quantity.unit) for f in dict.fromkeys(figures)
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of wording, given by a check directly. words fills in the check's message template."""

    words: dict[str, str]
    evidence: tuple[Evidence, ...]
    severity: Severity | None = None  # None: the check's own
    code: str = ""  # set by the registry
    cause: str = ""  # a sentence key, where there is one

    def of_check(self, code: str) -> Fault:
        return replace(self, code=code)


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed equation (with the equations that fail for the same cause) or a fault of wording.

    strained: the equation could hold, but only if the roundings of many figures all fell on one side.
    """

    code: str
    severity: Severity
    evidence: tuple[Evidence, ...]
    equation: Equation | None = None
    recomputed: Recomputed | None = None
    difference: Decimal | None = None  # stated - recomputed, in the main figure's unit
    cause: Cause | None = None
    related: tuple[Equation, ...] = ()
    fault: Fault | None = None
    strained: bool = False
