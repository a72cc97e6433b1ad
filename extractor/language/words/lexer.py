"""Running text → tokens: numbers with their units, dates, codes and dictionary words whole, all else by character.

Positions are those of the text given: folding (extractor.width) never changes the length.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from extractor.language.words.markers import marker_kinds
from extractor.numbers import GROUPED, PLAIN, read_digits, unit_forms
from extractor.quantity import Bound, Quantity
from extractor.width import fold
from patterns.load import load_yaml, spell_out

NUMBER = "NUMBER"
YEAR = "YEAR"
DATE = "DATE"
CODE = "CODE"
LIST = "LIST"
CHAR = "CHAR"


class Token(NamedTuple):
    """text[start:end] of the folded text; kind is a lexicon section or one of the constants above.

    quantity is set for numbers that may carry meaning; year for YEAR.
    """

    start: int
    end: int
    text: str
    kind: str
    quantity: Quantity | None = None
    year: int | None = None


# Each kind is sought only at the characters it can start with; all other text is passed over in runs.
_LIST_STARTS = r"\d(一二三四五六七八九十①-⑳"
_LINE_LIST = (
    r"(?:(?<=^\s*)|(?<=[。;:\n]\s*))"
    r"(?:[(（]?[一二三四五六七八九十]{1,3}[)）]、?|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九十]{1,2}是"
    r"|\(\d{1,2}\)|\d{1,2}\)|\d{1,2}[、.．](?!\d)|[①-⑳])"
)
_CODE_STARTS = r"\d〔\[(（【﹝A-Za-z第附表图"
_CODES = (
    r"[〔\[(（【﹝]\s?(?:19|20)\d\d\s?[〕\])）】﹞]\s?(?:第\s?)?\d+\s?号"  # document numbers
    r"|(?<!\d)(?:19|20)\d\d年第?\d+号"
    r"|(?<![\d.])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"  # telephones
    r"|第\s?\d+(?:[-—~至]\d+)?"
    r"|[A-Za-z][A-Za-z./_-]*\d[\w.-]*+"
    r"|\d+(?:\.\d+)?\s?(?:[kK][vVwW]|[mM][wW]|[A-Za-z]{2,})(?![a-z])"
    r"|\d+(?:\.\d+)?(?:号|级(?![指])|年期|季度|周年|楼|层|类(?!别)|环|大队|中队|师|连|标段|时\d+分|点\d+分|[:：]\d{2}(?!\d))"
    r"|附[件表图]\s?\d+|[表图]\s?\d+(?![\d.])"
    r"|\d+[-—~至]\d+(?=(?:岁|月|周|日))"
    r"|(?<=[(（])\d(?=[)）])"
)
_YEARS = r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:[-—–~至到]\s?(?:19|20)\d\d)?\s?年(?:度|末|底|初|期间|以来)?(?!报)"
_DATES = (
    r"(?<!\d)(?:19|20)\d\d\s?[-/.]\s?(?:0?[1-9]|1[0-2])\s?[-/.]\s?(?:[12]\d|3[01]|0?[1-9])(?![\d.])"
    r"|(?<!\d)(?:19|20)\d\d\.(?:0[1-9]|1[0-2])(?=\s?(?:[-—~至]|月))"
    r"|\d{1,2}\s?[-—~至]\s?\d{1,2}\s?月份?|(?<![\d.])\d{1,2}\s?月(?:份|底|末|初|\s?\d{1,2}\s?日)?|(?<![\d.])\d{1,2}\s?日(?!均)"
    r"|(?<!\d)(?:19|20)\d\d\s?[-—–~至到]\s?(?:19|20)\d\d(?!\d)|\d+年(?!度|初|末)"
)
_NUMBER_STARTS = r"\d.+\-≥≤><不"
_CHINESE_STARTS = "一二三四五六七八九十百千两"
_CHINESE = "(?=[十百千]*[一二三四五六七八九两])[一二三四五六七八九十百千两零〇][一二三四五六七八九十百千万亿两零〇]*?"


def _spaced(form: str) -> str:
    return r"\s?".join(regex.escape(c) for c in form)


@cache
def _words() -> dict[str, str]:
    """Dictionary word → kind. Raises ValueError where a word stands under two kinds."""
    kinds = {fold(word): "MARK" for word in marker_kinds()}
    for kind, entry in load_yaml("lexicon").items():
        for word in itertools.chain.from_iterable(map(spell_out, map(str, entry["words"]))):
            if kinds.setdefault(fold(word), kind) != kind:
                raise ValueError(f"lexicon: {word} stands under {kinds[fold(word)]} and {kind}")
    return kinds


@cache
def _units() -> dict[str, str]:
    """Printed unit, folded and without spaces → canonical unit."""
    return {fold(form).replace(" ", ""): unit for form, unit in unit_forms().items()}


@cache
def letters() -> dict[str, str]:
    """Kind → the letter that role rules write it with."""
    return {kind: entry["letter"] for kind, entry in load_yaml("lexicon").items()}


@cache
def _pattern() -> regex.Pattern[str]:
    units = "|".join(_spaced(u) for u in sorted(_units(), key=len, reverse=True))
    money = "|".join(_spaced(u) for u in sorted((u for u in _units() if u.endswith("元")), key=len, reverse=True))
    digits = rf"{GROUPED}|\d{{1,3}}(?:\s\d{{3}})+(?:\.\d+)?(?=\s?(?:{money}))|\d+\.\s\d{{1,2}}(?=\s?%)|{PLAIN}|(?<![\d.,])\.\d+"
    number = (
        rf"(?:(?P<bound>[≥≤><]=?|不低于|不少于|不高于|不超过)\s?)?(?P<sign>(?<![\d%)A-Za-z年月日])[-+])?(?P<digits>{digits})\s?(?P<more>多|余)?\s?"
        rf"(?P<unit>(?:{units}))?(?P<after>多|余|以上|左右|以下|以内)?"
    )
    composite = (
        r"(?P<large>\d++)\s?(?:亿\s?(?P<small>\d{1,4}(?:\.\d+)?)\s?(?P<unit_of_both>万元)"
        rf"|万\s?(?P<small>\d{{1,4}}(?:\.\d+)?)\s?(?P<unit_of_both>{units}))"
    )
    words = sorted(_words(), key=len, reverse=True)
    starts = (
        f"{_LIST_STARTS}{_CODE_STARTS}{_NUMBER_STARTS}{_CHINESE_STARTS}{regex.escape(''.join({w[0] for w in words}))}"
    )
    plain = rf"[^\s{starts}]"
    return regex.compile(
        rf"(?P<chars>{plain}++)"
        rf"|(?=\d)(?P<composite>{composite})|(?=[{_CODE_STARTS}])(?P<code>{_CODES})|(?=[{_LIST_STARTS}])(?P<list>{_LINE_LIST})"
        rf"|(?=\d)(?:(?P<yearword>{_YEARS})|(?P<date>{_DATES}))|(?=[{_NUMBER_STARTS}])(?P<number>{number})"
        rf"|(?=[{_CHINESE_STARTS}])(?P<chinese>{_CHINESE})\s?(?P<cunit>{money})"
        rf"|(?P<word>{_by_first(words)})|(?P<chars>\S{plain}*+)"
    )


def _by_first(words: Sequence[str]) -> str:
    """Alternatives that look at the first character once, in the order of the words: 预算数 before 预算 before 预."""
    rests: dict[str, list[str]] = defaultdict(list)
    for word in words:
        rests[word[0]].append(regex.escape(word[1:]))
    return "|".join(f"{regex.escape(first)}(?:{'|'.join(found)})" for first, found in rests.items())


def tokenize(text: str) -> list[Token]:
    """The tokens of a folded text, without white space."""
    tokens: list[Token] = []
    for match in _pattern().finditer(text):
        if match.lastgroup == "chars":
            tokens += [Token(at, at + 1, char, CHAR) for at, char in enumerate(match.group(), match.start())]
        else:
            tokens.append(_token(match))
    return tokens


def _token(match: regex.Match[str]) -> Token:
    start, end = match.span()
    text = match.group()
    if match.lastgroup == "word":
        return Token(start, end, text, _words()[text])
    if match["number"]:
        return Token(start, end, text, NUMBER, _read_number(match))
    if match["composite"]:
        rest, decimals = read_digits(match["small"])
        value = Decimal(match["large"]) * 10_000 + rest
        unit = _units()["".join(match["unit_of_both"].split())]
        return Token(start, end, text, NUMBER, Quantity(value, unit, decimals, "".join(text.split())))
    if match["chinese"]:
        value = read_chinese(match["chinese"])
        unit = _units()["".join(match["cunit"].split())]
        return Token(start, end, text, NUMBER, Quantity(value, unit, 0, "".join(text.split())))
    if match["yearword"]:
        return Token(start, end, text, YEAR, year=int(match["year"]))
    return Token(start, end, text, DATE if match["date"] else LIST if match["list"] else CODE)


_BOUND_WORDS = {"多": Bound.AT_LEAST, "余": Bound.AT_LEAST, "以上": Bound.AT_LEAST, "左右": Bound.ABOUT}
_BOUND_WORDS |= {"以下": Bound.AT_MOST, "以内": Bound.AT_MOST, "不低于": Bound.AT_LEAST, "不少于": Bound.AT_LEAST}
_BOUND_WORDS |= {"不高于": Bound.AT_MOST, "不超过": Bound.AT_MOST}
_BOUND_SIGNS = {"≥": Bound.AT_LEAST, ">": Bound.AT_LEAST, "≤": Bound.AT_MOST, "<": Bound.AT_MOST}


def _read_number(match: regex.Match[str]) -> Quantity:
    value, decimals = read_digits("".join(match["digits"].split()))
    printed_unit = "".join((match["unit"] or "").split())
    bound = Bound.EXACT
    for mark in (match["more"], match["after"], match["bound"]):
        if mark:
            bound = _BOUND_WORDS.get(mark) or _BOUND_SIGNS[mark[0]]
    if printed_unit[1:2] in ("多", "余"):
        bound = Bound.AT_LEAST
    if match["sign"] == "-":
        value = -value
    return Quantity(value, _units().get(printed_unit, ""), decimals, "".join(match.group().split()), bound)


_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TEN = {"十": 10, "百": 100, "千": 1000}


def read_chinese(numeral: str) -> Decimal:
    """一百二十万 → 1200000. Digits strung together (二〇二三) are read by place."""
    if len(numeral) > 1 and all(c in _DIGIT for c in numeral):
        return Decimal("".join(str(_DIGIT[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _TEN:
            section += (digit or 1) * _TEN[c]
            digit = 0
        else:
            total = (total + section + digit) * (10_000 if c == "万" else 100_000_000)
            section = digit = 0
    return Decimal(total + section + digit)
