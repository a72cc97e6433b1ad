"""What the styles of a Word document say of visibility: hidden text, lines of the table of contents."""

from __future__ import annotations

from dataclasses import dataclass

import regex
from lxml import etree

from extractor.readers.word.numbers import W
from extractor.readers.word.symbols import is_on

_CONTENTS = regex.compile(r"toc ?\d", regex.I)  # "TOC Heading" is the word 目录 above them


@dataclass(frozen=True, slots=True)
class Styles:
    """The ids of styles whose text is not printed, and of those for lines of the table of contents."""

    hidden: frozenset[str]
    contents: frozenset[str]

    def is_hidden(self, run: etree._Element) -> bool:
        """Whether a run is not printed, by itself or by its style."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        own = properties.find(f"{W}vanish")
        return is_on(own) if own is not None else _style(properties, "rStyle") in self.hidden

    def is_end_unseen(self, paragraph: etree._Element) -> bool:
        """Whether the end of a paragraph is hidden or deleted: without text it is no paragraph at all."""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        return mark is not None and (is_on(mark.find(f"{W}vanish")) or is_deleted(mark))

    def is_contents_line(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is a line of the table of contents: styles are told by name, ids may be mere numbers."""
        style = _style(paragraph.find(f"{W}pPr"), "pStyle")
        return bool(style in self.contents or _CONTENTS.match(style))


def is_deleted(mark: etree._Element) -> bool:
    """Whether a tracked change deleted the end of a paragraph, given by its properties."""
    return mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None


def read_styles(styles: etree._Element | None) -> Styles:
    """The styles that matter here, of styles.xml."""
    entries = [] if styles is None else styles.findall(f"{W}style")
    hidden = {style.get(f"{W}styleId", "") for style in entries if is_on(style.find(f"{W}rPr/{W}vanish"))}
    contents = {style.get(f"{W}styleId", "") for style in entries if _CONTENTS.match(_style(style, "name"))}
    return Styles(frozenset(hidden), frozenset(contents))


def _style(properties: etree._Element | None, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val") or ""
