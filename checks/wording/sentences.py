"""Faults inside the sentences: text printed twice, directions that contradict a rate or the reason given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

from checks.finding import Fault, Severity
from checks.registry import check
from checks.wording.text import Kind, Passage, any_of, passages
from extractor.extraction import Extraction
from patterns.load import load_yaml

LEAST = 12  # characters of a run that is printed twice
LONGEST_WORD = 9  # characters on average of the headings of columns
BETWEEN = re.compile(r"[,。;、:]?")  # what may stand between the two prints; anything else is a list of like items
HAN = re.compile(r"[\u4e00-\u9fff]")
IN_PATH = re.compile(r"[类款项]\)")
LEAST_BLOCK = 120  # characters of paragraphs that are printed twice
MOST_APART = 80  # paragraphs between the two prints
COMPLETION = re.compile(r"完成(?:了)?(?:年初|全年|调整后?|年度)?预算(?:数)?的?(?P<rate>\d+(?:\.\d+)?)%")
AGAINST_BUDGET = re.compile(
    r"决算数?(?P<word>小于|低于|少于|大于|高于|超过|等于|(?:与|同)(?:年初)?预算数?(?:基本)?持平)(?:年初)?(?:预算)?数?"
)
STATED = re.compile(r"(?P<verb>增加|减少)(?:了)?(?P<n>\d[\d,]*(?:\.\d+)?)[万亿百千]?元")


@check("TXT601", "文字重复", "text printed twice", Severity.WARNING)
def doubled_text(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：同一段文字不应连续出现两遍，整段内容也不应前后重复印出。

    为什么重要：重复的文字多是粘贴时留下的，夹在中间的句子往往已经残缺。
    何时不适用：并列项目中相同的词语（不相邻）；类、款、项同名的科目路径；表格中的相同数字和栏目名称；各项目报告的通用文字。
    """
    for passage in passages(extraction):
        if passage.kind is Kind.PARAGRAPH:
            for start, end in _doubled(passage.dense):
                if _stands_in_columns(passage, start, end):
                    continue
                words = {"text": passage.dense[start:end][:40], "what": "连续出现两遍"}
                yield Fault(words, (passage.evidence(start, end), passage.evidence(*passage.sentence_at(start))))
    yield from _doubled_blocks(extraction)


