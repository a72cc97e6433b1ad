"""Tables printed without rulings, or with level ones only: told by their columns.

Three lines or more with numbers, wide gaps between their stretches, the stretches standing in columns with free space
between. What is found are the rulings such a table lacks; its cells are then read as those of any ruled table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import regex

from extractor.layout.paragraphs import opens_item
from extractor.readers.pdf.columns import Columns, Span, find_columns, heading_spans
from extractor.readers.pdf.content import Edges, Ruling
from extractor.readers.pdf.lines import Line
from extractor.readers.pdf.row import Row
from extractor.width import fold

_LEAST_ROWS = 3  # with numbers
_LEAST_COLUMNS = 3
_MOST_COLUMNS = 40
_MOST_RULINGS = 400  # at the height of one table
_LEAST_CELLS = 9  # with text
_STEP = 3.2  # font sizes between two lines: more ends the table
COLUMN_GAP = 0.2  # font sizes: a gap as narrow may part two columns
_WORD_GAP = 0.6  # font sizes between two Latin words
_GAP = 1.0  # font sizes between two stretches of a line that stand in columns
_LONGEST = 34  # characters of one stretch
_SINGLE_STEP = 2.0  # font sizes above the heading, of a line in one stretch
_CAPTION = regex.compile(r"[：:；;。，]|^[（(]?(?:单位|注|编制)")
_PROSE = regex.compile(r"[。；，]|[：:]$")
_CONTENTS = regex.compile(r"[.·…]{3,}")
_NUMBER = regex.compile(r"[-+]?[\d,，]+(?:[.．]\d+)?[%％]?|[-—]+")
_AMOUNT = regex.compile(r"(?<![\w.])[\d,，]+[.．]\d+(?![\w.])")
_CODE = regex.compile(r"\d{3,}")
_OTHER_SIZE = 0.12  # of the type: a line as different belongs to no table with the other
_MOST_WEAK = 30  # lines without a number between two with
_MOST_HEADING = 9  # lines
_OVERLAP = 0.75  # font sizes between the middles of two lines that stand beside each other
_TIGHT = 0.45  # font sizes between two lines of one heading
_FULL = 1.6  # font sizes a line may end short of its column and still have been cut by its width
_MARGIN = 2.0  # points around the text
_RULED_SHARE = 0.6  # of the steps between its lines have a ruling where level rulings part the rows of a table
Ruled = tuple[Edges, tuple[tuple[float, float], ...]]


def may_hold_table(rows: Sequence[Row]) -> bool:
    """Whether it is worth looking closer: lines enough whose stretches stand apart, one of them a number."""
    return sum(len(row.parts) > 1 and _has_number(row) for row in rows) >= _LEAST_ROWS


def join_words(row: Row) -> Row:
    """The line with its Latin words together again: what parts them is as wide as what may part two columns."""
    parts: list[Line] = []
    for part in row.parts:
        last = parts[-1] if parts else None
        if last and part.x0 - last.x1 < _WORD_GAP * row.size and (_is_latin(last.text[-1]) or _is_latin(part.text[0])):
            box = (min(last.top, part.top), max(last.x1, part.x1), max(last.bottom, part.bottom))
            parts[-1] = last._replace(text=f"{last.text} {part.text}", top=box[0], x1=box[1], bottom=box[2])
        else:
            parts.append(part)
    return Row(tuple(parts)) if len(parts) < len(row.parts) else row


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def rule_tables(rows: Sequence[Row], level: Sequence[Ruling]) -> Iterator[Ruled]:
    """The rulings of each table among these lines, which are cut at narrow gaps, from the top down, and where the
    texts of its columns stand."""
    for zone in _zones(rows):
        ruled = _rule(zone, level)
        if ruled is not None:
            yield ruled


def _zones(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Lines that follow each other closely and are no sentences."""
    zone: list[Row] = []
    for row in rows:
        if zone and (row.bottom - zone[-1].bottom > _STEP * row.size or _is_prose(row) or not _is_alike(zone[-1], row)):
            yield zone
            zone = []
        if not _is_prose(row):
            zone.append(row)
    if zone:
        yield zone


