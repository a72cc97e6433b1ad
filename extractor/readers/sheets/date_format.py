"""How a spreadsheet shows a date: stored as a number of days, printed 2024年3月 under the format yyyy"年"m"月"."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import regex

_TOKEN = regex.compile(
    r'"[^"]*"?|[\\!].|_.|\*.|\[[^\]]*\]|AM/PM|上午/下午|General|y+|m+|d+|h+|s+|[0#?.,%]|[^"\\!_*\[]', regex.I | regex.S
)
_DATE = regex.compile(r"[ymdhs年月日]", regex.I)
_LAST_DAY = 2_958_466  # the year 9999
_WORDED = regex.compile(r"m{3,}|d{3,}|a{3,}", regex.I)


@lru_cache(maxsize=1024)
def split_tokens(form: str) -> tuple[str, ...]:
    """A number format cut into literals, digit places and marks."""
    return tuple(_TOKEN.findall(form))


@lru_cache(maxsize=1024)
def is_date_format(section: str) -> bool:
    """Whether numbers under this section of a format are dates or times."""
    bare = "".join(token for token in split_tokens(section) if token[0] not in '"\\!_*[')
    return bool(_DATE.search(bare)) and not regex.search(r"general|[0#]", bare, regex.I)


def show_date(number: Decimal, section: str) -> str:
    """The date or time that a stored number of days stands for; "" where it is none."""
    if not 0 <= number < _LAST_DAY:
        return ""
    at = datetime(1899, 12, 30) + timedelta(days=float(number))
    return format_date(at + timedelta(microseconds=500_000), section)


def format_date(at: datetime, section: str) -> str:
    """The date under one section of a format; month and day names of other tongues as 2024-03-01."""
    tokens = [token for token in split_tokens(section) if token[0] not in "_*["]
    if any(_WORDED.fullmatch(token) for token in tokens):
        return str(at.date())
    return "".join(_shown(at, tokens, i) for i in range(len(tokens))).strip()


def _shown(at: datetime, tokens: list[str], i: int) -> str:
    token = tokens[i]
    kind = token[0].lower()
    if token[0] in '"\\!':
        return token.strip('"') if token[0] == '"' else token[1:]
    if token.upper() in ("AM/PM", "上午/下午", "@"):
        return ""
    wide = len(token) > 1
    if kind == "y":
        return f"{at.year:04d}" if len(token) > 2 else f"{at.year % 100:02d}"
    if kind not in "mdhs":
        return token
    value = {"m": at.minute if _is_minute(tokens, i) else at.month, "d": at.day, "h": at.hour, "s": at.second}[kind]
    return f"{value:02d}" if wide else str(value)


def _is_minute(tokens: list[str], i: int) -> bool:
    """m means minutes next to hours or seconds, months elsewhere."""
    letters = [j for j, token in enumerate(tokens) if token[0].lower() in "ymdhs"]
    at = letters.index(i)
    before = tokens[letters[at - 1]][0].lower() if at else ""
    behind = tokens[letters[at + 1]][0].lower() if at + 1 < len(letters) else ""
    return before == "h" or behind == "s"
