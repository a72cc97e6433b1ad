"""Lines of running text as units: the words, phrases and numbers that role rules are written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.document import Document, Heading, Paragraph, Section
from extractor.language.lexer import CHAR, CODE, DATE, LIST, NUMBER, YEAR, Token, letters
from extractor.language.pipeline import Parsed, parse_line
from extractor.location import Location

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


@dataclass(frozen=True, slots=True)
class Unit:
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

    def quote(self, token: Token, before: int = 40, after: int = 12) -> str:
        """The words around a token as printed, cut at the sentence."""
        text = self.block.text
        start = max(text.rfind("。", 0, token.start) + 1, token.start - before)
        end = text.find("。", token.end, token.end + after)
        return text[start : end if end >= 0 else token.end + after].strip()


def read_lines(document: Document) -> Iterator[Line]:
    """The lines of a document that carry a digit, in reading order."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph | Heading) and _HAS_NUMBER.search(block.text):
            parsed = parse_line(block.text)
            yield Line(index, block, parsed, tuple(_units(parsed)), list_style(parsed.folded))


def list_style(folded: str) -> str:
    return next((name for name, pattern in _LIST_STYLES if pattern.match(folded)), "")


def _units(parsed: Parsed) -> Iterator[Unit]:
    spans = {p.first: p for p in sorted(parsed.phrases, key=lambda p: p.last) if p.label in _ENTITY}
    position = 0
    while position < len(parsed.tokens):
        phrase = spans.get(position)
        if phrase:
            yield Unit(_ENTITY[phrase.label], position, phrase.last)
            position = phrase.last
        else:
            yield Unit(_letter(parsed.tokens[position]), position, position + 1)
            position += 1


def _letter(token: Token) -> str:
    if token.kind == CHAR:
        mark = _SAME.get(token.text, token.text)
        return mark if mark in _PUNCTUATION else "x"
    return _FIXED.get(token.kind) or letters()[token.kind]