def _is_alike(above: Row, row: Row) -> bool:
    return abs(above.size - row.size) < _OTHER_SIZE * row.size


def _is_prose(row: Row) -> bool:
    long = max(len(part.text) for part in row.parts)
    if _CONTENTS.search(row.text):
        return True
    return long > _LONGEST or (_PROSE.search(row.text) is not None and long > _LONGEST / 2 and not _is_tabular(row))


def _has_number(row: Row) -> bool:
    return any(_NUMBER.fullmatch(part.text) for part in row.parts)


def _is_tabular(row: Row) -> bool:
    """Whether a line has a number and its stretches stand apart."""
    return _has_number(row) and any(b.x0 - a.x1 > _GAP * row.size for a, b in pairwise(row.parts))


def _rule(zone: Sequence[Row], level: Sequence[Ruling]) -> Ruled | None:
    tabular = [at for at, row in enumerate(zone) if _is_tabular(row)]
    if len(tabular) < _LEAST_ROWS:
        return None
    first, last = tabular[0], tabular[-1]
    if any(b - a > _MOST_WEAK for a, b in pairwise(tabular)):
        return None
    body = list(zone[first : last + 1])
    columns = find_columns([row.parts for row in body])
    if not _LEAST_COLUMNS <= len(columns) <= _MOST_COLUMNS or not _fits(body, columns):
        return None
    size = median(row.size for row in body)
    while last + 1 < len(zone) and _goes_on(zone[last], zone[last + 1], columns, size):
        last += 1
        body.append(zone[last])
    heading = _heading(zone[:first], body, columns, size)
    if len(heading) + len(body) < _LEAST_ROWS + 1 or sum(len(row.parts) for row in body) < _LEAST_CELLS:
        return None
    outside = [*zone[: first - len(heading)], *zone[last + 1 :]]
    if any(_AMOUNT.search(row.text) for row in outside):
        return None  # rows that are missing would be missing from its sums
    names = [part for row in heading for part in row.parts]
    columns = columns.widened([*names, *(part for row in body for part in row.parts)]).with_blank(names)
    return _edges(heading, body, columns, level), columns.spans


def _fits(body: Sequence[Row], columns: Columns) -> bool:
    """Whether no number stands in two columns, no two in one, and none in a column of its own close to another."""
    counts = Counter(columns.under(part)[0] for row in body for part in row.parts if _NUMBER.fullmatch(part.text))
    for row in body:
        for a, b in pairwise(part for part in row.parts if _NUMBER.fullmatch(part.text)):
            alone = min(counts[columns.under(a)[0]], counts[columns.under(b)[0]]) == 1
            if alone and b.x0 - a.x1 < _WORD_GAP * row.size:
                return False
        taken: set[int] = set()
        for part in row.parts:
            where = columns.under(part)
            if not _NUMBER.fullmatch(part.text):
                continue
            if len(where) != 1 or where[0] in taken:
                return False
            taken.update(where)
    return True


def _goes_on(above: Row, row: Row, columns: Columns, size: float) -> bool:
    """Whether the line below the last with a number is the rest of a label, or a label without an amount."""
    part = row.parts[0]
    if len(row.parts) > 1 or abs(row.size - size) > 0.1 * size or _CAPTION.search(row.text):
        return False
    first = columns.spans[columns.label]
    near = abs(part.x0 - first[0]) < 2 * size or abs(part.x0 + part.x1 - sum(first)) < 2 * size
    return near and part.x1 < first[1] + size and row.bottom - above.bottom < 2.2 * size


