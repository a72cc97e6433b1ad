"""A quantity with its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractor.document import Scope
from extractor.location import Location
from extractor.quantity import Quantity

Facets = tuple[tuple[str, str], ...]
"""What a number is about, as sorted (dimension, value) pairs: flow 收入/支出, fund, nature, func, econ, carry,
三公 … (extractor/facets.py). An absent dimension means "all". Equal facets, year, basis, scope = the same number."""


class Role(StrEnum):
    AMOUNT = "amount"
    CHANGE = "change"  # 增加/减少 N 万元
    SHARE = "share"
    GROWTH = "growth"
    COMPLETION = "completion"
    RATIO = "ratio"
    SCORE = "score"
    WEIGHT = "weight"
    COUNT = "count"
    TARGET = "target"
    RESULT = "result"
    DEDUCTION = "deduction"


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One printed number and what it means. Compared by identity: two prints are two figures.

    label is as written; concept the canonical name where known; quote the words around it as printed
    (for a letter, at most about 60 characters); basis 决算/年初预算/全年预算/上年决算 …; facets None where
    the words were not fully understood (then it must not be compared across places).
    """

    quantity: Quantity
    role: Role
    label: str
    location: Location
    quote: str
    scope: Scope = Scope()
    concept: str = ""
    year: int | None = None
    basis: str = ""
    facets: Facets | None = None
