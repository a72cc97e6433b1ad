"""Which rows of a table add up to which: lanes of rows with their totals, hierarchies and 其中 rows.

A lane is the rows of one band, or of several bands that hold one list in blocks of equal columns. Covers speak of
positions in the lane and hold for every value column alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.facets import read_facets
from extractor.tables.logical import signature
from extractor.tables.model import Band, ColumnRole, Row, RowKind
from extractor.tables.nesting import makes_whole
from extractor.tables.rows import arrange
from extractor.tables.words import enumerator, row_is
from patterns.load import load_yaml

_SILENT = (RowKind.BLANK, RowKind.NOTE)
_RANKS = {RowKind.ITEM: 0, RowKind.SUBTOTAL: 1, RowKind.TOTAL: 2, RowKind.GRAND: 4}
_BARE_TOTAL = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the columns in which its values stand."""

    row: Row
    band: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """lines in reading order, block after block; each line's row.parent is a position in `lines`."""

    bands: tuple[Band, ...]
    lines: tuple[Line, ...]

    @property
    def side(self) -> str:
        return self.bands[0].side


@dataclass(frozen=True, slots=True)
class Cover:
    """total = Σ parts (≥ where not complete), those in `minus` subtracted where they are not printed negative. others:
    further sets of parts that the layout licenses; wholes: rows further up that the parts may be cut from instead.

    means is a key for the words (合计, 总计, 科目, 分级, 其中); sure is False where the layout alone does not tell.
    """

    total: int
    parts: tuple[int, ...]
    means: str
    complete: bool = True
    sure: bool = True
    others: tuple[tuple[int, ...], ...] = ()
    minus: frozenset[int] = frozenset()
    wholes: tuple[int, ...] = ()


def value_columns(band: Band) -> tuple[int, ...]:
    return tuple(c.index for c in band.columns if c.role in (ColumnRole.VALUE, ColumnRole.RATE))


def read_lanes(bands: Sequence[Band]) -> list[Lane]:
    """The bands of a table as lanes, left to right: bands that carry one list on (wrapped, or of one code list) are one."""
    groups: list[list[Band]] = []
    for band in bands:
        if groups and (band.wraps or _one_code_list(groups[-1][-1], band)):
            groups[-1].append(band)
        else:
            groups.append([band])
    return [_lane(group) for group in groups]


def _one_code_list(before: Band, band: Band) -> bool:
    """Economic items set in two blocks without a common heading."""
    same_side = not (before.side and band.side and before.side != band.side)
    return (
        same_side and signature(before) == signature(band) and all(any(r.code for r in b.rows) for b in (before, band))
    )


def _lane(bands: Sequence[Band]) -> Lane:
    if len(bands) == 1:
        values = value_columns(bands[0])
        return Lane((bands[0],), tuple(Line(row, 0, values) for row in bands[0].rows))
    items: list[Line] = []
    totals: dict[int, list[Line]] = {}
    for number, band in enumerate(bands):
        ends = {r.index for b in bands[: number + 1] for r in b.rows if r.kind in (RowKind.TOTAL, RowKind.GRAND)}
        for row in band.rows:
            line = Line(row, number, value_columns(band))
            if row.index not in ends:
                items.append(line)
            elif not (band.wraps and row.kind in (RowKind.ITEM, RowKind.BLANK) and not row.label and not row.code):
                totals.setdefault(row.index, []).append(line)
            elif totals.get(row.index):
                last = totals[row.index].pop()  # the label stands in the block before, the amount in this one
                totals[row.index].append(replace(line, row=last.row))
    lines = [*items, *(line for index in sorted(totals) for line in totals[index])]
    rows = arrange([line.row for line in lines])
    placed = (line if row is line.row else replace(line, row=row) for line, row in zip(lines, rows, strict=True))
    return Lane(tuple(bands), tuple(placed))


def read_covers(lane: Lane) -> list[Cover]:
    if len(lane.bands) > 1:
        return [*_hierarchy(lane), *_block_totals(lane)]
    nets = _nets(lane)
    return [*_hierarchy(lane), *nets, *_totals(lane, nets)]


def _hierarchy(lane: Lane) -> list[Cover]:
    children: dict[int, list[int]] = {}
    for position, line in enumerate(lane.lines):
        if line.row.parent is not None and line.row.kind not in _SILENT and not row_is("rate", line.row.label):
            children.setdefault(line.row.parent, []).append(position)
    covers: list[Cover] = []
    cut = [p for p, found in children.items() if any(lane.lines[k].row.kind is RowKind.OF_WHICH for k in found)]
    for parent, found in children.items():
        head = lane.lines[parent].row
        whole = tuple(k for k in found if lane.lines[k].row.kind is not RowKind.OF_WHICH)
        if whole and head.code:
            covers.append(Cover(parent, whole, "科目"))
        elif whole:
            levels = {lane.lines[k].row.level for k in whole}
            covers.append(Cover(parent, whole, "分级", sure=len(levels) == 1))
        wholes = tuple(
            p for p in cut if p < parent and head.kind is RowKind.ITEM
        )  # a 其中 after the rows of another may go back to what that cuts
        covers += [replace(_of_which_cover(lane, parent, run), wholes=wholes) for run in _runs(lane, found)]
    return covers