def _heading(above: Sequence[Row], body: Sequence[Row], columns: Columns, size: float) -> list[Row]:
    """The lines above the first number that name the columns, from the top down."""
    taken: list[Row] = []
    for row in reversed(above[-_MOST_HEADING:]):
        step = (taken[0] if taken else body[0]).bottom - row.bottom
        single = _stretches(row) == 1
        beside = any(abs(_middle(row) - _middle(other)) < _OVERLAP * size for other in taken)
        centred = abs(row.x0 + row.x1 - columns.left - columns.right) < 2 * size
        far = step > (_SINGLE_STEP if single else _STEP) * size
        if far or _CAPTION.search(row.text) or row.x0 < columns.left - 6 * size:
            break
        if single and centred and not beside and step > 1.3 * size:
            break
        taken.insert(0, row)
    return taken if any(_stretches(row) > 1 for row in taken) else []


def _stretches(row: Row) -> int:
    """In how many parts a line falls at gaps that no sentence has."""
    return 1 + sum(b.x0 - a.x1 > _GAP * row.size for a, b in pairwise(row.parts))


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2


def _edges(heading: Sequence[Row], body: Sequence[Row], columns: Columns, level: Sequence[Ruling]) -> Edges:
    rows = [*heading, *body]
    top, bottom = min(row.top for row in rows) - _MARGIN, max(row.bottom for row in rows) + _MARGIN
    left, right = columns.bounds[0], columns.bounds[-1]
    own = [
        line
        for line in level
        if top - 12 < line[0] < bottom + 12 and line[1] < right and line[2] > left and line[2] - line[1] > 12
    ]
    amounts = [row for row in body if _has_amount(row)]
    inner = sum(any(a.bottom - 3 < y < b.top + 3 for y, _, _ in own) for a, b in pairwise(amounts))
    if 0 < len(own) <= _MOST_RULINGS and inner >= max(2, _RULED_SHARE * (len(amounts) - 1)):
        heights = sorted({y for y, _, _ in own})
        top, bottom = min(top, heights[0]), max(bottom, heights[-1])
        levels = [(y, max(left, a), min(right, b)) for y, a, b in own]
        spans = _spans(heading, body, columns, heights, top, bottom)
        levels += [(y, left, right) for y in (top, bottom) if all(abs(y - h) > 6 for h in heights)]
        return Edges(_uprights(spans, columns), levels)
    clusters = _clusters(body, columns)
    cuts = [(_floor(a) + _ceiling(b)) / 2 for a, b in pairwise(clusters)]
    start = (max(row.bottom for row in heading) + _ceiling(clusters[0])) / 2 if heading else top
    levels = [(y, left, right) for y in [top, start, *cuts, bottom]]
    spans = [
        (a, b, _spans_of(rows, columns))
        for (a, b), rows in zip(pairwise([start, *cuts, bottom]), clusters, strict=True)
    ]
    if heading:
        above, inside = _rule_heading(heading, columns, top, start)
        spans, levels = above + spans, levels + inside
    return Edges(_uprights(spans, columns), sorted(levels))


_Placed = tuple[float, float, list[Span]]  # from top to bottom: which columns one text runs over


def _spans(
    heading: Sequence[Row], body: Sequence[Row], columns: Columns, heights: Sequence[float], top: float, bottom: float
) -> list[_Placed]:
    """Between each two level rulings, what runs over several columns."""
    cuts = [top, *[y for y in heights if top + 6 < y < bottom - 6], bottom]
    placed = []
    for a, b in pairwise(cuts):
        within = [row for row in [*heading, *body] if a < _middle(row) < b]
        titles = [row for row in within if row in heading]
        found = _spans_of([row for row in within if row not in titles], columns)
        below = [part for row in heading if _middle(row) > b for part in row.parts]
        for row in titles:
            found += [span for span in heading_spans(row.parts, below, columns) if span[1] > span[0]]
        placed.append((a, b, found))
    return placed


