"""What one paragraph says of scores by itself: a score and its weight, a total and its parts, points lost, a grade."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import groupby

import regex

from extractor.document import Paragraph, Section
from extractor.evaluation.statements import Deduction, Grade, ScoreRate, ScoreTotal, ScoreWithinWeight
from extractor.evaluation.text.mentions import GradeMention, Mention, ScoreText, place, read_paragraph, sentence_ends
from extractor.evaluation.words import pattern, words
from extractor.figure import Figure, Role
from extractor.location import Text
from extractor.quantity import Quantity
from extractor.statement import SURE, Accuse, Binding, Source, Statement
from extractor.width import fold

MAYBE = Binding(Accuse.WARNING)
SELECTION = Binding(Accuse.NOTHING, "selection")
SEVERAL = Binding(Accuse.NOTHING, "score_several")
FULL = Decimal(100)
CLOSE = Decimal("0.1")  # of the total
NEAR = 80  # characters within which a grade belongs to a score of another sentence
MOST_LEVELS = 12  # mentions of a sentence among which the highest levels of a sheet may be told
_DIGIT = regex.compile(r"\d")


def state_paragraph(text: ScoreText) -> list[Statement]:
    """All statements of a paragraph that need nothing else."""
    found: list[Statement] = []
    before: list[Mention] = []
    for _, group in groupby(text.mentions, key=lambda m: m.sentence):
        sentence = list(group)
        found += _weighed(text, sentence)
        found += _composed(text, sentence, before)
        found += _deducted(text, sentence)
        before = sentence
    found += _rates(text)
    found += _graded(text)
    found += _bare_lists(text)
    return found


def _pairs(text: ScoreText, sentence: Sequence[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    """Each weight with the scores that may be its own: 满分5分,得4分 and 得4分（满分5分）."""
    points = [m for m in sentence if m.role in ("weight", "score", "total", "sum")]
    plain = [m for m in points if m.role != "total"]
    after = [m.role == "weight" for m in plain]
    follows = len(plain) > 1 and after == [bool(i % 2) for i in range(len(plain))] and after[-1]  # S W S W
    for i, weight in enumerate(points):
        if weight.role != "weight":
            continue
        before = points[i - 1] if i and points[i - 1].role != "weight" else None
        if before and (follows or _in_bracket_behind(text, before, weight)):
            yield weight, [before]
            continue
        own: list[Mention] = []
        for mention in points[i + 1 :]:
            if mention.role == "weight":
                break
            own.append(mention)
        if own:
            yield weight, own


def weight_beside(text: ScoreText) -> dict[int, Mention]:
    """The weight that stands beside a score in its sentence, by the identity of the score's figure."""
    found: dict[int, Mention] = {}
    for _, group in groupby(text.mentions, key=lambda m: m.sentence):
        for weight, scores in _pairs(text, list(group)):
            found.setdefault(id(scores[0].figure), weight)
    return found


def _in_bracket_behind(text: ScoreText, score: Mention, weight: Mention) -> bool:
    between = text.text[score.span[1] : weight.span[0]].strip()
    return between.startswith("(") and ")" not in between


def _weighed(text: ScoreText, sentence: Sequence[Mention]) -> Iterator[Statement]:
    """No score above its weight; weight, deductions and score of one sentence."""
    pairs = list(_pairs(text, sentence))
    lost = [m for m in sentence if m.role == "deduction"]
    for weight, scores in pairs:
        binding = SURE if len(scores) == 1 else SEVERAL
        score = scores[0].figure
        yield ScoreWithinWeight(source=Source.TEXT, binding=binding, scores=(score,), weight=weight.figure)
        if lost and len(pairs) == 1 and len(scores) == 1:
            taken = tuple(m.figure for m in lost)
            yield Deduction(source=Source.TEXT, binding=MAYBE, deductions=taken, weight=weight.figure, score=score)


