"""Every number of running text as a measure: its unit and bound, its place in the sentence, its role and its list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.language.measures.marks import mark_before
from extractor.language.measures.measure import Measure
from extractor.language.measures.roles import read_role
from extractor.language.measures.runs import zip_runs
from extractor.language.measures.subjects import subject_above
from extractor.language.words.lines import JOINERS, Line
from extractor.language.words.unit_notes import UnitNotes
from extractor.quantity import Bound, Quantity
from patterns.load import load_yaml

_SENTENCE_END = frozenset("。!?")
_BRACKETS = frozenset("()")


def read_measures(lines: Sequence[Line]) -> Iterator[Measure]:
    """Every number of the lines with its role, in reading order."""
    sentence = 0
    for line in lines:
        sentence += 1
        found: list[Measure] = []
        for measure in _line_measures(line, sentence):
            found.append(measure)
        sentence = found[-1].sentence if found else sentence
        yield from zip_runs(line, found)


def _line_measures(line: Line, sentence: int) -> Iterator[Measure]:
    """Every number of a line with its role; sentence counts the sentences of the report before it."""
    since = depth = 0
    notes = UnitNotes.of(line)
    for index, unit in enumerate(line.units):
        if unit.letter != "N":
            continue
        gap = line.letters[since:index]
        end = max(gap.rfind(mark) for mark in _SENTENCE_END)
        ends = end >= 0
        sentence += ends
        if ends:
            depth = 0
        start = since + end + 1
        for letter in filter(_BRACKETS.__contains__, line.letters[start:index]):
            depth = max(0, depth + (letter == "(") - (letter == ")"))
        start = _after_open_bracket(line.letters, start, index)
        token = line.parsed.tokens[unit.first]
        if token.quantity is not None:
            quantity = _with_unit_of_run(line, index, _bounded(line, index, token.quantity))
            if not quantity.unit and (unit_of_list := notes.unit_of(token.start, token.end)):
                quantity = replace(quantity, unit=unit_of_list)
            place = {
                "gap": gap,
                "marker": mark_before(line, since, index),
                "depth": depth,
                "sentence": sentence,
                "opens_sentence": ends or since == 0,
                "opens_line": since == 0,
            }
            measure = read_role(line, index, start, token, quantity, place)
            if measure.role == "level" and measure.label.generic and (ends or since == 0):
                above = subject_above(line, since, start)
                measure = replace(measure, label=above) if above else measure
            yield measure
        since = index + 1


def _bounded(line: Line, index: int, quantity: Quantity) -> Quantity:
    """约3万元, 近84%: the word before the number makes it a bound."""
    if not index or quantity.bound is not Bound.EXACT or line.units[index - 1].letter != "f":
        return quantity
    word = line.text(line.units[index - 1].first, line.units[index - 1].last)
    bound = next((b for b, words in load_yaml("bounds").items() if word in words), None)
    return replace(quantity, bound=Bound(bound)) if bound else quantity


def _with_unit_of_run(line: Line, index: int, quantity: Quantity) -> Quantity:
    """各为4125.49,4143.91万元: the unit printed once, at the last number, is that of all."""
    while not quantity.unit and index + 2 < len(line.units) and line.units[index + 2].letter == "N":
        joiner = line.parsed.tokens[line.units[index + 1].first].text
        following = line.parsed.tokens[line.units[index + 2].first].quantity
        if joiner not in JOINERS or following is None:
            break
        quantity, index = replace(quantity, unit=following.unit), index + 2
    return quantity


def _after_open_bracket(letters: str, start: int, stop: int) -> int:
    """Where the words before a number begin: behind a bracket that is still open."""
    depth = 0
    while (stop := max(letters.rfind(bracket, start, stop) for bracket in _BRACKETS)) >= 0:
        depth += 1 if letters[stop] == ")" else -1
        if depth < 0:
            return stop + 1
    return start
