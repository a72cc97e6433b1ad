"""Many ways to print one character: full width or half, traditional or simplified, glyphs of old fonts.

`fold` maps each character to one character, so that offsets into the folded text are offsets into the text as
printed. It is for matching; what people read is always the text as printed.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_SPACES = dict.fromkeys("\t\x0b\x1c\x85\xa0\u1680\u180e\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060", " ")
_SPACES |= dict.fromkeys(map(chr, range(0x2000, 0x200B)), " ")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\u00ad", "-")  # ‐ ‑ ‒ – − and the soft hyphen
_DASHES = dict.fromkeys("\u2015\u2500\u2501\ufe58\ufe31", "—")  # drawn lines and the horizontal bar stand for —
_SIGNS = dict(zip("٪∕⁄〜∼∶︰․⩽≦⩾≧", "%//~~::.≤≤≥≥", strict=True))

# Radicals that PDF fonts print for whole characters and that Unicode leaves without a decomposition.
_RADICALS = dict(
    zip(
        "⺁⺎⺏⺐⺒⺓⺛⺝⺟⺠⺦⺧⺪⺫⺬⺮⺯⺱⺳⺵⺶⺷⺸⺹⺼⺽⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱",
        "厂兀尢尣巳幺旡月母民丬牛疋目示竹糸网网羊羊羊羊老肉臼虎衣西西见角讠贝车辶钅长长门阝雨青韦页风飞食食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_FIXED = _SPACES | _HYPHENS | _DASHES | _SIGNS | _RADICALS
SHORT = 64  # characters: cells and labels, which are printed, and asked for, many times
_WIDTH_TAGS = ("<wide>", "<narrow>", "<small>", "<noBreak>")


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _decomposed(char: str) -> str:
    """The ordinary character that a width form, compatibility ideograph or Kangxi radical stands for."""
    tag, _, rest = unicodedata.decomposition(char).rpartition(" ")
    is_ideograph = "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f"
    is_radical = "\u2e80" <= char <= "\u2fdf"
    if rest and (tag in _WIDTH_TAGS or ((is_ideograph or is_radical) and tag in ("", "<compat>"))):
        return chr(int(rest, 16))
    return char


class _Folding(dict[int, str]):
    """A translate table that learns each character when it first meets it: nothing is built at start."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _FIXED.get(char) or _decomposed(char)
        if plain >= "\u3400":
            simple = _simplifier().convert(plain)
            plain = simple if len(simple) == 1 else plain
        self[code] = plain
        return plain


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in half-width, simplified, ordinary characters; always of the same length.

    Circled numbers (①), 〔〕, 。、“” and — stay as they are; every kind of blank but the line end is ' '.
    """
    if text.isascii() and "\t" not in text:
        return text
    return _fold_short(text) if len(text) <= SHORT else text.translate(_FOLDING)


@lru_cache(maxsize=8192)
def _fold_short(text: str) -> str:
    return text.translate(_FOLDING)