def _composed(text: ScoreText, sentence: Sequence[Mention], before: Sequence[Mention]) -> Iterator[ScoreTotal]:
    """综合得分92.5分，其中：投入18分、过程27分 … and 投入18分、过程27分，合计45分. 其中 may open the next sentence."""
    marker = pattern("text", "parts_marker")
    weights = [m for m in sentence if m.role == "weight"]
    heads = [(m, 0) for m in before[-1:]] + [(m, i + 1) for i, m in enumerate(sentence)]  # where the parts would begin
    for mention, after in heads:
        listed = MAYBE
        if mention.role in ("total", "score") and (said := _marker_behind(text, mention, marker)):
            parts = [m for m in sentence[after:] if m.role in ("", "score")]
            listed = SELECTION if "其中" in said or "包括" in said else MAYBE
        elif mention.role == "sum" and after:
            parts = [m for m in sentence[: after - 1] if m.role in ("", "score")]
        else:
            parts = []
        few = len(sentence) - after <= MOST_LEVELS
        if not parts and few and after and mention.role in ("total", "score", "sum"):
            parts = _all_levels_behind(sentence[after:])
        if len(parts) > 1:
            yield _total_of(mention, parts, weights, listed)
            return


def _deducted(text: ScoreText, sentence: Sequence[Mention]) -> Iterator[ScoreTotal]:
    """甲扣1.5分，乙扣2分，合计扣3.5分: the points lost one by one, and their sum behind them. Where some could be points of a
    rule (低于95%扣1分), nobody knows what was added up."""
    summed = pattern("text", "deductions_summed")
    for index, mention in enumerate(sentence):
        if not summed.search(mention.clause):
            if mention.role != "deduction":
                return  # what follows is not the points lost alone
            continue
        lost = sentence[:index]
        start = max((stop for stop in sentence_ends(text.text) if stop < mention.span[0]), default=0)
        printed = pattern("text", "points_lost").findall(text.text, start, mention.span[1])
        if len(lost) > 1 and all(m.role == "deduction" for m in lost) and len(printed) == index + 1:
            parts = tuple(m.figure for m in lost)
            yield ScoreTotal(source=Source.TEXT, binding=MAYBE, total=mention.figure, parts=parts, means="扣分")
        return


def _all_levels_behind(mentions: Sequence[Mention]) -> list[Mention]:
    """得分合计95分，决策18分，过程19分，产出38分，效益20分: the levels of a sheet, all named, need no 其中."""
    parts = [m for m in mentions if m.role in ("", "score")]
    return parts if _are_all_parts(parts) else []


def _marker_behind(text: ScoreText, mention: Mention, marker: regex.Pattern[str]) -> str:
    """The words right behind a score that open the list of its parts; a grade may stand between (…，等级为优。其中，…)."""
    if said := marker.match(text.text, mention.span[1]):
        return str(said[0])
    end = text.text.find("。", mention.span[1])
    between = text.text[mention.span[1] : end]
    if end < 0 or len(between) > NEAR or _DIGIT.search(between):
        return ""
    said = marker.match(text.text, end)
    return str(said[0]) if said else ""


def _total_of(total: Mention, parts: Sequence[Mention], weights: Sequence[Mention], listed: Binding) -> ScoreTotal:
    """An error where the parts' weights make 100 or the parts exceed the total. A list after 其中 may be a selection:
    it warns only where it comes so near to the total that it was meant to make it up, or names a sheet's highest level."""
    whole = sum((w.figure.quantity.value for w in weights), Decimal(0)) == FULL and len(weights) == len(parts)
    stated = total.figure.quantity.value
    missing = stated - sum((p.figure.quantity.value for p in parts), Decimal(0))
    if listed is SELECTION and (missing <= stated * CLOSE or _are_all_parts(parts)):
        listed = MAYBE
    return ScoreTotal(
        source=Source.TEXT,
        binding=SURE if whole or missing < 0 else listed,
        total=total.figure,
        parts=tuple(p.figure for p in parts),
    )


def _are_all_parts(parts: Sequence[Mention]) -> bool:
    """Whether the parts are named as the highest level of a score sheet is, each once (决策、过程、产出、效益)."""
    for names in words()["text"]["levels"]:
        if len(parts) != len(names):
            continue
        patterns = [regex.compile(name) for name in names]
        named = [i for part in parts for i, p in enumerate(patterns) if p.search(part.label)]
        if sorted(named) == list(range(len(patterns))):
            return True
    return False