def _of_which_cover(lane: Lane, parent: int, run: tuple[int, ...]) -> Cover:
    """其中 names only some parts, unless by the rules of public accounts there are no others."""
    labels = tuple(name_of(lane.lines[k].row) for k in run)
    if makes_whole(labels, name_of(lane.lines[parent].row)):
        return Cover(parent, run, "分级")
    return Cover(parent, run, "其中", complete=False)


def name_of(row: Row) -> str:
    """The label without 其中 and enumerators, before and behind it."""
    return enumerator(enumerator(row.label)[1].removeprefix("其中").lstrip(":,#"))[1]


def _runs(lane: Lane, children: Sequence[int]) -> list[tuple[int, ...]]:
    """Each printed 其中 opens a list of its own: two of them may cut the same total along different axes."""
    runs: list[list[int]] = []
    for k in children:
        row = lane.lines[k].row
        if row.kind is not RowKind.OF_WHICH:
            continue
        if not runs or row_is("of_which", row.label):
            runs.append([])
        runs[-1].append(k)
    return [tuple(run) for run in runs]


def open_rows(lane: Lane) -> list[int]:
    """The positions that totals are made of: rows without a parent, and totals."""
    found: list[int] = []
    for position, line in enumerate(lane.lines):
        row = line.row
        if row.kind in (*_SILENT, RowKind.OF_WHICH) or row.parent is not None or row_is("rate", row.label):
            continue
        found.append(position)
    return found


def _rank(row: Row) -> int:
    bare = enumerator(row.label)[1]
    if row.kind is RowKind.TOTAL and row.level and row.code == "" and enumerator(row.label)[0]:
        return 0  # （一）支出合计 with parts of its own
    return _BARE_TOTAL if row_is("bare_total", bare) and row.kind is RowKind.TOTAL else _RANKS.get(row.kind, 0)


def _sign_word(row: Row) -> str:
    """减 or 加 where a row says that it is to be subtracted or added."""
    label = enumerator(row.label)[1]
    return label[0] if row_is("signed", label) else ""


def _subtracted(lane: Lane, parts: Sequence[int]) -> frozenset[int]:
    return frozenset(k for k in parts if _sign_word(lane.lines[k].row) == "减")


def _nets(lane: Lane) -> list[Cover]:
    """固定资产原值, 减：累计折旧, 固定资产净值: the row that follows those subtracted and added is what they leave."""
    covers: list[Cover] = []
    run: list[int] = []
    base: int | None = None
    for k in open_rows(lane):
        row = lane.lines[k].row
        if _sign_word(row) and base is not None:
            run.append(k)
            continue
        if run and base is not None and row.kind is RowKind.ITEM and row_is("net_of", enumerator(row.label)[1]):
            covers.append(Cover(k, (base, *run), "分级", minus=_subtracted(lane, run)))
        base, run = k, []
    return covers


def _totals(lane: Lane, nets: Sequence[Cover]) -> list[Cover]:
    """A total covers what stands before it since the last total; all of a rank cover what follows where the first
    of them has nothing before it."""
    units = open_rows(lane)
    ranks = {k: _rank(lane.lines[k].row) for k in units}
    loose = _after_of_which(lane)
    groups: dict[str, list[int]] = {}
    for k in units:
        if ranks[k] == 0:
            groups.setdefault(lane.lines[k].row.group, []).append(k)
    leads = bool(units) and ranks[units[0]] > 1 and ranks[units[-1]] == 0  # every total stands before what it covers
    taken = {k for net in nets for k in net.parts}
    covered: set[int] = set()  # a list of totals without their items compares them and adds nothing up
    leading: set[int] = set()  # totals before their items: what follows a single one may as well stand beside it
    covers: list[Cover] = []
    for rank in sorted({r for r in ranks.values() if r}):
        own = [n for n, k in enumerate(units) if ranks[k] == rank]
        forward = (leads and rank == 1) or not any(ranks[k] < rank and k not in taken for k in units[: own[0]])
        for n in own:
            parts = _stretch(units, ranks, n, rank, forward, taken)
            if rank == 1 and lane.lines[units[n]].row.group:
                parts = tuple(groups.get(lane.lines[units[n]].row.group, ())) or parts
            parts = tuple(k for k in parts if not _is_other_side(lane, units[n], k))
            if not parts or (rank != _BARE_TOTAL and all(ranks[k] and k not in covered for k in parts)):
                continue
            taken.update(parts)
            covered.add(units[n])
            cover = _total_cover(lane, units[n], parts, loose, {net.total for net in nets})
            open_start = forward and rank == 1 and leads and ranks[units[own[0] - 1]] == 0
            doubtful = open_start or (len(parts) == 1 and parts[0] in leading)
            covers.append(replace(cover, sure=False) if doubtful else cover)
            if forward and rank < _BARE_TOTAL:
                leading.add(units[n])
    return covers


