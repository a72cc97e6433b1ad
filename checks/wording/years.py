"""Another year left standing: last year's report is the template of this year's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache

from checks.finding import Fault, Severity
from checks.registry import check
from checks.wording.text import Kind, Passage, any_of, passages, titles
from extractor.extraction import Extraction
from extractor.width import fold
from patterns.load import load_yaml

YEAR = re.compile(r"(?<![\d〔\[(])(20[0-4]\d)(年度?)(?![\d〕\])]|[底末初前后])")
QUOTED = re.compile(r"《[^》]*》|\([^()]*\)|〔[^〕]*〕")
YEAR_END = re.compile(r"截[至止]到?(20[0-4]\d)年12月31日")
ASSETS = ("车辆", "公务用车", "固定资产", "国有资产", "设备", "资产总额")
SHORT_WORD = 3  # characters
NUMBERED = re.compile(r"^(?:附[件表]?[:\d]*)?[\d一二三四五六七八九十(（)）.、．:：]*")


@check("TXT201", "标题年度与报告年度不符", "a title names another year", Severity.WARNING)
def titles_of_another_year(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：封面、各部分标题、表名和附件清单写的年度，应当是本报告的年度；同一张表在清单和表头中的年度应当一致。

    为什么重要：年度写错多是沿用上年文本，读者会以为所附的是另一年度的表。
    何时不适用：项目名称、文件名称、规划期中的年度；上年结转、对比用的年度；预算报告中讲上年执行情况的标题。
    另有同名标题写着本年度的，或决算、自评报告的通用标题写着其他年度的，才作提示。
    """
    year = extraction.year
    if year is None:
        return
    named: dict[str, set[int]] = {}
    found: list[tuple[Passage, int, int, int, str]] = []
    for passage in titles(extraction):
        for start, end, other, rest in _own_years(passage):
            named.setdefault(rest, set()).add(other)
            if other != year:
                found.append((passage, start, end, other, rest))
    for passage, start, end, other, rest in found:
        twin = year in named[rest]
        if twin or _names_the_report(rest, extraction.kind, year - other):
            words = {"other": f"{other}年度", "year": f"{year}年度", "text": passage.dense[start:end]}
            yield Fault(words, (passage.evidence(0, len(passage.dense)), passage.evidence(start, end)))


@check("TXT202", "正文年度疑为上年遗留", "a sentence speaks of another year", Severity.WARNING)
def sentences_of_another_year(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：决算、自评报告的正文说的是本年度的数；资产、车辆的截止日应当是本年末；“与××年相比”应当是上一年。

    为什么重要：同一句话换了数字没有换年度，公开的就是另一年度的数。
    何时不适用：预算报告（截止日、执行数本来就是上年的）；有比较、结转、文件、规划等字样的句子；
    报告中比较年度本来不一的（例如逐年比较），不作提示。某年度的数与同一年度比较的，各类报告都提示；决算数与同年度预算比较的除外。
    """
    year = extraction.year
    if year is None:
        return
    yield from _against_itself(extraction, year)
    if extraction.kind not in ("final_accounts", "self_evaluation"):
        return
    yield from _asset_dates(extraction, year)
    yield from _bases(extraction, year)
    yield from _results(extraction, year)


@cache
def against() -> re.Pattern[str]:
    """“与2022年度决算数相比”, “较2022年各增加”: a year as the base of a comparison, its beginning and end apart."""
    words, lexicon = load_yaml("report_years")["against"], load_yaml("lexicon")
    directions = any_of(
        w for kind in ("UP", "UP_RATE", "DOWN", "GREATER", "LESS", "FLAT") for w in lexicon[kind]["words"]
    )
    return re.compile(
        rf"(?:{any_of(words['opens'])})(20[0-4]\d)年度?(?![初末底中前后上下\d])"
        rf"(?:[^。;:]{{0,30}}?(?:{any_of(words['closes'])})"
        rf"|[^,。;:\d]{{0,12}}?(?=,?(?:{any_of(words['how'])})?(?:{directions})))"
    )


# --- titles


def _names_the_report(rest: str, kind: str, years_ago: int) -> bool:
    """Whether a title of nothing but general words can only mean this report: what it plans may be the next year's, and
    a budget tells of last year's results too."""
    words = load_yaml("report_years")
    if kind == "budget":
        return years_ago == 1 and "预算" in rest and not any(w in rest for w in words["results_in_titles"])
    if years_ago < 0 and any(w in rest for w in words["ahead"]):
        return False
    return kind in ("final_accounts", "self_evaluation") and abs(years_ago) <= 2


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(load_yaml('report_years')['generic'])})+")


def _is_general(rest: str) -> bool:
    """Whether a title names no project: nothing but general words, or one short word more in a title of the office."""
    named = _generic().sub("", rest)
    return not named or (len(named) <= SHORT_WORD and not any(w in rest for w in load_yaml("report_years")["projects"]))