def _rates(text: ScoreText) -> Iterator[ScoreRate]:
    """得分率92.5% with the weight and the score of its sentence."""
    stops = sentence_ends(text.text)
    for hit in pattern("text", "score_rate").finditer(text.text):
        sentence = bisect_left(stops, hit.start())
        near = [m for m in text.mentions if m.sentence == sentence and m.span[0] < hit.start()]
        weights = [m for m in near if m.role == "weight"]
        scores = [m for m in near if m.role in ("score", "total")]
        if weights and scores:
            yield ScoreRate(
                source=Source.TEXT,
                rate=_rate_figure(text, hit),
                score=scores[-1].figure,
                weight=weights[-1].figure,
            )


def lacks_weight(text: ScoreText) -> bool:
    """Whether the paragraph names a 得分率 that cannot be recomputed from it."""
    return bool(text.mentions) and len(list(_rates(text))) < len(pattern("text", "score_rate").findall(text.text))


def _rate_figure(text: ScoreText, hit: regex.Match[str]) -> Figure:
    _, _, fraction = hit["n"].partition(".")
    quantity = Quantity(Decimal(hit["n"]), "%", len(fraction), f"{hit['n']}%")
    at = place(text.block, hit.start("n"), hit.end())
    return Figure(quantity, Role.RATIO, "得分率", at, hit[0], text.block.section.scope, concept="得分率")


def _bare_lists(text: ScoreText) -> Iterator[ScoreTotal]:
    """产出指标(50分):5、5、10: points listed behind a weight."""
    for hit in pattern("text", "bare_list").finditer(text.text):
        whole = _points_figure(text, hit, "whole", hit["name"], Role.WEIGHT)
        parts = [
            _number_figure(text, hit.start("list") + number.start(), number[0], hit["name"])
            for number in regex.finditer(r"\d+(?:\.\d+)?", hit["list"])
        ]
        yield ScoreTotal(source=Source.TEXT, binding=MAYBE, total=whole, parts=tuple(parts), means="分值")


def _points_figure(text: ScoreText, hit: regex.Match[str], group: str, name: str, role: Role) -> Figure:
    made = _number_figure(text, hit.start(group), hit[group], name)
    return replace(made, role=role, quote=hit[0][:60])


def _number_figure(text: ScoreText, start: int, digits: str, name: str) -> Figure:
    _, _, fraction = digits.partition(".")
    quantity = Quantity(Decimal(digits), "分", len(fraction), digits)
    at = place(text.block, start, start + len(digits))
    return Figure(quantity, Role.SCORE, name, at, f"{name} {digits}", text.block.section.scope, concept=name)


def _graded(text: ScoreText) -> Iterator[Grade]:
    """A grade with the score before it in its sentence or right before that, else after it."""
    totals = [m for m in text.mentions if m.role in ("total", "score")]
    for grade in text.grades:
        before = [m for m in totals if m.span[0] < grade.start and grade.start - m.span[1] <= NEAR]
        after = [m for m in totals if m.span[0] > grade.start and m.sentence == grade.sentence]
        near = before[-1:] or after[:1]
        if near:
            yield from state_grades((grade,), near[0].figure, text.text)


@cache
def _scale() -> dict[str, tuple[Decimal | None, Decimal | None]]:
    def number(value: object) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    return {name: (number(entry["low"]), number(entry["high"])) for name, entry in words()["grades"].items()}


def state_grades(grades: Iterable[GradeMention], score: Figure, around: str = "") -> Iterator[Grade]:
    """A grade beside a score, on the usual scale; offices may have their own: a warning at most, none where one is near."""
    own_scale = pattern("grade_scheme").search(around) is not None
    for grade in grades:
        low, high = _scale()[grade.grade]
        yield Grade(
            source=Source.TEXT,
            binding=Binding(Accuse.NOTHING, "grade_scale_own") if own_scale else MAYBE,
            score=score,
            grade=grade.grade,
            low=low,
            high=high,
            quote=grade.quote,
            location=grade.location,
        )


def read_line_grades(lines: Sequence[Text], section: Section) -> tuple[GradeMention, ...]:
    """The grades in the lines above a table."""
    found = [read_paragraph(Paragraph(line, section)) for line in lines if "优" in fold(line.text) or "等" in line.text]
    return tuple(grade for text in found for grade in text.grades)
