"""What a report itself says about its figures, by wording or by layout. Text and tables give the same kinds.

A statement holds the reading that the words make most plausible. `others` are further readings the words
license: they may rescue it (any that holds) and never accuse. `binding` says how surely the figures were
bound and the strongest finding a failure can support.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.figure import Figure


class Source(StrEnum):
    TEXT = "text"
    TABLE = "table"
    CROSS = "cross"  # figures from several places


class Accuse(StrEnum):
    """The strongest finding that a failure of a statement supports."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NOTHING = "nothing"  # the failure is only noted as undetermined, with the binding's reason


@dataclass(frozen=True, slots=True)
class Binding:
    """How the figures of a statement were found to belong together.

    accuse caps the severity; reason is a key (patterns/reasons.yaml) told when a failure stays undetermined.
    """

    accuse: Accuse = Accuse.ERROR
    reason: str = ""


SURE = Binding()


@dataclass(frozen=True, slots=True)
class Term:
    """A figure with its sign in a sum."""

    sign: int
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    source: Source
    binding: Binding = SURE
    others: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition(Statement):
    """total = Σ parts, or ≥ where `complete` is False (其中 names only some). `means` tells what kind of total:
    "其中", "合计", "科目" (code hierarchy), "列" (columns), "收支平衡", "得分", "分值" … a key for the words."""

    total: Figure
    parts: tuple[Term, ...]
    complete: bool = True
    means: str = "其中"
    constant: Decimal = Decimal(0)  # what is added to the parts without being printed (序时进度 of the period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Statement):
    """rate = Σ part / Σ whole."""

    rate: Figure
    part: tuple[Term, ...]
    whole: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Statement):
    """current = base + direction·delta, and rate = direction·delta / base, of those that are printed.

    direction is +1, -1 or 0 (words leave it open). Where base is None it is current - direction·delta.
    """

    direction: int
    current: tuple[Term, ...] = ()
    base: tuple[Term, ...] = ()
    delta: Figure | None = None
    rate: Figure | None = None
    rate_direction: int | None = None  # where the rate has a verb of its own
    against: str = ""  # 上年决算, 年初预算 …


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion(Statement):
    """rate = actual / budget. budget is empty where none is printed."""

    rate: Figure
    actual: tuple[Term, ...]
    budget: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Statement):
    """value = Σ numerator / Σ denominator × times, a named ratio or a formula in the text."""

    value: Figure
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    times: int | Decimal = 1
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyGrowth(Statement):
    """first × (1 + direction·rate) ^ years = last (年均增长)."""

    rate: Figure
    direction: int
    first: Figure
    last: Figure
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Same(Statement):
    """Two prints of one number. `why` is a key for the words (同一事项重复表述, 正文与表, 附表之间 …)."""

    first: Figure
    second: Figure
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Statement):
    """Σ small ≤ Σ large: a part against its whole, a score against its weight, one fund against all."""

    small: tuple[Term, ...]
    large: tuple[Term, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals100(Statement):
    """Shares or top weights that must make 100."""

    parts: tuple[Figure, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpliedBudgets(Statement):
    """A list whose items are given with amount and completion rate, and so is their total: the budgets that the items
    imply (amount / rate) make the budget that the total implies. parts are (amount, rate)."""

    actual: Figure
    rate: Figure
    parts: tuple[tuple[Figure, Figure], ...]
