"""Running text of a report → figures and statements."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.document import Document, Heading, Paragraph
from extractor.extraction import Open
from extractor.facets import CodeNames
from extractor.figure import Figure
from extractor.language.measures.measure import Measure
from extractor.language.measures.reading import read_measures
from extractor.language.sentences.statements import state_all
from extractor.language.sums.groups import find_groups
from extractor.language.things.beside_tables import TableBudgets
from extractor.language.things.figures import Figures, counted_before
from extractor.language.things.item import Item
from extractor.language.things.reader import read_items
from extractor.language.things.told import Told
from extractor.language.words.lines import Line, read_lines
from extractor.quantity import Bound
from extractor.statement import Statement
from extractor.width import fold
from patterns.load import load_yaml

BETWEEN = 2  # blocks without a number that may stand between a list and the words that open it


@dataclass(frozen=True, slots=True)
class Prose:
    """What running text gave: every number once, what is stated of them, what could not be bound."""

    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    open: tuple[Open, ...]


def read_prose(
    document: Document,
    year: int | None,
    names: CodeNames | None = None,
    tables: Sequence[Figure] = (),
    owner: str = "",
) -> Prose:
    """Figures and statements of the paragraphs and headings of a document; year is the report's own, names the
    items its tables print (extractor.tables.names)."""
    lines = list(read_lines(document))
    measures = list(read_measures(lines))
    items = read_items(measures, year)
    groups = find_groups(items, _block_openers(document, lines))
    figures = Figures(names, owner, counted_before(measures))
    for item in items:
        if item.amount is not None:
            figures.of(item.amount, item)
    told = Told(items, figures, TableBudgets(tables))
    statements = state_all(told, groups, measures, lines)
    _make_the_rest(items, measures, figures)
    return Prose(tuple(figures.made.values()), tuple(statements), tuple(told.open))


def _make_the_rest(items: Sequence[Item], measures: Sequence[Measure], figures: Figures) -> None:
    """What no statement needed is a figure all the same: a rate whose base is not printed, an amount of a reference."""
    for measure in measures:
        if measure.kind == "rate" and measure.quantity.bound is Bound.EXACT:
            figures.of(measure)
    for item in items:
        for change in (*item.deltas, *item.rates):
            figures.of(change.measure, item)
    for measure in measures:
        if measure.kind == "money":
            figures.of(measure)


def _block_openers(document: Document, lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines that stand as a list below words such as 其中： at the end of what is before them."""
    openers = regex.compile(load_yaml("markers")["list_opener"])
    found: set[int] = set()
    for before, line in itertools.pairwise(lines):
        if line.index - before.index > BETWEEN + 1:
            continue
        number = max((t.end for t in before.parsed.tokens if t.kind == "NUMBER"), default=0)
        between = [b.text for b in document.blocks[before.index + 1 : line.index] if isinstance(b, Paragraph | Heading)]
        if openers.search(before.parsed.folded[number:]) or any(openers.search(fold(t)) for t in between):
            found.add(line.index)
    return frozenset(found)
