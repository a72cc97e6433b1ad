"""What a paragraph speaks of where its numbers have no name of their own: a sentence before that only names a 科目
(1.住房公积金（项）。年初预算为 …), or the heading above it."""

from __future__ import annotations

from functools import lru_cache

from extractor.document import Section
from extractor.language.measures.names import Name, read_name
from extractor.language.words.lines import Line, parse_heading

SENTENCE_END = frozenset("。!?")


def subject_above(line: Line, since: int, start: int) -> Name | None:
    """The subject for a number whose sentence begins at unit `start`, after the number that ended before `since`."""
    stop = start
    while stop > since:
        begin = stop - 1
        while begin > since and line.units[begin - 1].letter not in SENTENCE_END:
            begin -= 1
        name = read_name(line, line.units[begin].first, line.units[stop - 1].last)
        if name.path:
            return name
        stop = begin
    return _heading_subject(line.section) if since == 0 else None


@lru_cache(maxsize=512)
def _heading_subject(section: Section) -> Name | None:
    """The 科目 or known concept that a heading names and nothing else."""
    if not section.title:
        return None
    line = parse_heading(section.title)
    name = read_name(line, 0, len(line.parsed.tokens))
    known = [p for p in line.parsed.phrases if p.label == "CONCEPT"]
    return name if name.path or (len(known) == 1 and name.key == (known[0].name,)) else None
