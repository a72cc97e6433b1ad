"""A year left standing shows by its figures: what the report prints as this year's stands under another year too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from checks.finding import Fault, Severity, show
from checks.registry import check
from checks.wording.text import BLANK, Kind, Passage, passages
from checks.wording.years import YEAR, against, sentences_of_years, words_of
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.width import fold

SURE_DIGITS = 5  # an amount of so many digits is the same amount wherever it stands
TELLING_DIGITS = 4  # of so many, where it has the same name or a fellow in the sentence is found again too
NAME_LENGTH = 4  # characters of a row's name that name it and not merely its kind (合计, 支出)
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """passage.dense[begin:stop], which names `year` first, at `start:end`, and the report's own year nowhere."""

    passage: Passage
    begin: int
    stop: int
    start: int
    end: int
    year: int


@check("TXT203", "本年的数写在其他年度下", "this year's figures stand under another year", Severity.WARNING)
def figures_under_another_year(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：同一个数只属于一个年度；一句话写明是上年的数，不应与本报告各表、其他各句所列的本年数完全相同。

    为什么重要：数字已经更新而年度没有更新，读者会把本年的数当作上年的数。
    何时不适用：与上年持平的数；上年结转、跨年度项目、文件中的数；上年栏中也印有同一个数；位数少、可能偶然相同的数；
    报告多处说的就是该年度（例如预算报告讲上年执行情况）；项目自评中项目资金所属的年度。
    """
    year = extraction.year
    if year is None or _is_of_projects(extraction.title):
        return
    named, amounts = _years_named(extraction), _Amounts(extraction.figures, year)
    for sentence in _sentences(extraction, year):
        if named[sentence.year] <= named[year] and (found := amounts.found_again(sentence)):
            words = {
                "other": f"{sentence.year}年",
                "year": f"{year}年",
                "text": "、".join(dict.fromkeys(figure.quantity.text for figure, _ in found[:MOST_TOLD])),
            }
            place = sentence.passage.evidence(sentence.start, sentence.end)
            pairs = [figure for pair in found[:MOST_TOLD] for figure in pair]
            yield Fault(words, (sentence.passage.evidence(sentence.begin, sentence.stop), place, *show(*pairs)))


def _is_of_projects(title: str) -> bool:
    """Whether a report is about single projects, whose money may be another year's."""
    return bool(words_of("projects").search(title)) and not words_of("whole").search(title)


def _sentences(extraction: Extraction, year: int) -> Iterator[Sentence]:
    """Sentences said of another year, but those that name the report's own, or that money was carried over or granted."""
    for passage, begin, stop, sentence, first in sentences_of_years(extraction):
        if int(first[1]) not in (year - 1, year + 1) or str(year) in sentence:
            continue
        if not words_of("carried").search(sentence) and not words_of("unchanged").search(sentence):
            yield Sentence(passage, begin, stop, begin + first.start(), begin + first.end(), int(first[1]))


def _years_named(extraction: Extraction) -> Counter[int]:
    """How many texts speak of a year, other than to compare with it."""
    named: Counter[int] = Counter()
    for passage in passages(extraction):
        if passage.kind is not Kind.CELL:
            named.update({int(m[1]) for m in YEAR.finditer(against().sub("", passage.dense))})
    return named


class _Amounts:
    """The amounts of a report: those its words put into another year, and those of its own year."""

    def __init__(self, figures: Iterable[Figure], year: int):
        self._of_others: dict[tuple[int, str], Figure] = {}
        self._own: list[Figure] = []
        self._taken: set[tuple[int, Decimal]] = set()
        for figure in figures:
            if figure.role is not Role.AMOUNT or not figure.quantity.is_money or figure.year is None:
                continue
            if figure.year == year:
                self._own.append(figure)
            elif figure.location.table is None:
                self._of_others.setdefault((figure.year, BLANK.sub("", fold(figure.quantity.text))), figure)
            else:
                self._taken.add((figure.year, figure.quantity.yuan))

    def found_again(self, sentence: Sentence) -> list[tuple[Figure, Figure]]:
        """The amounts of a sentence, each beside its print as this year's, where that is no accident."""
        text = sentence.passage.dense[sentence.end : sentence.stop]
        told = [f for (year, printed), f in self._of_others.items() if year == sentence.year and printed in text]
        if any(self._differs(f) for f in told):
            return []
        pairs = [(f, own) for f in told if _digits(f) >= TELLING_DIGITS and (own := self._as_own(f))]
        sure = any(_digits(f) >= SURE_DIGITS for f, _ in pairs) or len({f.quantity.yuan for f, _ in pairs}) > 1
        return pairs if sure or any(_is_named_alike(*pair) for pair in pairs) else []

    def _differs(self, figure: Figure) -> bool:
        """Whether this year's amount of the same name is another one: then the sentence does tell of the other year."""
        own = [g for g in self._own if g.label == figure.label and (g.scope, g.basis) == (figure.scope, figure.basis)]
        return bool(own) and not any(_prints(g, figure) for g in own)

    def _as_own(self, figure: Figure) -> Figure | None:
        """This year's print of the same amount; none where another table has the amount as the other year's."""
        if (figure.year, figure.quantity.yuan) in self._taken:
            return None
        found = [g for g in self._own if g.scope == figure.scope and _prints(g, figure)]
        return next((g for g in found if _is_named_alike(figure, g)), found[0] if found else None)


def _prints(own: Figure, figure: Figure) -> bool:
    """Whether `own` says what `figure` says, as closely or closer, of the same kind of amount."""
    if own.basis and figure.basis and own.basis != figure.basis:
        return False
    exact, told = own.quantity, figure.quantity
    step = told.half_step()
    return exact.half_step() <= step and abs(exact.yuan - told.yuan) <= step - exact.half_step()


def _is_named_alike(figure: Figure, own: Figure) -> bool:
    """By facets, label or concept; or the words of a row stand in the label: 行政运行（项）2022年预算数 and 2010101 行政运行."""
    if (figure.facets and figure.facets == own.facets) or (figure.concept and figure.concept == own.concept):
        return True
    row = own.label.partition(" | ")[0].lstrip("0123456789 ")
    return figure.label == own.label or (len(row) >= NAME_LENGTH and row in figure.label)


def _digits(figure: Figure) -> int:
    return len("".join(c for c in f"{abs(figure.quantity.value):f}" if c.isdigit()).strip("0"))
