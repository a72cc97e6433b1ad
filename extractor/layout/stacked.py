"""Tables that a converter laid out one cell a line: a label, then its numbers, then the next label.

Read only where the rhythm is plain: at least three labels (two with two numbers or more), each followed by equally
many cells of numbers; the headings just before them, if there are as many as columns, become the heading row, and two
heading rows where one stands above a 小计 and its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor.document import Block, Cell, Document, Heading, Paragraph, Table
from extractor.layout.row_lines import join_row_lines
from extractor.location import Location
from extractor.numbers import is_blank, read_cell, squeeze
from extractor.tables.nesting import is_part_of
from extractor.tables.titles import is_title
from extractor.tables.words import column_is, title_rule
from extractor.width import fold

MOST_LABEL = 30
FEWEST_ROWS = 3
_LABEL = regex.compile(r"[^,;。!?]*\p{Han}[^,;。!?]*")
_ENUMERATOR = regex.compile(r"\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、])")
_OWN_NUMBER = regex.compile(r"^\s*(?:\d{1,2}[.、]|\(?\d{1,2}\))|(?:19|20)\d\d年?")


_Words = list[Paragraph | Heading]
_Row = Sequence[Paragraph | Heading | None]


@dataclass(frozen=True, slots=True)
class _Stack:
    first: int
    last: int
    rows: Sequence[_Row]


def join_stacked(document: Document) -> Document:
    """The document with its stacked tables as `Table` blocks; the same document where there are none."""
    document = join_row_lines(document)
    given = [b for b in document.blocks if not _is_bar(b)]
    stacks = list(_find(given))
    if not stacks:
        return document
    number = sum(isinstance(b, Table) for b in given)
    blocks: list[Block] = []
    position = 0
    for stack in stacks:
        number += 1
        blocks += given[position : stack.first]
        blocks.append(_table(stack, number))
        position = stack.last
    blocks += given[position:]
    return replace(document, blocks=tuple(blocks))


def _find(blocks: Sequence[Block]) -> Iterator[_Stack]:
    if sum(map(_is_value, blocks)) < FEWEST_ROWS:
        return
    position = 0
    while position < len(blocks):
        labels = _run(blocks, position, _is_label)
        stack = _stack_at(blocks, position, position + labels - 1) if labels else None
        if stack is None:
            position += max(1, labels)  # whichever of these labels came first, the same one stands before the values
        else:
            yield stack
            position = stack.last


def _stack_at(blocks: Sequence[Block], first: int, start: int) -> _Stack | None:
    """A stack whose labels begin at `first`, the last of them with its values at `start`."""
    width = _run(blocks, start + 1, _is_value)
    if not width:
        return None
    rows: list[_Words] = []
    position = start
    while position < len(blocks) and _is_label(blocks[position]) and _run(blocks, position + 1, _is_value) == width:
        rows.append([b for b in blocks[position : position + width + 1] if isinstance(b, Paragraph | Heading)])
        position += width + 1
    if len(rows) < FEWEST_ROWS - (width > 1):
        return None
    rows = _side_by_side(rows)
    before = [b for b in blocks[first:start] if isinstance(b, Paragraph | Heading)]
    heading, used = _heading_rows(before, rows)
    return _Stack(start - used, position, [*heading, *rows])


def _heading_rows(before: _Words, rows: Sequence[_Words]) -> tuple[list[_Row], int]:
    """The labels before the first row as one or two heading rows, and how many of them were used."""
    width = len(rows[0])
    for groups in (1, 2, 3):
        if len(before) >= width + groups:
            readings = list(_two_rows(before[-width - groups :], groups))
            if readings:
                return max(readings, key=lambda reading: _fitting(reading[1], rows)), width + groups
    if len(before) >= width and all(_is_caption(b) for b in before[:-width]):
        return [before[-width:]], width
    return [], 0


def _is_caption(block: Paragraph | Heading) -> bool:
    text = squeeze(block.text)
    return is_title(text) or bool(title_rule("unit").search(text))


def _two_rows(words: _Words, groups: int) -> Iterator[list[_Row]]:
    """年度 | 合计 | 接待费 | 公务用车 and then 小计 | 购置 | 运行: as many headings are split as the lower row has 小计.
    Likelier readings come first."""
    texts = [squeeze(b.text).removesuffix("|") for b in words]
    starts = [k for k, text in enumerate(texts) if column_is("total", text) and k > 1][-groups:]
    if len(starts) < groups or starts[0] <= groups or column_is("total", texts[starts[0] - 1]):
        return
    upper, ends = starts[0], [*starts[1:], len(words)]
    for split in _split_headings(texts[:upper], [texts[a + 1 : b] for a, b in zip(starts, ends, strict=True)]):
        above: list[Paragraph | Heading | None] = []
        below: list[Paragraph | Heading | None] = []
        for k in range(upper):
            part = split.index(k) if k in split else None
            under = [None] if part is None else words[starts[part] : ends[part]]
            above += [words[k], *[None] * (len(under) - 1)]
            below += under
        yield [above, below]


def _split_headings(upper: Sequence[str], parts: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Which heading each group of lower ones divides: the one whose parts they name, the last ones in order, any."""
    if not all(parts):
        return
    last = [len(upper) - len(parts) + n for n in range(len(parts))]
    named = [
        next((k for k, head in enumerate(upper) if k and any(is_part_of(f"{head}>{p}", head) for p in group)), last[n])
        for n, group in enumerate(parts)
    ]
    if named == sorted(set(named)):
        yield named
    yield last
    if len(parts) == 1:
        yield from ([k] for k in range(2, len(upper)))