def _spans_of(rows: Sequence[Row], columns: Columns) -> list[Span]:
    found = []
    for row in rows:
        for part in row.parts:
            where = columns.under(part)
            if len(where) > 1:
                found.append((where[0], where[-1]))
    return found


def _uprights(placed: Sequence[_Placed], columns: Columns) -> list[Ruling]:
    lines = []
    for top, bottom, spans in placed:
        for at, x in enumerate(columns.bounds):
            if not any(begin < at <= end for begin, end in spans):
                lines.append((x, top, bottom))
    return lines


def _rule_heading(
    heading: Sequence[Row], columns: Columns, top: float, bottom: float
) -> tuple[list[_Placed], list[Ruling]]:
    """The rows of the heading and the level rulings within it: below a name that runs over several columns, and
    between names of one column that stand apart."""
    lines = _beside(heading)
    cuts = [top, *[(max(map(_middle, a)) + min(map(_middle, b))) / 2 for a, b in pairwise(lines)], bottom]
    placed: list[_Placed] = []
    levels: list[Ruling] = []
    for at, (line, (start, end)) in enumerate(zip(lines, pairwise(cuts), strict=True)):
        below = [part for rows in lines[at + 1 :] for row in rows for part in row.parts]
        spans = heading_spans([part for row in line for part in row.parts], below, columns)
        placed.append((start, end, [span for span in spans if span[1] > span[0]]))
        if at + 1 == len(lines):
            break
        for begin, finish in spans:
            under = [p for p in below if any(begin <= c <= finish for c in columns.under(p))]
            own = max(
                (p.bottom for row in line for p in row.parts if set(columns.under(p)) & set(range(begin, finish + 1))),
                default=end,
            )
            if under and (finish > begin or min(p.top for p in under) - own > _TIGHT * heading[0].size):
                levels.append((end, columns.bounds[begin], columns.bounds[finish + 1]))
    return placed, levels


def _beside(rows: Sequence[Row]) -> list[list[Row]]:
    """Lines grouped where they stand on one height."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=_middle):
        if groups and _middle(row) - _middle(groups[-1][0]) < 0.3 * row.size:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _clusters(body: Sequence[Row], columns: Columns) -> list[list[Row]]:
    """The lines of each row: a label cut by its column runs over several, above and below its numbers."""
    clusters: list[list[Row]] = []
    for row in sorted(body, key=_middle):
        if clusters and _is_same_row(clusters[-1], row, columns):
            clusters[-1].append(row)
        else:
            clusters.append([row])
    return clusters


def _is_same_row(cluster: Sequence[Row], row: Row, columns: Columns) -> bool:
    numbers = any(map(_has_amount, cluster)) and _has_amount(row)
    if numbers:
        return False
    if any(abs(_middle(row) - _middle(other)) < _OVERLAP * row.size for other in cluster):
        return True
    label = columns.label
    above = [part for other in cluster for part in other.parts if label in columns.under(part)]
    here = [part for part in row.parts if label in columns.under(part)]
    if not above or not here or len(here) < len(row.parts) - _count_numbers(row):
        return False
    room = columns.spans[label][1] - above[-1].x1
    starts = opens_item(fold(here[0].text)) or _CODE.match(row.parts[0].text) is not None
    return room < _FULL * row.size and not starts and _is_close(cluster[-1], row)


def _count_numbers(row: Row) -> int:
    return sum(_NUMBER.fullmatch(part.text) is not None for part in row.parts)


def _is_close(above: Row, below: Row) -> bool:
    return below.top - above.bottom < 0.8 * below.size


def _has_amount(row: Row) -> bool:
    return any(_NUMBER.fullmatch(part.text) and not _CODE.fullmatch(part.text) for part in row.parts)


def _ceiling(rows: Sequence[Row]) -> float:
    return min(row.top for row in rows)


def _floor(rows: Sequence[Row]) -> float:
    return max(row.bottom for row in rows)
