"""What the words before a number call it: the label as written and a key to find the same thing elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.language.words.lexer import CHAR, CODE, DATE, LIST, YEAR, Token
from extractor.language.words.lines import Line
from patterns.load import load_yaml

_DROPPED = frozenset(
    {LIST, YEAR, DATE, "PERIOD", "FILL", "BASIS_BUDGET", "BASIS_ACTUAL", "SUM_AFTER", "DE", "MARK", "COMPARE_END"}
    | {"GENERIC", "YEAR_ON_YEAR", "DONE", "COMPARE", "SHARE", "SHARE_NOUN", "UP", "UP_RATE", "DOWN"}
)
_SIGNS = frozenset("()、,;:\"'|/·-—“”‘’《》<>〈〉【】[]。.!?…*#")
_PATH_ENDS = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class Name:
    """text is the label as written, trimmed of list numbers and fillers. key holds the parts that make it this thing
    and no other (concept ids, other words); generic is True where nothing but words such as 支出 or 合计 is left:
    then the label takes its meaning from the words around it. path is the 类/款/项 path, outermost first."""

    text: str
    key: tuple[str, ...]
    generic: bool
    path: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        return self.key[-1] if self.key else ""

    def matches(self, other: Name) -> bool:
        """Whether two labels may name one thing: equal keys, or one narrows the other and ends alike."""
        if self.key == other.key:
            return True
        small, large = sorted((set(self.key), set(other.key)), key=len)
        return bool(small) and self.last == other.last and small <= large


NAMELESS = Name("", (), True)


def read_name(line: Line, first: int, last: int) -> Name:
    """The name that tokens[first:last] of a line give."""
    tokens = line.parsed.tokens
    while first < last and _is_filler(tokens[first]):
        first += 1
    while last > first and tokens[last - 1].kind in ("FILL", LIST, "DE"):
        last -= 1
    while last > first and tokens[last - 1].text in _SIGNS - {")", '"', "”"}:
        last -= 1
    if first >= last:
        return NAMELESS
    text = line.text(first, last)
    path = _path(text)
    if path:
        return Name(text, (path[-1],), False, path)
    key = tuple(_key_parts(line, first, last))
    if key:
        owned = len(key) == 1 and key[0].endswith(_organisations())  # 某局2024年度收入总计: whose, and then what
        return Name(text, (*key, *_generic_key(text)) if owned else key, False)
    return Name(text, _generic_key(text), True)


def _is_filler(token: Token) -> bool:
    return token.kind in (LIST, YEAR, DATE, "MARK", "FILL", "COMPARE_END") or token.text in _SIGNS - {'"', "“"}


def _key_parts(line: Line, first: int, last: int) -> list[str]:
    tokens, plain = line.parsed.tokens, ""
    parts: list[str] = []
    concepts = {p.first: p for p in line.parsed.phrases if p.label == "CONCEPT" and p.first >= first and p.last <= last}
    position = first
    while position < last:
        phrase = concepts.get(position)
        token = tokens[position]
        if phrase:
            parts, plain = _flush(parts, plain), ""
            parts.append(phrase.name)
            position = phrase.last
            continue
        if token.kind in _DROPPED or token.kind == CODE or (token.kind == CHAR and token.text in _SIGNS):
            if token.text in "、/":
                parts, plain = _flush(parts, plain), ""
            position += 1
            continue
        plain += token.text
        position += 1
    return _flush(parts, plain)


def _flush(parts: list[str], plain: str) -> list[str]:
    plain = plain.strip("和及与或等").removeprefix("在")
    return [*parts, plain] if plain and plain not in _ignored() else parts


@cache
def _organisations() -> tuple[str, ...]:
    return tuple(load_yaml("organizations")["endings"])


@cache
def _ignored() -> frozenset[str]:
    return frozenset(load_yaml("names")["ignored"])


def _generic_key(text: str) -> tuple[str, ...]:
    """收入 / 支出 / 收支, of the appropriation where it says so, and whether it is the grand total with carry-over."""
    words = load_yaml("names")
    income, spending = any(w in text for w in words["income"]), any(w in text for w in words["spending"])
    flow = "收支" if income and spending else "收入" if income else "支出" if spending else ""
    fund = "财政拨款" if "财政拨款" in text else ""
    grand = "总计" if any(w in text for w in words["grand_total"]) else ""
    key = fund + flow + grand
    return (key,) if key else ()


def _path(text: str) -> tuple[str, ...]:
    """社会保障(类)抚恤(款)死亡抚恤(项) → its three names."""
    names, rest = [], text
    for end in _PATH_ENDS:
        mark = f"({end})"
        if mark in rest:
            name, rest = rest.split(mark, 1)
            names.append(name.strip())
    return tuple(n for n in names if n) if len(names) > 1 or (names and text.rstrip(":").endswith(")")) else ()


def same_flow(one: Name, other: Name) -> bool:
    """Whether two labels may speak of one flow: 财政收入 and 财政支出 do not."""
    flows = [{f for f in ("收入", "支出") if f in name.text} for name in (one, other)]
    return not (flows[0] and flows[1]) or bool(flows[0] & flows[1])
