"""Lines of running text as units: the words, phrases and numbers that role rules are written in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from extractor.document import Document, Heading, Paragraph, Section
from extractor.language.words.lexer import CHAR, CODE, DATE, LIST, NUMBER, YEAR, Token, letters
from extractor.language.words.pipeline import Parsed, parse_line
from extractor.location import Location, Text

_SENTENCE_ENDS = "；;"
_CLAUSE_ENDS = "，,；;、"
_CLAUSE_MARKS = "，,；;。：:、 "
LEAST_WORDS = 8  # before the number, in a quotation that begins with a clause
_PUNCTUATION = frozenset(",;:。()、/\"'|!?")
_SAME = {
    "，": ",",
    "；": ";",
    "：": ":",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "[": "(",
    "]": ")",
    "！": "!",
    "？": "?",
}
JOINERS = frozenset("、,和及与同")  # what stands between numbers listed one behind the other
_FIXED = {YEAR: "Y", DATE: "Y", CODE: "x", LIST: "L", NUMBER: "N"}
_ENTITY = {"BASE": "B", "CHOICE": "C"}
_HAS_NUMBER = regex.compile(
    r"(?:(?<!^\s*[(（]?)(?<!\d)[0-9０-９]++|^\s*[(（]?[0-9０-９]++(?![0-9０-９]*[.、．)）]))(?!\s*(?:年|月|日|号))"
    r"|[一二三四五六七八九十百千]+[万亿]?元"
)
_LIST_STYLES = (
    ("chinese", regex.compile(r"\s*[一二三四五六七八九十]{1,3}、")),
    ("chinese_bracket", regex.compile(r"\s*\([一二三四五六七八九十]{1,3}\)")),
    ("number", regex.compile(r"\s*\d{1,2}[.、](?!\d)")),
    ("number_bracket", regex.compile(r"\s*\(?\d{1,2}\)(?!\d)")),
    ("ordinal", regex.compile(r"\s*[一二三四五六七八九十]是")),
    ("circle", regex.compile(r"\s*[①-⑳]")),
)


class Unit(NamedTuple):
    """tokens[first:last] of the line, written as one letter in role rules."""

    letter: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One paragraph or heading that carries numbers. index counts all blocks of the document, so that distance
    between lines is distance in the report; style is the kind of list enumerator it begins with, or ""."""

    index: int
    block: Paragraph | Heading
    parsed: Parsed
    units: tuple[Unit, ...]
    letters: str  # of the units
    style: str

    @property
    def section(self) -> Section:
        return self.block.section

    def text(self, first: int, last: int) -> str:
        """The text of tokens[first:last], folded."""
        if first >= last:
            return ""
        return self.parsed.folded[self.parsed.tokens[first].start : self.parsed.tokens[last - 1].end]

    def locate(self, token: Token) -> Location:
        return self.block.content.locate(token.start, token.end)

    def quote(self, token: Token, before: int = 40, after: int = 16) -> str:
        """The words around a token as printed: from the beginning of a clause to the end of one where these are near
        enough, and in no case a part of a word or number."""
        tokens = self.parsed.tokens
        at = bisect_left(tokens, token.start, key=lambda t: t.start)
        ahead = [t for t in tokens[max(0, at - 2 * before) : at] if token.start - t.start <= 2 * before]
        behind = [t for t in tokens[at + 1 : at + 1 + after] if t.end <= token.end + after]
        start, end = _quote_start(ahead, token.start, before), _quote_end(behind, token.end)
        return self.block.text[start:end].strip().strip(_CLAUSE_MARKS)


def _quote_start(words: list[Token], end: int, reach: int) -> int:
    """The earliest beginning within reach, of a sentence rather than of a clause; else the nearest one farther off."""
    stop = next((i for i in range(len(words), 0, -1) if words[i - 1].text == "。"), 0)
    words = words[stop:]
    if not words:
        return end
    first = [words[0].start] if stop or words[0].start == 0 else []
    clauses = [t for t in words if t.text in _CLAUSE_ENDS]
    begins = first + [t.end for t in clauses]
    full = first + [t.end for t in clauses if t.text in _SENTENCE_ENDS]
    for starts in (full, begins):
        near = [b for b in starts if LEAST_WORDS <= end - b <= reach]
        if near:
            return near[0]
    far = [b for b in begins if reach < end - b]
    return far[-1] if far else next((t.start for t in words if end - t.start <= reach), end)


def _quote_end(words: list[Token], otherwise: int) -> int:
    """The end of the last clause within reach, else of the last word."""
    stop = next((i for i, t in enumerate(words) if t.text == "。"), len(words))
    if stop < len(words):
        return words[stop].start
    ends = [t.start for t in words if t.text in _CLAUSE_ENDS]
    return ends[-1] if ends else words[-1].end if words else otherwise


def read_lines(document: Document) -> Iterator[Line]:
    """The lines of a document that carry a digit, in reading order."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph | Heading) and _HAS_NUMBER.search(block.text):
            yield _read_line(index, block)


def parse_heading(title: str) -> Line:
    """A heading's title as a line of its own."""
    return _read_line(0, Paragraph(Text(title, ())))


def _read_line(index: int, block: Paragraph | Heading) -> Line:
    parsed = parse_line(block.text)
    units = tuple(_units(parsed))
    return Line(index, block, parsed, units, "".join(u.letter for u in units), list_style(parsed.folded))


def list_style(folded: str) -> str:
    return next((name for name, pattern in _LIST_STYLES if pattern.match(folded)), "")


def _units(parsed: Parsed) -> Iterator[Unit]:
    spans = {p.first: p for p in sorted(parsed.phrases, key=lambda p: p.last) if p.label in _ENTITY}
    if not spans:
        yield from (_single(_letter(token), at) for at, token in enumerate(parsed.tokens))
        return
    tokens, position = parsed.tokens, 0
    while position < len(tokens):
        phrase = spans.get(position)
        if phrase:
            yield Unit(_ENTITY[phrase.label], position, phrase.last)
            position = phrase.last
        else:
            yield _single(_letter(tokens[position]), position)
            position += 1


@lru_cache(maxsize=8192)
def _single(letter: str, at: int) -> Unit:
    """The unit of one token: lines share most of them."""
    return Unit(letter, at, at + 1)


@cache
def _mark(char: str) -> str:
    mark = _SAME.get(char, char)
    return mark if mark in _PUNCTUATION else "x"


@cache
def _kind_letters() -> dict[str, str]:
    return letters() | _FIXED


def _letter(token: Token) -> str:
    return _mark(token.text) if token.kind == CHAR else _kind_letters()[token.kind]
