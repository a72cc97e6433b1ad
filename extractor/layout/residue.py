"""What page layout and converters leave between the words of a report: page numbers, running heads, pictures' letters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import regex

from extractor.width import fold
from patterns.load import load_yaml

_IDEOGRAPH = regex.compile(r"\p{Han}")
_LINE_END = regex.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_NUMERALS = regex.compile(r"[\d一二三四五六七八九十]+")
_RUNNING_HEAD_PAGES = 3  # a first or last line that stands on so many pages is a running head
_RUNNING_HEAD_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text file. start is its offset in the decoded file, number its line as editors count;
    starts_page is True right after a form feed."""

    text: str
    start: int
    number: int
    starts_page: bool = False

    @property
    def bare(self) -> str:
        return fold(self.text).strip()


def split_lines(text: str) -> list[Line]:
    """All lines, blank ones too. A form feed ends a line without counting as one."""
    lines: list[Line] = []
    start, number, page = 0, 1, False
    for end in _LINE_END.finditer(text):
        lines.append(Line(text[start : end.start()], start, number, page))
        page = end[0] == "\f"
        number += end[0] in ("\n", "\r\n", "\r")
        start = end.end()
    lines.append(Line(text[start:], start, number, page))
    return lines


@cache
def _page_number() -> regex.Pattern[str]:
    forms = (entry["pattern"] for entry in load_yaml("conversion")["page_numbers"])
    return regex.compile("|".join(f"(?:{form})" for form in forms), regex.IGNORECASE)


@cache
def _image_marker() -> regex.Pattern[str]:
    return regex.compile(load_yaml("conversion")["image_marker"]["pattern"], regex.IGNORECASE)


def is_page_number(line: str) -> bool:
    """— 3 —, 第3页 共9页, Page 3: a line that only numbers its page."""
    return len(line) <= 40 and bool(_page_number().fullmatch(fold(line).strip()))


def drop_residue(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines that are the report's, and those that are not. Nothing else is changed."""
    skipped = _pictures(lines) | _page_edges(lines)
    skipped |= {i for i, line in enumerate(lines) if is_page_number(line.text)}
    kept = [line for i, line in enumerate(lines) if i not in skipped]
    return kept, [lines[i] for i in sorted(skipped) if lines[i].bare]


def _pictures(lines: list[Line]) -> set[int]:
    """A picture's marker and the lines without a Chinese character after it: letters and digits read off a chart."""
    found: set[int] = set()
    inside = False
    for i, line in enumerate(lines):
        if _image_marker().fullmatch(line.text):
            inside = True
        elif inside and (line.text.startswith("\t") or _IDEOGRAPH.search(line.text)):
            inside = False
        if inside and line.bare:
            found.add(i)
    return found


def _page_edges(lines: list[Line]) -> set[int]:
    """Running heads and bare page numbers next to form feeds."""
    firsts, lasts = _edge_lines(lines)
    found = {i for i in firsts + lasts if lines[i].bare.isdigit() and len(lines[i].bare) <= 4}
    for edges in (firsts, lasts):
        heads = {i: _NUMERALS.sub("#", lines[i].bare) for i in edges if len(lines[i].bare) <= _RUNNING_HEAD_LENGTH}
        often = Counter(heads.values())
        found |= {i for i, head in heads.items() if often[head] >= _RUNNING_HEAD_PAGES}
    return found


def _edge_lines(lines: list[Line]) -> tuple[list[int], list[int]]:
    """The first and the last line with content of every page, in a file that has form feeds."""
    starts = [i for i, line in enumerate(lines) if line.starts_page]
    if not starts:
        return [], []
    filled = [i for i, line in enumerate(lines) if line.bare]
    firsts: list[int] = []
    lasts: list[int] = []
    for begin, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        page = [i for i in range(begin, end) if lines[i].bare] if filled else []
        if page:
            firsts.append(page[0])
            lasts.append(page[-1])
    return firsts, lasts
