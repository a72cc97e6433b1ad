"""A number without its unit or % sign, where its neighbours carry theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checks.finding import Fault, Severity
from checks.registry import check
from checks.wording.text import Kind, Passage, passages
from extractor.extraction import Extraction
from patterns.load import load_yaml

NUMBER = r"(?P<n>-?\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d)"
ANY_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WITH_UNIT = re.compile(r"\d(?:[万亿百千]?元|%|‰|个百分点|倍)")
LISTED = re.compile(r"^(?:[、,和及与]\d[\d,.]*)*[、,和及与]\d[\d,.]*(?:[万亿百千]?元|%|倍)")
MONEY = re.compile(r"\d(?P<unit>[万亿百千]?元)")
MOST_BARE = 2  # more numbers without unit in one sentence are a table run together


@check("TXT401", "数字后漏写单位或百分号", "a number lacks its unit or % sign", Severity.WARNING)
def missing_units(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：正文中的金额应带“元”“万元”等单位，比率应带“%”，与同句其他数字的写法一致。

    为什么重要：没有单位的数可以读成金额，也可以读成比率；“增长13.95”可能是万元，也可能是%。
    何时不适用：并列数字共用最后一个单位（“分别为1.2、3.4万元”）；评分、编码、公式；整句是拉平的表格。
    只有同句其他数字带有单位时才提示；只有词语能确定是比率或金额时才说明漏写的是哪一种。
    """
    for passage in passages(extraction):
        if passage.kind is not Kind.PARAGRAPH:
            continue
        for begin, stop in passage.sentences():
            if WITH_UNIT.search(passage.dense, begin, stop):
                yield from _bare(passage, begin, stop)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = load_yaml("missing_units")
    closed = rf"(?={words['closed_by']})"
    kinds = [(kind, form) for kind in ("rate", "either", "amount") for form in words[kind]]
    return tuple((kind, re.compile(form.replace("{n}", NUMBER) + closed)) for kind, form in kinds)


def _bare(passage: Passage, begin: int, stop: int) -> Iterator[Fault]:
    sentence = passage.dense[begin:stop]
    bare = _bare_numbers(sentence)
    if re.search(load_yaml("missing_units")["not_in"], sentence) or bare > min(
        MOST_BARE, len(WITH_UNIT.findall(sentence))
    ):
        return
    told: set[int] = set()
    for kind, pattern in _patterns():
        for match in pattern.finditer(sentence):
            at = match.start("n")
            if at in told or LISTED.match(sentence[match.end("n") :]) or not _surely(kind, match, sentence):
                continue
            told.add(at)
            yield _fault(kind, passage, begin, stop, match)


def _bare_numbers(sentence: str) -> int:
    """Numbers with decimals that no unit follows."""
    return sum(
        "." in m[0]
        and not re.match(
            r"[万亿百千]?元|%|‰|个?百分|倍|[余多]?[万亿]|分|个|人|辆|亩|公里|平方|吨|米", sentence[m.end() :]
        )
        for m in ANY_NUMBER.finditer(sentence)
    )


def _surely(kind: str, match: re.Match[str], sentence: str) -> bool:
    """Integers may count people or years; an integer is bare only where a rate must stand and other rates carry %."""
    if "." in match["n"]:
        return True
    return kind == "rate" and "%" in sentence and match["n"] != "0" and len(match["n"]) <= 3


def _fault(kind: str, passage: Passage, begin: int, stop: int, match: re.Match[str]) -> Fault:
    sentence = passage.dense[begin:stop]
    before = sentence[: match.start()]
    money = [m["unit"] for m in MONEY.finditer(sentence)]
    told_amount = re.search(r"(?:增加|减少|增支|减支|增收|减收)[^,。;]{0,4}?\d[\d,.]*[万亿百千]?元,?$", before)
    sign = "%" if kind == "rate" or (kind == "either" and (told_amount or not money)) else money[0] if money else "%"
    if kind == "either" and not told_amount and money:
        sign = f"%或{money[0]}"
    start, end = begin + match.start(), begin + match.end("n")
    words = {"text": match[0][: match.end("n") - match.start()], "number": match["n"], "unit": sign}
    return Fault(words, (passage.evidence(start, end, sign), passage.evidence(begin, stop)))
