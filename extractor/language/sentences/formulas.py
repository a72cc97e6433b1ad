"""Formulas written out in the text: 84.13%（111/126*100%）, =(63.46-32)÷32=98.31%, 12+8=20."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import regex

from extractor.language.measures.measure import Measure
from extractor.language.things.figures import Figures
from extractor.language.words.lines import Line
from extractor.statement import Composition, Ratio, Source, Statement, Term

_N = r"\d[\d,]*+(?:\.\d++)?\s?(?:[万亿千百]?元|人|个|项|分)?"
_SUM = rf"{_N}(?:\s?[+-]\s?{_N})*+"
_GROUP = rf"(?:\[\(|\(|\[)?\s?{_SUM}\s?(?:\)\]|\)|\])?"
_TIMES = r"(?:\s?[*×xX]\s?100\s?%?)?"
_RESULT = r"-?\d[\d,]*+(?:\.\d++)?\s?(?:%|‰|倍|[万亿千百]?元|人|个|项|分)?"
_QUOTIENT = rf"(?P<above>{_GROUP})\s?[/÷]\s?(?P<below>{_GROUP}){_TIMES}"
_STATED_BEFORE = regex.compile(rf"(?P<result>{_RESULT})\s?[(（\[]\s?=?\s?{_QUOTIENT}\s?[)）\]]")
_STATED_AFTER = regex.compile(rf"(?<![\d.]){_QUOTIENT}\s?=\s?(?P<result>{_RESULT})")
_ADDITION = regex.compile(rf"(?<![\d.+*/×÷-]){_N}(?:\s?[+-]\s?{_N})++\s?=\s?(?P<result>{_RESULT})(?!\s?[%+*/×÷-])")
_NUMBER = regex.compile(r"(?P<sign>[+-]?)\s?(?P<digits>\d[\d,]*+(?:\.\d++)?)")


def read_formulas(line: Line, measures: Iterable[Measure], figures: Figures) -> Iterator[Statement]:
    """Ratios and sums whose terms and result are printed in one line."""
    text = line.parsed.folded
    if not any(mark in text for mark in "/÷="):
        return
    at = {_digits_start(m): m for m in measures if m.line is line}
    for pattern in (_STATED_BEFORE, _STATED_AFTER):
        for match in pattern.finditer(text):
            yield from _ratio(match, at, figures)
    for match in _ADDITION.finditer(text):
        yield from _addition(match, at, figures)


def _digits_start(measure: Measure) -> int:
    """Where the digits of a number stand, behind its sign and bound."""
    text = measure.token.text
    return measure.token.start + next((i for i, c in enumerate(text) if c.isdigit()), 0)


def _ratio(match: regex.Match[str], at: dict[int, Measure], figures: Figures) -> Iterator[Statement]:
    above, below = _terms(match, "above", at, figures), _terms(match, "below", at, figures)
    result = _result(match, at)
    if above and below and result is not None and result.quantity.unit in ("%", "‰", "倍", ""):
        yield Ratio(source=Source.TEXT, value=figures.of(result), numerator=above, denominator=below, name="算式")


def _addition(match: regex.Match[str], at: dict[int, Measure], figures: Figures) -> Iterator[Statement]:
    result = _result(match, at)
    end = match.start("result")
    parts = _read_terms(match.string, match.start(), match.string.rindex("=", match.start(), end), at, figures)
    if result is not None and len(parts) > 1:
        yield Composition(source=Source.TEXT, total=figures.of(result), parts=parts, means="算式")


def _result(match: regex.Match[str], at: dict[int, Measure]) -> Measure | None:
    number = _NUMBER.search(match.string, match.start("result"), match.end("result"))
    return at.get(number.start("digits")) if number else None


def _terms(match: regex.Match[str], group: str, at: dict[int, Measure], figures: Figures) -> tuple[Term, ...]:
    return _read_terms(match.string, match.start(group), match.end(group), at, figures)


def _read_terms(text: str, start: int, end: int, at: dict[int, Measure], figures: Figures) -> tuple[Term, ...]:
    found: list[Term] = []
    number: Any
    for number in _NUMBER.finditer(text, start, end):
        measure = at.get(number.start("digits"))
        if measure is None:
            return ()
        found.append(Term(-1 if number["sign"] == "-" else 1, figures.of(measure)))
    return tuple(found)
