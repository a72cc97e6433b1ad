"""Tables that a converter laid out one cell a line: a label, then its numbers, then the next label.

Read only where the rhythm is plain: at least three labels (two with two numbers or more), each followed by equally
many cells of numbers; the headings just before them, if there are as many as columns, become the heading row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.document import Block, Cell, Document, Heading, Paragraph, Table
from extractor.numbers import is_blank, read_cell
from extractor.width import fold

MOST_LABEL = 30
FEWEST_ROWS = 3
_LABEL = regex.compile(r"[^,;。!?]*\p{Han}[^,;。!?]*")
_ENUMERATOR = regex.compile(r"\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、])")
_OWN_NUMBER = regex.compile(r"^\s*(?:\d{1,2}[.、]|\(?\d{1,2}\))|(?:19|20)\d\d年?")


@dataclass(frozen=True, slots=True)
class _Stack:
    first: int
    last: int
    rows: list[list[Paragraph | Heading]]


def join_stacked(document: Document) -> Document:
    """The document with its stacked tables as `Table` blocks; the same document where there are none."""
    stacks = list(_find(document.blocks))
    if not stacks:
        return document
    number = sum(isinstance(b, Table) for b in document.blocks)
    blocks: list[Block] = []
    position = 0
    for stack in stacks:
        number += 1
        blocks += document.blocks[position : stack.first]
        blocks.append(_table(stack, number))
        position = stack.last
    blocks += document.blocks[position:]
    return replace(document, blocks=tuple(blocks))


def _find(blocks: Sequence[Block]) -> Iterator[_Stack]:
    position = 0
    while position < len(blocks):
        stack = _stack_at(blocks, position)
        if stack is None:
            position += 1
        else:
            yield stack
            position = stack.last


def _stack_at(blocks: Sequence[Block], first: int) -> _Stack | None:
    """A stack whose first label stands at `first`, with the headings before it."""
    labels = _run(blocks, first, _is_label)
    if not labels:
        return None
    start = first + labels - 1
    width = _run(blocks, start + 1, _is_value)
    if not width:
        return None
    rows: list[list[Paragraph | Heading]] = []
    position = start
    while position < len(blocks) and _is_label(blocks[position]) and _run(blocks, position + 1, _is_value) == width:
        rows.append([b for b in blocks[position : position + width + 1] if isinstance(b, Paragraph | Heading)])
        position += width + 1
    if len(rows) < FEWEST_ROWS - (width > 1):
        return None
    rows = _side_by_side(rows)
    width = len(rows[0]) - 1
    if labels - 1 == width + 1:
        rows.insert(0, [b for b in blocks[first:start] if isinstance(b, Paragraph | Heading)])
        return _Stack(first, position, rows)
    return _Stack(start, position, rows)


def _side_by_side(rows: list[list[Paragraph | Heading]]) -> list[list[Paragraph | Heading]]:
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
    for row, blocks in enumerate(stack.rows):
        for column, block in enumerate(blocks):
            where = replace(block.location, table=number, row=row + 1, column=column + 1)
            text = block.text.strip().removesuffix("|").strip()
            cells.append(Cell(text, row, column, 1, 1, where))
    first = stack.rows[0][0]
    where = replace(first.location, table=number)
    size = len(stack.rows), len(stack.rows[0])
    return Table(number, tuple(cells), *size, where, spans_known=False, section=first.section)
