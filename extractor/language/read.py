"""Running text of a report → figures and statements."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractor.document import Document, Heading, Paragraph
from extractor.extraction import Open
from extractor.facets import CodeNames
from extractor.figure import Figure
from extractor.language.measures.measure import Measure
from extractor.language.measures.reading import read_measures
from extractor.language.sentences.averages import state_averages, state_months_covered
from extractor.language.sentences.counted import state_count_changes, state_plans
from extractor.language.sentences.differences import state_differences
from extractor.language.sentences.formulas import read_formulas
from extractor.language.sentences.identities import state_identities
from extractor.language.sentences.named_rates import bound_rates, state_named_rates
from extractor.language.sentences.points import state_pace, state_points
from extractor.language.sentences.repeats import read_classes, read_entries, read_repeats
from extractor.language.sentences.spans import state_spans
from extractor.language.sentences.statements import state
from extractor.language.sentences.yearly_growth import state_yearly_growth
from extractor.language.sums.fit import Entry
from extractor.language.sums.groups import Composer, Group
from extractor.language.things.beside_tables import TableBudgets
from extractor.language.things.figures import Figures, counted_before
from extractor.language.things.item import BUDGET, PREVIOUS, Item
from extractor.language.things.reader import read_items
from extractor.language.things.told import Told
from extractor.language.words.lines import Line, read_lines
from extractor.quantity import Bound
from extractor.statement import Accuse, Binding, Statement
from extractor.width import fold
from patterns.load import load_yaml

BETWEEN = 2  # blocks without a number that may stand between a list and the words that open it


@dataclass(frozen=True, slots=True)
class Prose:
    """What running text gave. items are kept for readers of special statements (scores, projects)."""

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
    repeated = [s for read in (read_repeats, read_entries, read_classes) for s in read(items, figures)]
    statements = [*state(told, groups), *repeated]
    by_line: dict[Line, list[Measure]] = defaultdict(list)
    for measure in measures:
        by_line[measure.line].append(measure)
    statements += [*state_points(told, measures), *state_pace(told, measures)]
    for reader in (
        state_identities,
        state_averages,
        state_months_covered,
        state_plans,
        state_count_changes,
        state_differences,
        state_spans,
        state_yearly_growth,
    ):
        statements += told.settled(reader(told, measures))
    statements += told.settled(state_named_rates(told, measures, bound_rates(statements)))
    for line in lines:
        statements += read_formulas(line, by_line[line], figures)
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


def find_groups(items: Sequence[Item], block_openers: frozenset[int]) -> list[Group]:
    """The totals and parts in each stream of numbers: money, each unit of count, changes against each base."""
    groups: list[Group] = []
    levels = [Entry(i, i.amount) for i in items if i.amount is not None]
    groups += Composer([e for e in levels if e.measure.kind == "money"], block_openers, "money").find()
    for unit in dict.fromkeys(e.measure.quantity.unit for e in levels if e.measure.kind == "count"):
        stream = [e for e in levels if e.measure.quantity.unit == unit]
        groups += _proven_by_money(Composer(stream, frozenset(), "count").find(), groups, items)
    for kind in (PREVIOUS, BUDGET):
        changes = [
            Entry(i, d.measure, d.direction)
            for i in items
            for d in [d for d in i.deltas if d.base.kind == kind and d.direction and d.measure.kind == "money"][:1]
        ]
        if len(changes) > 2:
            groups += Composer(changes, block_openers, "change").find()
    return groups


def _proven_by_money(counts: list[Group], groups: Sequence[Group], items: Sequence[Item]) -> list[Group]:
    """专用车33个，12652万元；执法车6个，33688万元: where the amounts beside them make a total, so do the counts."""
    parts = {id(p.item) for g in groups if g.holds for p in g.parts}
    after = {id(a): id(b) for a, b in itertools.pairwise(items) if a.sentence == b.sentence}
    return [
        replace(g, binding=Binding(Accuse.WARNING))
        if g.binding.accuse is Accuse.NOTHING and all(after.get(id(p.item)) in parts for p in g.parts)
        else g
        for g in counts
    ]


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
