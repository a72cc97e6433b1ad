"""The printed texts of a report as checks of wording see them: without blanks, folded, each place traceable."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from checks.finding import Evidence
from extractor.document import Block, Cell, Heading, Section, Table
from extractor.extraction import Extraction
from extractor.location import Location, Text
from extractor.width import fold

QUOTE = 60  # characters of a quotation at most
LONGEST = 2000  # characters of a sentence
SENTENCE_END = re.compile(r"[。；;！!？?]")
BLANK = re.compile(r"\s+")
_PLAIN_NUMBER = re.compile(r"[\d,.%\s-]*", re.ASCII)  # a cell that says nothing in words


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"  # beside a table: its title, its note
    CELL = "cell"


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One printed text; cells that hold but a number are none. dense is folded and has no blanks; offsets[i] is where dense[i] stands in text."""

    kind: Kind
    text: str
    dense: str
    offsets: Sequence[int]
    section: Section
    place: Text | Location
    number: str = ""  # the enumerator of a heading
    table: int | None = None

    def evidence(self, start: int, end: int, label: str = "") -> Evidence:
        """The words dense[start:end] as printed, with their place."""
        begin = self.offsets[start]
        stop = self.offsets[max(start, end - 1)] + 1
        quote = BLANK.sub(" ", self.text[begin:stop]).strip()
        location = self.place.locate(begin, stop) if isinstance(self.place, Text) else self.place
        if location.section is None and self.section.title:
            location = location.in_section(self.section.title)
        return Evidence(quote if len(quote) <= QUOTE else quote[: QUOTE - 1] + "…", location, label)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """(start, end) in dense, the closing mark included; line ends of tables and lists do not cut."""
        yield from pairwise(_cuts(self.dense))

    def sentence_at(self, position: int) -> tuple[int, int]:
        cuts = _cuts(self.dense)
        after = min(bisect_right(cuts, position), len(cuts) - 1)
        return cuts[after - 1], cuts[after]

    def has_blank(self, start: int, end: int) -> bool:
        """Whether blanks were printed inside dense[start:end]."""
        return self.offsets[end - 1] - self.offsets[start] >= end - start


@lru_cache(maxsize=2048)
def _cuts(dense: str) -> tuple[int, ...]:
    """Where sentences begin and end, from 0 to the length; what has no mark for long is no sentence and is cut anyway."""
    cuts = [0]
    for end in (*(m.end() for m in SENTENCE_END.finditer(dense)), len(dense)):
        cuts += range(cuts[-1] + LONGEST, end, LONGEST)
        cuts.append(end)
    return tuple(dict.fromkeys(cuts))


def passages(extraction: Extraction) -> tuple[Passage, ...]:
    return _passages(extraction.document.blocks)


def running(extraction: Extraction) -> Iterator[Passage]:
    """The sentences of a report: paragraphs and the texts beside tables, no headings, no cells."""
    return iter(_running(passages(extraction)))


def titles(extraction: Extraction) -> Iterator[Passage]:
    """Headings, captions of tables and short lines that stand alone, the entries of a list of attachments too."""
    for passage in passages(extraction):
        if passage.kind is Kind.HEADING or (
            passage.kind is not Kind.CELL and len(passage.dense) <= 60 and not re.search("[。；;，]", passage.dense)
        ):
            yield passage


@lru_cache(maxsize=1)
def _running(printed: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(p for p in printed if p.kind in (Kind.PARAGRAPH, Kind.CAPTION))


@lru_cache(maxsize=1)
def _passages(blocks: tuple[Block, ...]) -> tuple[Passage, ...]:
    return tuple(p for block in blocks for p in _of_block(block) if p.dense)


def _of_block(block: Block) -> Iterator[Passage]:
    if isinstance(block, Table):
        yield from (_passage(Kind.CAPTION, t.text, t, block.section, table=block.number) for t in block.above)
        yield from (_cell(c, block) for c in block.cells if not _PLAIN_NUMBER.fullmatch(c.text))
        yield from (_passage(Kind.CAPTION, t.text, t, block.section, table=block.number) for t in block.below)
    elif isinstance(block, Heading):
        yield _passage(Kind.HEADING, block.text, block.content, block.section, block.number)
    else:
        yield _passage(Kind.PARAGRAPH, block.text, block.content, block.section)


def _cell(cell: Cell, table: Table) -> Passage:
    return Passage(Kind.CELL, cell.text, *_dense_cell(cell.text), table.section, cell.location, "", table.number)


def _passage(
    kind: Kind, text: str, place: Text | Location, section: Section, number: str = "", table: int | None = None
) -> Passage:
    return Passage(kind, text, *_dense(text), section, place, number, table)


def _dense(text: str) -> tuple[str, Sequence[int]]:
    """The text folded and without blanks, and where each character left stands in it."""
    folded = fold(text)
    dense = "".join(folded.split())
    if len(dense) == len(folded):
        return dense, range(len(folded))
    return dense, [i for i, char in enumerate(folded) if not char.isspace()]


_dense_cell = lru_cache(maxsize=16384)(_dense)  # cells say the same again and again


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, longest first, folded like the text it is matched against."""
    return "|".join(re.escape(fold(w)) for w in sorted(words, key=len, reverse=True))
