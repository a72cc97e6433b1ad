"""Tables that a converter left as lines: a label, then its amounts, set apart by nothing but spaces.

Read only where the rhythm is plain: three lines or more in a row, each a label without sentence marks and the same
number of amounts (two or more). The line or two before them become headings if their words fit the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.document import Block, Cell, Document, Heading, Paragraph, Table
from extractor.tables.words import ENUMERATORS
from extractor.width import fold

MOST_LINE = 160  # characters
FEWEST_ROWS = 3
FEWEST_AMOUNTS = 2
_AMOUNT = r"(?:[-+]?\d[\d,]*(?:\.\d+)?%?|[-—]+)"
_ROW = regex.compile(rf"(?P<label>[^，。；！？,;!?]*?\p{{Han}}[^，。；！？,;!?]*?)(?P<amounts>(?:\s+{_AMOUNT})++)\s*")
_ENDS = regex.compile(rf"\s{_AMOUNT}\s*$")
_HEADING = regex.compile(r"[^，。；！？,;!?:：]*\p{Han}[^，。；！？,;!?:：]*")
_INNER_MARK = regex.compile(r"\s(?=[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.、](?!\d))")

_Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph and where its cells begin and end in its text."""

    block: Paragraph | Heading
    cells: _Spans


def join_row_lines(document: Document) -> Document:
    """The document with such tables as `Table` blocks; the same document where there are none."""
    lines = [_read_row(block) for block in document.blocks]
    runs = [run for run in _runs(lines) if run[1] - run[0] >= FEWEST_ROWS]
    if not runs:
        return document
    number = sum(isinstance(b, Table) for b in document.blocks)
    blocks: list[Block] = []
    position = 0
    for first, after in runs:
        rows = [line for line in lines[first:after] if line is not None]
        width = max(len(line.cells) for line in rows)
        heading = _heading_lines(document.blocks[position:first], width)
        number += 1
        blocks += document.blocks[position : first - len(heading)]
        blocks.append(_table([*heading, *rows], width, number))
        position = after
    blocks += document.blocks[position:]
    return replace(document, blocks=tuple(blocks))


def _read_row(block: Block) -> _Line | None:
    if isinstance(block, Table) or len(block.text) > MOST_LINE or " " not in block.text.strip():
        return None
    text = fold(block.text)
    match = _ROW.fullmatch(text) if _ENDS.search(text) else None
    if match is None:
        return None
    amounts = [m.span() for m in regex.finditer(r"\S+", text) if m.start() >= match.start("amounts")]
    label = match["label"]
    start = len(label) - len(label.lstrip())
    if any(rule.match(label, start) for rule in ENUMERATORS):  # 一、收支情况 (一) 收入总计: the inner one counts
        start = max((m.end() for m in _INNER_MARK.finditer(label)), default=start)
    return _Line(block, [(start, len(label.rstrip())), *amounts])


def _runs(lines: Sequence[_Line | None]) -> Iterator[tuple[int, int]]:
    """Lines of as many cells as the first; a line that prints a single nought may stand among them."""
    position = 0
    while position < len(lines):
        line = lines[position]
        if line is None or len(line.cells) <= FEWEST_AMOUNTS:
            position += 1
            continue
        width, after = len(line.cells), position + 1
        while after < len(lines) and (other := lines[after]) is not None:
            if len(other.cells) != width and not (len(other.cells) == 2 and _print(other, 1) == "0"):
                break
            after += 1
        yield position, after
        position = after


def _print(line: _Line, cell: int) -> str:
    start, end = line.cells[cell]
    return line.block.text[start:end]


def _heading_lines(before: Sequence[Block], width: int) -> list[_Line]:
    """项目 2022年 2023年 增减 and below it 金额 %: one line of a word for each column, or two of which the lower divides
    the last word of the upper."""
    words = [_words(block) for block in before[-2:]]
    last = words[-1] if words else None
    if last is None:
        return []
    if len(last.cells) == width:
        return [last]
    upper = words[0] if len(words) == 2 else None
    if upper is None or len(upper.cells) - 1 + len(last.cells) != width or len(last.cells) < 2:
        return []
    indent = [(0, 0)] * (len(upper.cells) - 1)
    return [upper, replace(last, cells=[*indent, *last.cells])]


def _words(block: Block) -> _Line | None:
    if isinstance(block, Table) or len(block.text) > MOST_LINE or not _HEADING.fullmatch(block.text):
        return None
    return _Line(block, [m.span() for m in regex.finditer(r"\S+", block.text)])


def _table(lines: Sequence[_Line], width: int, number: int) -> Table:
    cells: list[Cell] = []
    for row, line in enumerate(lines):
        spans = [*line.cells, *[(0, 0)] * (width - len(line.cells))]
        for column, (start, end) in enumerate(spans):
            place = line.block.content.locate(start, end)
            where = place._replace(table=number, row=row + 1, column=column + 1)
            cells.append(Cell(line.block.text[start:end], row, column, 1, 1, where))
    first = lines[0].block
    place = first.location.in_table(number)
    return Table(number, tuple(cells), len(lines), width, place, spans_known=False, section=first.section, pieced=True)