def _own_years(passage: Passage) -> Iterator[tuple[int, int, int, str]]:
    """(start, end, year, the title without year and number) where a title names the report itself or a part of it."""
    words = load_yaml("report_years")
    dense = _unquoted(passage.dense)
    years = list(YEAR.finditer(dense))
    if len({m[1] for m in years}) != 1:
        return
    match = years[0]
    rest = dense[match.end() :].strip("〇").rstrip("0123456789.…·")
    head = NUMBERED.sub("", dense[: match.start()])
    if not any(kind in rest for kind in words["kinds"]) or any(fold(w) in rest for w in words["elsewhere"]):
        return
    if _is_general(rest) and len(head) <= 30 and not any(fold(w) in head for w in words["elsewhere"]):
        yield match.start(), match.end(), int(match[1]), rest


# --- sentences


def _asset_dates(extraction: Extraction, year: int) -> Iterator[Fault]:
    for passage in passages(extraction):
        if passage.kind is not Kind.PARAGRAPH:
            continue
        for match in YEAR_END.finditer(passage.dense):
            stop = passage.sentence_at(match.start())[1]
            if int(match[1]) != year and any(word in passage.dense[match.end() : stop][:60] for word in ASSETS):
                yield _fault(passage, match.start(), match.end(), int(match[1]), year)


def _bases(extraction: Extraction, year: int) -> Iterator[Fault]:
    """A base year that only one sentence uses while all the others use last year, or a year compared with itself."""
    found: list[tuple[Passage, re.Match[str]]] = []
    for passage in passages(extraction):
        if passage.kind is Kind.PARAGRAPH:
            found += ((passage, match) for match in against().finditer(passage.dense))
    counts = Counter(int(match[1]) for _, match in found)
    for passage, match in found:
        base = int(match[1])
        if base == year - 1 or counts[year - 1] < 2 or base not in (year, year - 2):
            continue
        begin, stop = passage.sentence_at(match.start())
        sentence = passage.dense[begin:stop]
        stated = {int(m[1]) for m in YEAR.finditer(sentence)} - {base}
        if stated <= {year} and counts[base] <= counts[year - 1] // 2:
            yield _fault(passage, match.start(), match.end(), base, year if base != year else year - 1)


def _against_itself(extraction: Extraction, year: int) -> Iterator[Fault]:
    """“2022年度支出比2022年度增加”: one of the two is left from another report."""
    for passage in passages(extraction):
        if passage.kind is not Kind.PARAGRAPH:
            continue
        bases = list(against().finditer(passage.dense))
        compared = {place for match in bases for place in range(*match.span())}
        said = [m for m in YEAR.finditer(passage.dense) if m.start() not in compared] if bases else []
        starts = [m.start() for m in said]
        for match in bases:
            before = bisect_left(starts, match.start())
            if not before or said[before - 1][1] != match[1] or int(match[1]) == year:
                continue
            own = said[before - 1]
            between = passage.dense[own.end() : match.start()]
            after = passage.dense[match.end() : passage.sentence_at(match.start())[1]]
            of_own_year = re.search(r"[,。;:]", between) and str(year) in passage.dense
            if not (YEAR.search(after) or of_own_year or _is_own_budget(between, match[0], extraction.kind)):
                yield _fault(passage, *own.span(), int(match[1]), max(year, int(match[1]) + 1))


def _is_own_budget(said: str, base: str, kind: str) -> bool:
    """Whether a result is compared with a budget, which is right within one year; a budget speaks of budgets unless it
    says otherwise."""
    if "预算" not in base:
        return False
    return bool(re.search("决算|执行|完成", said)) or (kind != "budget" and "预算" not in said)


@cache
def words_of(name: str) -> re.Pattern[str]:
    """Any word of a list of patterns/report_years.yaml."""
    return re.compile(any_of(load_yaml("report_years")[name]))


def sentences_of_years(extraction: Extraction) -> Iterator[tuple[Passage, int, int, str, re.Match[str]]]:
    """(passage, begin, stop, its words with what is quoted blanked out, the first year) of the sentences naming one."""
    for passage in passages(extraction):
        if passage.kind is not Kind.PARAGRAPH:
            continue
        for begin, stop in passage.sentences():
            sentence = _unquoted(passage.dense[begin:stop])
            first = YEAR.search(sentence)
            if first is not None:
                yield passage, begin, stop, sentence, first


def _unquoted(text: str) -> str:
    """With what is quoted or stands in brackets blanked out, every other character at its place."""
    return QUOTED.sub(lambda m: "〇" * len(m[0]), text)


def _results(extraction: Extraction, year: int) -> Iterator[Fault]:
    """“2022年度…支出决算为 12 万元” in the report of 2023, in a sentence that compares nothing."""
    for passage, begin, _, sentence, first in sentences_of_years(extraction):
        if first.start() > 1 or first[2] != "年度" or int(first[1]) not in (year - 1, year + 1):
            continue
        clause = re.split("[,:]", sentence[first.end() :])[0]
        stated = words_of("results").search(clause) and re.search(r"\d(?:万|亿)?元", sentence)
        if stated and not words_of("compared").search(sentence) and str(year) not in sentence:
            yield _fault(passage, begin + first.start(), begin + first.end(), int(first[1]), year)


def _fault(passage: Passage, start: int, end: int, other: int, year: int) -> Fault:
    sentence = passage.sentence_at(start)
    words = {"other": f"{other}年", "year": f"{year}年", "text": passage.dense[start:end]}
    return Fault(words, (passage.evidence(*sentence), passage.evidence(start, end)))
