"""The one number parser: printed digits → exact decimal and printed decimals."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

import regex

from extractor.quantity import Bound, Quantity
from extractor.width import fold
from patterns.load import load_yaml

# Digits with thousands marks (1,234,567.8 · 1, 537.4 · 1 234.5) or plain. Possessive: it never backtracks.
GROUPED = r"\d{1,3}(?:,[ ]?\d{3})++(?!\d)(?:\.\d++)?"
PLAIN = r"\d++(?:\.\d++)?"
_CELL = regex.compile(
    rf"(?P<bound>[≥≤<>=约]{{0,2}}+)(?P<paren>\()?(?P<sign>[-+])?(?P<digits>{GROUPED}|{PLAIN}|\.\d++)(?(paren)\))(?P<unit>[^\d().]{{0,6}}+)"
)
_BLANK = frozenset({"", "-", "--", "---", "—", "——", "/", "\\", "无", "*"})
_BOUNDS = {"约": Bound.ABOUT, "≥": Bound.AT_LEAST, ">": Bound.AT_LEAST, ">=": Bound.AT_LEAST}
_BOUNDS |= {"≤": Bound.AT_MOST, "<": Bound.AT_MOST, "<=": Bound.AT_MOST}


def read_digits(printed: str) -> tuple[Decimal, int]:
    """Value and printed decimals of digits matched by GROUPED or PLAIN, spaces and thousands commas removed."""
    plain = printed.replace(",", "").replace(" ", "")
    _, _, fraction = plain.partition(".")
    return Decimal(plain), len(fraction)


@cache
def unit_forms() -> dict[str, str]:
    """Every printed unit → canonical unit."""
    units = load_yaml("units")
    forms: dict[str, str] = {form: form for form in units["count"]}
    for family in ("money", "money_at_least", "money_short", "rate", "score"):
        forms |= {form: unit for unit, printed in units[family].items() for form in printed}
    return forms


@lru_cache(maxsize=65536)
def is_blank(text: str) -> bool:
    """A cell that prints no value: empty, or one of the marks offices use for it (-, —, /, 无)."""
    return squeeze(text) in _BLANK


def squeeze(text: str) -> str:
    """Folded text without any white space, for comparing cells and labels."""
    return "".join(fold(text).split())


@lru_cache(maxsize=16384)
def read_cell(text: str, unit: str = "") -> Quantity | None:
    """The quantity a whole cell prints, or None. unit is what the heading or caption says, where the cell is silent.

    "1,234.50" "(12.3)" (negative) "-5" "84.13%" "≥90%" "3辆" "≤50万元" are quantities; "2080501类" or "2.三公" are not.
    """
    plain = squeeze(text)
    if len(plain) > 32 or not (match := _CELL.fullmatch(plain)):
        return None
    value, decimals = read_digits(match["digits"])
    if match["sign"] == "-" or match["paren"]:
        value = -value
    own = match["unit"]
    if own and own not in unit_forms():
        return None
    return Quantity(
        value, unit_forms()[own] if own else unit, decimals, text.strip(), _BOUNDS.get(match["bound"], Bound.EXACT)
    )
