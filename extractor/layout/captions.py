"""The lines next to a table that belong to it: title, 公开01表, 单位：万元, key data of a form above, 注： below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from extractor.document import Block, Paragraph, Table
from extractor.layout.paragraphs import opens_item
from extractor.layout.scopes import is_plain_heading, is_report_title
from extractor.location import Text
from extractor.width import fold
from patterns.load import load_yaml

_MOST_LINES = 5
_LONGEST = 90
_LONGEST_NOTE = 300


def take_captions(blocks: list[Block]) -> tuple[Text, ...]:
    """Takes the paragraphs that caption the next table off the end of the blocks read so far."""
    captions: list[Text] = []
    while blocks and len(captions) < _MOST_LINES:
        last = blocks[-1]
        if not isinstance(last, Paragraph) or not is_caption(last.text):
            break
        captions.insert(0, last.content)
        blocks.pop()
    return tuple(captions)


def is_caption(line: str) -> bool:
    """Whether a line above a table is part of it rather than running text, a heading or a list item."""
    plain = fold(line).strip()
    return (
        0 < len(plain) <= _LONGEST
        and not plain.endswith(("。", ";", ":"))
        and not opens_item(plain)
        and not _carries_figure().search(plain)
        and not is_report_title(line)
        and not is_plain_heading(line)
    )


def attach_notes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the notes that directly follow a table put below it."""
    found: list[Block] = []
    for block in blocks:
        table = found[-1] if found else None
        if isinstance(table, Table) and isinstance(block, Paragraph) and is_note(block.text):
            found[-1] = replace(table, below=(*table.below, block.content))
        else:
            found.append(block)
    return found


def is_note(line: str) -> bool:
    """Whether a line begins a note: 注：…, 说明：…"""
    return len(line) <= _LONGEST_NOTE and bool(_note().match(fold(line).strip()))


@cache
def _note() -> regex.Pattern[str]:
    return regex.compile(load_yaml("conversion")["table_note"]["pattern"])


@cache
def _carries_figure() -> regex.Pattern[str]:
    return regex.compile(load_yaml("headings")["carries_figure"])
