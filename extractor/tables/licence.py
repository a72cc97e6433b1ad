"""How far a failing sum may accuse: the table must have been understood before its printer is blamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, replace
from decimal import Decimal

from extractor.figure import Figure, Role
from extractor.quantity import Interval
from extractor.statement import SURE, Accuse, Binding, Change, Completion, Composition, Ratio, Share, Statement, Term
from extractor.tables.model import LogicalTable

MISREAD = Binding(Accuse.NOTHING, "table_misread")
COMPARED = Binding(Accuse.NOTHING, "columns_compared_unsure")
UNSURE = Binding(Accuse.NOTHING, "table_structure_unsure")
UNREAD = Binding(Accuse.NOTHING, "cell_unread")
COUNTS = Binding(Accuse.WARNING)
ROW_MISSING = Binding(Accuse.WARNING)
BORNE_OUT = Binding(Accuse.WARNING)  # the layout leaves it open, the other columns do not
FEWEST = 3  # filled columns of a total that must all fail before the hierarchy counts as misread


def license_sums(group: Sequence[Composition], sure: bool) -> Binding:
    """The binding for the statements that one reading of the layout makes over several columns or rows."""
    telling = [s for s in group if s.total.quantity.value != 0]
    failing = sum(not fits(s) for s in telling)
    if len(telling) >= FEWEST and failing == len(telling):
        return MISREAD
    if not sure and not all(map(fits, group)):
        return BORNE_OUT if _is_borne_out(group) else UNSURE
    if group and group[0].total.role is Role.COUNT:
        return COUNTS
    return SURE


def _is_borne_out(group: Sequence[Composition]) -> bool:
    """Whether several columns show the sum by numbers that do not fit by chance, and few go against it."""
    holding = [s for s in group if _tells(s) and fits(s) and sum(bool(t.figure.quantity.value) for t in s.parts) > 1]
    return len(holding) >= FEWEST - 1 and sum(not fits(s) for s in group) * 2 <= len(holding)


def fall_short(group: Sequence[Composition]) -> bool:
    """Whether the parts are less than the total wherever amounts stand: as they are when one of them is missing."""
    amounts = [s for s in group if s.total.role is Role.AMOUNT and s.total.quantity.value]
    rests = [s.total.quantity.value - sum(t.sign * t.figure.quantity.value for t in s.parts) for s in amounts]
    return bool(amounts) and all(r * s.total.quantity.value > 0 for r, s in zip(rests, amounts, strict=True))


def restrain(statements: Iterable[Statement]) -> Iterator[Statement]:
    """What a table put together from loose lines says: a failure accuses only where one slip in printing explains it
    and at least as many relations of its kind hold, for a cell may be missing or stand in a wrong column."""
    found = list(statements)
    failing = [not _holds(s) for s in found]
    telling = [fails for s, fails in zip(found, failing, strict=True) if _tells(s)]
    understood = sum(telling) * 2 <= len(telling)
    for statement, fails in zip(found, failing, strict=True):
        slip = not isinstance(statement, Composition) or (_tells(statement) and _is_one_slip(statement))
        doubtful = fails and not (understood and slip) and statement.binding.accuse is not Accuse.NOTHING
        yield replace(statement, binding=UNSURE) if doubtful else statement


def doubt_most(statements: Iterable[Statement]) -> Iterator[Statement]:
    """What a table says whose cells may have moved to the left: where most of its sums fail, none of them accuses."""
    found = list(statements)
    failing = [isinstance(s, Composition) and not fits(s) for s in found]
    most = sum(failing) > 1 and sum(failing) * 2 > sum(isinstance(s, Composition) for s in found)
    for statement, fails in zip(found, failing, strict=True):
        doubtful = most and fails and statement.binding.accuse is not Accuse.NOTHING
        yield replace(statement, binding=UNSURE) if doubtful else statement


Place = tuple[int, int, int]  # band, row, column


def doubt_moved(
    statements: Iterable[Statement], places: Mapping[Figure, Place], short: Set[tuple[int, int]], astray: Set[int]
) -> Iterator[Statement]:
    """What a table says whose cells may have moved to the left, within a band in the `short` (band, row), from one band
    to another in the rows `astray`: a relation along a row accuses only where the row is neither, a sum down a column
    where no row is, in the first where its total is not."""
    first = {band: min(c for b, _, c in places.values() if b == band) for band in {b for b, _, _ in places.values()}}
    for statement in statements:
        at = [places[f] for f in figures_of(statement)]  # of a sum, the total's first
        bands, rows = {band for band, _, _ in at}, {row for _, row, _ in at}
        if len(rows) == 1:
            moved = bool(short & {(band, *rows) for band in bands} or astray & rows)
        elif all(column == first[band] for band, _, column in at):
            moved = at[0][:2] in short or bool(astray)
        else:
            moved = any(band in bands for band, _ in short) or bool(astray)
        doubtful = moved and not _holds(statement) and statement.binding.accuse is not Accuse.NOTHING
        yield replace(statement, binding=UNSURE) if doubtful else statement


def doubt_unread(
    statements: Iterable[Statement], places: Mapping[Figure, tuple[int, int]], unread: Set[tuple[int, int]]
) -> Iterator[Statement]:
    """What a table says around cells that hold no readable number (#REF!, 待定): a sum that runs over one accuses nobody.
    places and unread are (row, column)."""
    for statement in statements:
        at = [places[f] for f in figures_of(statement) if f in places]
        rows, columns = {row for row, _ in at}, {column for _, column in at}
        crossed = any(
            (column in columns and min(rows) <= row <= max(rows))
            or (row in rows and min(columns) <= column <= max(columns))
            for row, column in unread
            if at
        )
        doubtful = crossed and not _holds(statement) and statement.binding.accuse is not Accuse.NOTHING
        yield replace(statement, binding=UNREAD) if doubtful else statement


def figures_of(statement: Statement) -> Iterator[Figure]:
    """Every figure that a statement of a table speaks of."""
    for part in fields(statement):
        value = getattr(statement, part.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Figure | Term):
                yield item if isinstance(item, Figure) else item.figure


def _tells(statement: Statement) -> bool:
    """A comparison; of sums those of several parts whose total has digits enough that no chance makes a slip of it."""
    if not isinstance(statement, Composition):
        return True
    digits = str(abs(statement.total.quantity.value)).replace(".", "").strip("0")
    return statement.complete and len(statement.parts) > 1 and len(digits) > 2


def doubt_unruled(statements: Iterable[Statement], tables: Iterable[LogicalTable]) -> Iterator[Statement]:
    """The statements, those about tables whose columns were only told by their texts free of any accusation: a name in
    the wrong column, or a title of another table, would be the reader's fault."""
    parts = (part for table in tables for part in table.grids)
    unruled = {part.number for part in parts if part.pieced and part.location.box is not None}
    for statement in statements:
        doubtful = bool(unruled) and any(f.location.table in unruled for f in figures_of(statement))
        yield replace(statement, binding=UNSURE) if doubtful else statement


def _holds(statement: Statement) -> bool:
    if isinstance(statement, Composition):
        return fits(statement)
    return any(compares(s) for s in (statement, *statement.others))


def could_be_slip(statement: Composition) -> bool:
    """Whether one small slip in printing would explain a failing sum: off by little, or by one digit of one figure."""
    whole = statement.total.quantity
    excess = sum((t.sign * t.figure.quantity.value for t in statement.parts), Decimal(0)) - whole.value
    return abs(excess) * 5 <= abs(whole.value) or _is_one_slip(statement)


def _is_one_slip(statement: Composition) -> bool:
    whole = statement.total.quantity
    excess = sum((t.sign * t.figure.quantity.value for t in statement.parts), Decimal(0)) - whole.value
    return _differ_by_slip(statement.total, whole.value + excess) or any(
        _differ_by_slip(t.figure, t.figure.quantity.value - t.sign * excess) for t in statement.parts
    )


def _differ_by_slip(figure: Figure, value: Decimal) -> bool:
    """One digit changed, lost or doubled, two neighbours swapped, the point moved."""
    quantity = figure.quantity
    old, new = (f"{abs(v):.{quantity.decimals}f}".replace(".", "") for v in (quantity.value, value))
    if (value < 0) != (quantity.value < 0) or not value:
        return False
    if old.strip("0") == new.strip("0"):
        return True
    if len(old) == len(new):
        wrong = [k for k, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] - wrong[0] == 1 and old[wrong[0]] == new[wrong[1]]
        return len(wrong) == 1 or (swapped and old[wrong[1]] == new[wrong[0]])
    longer, shorter = sorted((old, new), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(longer[:k] + longer[k + 1 :] == shorter for k in range(len(longer)))


def license_rates(group: Sequence[Change | Completion | Share]) -> Binding:
    """The binding for one column of comparison: where most rows fail, other columns were compared than was read."""
    failing = sum(not any(compares(r) for r in (s, *s.others)) for s in group)
    return COMPARED if len(group) >= FEWEST and failing * 2 > len(group) else SURE


def compares(statement: Statement) -> bool:
    """Whether a change, completion or share can hold with the printed decimals; True where nothing tells."""
    if isinstance(statement, Change) and statement.delta is not None:
        reach = _sum(statement.current) + _sum(statement.base).scaled(Decimal(-1))
        return reach.meets(statement.delta.quantity.interval().scaled(Decimal(statement.direction or 1)))
    if isinstance(statement, Change) and statement.rate is not None:
        above = _sum(statement.current) + _sum(statement.base).scaled(Decimal(-1))
        return _rate_fits(statement.rate, above.scaled(Decimal(statement.direction or 1)), _sum(statement.base))
    if isinstance(statement, Completion):
        return _rate_fits(statement.rate, _sum(statement.actual), _sum(statement.budget))
    if isinstance(statement, Ratio):
        count = sum((t.figure.quantity.value for t in statement.denominator), Decimal(0))
        return _sum(statement.numerator).meets(statement.value.quantity.interval().scaled(count))
    if isinstance(statement, Share):
        return _rate_fits(statement.rate, _sum(statement.part), _sum(statement.whole))
    return True


def _sum(terms: Iterable[Term]) -> Interval:
    reach = Interval(Decimal(0), Decimal(0))
    for term in terms:
        reach = reach + term.figure.quantity.interval().scaled(Decimal(term.sign))
    return reach


def _rate_fits(rate: Figure, above: Interval, below: Interval) -> bool:
    if below.low <= 0 <= below.high:
        return True
    corners = [a / b for a in (above.low, above.high) for b in (below.low, below.high)]
    reach = Interval(min(corners), max(corners))
    scales = {"%": (100,), "‰": (1000,)}.get(rate.quantity.unit, (100, 1))
    return any(reach.scaled(Decimal(scale)).meets(rate.quantity.interval()) for scale in scales)


def fits(statement: Composition) -> bool:
    """Whether the sum, or one of the other readings of the layout, can hold with the printed decimals."""
    readings = [statement, *(o for o in statement.others if isinstance(o, Composition))]
    return any(_fits(r.total, r.parts, r.complete) for r in readings)


def _fits(total: Figure, parts: Sequence[Term], complete: bool) -> bool:
    if sum(t.sign * t.figure.quantity.value for t in parts) == total.quantity.value:  # all of one unit
        return True
    reach = _sum(parts)
    whole = total.quantity.interval()
    return reach.meets(whole) if complete else reach.low <= whole.high
