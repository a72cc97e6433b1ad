"""Columns that line up although a Chinese character is two cells wide."""

from __future__ import annotations

from wcwidth import wcswidth, wcwidth


def width(text: str) -> int:
    found = wcswidth(text)
    return found if found >= 0 else len(text)


def pad(text: str, to: int) -> str:
    return text + " " * max(0, to - width(text))


def wrap(text: str, to: int) -> list[str]:
    """Lines of at most `to` cells; numbers and words of latin letters are not cut."""
    lines: list[str] = []
    line, room = "", to
    for piece in _pieces(text):
        size = width(piece)
        if size > room and line:
            lines.append(line.rstrip())
            line, room = "", to
            piece = piece.lstrip()
            size = width(piece)
        line += piece
        room -= size
    if line:
        lines.append(line.rstrip())
    return lines


NEVER_FIRST = "，。；：、？！）》”’%）"


def _pieces(text: str) -> list[str]:
    """Units that stay together: a run of narrow characters, or one wide character with the marks that may not begin a line."""
    pieces: list[str] = []
    for character in text:
        is_narrow = wcwidth(character) == 1 and character != " "
        joins = pieces and (
            character in NEVER_FIRST or (is_narrow and wcwidth(pieces[-1][-1]) == 1 and pieces[-1][-1] != " ")
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
