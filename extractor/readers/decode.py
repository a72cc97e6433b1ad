"""Bytes to text: which encoding a file is in, told by strict attempts first and by guessing last."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from extractor.readers.unreadable import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 20_000
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1b\x85")
_PLAUSIBLE = 0.8  # share of everyday characters below which a decoding is not believed
_DAMAGE = 0.002  # share of undecodable characters up to which a damaged file is still read


@dataclass(frozen=True, slots=True)
class Decoded:
    """text has no byte order mark; damaged counts the characters that could not be decoded."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes) -> Decoded:
    """The text of a file. Raises Unreadable("binary") or Unreadable("unknown_encoding")."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _tolerant(data[len(bom) :], encoding)
    strict = _strict(data)
    if strict is None and not _is_binary(data):
        strict = _damaged(data) or _guessed(data)
    if strict is None:
        raise Unreadable("binary" if _is_binary(data) else "unknown_encoding")
    return strict


def _strict(data: bytes) -> Decoded | None:
    """The first encoding that fits without a fault and gives everyday characters."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_plausible(text):
            return Decoded(text, encoding)
    return None


def _candidates(data: bytes) -> tuple[str, ...]:
    if b"\0" not in data:
        return ("utf-8", "gb18030")
    half = len(data) // 2
    if len(data) % 2 or max(data[::2].count(0), data[1::2].count(0)) < half // 50:
        return ()
    return ("utf-16-le", "utf-16-be") if data[1::2].count(0) >= data[::2].count(0) else ("utf-16-be", "utf-16-le")


def _damaged(data: bytes) -> Decoded | None:
    """A file with a few broken characters, or one cut off in the middle of a character."""
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        damaged = text.count("\ufffd")
        if damaged <= max(1, len(text) * _DAMAGE) and is_plausible(text):
            return Decoded(text, encoding, damaged)
    return None


def _tolerant(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    if damaged > max(1, len(text) * _DAMAGE) or not is_plausible(text):
        raise Unreadable("binary" if _is_binary(data) else "unknown_encoding")
    return Decoded(text, encoding, damaged)


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE], cp_isolation=["big5", "big5hkscs", "hz", "euc_tw", "cp950", "utf_7"]).best()
    if guess is None:
        return None
    text = data.decode(guess.encoding, errors="replace")
    damaged = text.count("\ufffd")
    if damaged > max(1, len(text) * _DAMAGE) or not is_plausible(text):
        return None
    return Decoded(text, guess.encoding, damaged)


def is_plausible(text: str) -> bool:
    """Whether most characters are ones that reports use: a wrong decoding gives rare ones and control characters."""
    sample = text[:_SAMPLE]
    if not sample:
        return True
    odd = sum((c < " " and c not in _TEXT_CONTROLS) or "\x7f" <= c < "\xa0" for c in sample)
    wide = [c for c in sample if c >= "\x80"]
    common = sum(map(_is_common, wide))
    return odd <= len(sample) * 0.005 and common >= len(wide) * _PLAUSIBLE


def _is_common(char: str) -> bool:
    """In GB 2312's first level, its punctuation and full-width forms, or in Big 5's frequent level."""
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        try:
            return 0xA1 <= char.encode("big5")[0] <= 0xC6
        except UnicodeEncodeError:
            return char in "\u200b\ufeff\xa0\ufffd" or "\u2000" <= char <= "\u27bf"
    return 0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = sum(b < 32 and b not in b"\t\n\r\f\v\x1a\x1b" for b in sample)
    return controls > len(sample) * 0.01
