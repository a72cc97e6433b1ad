"""Every kind of sentence in turn: what running text states of its items and numbers.

The order tells: what one reader binds, a later one leaves alone or no longer counts as open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.language.measures.measure import Measure
from extractor.language.sentences.averages import state_averages, state_months_covered
from extractor.language.sentences.bracketed import state_bracketed_shares
from extractor.language.sentences.changes import state_changes
from extractor.language.sentences.completions import state_completions
from extractor.language.sentences.counted import state_count_changes, state_plans
from extractor.language.sentences.differences import state_differences
from extractor.language.sentences.flat import state_flat
from extractor.language.sentences.formulas import read_formulas
from extractor.language.sentences.identities import state_identities
from extractor.language.sentences.named_rates import bound_rates, state_named_rates
from extractor.language.sentences.parts_changes import state_changes_of_parts
from extractor.language.sentences.points import state_pace, state_points
from extractor.language.sentences.repeats import read_classes, read_entries, read_repeats
from extractor.language.sentences.shares import state_shares
from extractor.language.sentences.spans import state_spans
from extractor.language.sentences.totals import state_totals
from extractor.language.sentences.wholes import Wholes
from extractor.language.sentences.yearly_growth import state_yearly_growth
from extractor.language.sums.stream import Group
from extractor.language.things.item import Item
from extractor.language.things.told import Told
from extractor.language.words.lines import Line
from extractor.statement import Statement

OF_NUMBERS = (
    state_identities,
    state_averages,
    state_months_covered,
    state_plans,
    state_count_changes,
    state_differences,
    state_spans,
    state_yearly_growth,
)


def state_all(
    told: Told, groups: Sequence[Group], measures: Sequence[Measure], lines: Sequence[Line]
) -> list[Statement]:
    """Every statement of a text; what could not be bound is left in `told.open`. measures and lines in reading order."""
    statements = list(_of_items(told, groups))
    statements += [s for read in (read_repeats, read_entries, read_classes) for s in read(told.items, told.figures)]
    statements += [*state_points(told, measures), *state_pace(told, measures)]
    for state in OF_NUMBERS:
        statements += told.settled(state(told, measures))
    statements += told.settled(state_named_rates(told, measures, bound_rates(statements)))
    by_line: dict[Line, list[Measure]] = defaultdict(list)
    for measure in measures:
        by_line[measure.line].append(measure)
    for line in lines:
        statements += read_formulas(line, by_line[line], told.figures)
    return statements


def _of_items(told: Told, groups: Sequence[Group]) -> Iterator[Statement]:
    """What is said of single things, and of totals and their parts."""
    yield from state_totals(groups, told)
    yield from state_bracketed_shares(groups, told)
    wholes = Wholes(told)
    before: Item | None = None
    for item in told.items:
        yield from state_changes(item, told)
        yield from state_completions(item, told)
        yield from state_shares(item, before, wholes, told)
        yield from state_flat(item, told)
        for rate in item.ratios:
            told.figures.of(rate, item)  # whoever binds it later: it bears the name of the thing it is said of
        before = item
    yield from told.settled(state_changes_of_parts(told, groups))
