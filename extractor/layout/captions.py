"""The lines right above a table that belong to it: its title, 公开01表, 单位：万元, key data of a form."""

from __future__ import annotations

from functools import cache

import regex

from extractor.document import Block, Paragraph
from extractor.layout.paragraphs import opens_item
from extractor.layout.scopes import is_plain_heading, is_report_title
from extractor.location import Text
from extractor.width import fold
from patterns.load import load_yaml

_MOST_LINES = 5
_LONGEST = 90


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


@cache
def _carries_figure() -> regex.Pattern[str]:
    return regex.compile(load_yaml("headings")["carries_figure"])