def _is_other_side(lane: Lane, total: int, part: int) -> bool:
    """收入总计 has no part in 本年支出合计 of a list that tells of both."""
    flows = {read_facets(enumerator(lane.lines[k].row.label)[1]).values.get("flow", "") for k in (total, part)}
    return flows == {"收入", "支出"}


def _stretch(
    units: Sequence[int], ranks: dict[int, int], at: int, rank: int, forward: bool, taken: set[int]
) -> tuple[int, ...]:
    found: list[int] = []
    for k in units[at + 1 :] if forward else reversed(units[:at]):
        if ranks[k] >= rank:
            break
        if k not in taken:
            found.append(k)
    return tuple(found if forward else reversed(found))


def _total_cover(lane: Lane, total: int, parts: tuple[int, ...], loose: set[int], nets: set[int]) -> Cover:
    rows = {k: lane.lines[k].row for k in parts}
    others: list[tuple[int, ...]] = []
    sure = all(row.label or row.code for row in rows.values())
    sure = sure and not any(row_is("adjusting", enumerator(row.label)[1]) for k, row in rows.items() if k not in nets)
    coded = tuple(k for k in parts if rows[k].code)
    plain = tuple(k for k in parts if not rows[k].code and rows[k].kind is RowKind.ITEM)
    if coded and plain:
        others += [coded, plain]
        sure = False
    families = _families(coded, rows)
    if len(families) > 1:  # units and the items of each in one column
        others += families
        sure = False
    if not loose.isdisjoint(parts):
        others.append(tuple(k for k in parts if k not in loose))
        sure = False
    has_carry = any("carry" in read_facets(row.label).values for row in rows.values())
    is_grand = lane.lines[total].row.kind is RowKind.GRAND
    means = "总计" if is_grand and (has_carry or any(r.kind is RowKind.TOTAL for r in rows.values())) else "合计"
    if is_grand and has_carry:
        named = tuple(
            k for k in parts if rows[k].kind is not RowKind.ITEM or "carry" in read_facets(rows[k].label).values
        )
        if named != parts:
            others.append(named)
    others = [o for o in others if o]
    return Cover(total, parts, means, sure=sure, others=tuple(others), minus=_subtracted(lane, parts))


def _families(coded: Sequence[int], rows: dict[int, Row]) -> list[tuple[int, ...]]:
    """Income (1…), functions (2…), economic items (3…, 5…) and units are coded apart."""
    found: dict[str, list[int]] = {}
    for k in coded:
        code = rows[k].code
        found.setdefault(code[0] if len(code) in (3, 5, 7) else "unit", []).append(k)
    return [tuple(family) for family in found.values()]


def _after_of_which(lane: Lane) -> set[int]:
    """Rows that follow a 其中 row without anything that tells whether they go on with it."""
    loose: set[int] = set()
    open_list = False
    for position, line in enumerate(lane.lines):
        row = line.row
        if row.kind is RowKind.OF_WHICH:
            open_list = not row.level and not row_is("marked", row.label)
        elif row.code or row.level or row.kind is not RowKind.ITEM:
            open_list = False
        elif open_list:
            loose.add(position)
    return loose


def _block_totals(lane: Lane) -> list[Cover]:
    """Totals under several blocks: by the words where they name a nature (人员经费合计), else by the blocks above."""
    units = open_rows(lane)
    tops = [k for k in units if _rank(lane.lines[k].row) == 0]
    ends = [k for k in units if _rank(lane.lines[k].row) > 0]
    covers: list[Cover] = []
    named: list[int] = []
    first_block = 0
    for k in ends:
        line = lane.lines[k]
        if _rank(line.row) >= _BARE_TOTAL and named:
            covers.append(Cover(k, tuple(named), "合计", others=(tuple(tops),)))
            continue
        own = tuple(t for t in tops if first_block <= lane.lines[t].band <= line.band)
        by_name = _by_nature(lane, tops, line.row.label)
        alone = len(ends) == 1
        parts = by_name or (tuple(tops) if alone else own)
        others = tuple(o for o in dict.fromkeys((own, tuple(tops))) if o and o != parts)
        if parts:
            covers.append(Cover(k, parts, "合计", others=others))
            named.append(k)
        first_block = line.band + 1 if line.band + 1 < len(lane.bands) else 0
    return covers


def _by_nature(lane: Lane, tops: Sequence[int], label: str) -> tuple[int, ...]:
    nature = read_facets(label).values.get("nature", "")
    classes = load_yaml("partitions")["economic"].get(nature, ())
    return tuple(k for k in tops if lane.lines[k].row.code[:3] in classes)
