"""What a self-evaluation says about its points, goals and projects: statements beside those of amounts.

They are kinds of their own so that the checks of money never take points for amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.figure import Figure
from extractor.location import Location
from extractor.statement import Statement


@dataclass(frozen=True, slots=True)
class BlankCell:
    """A score cell that is empty: name is the item's, implied the weight its siblings leave for it, where one can tell."""

    name: str
    quote: str
    location: Location
    weight: Figure | None = None
    implied: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTotal(Statement):
    """total = Σ parts: the scores (or weights) of a sheet against its 合计, a level's row or a 小计.

    means is "得分", "分值" or "扣分"; blanks are items without a score, told beside a failure.
    """

    total: Figure
    parts: tuple[Figure, ...]
    means: str = "得分"
    blanks: tuple[BlankCell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWeights(Statement):
    """The weights of the children make the parent's; where `missing` children print none, they may only be less."""

    parent: Figure
    children: tuple[Figure, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FullMark(Statement):
    """The weights of the highest level make the full mark."""

    parts: tuple[Figure, ...]
    full: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWithinWeight(Statement):
    """No item gets more points than its weight. Several scores are those of one item's lines."""

    scores: tuple[Figure, ...]
    weight: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankScore(Statement):
    """An item without a score in a sheet that is filled in. over are (score, weight) pairs of the same sheet
    that exceed their weight: the sheet reaches its total by them."""

    blank: BlankCell
    total: Figure | None = None
    over: tuple[tuple[Figure, Figure], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWeight(Statement):
    """The points listed in a scoring rule (①…（1分）②…（0.5分）) make the item's weight."""

    weight: Figure
    points: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreByRule(Statement):
    """score = constant + factor × rate, as the scoring rule says of this rate."""

    score: Figure
    rate: Figure
    factor: Decimal
    constant: Decimal = Decimal(0)
    weight: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameScore(Statement):
    """A score in one place = Σ the scores of the same thing in another. total tells a whole report's score from an item's."""

    first: Figure
    second: tuple[Figure, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction(Statement):
    """weight − Σ deductions = score."""

    deductions: tuple[Figure, ...]
    weight: Figure
    score: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionSum(Statement):
    """full − Σ deductions = total."""

    deductions: tuple[Figure, ...]
    total: Figure
    full: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRate(Statement):
    """得分率 = score / weight."""

    rate: Figure
    score: Figure
    weight: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Statement):
    """A grade in words beside a score: low ≤ score < high (None: no bound). quote and location are the grade's."""

    score: Figure
    grade: str
    low: Decimal | None
    high: Decimal | None
    quote: str
    location: Location


class Demand(StrEnum):
    """What a target demands of its result."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetMet(Statement):
    """The result meets the target, as full points or the words beside it claim.

    score and weight are those of the row, where it prints them; words what the deviation column says (无偏差).
    """

    target: Figure
    result: Figure
    demand: Demand
    score: Figure | None = None
    weight: Figure | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSum(Statement):
    """total = Σ parts within a goal form: its rows (means "行") or its sources of funds ("资金来源")."""

    total: Figure
    parts: tuple[Figure, ...]
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSame(Statement):
    """One amount twice: in two blocks of a goal form (why "两栏") or in form and narrative (why "正文与表")."""

    first: Figure
    second: Figure
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRate(Statement):
    """执行率 = execution / budget as printed in a goal form; fraction where it may be printed as 0.98."""

    rate: Figure
    execution: Figure
    budget: Figure
    may_be_fraction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BandCount(Statement):
    """total = Σ the numbers of projects by score band."""

    total: Figure
    parts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandScore(Statement):
    """A project told within a score band has a score of that band: band itself (`exact`), or low/high bounds."""

    score: Figure
    low: Figure | None = None
    high: Figure | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BandSame(Statement):
    """A band's number of projects, said twice."""

    first: Figure
    second: Figure
