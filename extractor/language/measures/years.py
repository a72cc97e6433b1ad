"""The years and days that the words before a number name."""

from __future__ import annotations

from extractor.language.measures.measure import Measure


def is_dated(m: Measure) -> bool:
    """Whether the year before a number is that of a day or a month (截至2023年12月31日)."""
    tokens = m.line.parsed.tokens
    for index in range(m.unit - 1, -1, -1):
        unit = m.line.units[index]
        if unit.letter in "N。!?" or (unit.letter == "Y" and tokens[unit.first].year):
            return False
        if unit.letter == "Y":
            return True
    return False


def year_before(m: Measure) -> int | None:
    """The year named in the words just before a number, outside its base phrase."""
    tokens = m.line.parsed.tokens
    for index in range(m.unit - 1, -1, -1):
        unit = m.line.units[index]
        if unit.letter in "N。!?":
            return None
        if unit.letter == "Y" and (year := tokens[unit.first].year):
            return year
    return None
