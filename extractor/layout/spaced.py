"""Text that a converter printed with a space between every two characters (同 比 增 加 2 7 1 元) without them."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.document import Block, Document, Paragraph
from extractor.location import Piece, Text

FEWEST = 20  # characters of a paragraph from which spaces between them can be told from ordinary ones
_WORDS = regex.compile(r"\S+")


def close_spaced(document: Document) -> Document:
    """The document with such paragraphs closed up, every character still at its place in the file."""
    if not any(isinstance(b, Paragraph) and is_spaced(b.text) for b in document.blocks):
        return document
    return replace(document, blocks=tuple(_closed(b) for b in document.blocks))


def is_spaced(text: str) -> bool:
    """Whether most words between spaces are one character long, as no Chinese text is set."""
    if len(text) < FEWEST or text.count(" ") * 3 < len(text):
        return False
    words = _WORDS.findall(text)
    return sum(len(w) == 1 for w in words) * 5 > len(words) * 4


def _closed(block: Block) -> Block:
    if not isinstance(block, Paragraph) or not is_spaced(block.text):
        return block
    content, closed = block.content, ""
    pieces: list[Piece] = []
    for word in _WORDS.finditer(content.text):
        pieces.append(Piece(len(closed), replace(content.locate(word.start(), word.end()), end=None)))
        closed += word.group()
    return replace(block, content=Text(closed, tuple(pieces)))
