"""Which paragraphs name a section: a matter of their form and of what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractor.document import Block, Paragraph
from extractor.layout.enumerators import Mark, read_mark
from extractor.layout.paragraphs import cut_text
from extractor.layout.scopes import is_plain_heading, is_report_title, squeezed
from extractor.width import fold
from patterns.load import load_yaml

TITLE = "title"
CHAPTER = "chapter"
_LIST_STYLES = frozenset({"number", "number_bracket", "circle"})
_MOST_EMPTY = 2  # more headings in a row without a word below them are a list or a table of contents
_ATTACHMENT_LIST = regex.compile(r"附件?\s*:")


@cache
def _pattern(key: str) -> regex.Pattern[str]:
    return regex.compile(load_yaml("headings")[key])


def title_mark(text: str) -> Mark:
    """An unnumbered report title as a mark, above every numbered style."""
    return Mark(TITLE, -1, 0, "", 0, fold(text).strip())


def chapter_mark(text: str) -> Mark:
    """An unnumbered chapter heading as a mark, on the level of a numbered part."""
    return Mark(CHAPTER, 0, 0, "", 0, fold(text).strip())


def find_headings(blocks: Sequence[Block]) -> dict[int, Mark]:
    """The positions of the blocks that are headings."""
    marks: dict[int, Mark] = {}
    listing = False  # within the list of attachments that closes a report
    for i, block in enumerate(blocks):
        mark = heading_mark(block.text) if isinstance(block, Paragraph) else None
        starts_list = isinstance(block, Paragraph) and bool(_ATTACHMENT_LIST.match(fold(block.text[:8]).strip()))
        listing = starts_list or (listing and mark is not None and mark.style in _LIST_STYLES)
        if mark and not listing:
            marks[i] = mark
    return _without_lists(marks, blocks)


def heading_mark(text: str) -> Mark | None:
    """The mark of a paragraph that has the form of a heading: a numbered phrase or a report's title."""
    if len(text) > 100:
        return None
    mark = read_mark(text)
    if mark is None:
        if is_report_title(text):
            return title_mark(text)
        return chapter_mark(text) if is_plain_heading(text) else None
    if _pattern("contents_line").search(fold(text).rstrip()):
        return None
    if mark.style == "annex":
        return mark if len(mark.rest) <= 60 and not _pattern("sentence").search(mark.rest) else None
    return mark if mark.rest and is_phrase(mark.rest) else None


def is_phrase(rest: str) -> bool:
    """Whether what follows an enumerator is a heading's phrase: no sentence and no figure.

    A full stop at its end is forgiven where the words are clearly a heading's: （一）决算总体情况说明。
    """
    if rest.endswith("。") and _pattern("heading_before_full_stop").search(rest):
        rest = rest[:-1]
    return (
        len(rest) <= load_yaml("headings")["longest_heading"]
        and not _pattern("sentence").search(rest)
        and not _pattern("carries_figure").search(rest)
    )


def _without_lists(marks: dict[int, Mark], blocks: Sequence[Block]) -> dict[int, Mark]:
    """Leaves out lists and tables of contents: headings that follow one another without a word below them."""
    kept: dict[int, Mark] = {}
    for run in _runs(sorted(marks)):
        chain = _last_chain(run, marks)
        empty = len(run) - chain
        contents = run[0] > 0 and _is_contents_word(blocks[run[0] - 1])
        if empty <= _MOST_EMPTY and not contents:
            first = 0
        elif (
            run[-1] == len(blocks) - 1 or _goes_on(run, chain, marks) or (contents and not _restarts(run, chain, marks))
        ):
            first = len(run)
        else:
            first = empty
        kept |= {i: marks[i] for i in run[first:]}
    return kept


def _is_contents_word(block: Block) -> bool:
    return isinstance(block, Paragraph) and squeezed(block.text) == load_yaml("headings")["contents"]


def _restarts(run: list[int], chain: int, marks: dict[int, Mark]) -> bool:
    """Whether the last headings of the run begin the report after its table of contents."""
    first = marks[run[-chain]]
    before = [marks[i] for i in run[:-chain]]
    return any((mark.style, mark.value, mark.rest) == (first.style, first.value, first.rest) for mark in before) or (
        first.value == 1 and any(mark.style == first.style for mark in before)
    )


def _runs(positions: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i in positions:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _last_chain(run: list[int], marks: dict[int, Mark]) -> int:
    """How many headings at the end of the run each stand right below the one before (第一部分 › 一、 › （一）)."""
    length = 1
    while length < len(run) and marks[run[-length - 1]].rank < marks[run[-length]].rank:
        length += 1
    return length


def _goes_on(run: list[int], chain: int, marks: dict[int, Mark]) -> bool:
    """Whether the last heading is only the last item of a numbered list."""
    if chain == len(run):
        return False
    first, before = marks[run[-chain]], marks[run[-chain - 1]]
    return first.style in _LIST_STYLES and first.style == before.style and first.value == before.value + 1


def split_glued(block: Paragraph) -> list[Paragraph]:
    """The paragraph, or its heading and its text where a clear heading phrase is glued to a sentence."""
    mark = read_mark(block.text)
    if mark is None or mark.style in ("part", "annex", "circle") or is_phrase(mark.rest):
        return [block]
    end = _glued_end(fold(block.text), mark.length)
    if not end:
        return [block]
    text = block.content
    skip = end + (block.text[end : end + 1] == "。")
    skip += len(block.text[skip:]) - len(block.text[skip:].lstrip())
    return [
        Paragraph(cut_text(text, 0, end), block.section),
        Paragraph(cut_text(text, skip, len(text.text)), block.section),
    ]


def _glued_end(plain: str, start: int) -> int:
    """Where the heading phrase of a (folded) numbered paragraph ends, or 0 where none is clear."""
    stop = plain.find("。", start, start + 30)
    phrase = plain[start:stop] if stop > 0 else ""
    if 2 <= len(squeezed(phrase)) <= 20 and len(plain) - stop > 12 and is_phrase(phrase):
        ends_well = regex.search(load_yaml("headings")["glued_before_stop"] + "$", phrase.strip())
        if ends_well and "," not in phrase:
            return stop
    for form in load_yaml("headings")["glued_without_stop"]:
        if match := regex.compile(form).match(plain, start):
            return int(match.end())
    return 0
