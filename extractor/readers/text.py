"""Plain text and Markdown: any usual encoding, lines rejoined, tables found, every character traceable."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Block, Paragraph, Problem
from extractor.layout.captions import take_captions
from extractor.layout.paragraphs import Wrap, find_wrap, group_lines, join, split_long
from extractor.layout.residue import Line, drop_residue, split_lines
from extractor.location import Location, Text
from extractor.readers.decode import decode
from extractor.readers.reading import Reading
from extractor.readers.text_tables import find_grids, to_table
from extractor.readers.unreadable import Unreadable

MOST_BYTES = 16_000_000
LONGEST_LINE = 200_000  # characters; no paragraph comes near, but a file that is not a report may


def read_text(data: bytes) -> Reading:
    """The blocks of a .txt or .md file. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", f"{len(data) / 1e6:.0f}")
    decoded = decode(data)
    if not decoded.text.strip():
        raise Unreadable("empty")
    problems = (Problem("bad_characters", str(decoded.damaged)),) if decoded.damaged else ()
    reading = read_lines(decoded.text)
    properties = {"encoding": decoded.encoding, **reading.properties}
    return Reading(reading.blocks, (*problems, *reading.problems), 0, properties)


def read_lines(text: str) -> Reading:
    """The blocks of a text that is decoded already. Lines that no report has are left out, each with its problem.
    Raises Unreadable("line_too_long") where nothing else is left."""
    lines = split_lines(text)
    problems = tuple(
        Problem("line_too_long", str(line.number), Location(line=line.number))
        for line in lines
        if len(line.text) > LONGEST_LINE
    )
    if problems:
        lines = [line for line in lines if len(line.text) <= LONGEST_LINE]
        if not any(line.bare for line in lines):
            raise Unreadable("line_too_long", problems[0].detail)
    kept, skipped = drop_residue(lines)
    properties = {"skipped_lines": str(len(skipped)), "skipped_characters": str(sum(len(x.bare) for x in skipped))}
    return Reading(tuple(_blocks(kept)), problems, properties=properties if skipped else {})


def _blocks(lines: Sequence[Line]) -> list[Block]:
    blocks: list[Block] = []
    pending: list[Line] = []
    tables = 0
    wrap = find_wrap(line.text for line in lines if "\t" not in line.text and "|" not in line.text)
    for item in find_grids(lines):
        if isinstance(item, Line):
            pending.append(item)
            continue
        blocks += _paragraphs(pending, wrap)
        tables += 1
        blocks.append(to_table(item, tables, take_captions(blocks)))
        pending = []
    return [*blocks, *_paragraphs(pending, wrap)]


def _paragraphs(lines: Sequence[Line], wrap: Wrap) -> list[Paragraph]:
    texts: list[Text] = [join(group) for group in group_lines(lines, wrap)]
    return [Paragraph(part) for text in texts for part in split_long(text) if part.text]