def _fitting(lower: _Row, rows: Sequence[_Words]) -> int:
    """In how many rows the first column below each split heading is the sum of the others."""
    starts = [k for k, b in enumerate(lower) if b is not None and column_is("total", squeeze(b.text).removesuffix("|"))]
    count = 0
    for row in rows:
        values = [q.value if (text := _cell(b)) and (q := read_cell(text)) else Decimal(0) for b in row]
        ends = [
            next((k for k in range(a + 1, len(lower)) if lower[k] is None or k in starts), len(lower)) for a in starts
        ]
        count += all(values[a] == sum(values[a + 1 : b]) for a, b in zip(starts, ends, strict=True))
    return count


def _side_by_side(rows: list[_Words]) -> list[_Words]:
    """Two lists laid out in turn (一、本级收入 … 一、本级支出 …) are the halves of one row."""
    marks = [m.group() if (m := _ENUMERATOR.match(fold(r[0].text))) else "" for r in rows]
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    if len(rows) % 2 or not all(a == b for a, b in pairs) or sum(bool(a) for a, _ in pairs) < FEWEST_ROWS - 1:
        return rows
    return [a + b for a, b in zip(rows[::2], rows[1::2], strict=True)]


def _run(blocks: Sequence[Block], start: int, test: Callable[[Block], bool]) -> int:
    count = 0
    while start + count < len(blocks) and test(blocks[start + count]):
        count += 1
    return count


def _cell(block: Block) -> str | None:
    """The text of a block that may be one cell, without the mark of its end."""
    if isinstance(block, Table):
        return None
    text = fold(block.text).strip()
    return text.removesuffix("|").strip() if len(text) <= MOST_LABEL else None


def _is_bar(block: Block) -> bool:
    """The mark between two cells on a line of its own."""
    return isinstance(block, Paragraph) and fold(block.text).strip() == "|"


def _is_value(block: Block) -> bool:
    text = _cell(block)
    return text is not None and (read_cell(text) is not None or is_blank(text))


def _is_label(block: Block) -> bool:
    text = _cell(block)
    if not text or _is_value(block) or not _LABEL.fullmatch(text):
        return False
    return not regex.search(r"\d", _OWN_NUMBER.sub("", text))


def _table(stack: _Stack, number: int) -> Table:
    cells: list[Cell] = []
    place = next(b.location for b in stack.rows[0] if b is not None)
    for row, blocks in enumerate(stack.rows):
        for column, block in enumerate(blocks):
            place = block.location if block is not None else _before(place)
            where = place._replace(table=number, row=row + 1, column=column + 1)
            text = "" if block is None else block.text.strip().removesuffix("|").strip()
            cells.append(Cell(text, row, column, 1, 1, where))
    first = next(b for b in stack.rows[0] if b is not None)
    where = first.location.in_table(number)
    size = len(stack.rows), len(stack.rows[0])
    return Table(number, tuple(cells), *size, where, spans_known=False, section=first.section, pieced=True)


def _before(place: Location) -> Location:
    """Where a cell without print would stand: no character of the text is its own."""
    return place._replace(end=place.start)
