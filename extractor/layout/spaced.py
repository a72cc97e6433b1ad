"""Text that a converter printed with a space between every two characters (同 比 增 加 2 7 1 元) without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.document import Block, Document, Paragraph
from extractor.location import Piece, Text

FEWEST = 20  # characters of a paragraph from which spaces between them can be told from ordinary ones
_WORDS = regex.compile(r"\S+")
# at least four characters in a row that each stand alone: 政 府 采 购 预 算
_STRETCH = regex.compile(r"(?<!\p{Han})\p{Han}(?: \p{Han}(?!\p{Han})){3,}")


def close_spaced(document: Document) -> Document:
    """The document with such paragraphs closed up, every character still at its place in the file."""
    closed = [_close(b) if isinstance(b, Paragraph) and " " in b.text else b for b in document.blocks]
    changed = any(new is not old for new, old in zip(closed, document.blocks, strict=True))
    return replace(document, blocks=tuple(closed)) if changed else document


def is_spaced(text: str) -> bool:
    """Whether most words between spaces are one character long, as no Chinese text is set."""
    if len(text) < FEWEST or text.count(" ") * 3 < len(text):
        return False
    words = _WORDS.findall(text)
    return sum(len(w) == 1 for w in words) * 5 > len(words) * 4


def _close(block: Paragraph) -> Block:
    """Without the spaces between its words; in a paragraph of both kinds only those of its spaced stretches go."""
    text = block.text
    if is_spaced(text):
        return _kept(block, [word.span() for word in _WORDS.finditer(text)])
    spans: list[tuple[int, int]] = []
    done = 0
    for stretch in _STRETCH.finditer(text):
        spans += [(done, stretch.start() + 1), *((at, at + 1) for at in range(stretch.start() + 2, stretch.end(), 2))]
        done = stretch.end()
    return _kept(block, [*spans, (done, len(text))]) if spans else block


def _kept(block: Paragraph, spans: Sequence[tuple[int, int]]) -> Block:
    closed = ""
    pieces: list[Piece] = []
    for start, end in spans:
        if start < end:
            pieces.append(Piece(len(closed), block.content.locate(start, end)._replace(end=None)))
            closed += block.text[start:end]
    return replace(block, content=Text(closed, tuple(pieces)))