@check("TXT602", "增减方向与所述原因相反", "the reason given goes the other way", Severity.INFO)
def direction_against_reason(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：增加的原因应当说明为什么增加，减少的原因应当说明为什么减少。

    为什么重要：方向相反，不是数字写反了，就是原因沿用了上年的文本。
    何时不适用：原因中同时有增有减；原因没有说到支出、经费、人员、项目等增减。只作提示，供人工核对。
    """
    for passage in passages(extraction):
        if passage.kind is not Kind.PARAGRAPH:
            continue
        for match in re.finditer(load_yaml("structure")["reason"], passage.dense):
            start, stop = passage.sentence_at(match.start())
            verb = _verb_before(passage, match.start())
            direction = _direction(passage.dense[match.end() : stop])
            if verb and direction and (verb == "增加") != (direction == "up"):
                words = {"verb": verb, "text": passage.dense[match.start() : stop][:40]}
                yield Fault(words, (passage.evidence(match.start(), stop), passage.evidence(start, match.start())))


@check(
    "TXT603", "决算与预算的大小与完成率矛盾", "above or below the budget against the completion rate", Severity.WARNING
)
def budget_direction_against_rate(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：决算数小于预算数的，完成率应当不超过100%；大于的应当不低于100%；持平的应当是100%。

    为什么重要：两句话必有一句错了，多是套用模板后没有改。
    何时不适用：两句之间说到了别的项目；完成率恰为100%（可能是四舍五入）；“基本持平”。
    """
    for passage in passages(extraction):
        if passage.kind is not Kind.PARAGRAPH:
            continue
        for match in AGAINST_BUDGET.finditer(passage.dense):
            rate = _rate_before(passage, match.start())
            if rate and _contradicts(match["word"], Decimal(rate["rate"])):
                words = {"word": match[0], "rate": rate["rate"] + "%"}
                yield Fault(words, (passage.evidence(*match.span()), passage.evidence(*rate.span())))


# --- text printed twice


def _doubled(dense: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the second print of each run that follows its first print at once."""
    runs = [dense[at : at + LEAST] for at in range(len(dense) - LEAST + 1)]
    if len(set(runs)) == len(runs):
        return
    places: dict[str, int] = {}
    position = 0
    while position < len(runs):
        first = places.get(runs[position])
        if (
            first is not None
            and (length := _same_length(dense, first, position))
            and _is_text(dense, first, position, length)
        ):
            yield position, position + length
            position += length
            places.clear()
            continue
        places[runs[position]] = position
        position += 1


def _same_length(dense: str, first: int, second: int) -> int:
    """How long the two runs agree, if the second begins right after the first ends; else 0."""
    length = LEAST
    most = min(second - first, len(dense) - second)
    while length < most and dense[first + length] == dense[second + length]:
        length += 1
    return length if BETWEEN.fullmatch(dense, first + length, second) else 0


def _is_text(dense: str, first: int, second: int, length: int) -> bool:
    run = dense[first : first + length]
    after = dense[second + length : second + length + 2]
    return len(set(HAN.findall(run))) >= 6 and not IN_PATH.search(after) and "|" not in run


def _stands_in_columns(passage: Passage, start: int, end: int) -> bool:
    """Whether blanks part the run into short words, as the headings of a table whose lines were read as text."""
    blanks = sum(b - a > 1 for a, b in pairwise(passage.offsets[start:end]))
    is_parted = passage.offsets[start] - passage.offsets[max(0, start - 1)] > 1  # from its first print
    return blanks + is_parted > 1 and end - start <= LONGEST_WORD * (blanks + 1)


def _doubled_blocks(extraction: Extraction) -> Iterator[Fault]:
    """A stretch of paragraphs that is printed again right after itself, as where a page was inserted twice."""
    plain = [p for p in passages(extraction) if p.kind in (Kind.PARAGRAPH, Kind.HEADING)]
    last: dict[str, int] = {}
    position = 0
    while position < len(plain):
        first = last.get(plain[position].dense)
        if first is not None and _repeats(plain, first, position):
            again = plain[position]
            words = {"text": again.dense[:40], "what": f"自此起连续{position - first}段重复印出"}
            shown = (again.evidence(0, len(again.dense)), plain[first].evidence(0, len(plain[first].dense)))
            yield Fault(words, shown)
            position += position - first
            last.clear()
            continue
        last[plain[position].dense] = position
        position += 1


def _repeats(plain: list[Passage], first: int, second: int) -> bool:
    count = second - first
    if count > MOST_APART or second + count > len(plain):
        return False
    pairs = list(zip(plain[first:second], plain[second : second + count], strict=True))
    long = sum(len(a.dense) for a, _ in pairs) >= LEAST_BLOCK and sum(len(a.dense) >= 30 for a, _ in pairs) >= 1
    return long and all(a.dense == b.dense for a, b in pairs)


# --- reasons


def _verb_before(passage: Passage, position: int) -> str:
    """增加 or 减少 where the sentence, or the one before it, tells one change only."""
    begin = passage.sentence_at(position)[0]
    found = [m["verb"] for m in STATED.finditer(passage.dense, begin, position)]
    if not found and begin:
        before = passage.sentence_at(begin - 1)[0]
        found = [m["verb"] for m in STATED.finditer(passage.dense, before, begin)]
    return found[0] if len(found) == 1 else ""


@cache
def _directed(side: str) -> re.Pattern[str]:
    words = load_yaml("structure")["directions"]
    return re.compile(
        rf"(?:{any_of(words['objects'])})(?:数量?|数|额|规模)?(?:有所|大幅|的|较上年|比上年)?(?:{any_of(words[side])})"
    )


@cache
def _any_direction(side: str) -> re.Pattern[str]:
    return re.compile(any_of(load_yaml("structure")["directions"][side]))


def _direction(reason: str) -> str:
    """up or down where the reason speaks of one direction only, with its object."""
    up, down = (bool(_any_direction(side).search(reason)) for side in ("up", "down"))
    if up == down:
        return ""
    side = "up" if up else "down"
    return side if _directed(side).search(reason) else ""


# --- budgets


def _rate_before(passage: Passage, position: int) -> re.Match[str] | None:
    """The one completion rate that the same sentence or the one before tells."""
    begin = passage.sentence_at(position)[0]
    before = passage.sentence_at(begin - 1)[0] if begin else begin
    for start in (begin, before):
        rates = list(COMPLETION.finditer(passage.dense, start, position))
        told = passage.dense[start:position]
        if rates:
            return rates[0] if len(rates) == 1 and "其中" not in told and told.count("预算为") < 2 else None
    return None


def _contradicts(word: str, rate: Decimal) -> bool:
    if "持平" in word or word == "等于":
        return "基本" not in word and rate != 100
    below = word in ("小于", "低于", "少于")
    return rate > 100 if below else rate < 100
