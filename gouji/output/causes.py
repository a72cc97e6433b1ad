"""The sentence on the likeliest slip behind a finding, and on the other changes that would do as well."""

from __future__ import annotations

from checks.finding import Cause, CauseKind
from extractor.figure import Figure
from gouji.output.names import label, name, quoted
from gouji.output.numbers import amount
from gouji.output.words import Words

MOST_CANDIDATES = 6


def cause_of(cause: Cause, words: Words, main: Figure | None = None) -> str:
    """Without its full stop; "" where there is nothing to say. main: what the finding is told about, just named."""
    text = _told(cause, words, main)
    if not cause.candidates:
        return text + (words.say("cause", "repairs", count=cause.repairs) if cause.repairs > 1 else "")
    shown = [_candidate(figure, new, cause, words, main) for figure, new in cause.candidates[:MOST_CANDIDATES]]
    key = "one_of" if cause.kind == "undecided" else "candidates"
    text += words.say("cause", key, list=words.say("cause", "candidate_joint").join(shown))
    return text + (words.say("cause", "all_repair", count=cause.repairs) if cause.repairs > 1 else "")


def _told(cause: Cause, words: Words, main: Figure | None) -> str:
    figure, other = cause.figure, cause.other
    return words.say(
        "cause",
        _kind(cause),
        label=label(figure, words, main) if figure else words.say("amount", "unlabelled"),
        old=_with_unit(cause.old, figure),
        new=_with_unit(cause.new, figure),
        other=quoted(other, words, main) if other else words.say("amount", "unlabelled"),
        item=cause.item,
    )


def _kind(cause: Cause) -> str:
    """Another print of the number in another unit says best what it should be; a wrong total, which part is too much."""
    figure, other = cause.figure, cause.other
    in_other_unit = figure and other and figure.quantity.unit != other.quantity.unit
    if cause.kind is CauseKind.PRINTED_ELSEWHERE and in_other_unit:
        return "printed_elsewhere_unit"
    if cause.kind is CauseKind.WRONG_VALUE and other:
        return "wrong_value_twice"
    return cause.kind


def _candidate(figure: Figure, new: str, cause: Cause, words: Words, main: Figure | None) -> str:
    if figure is cause.figure:
        return words.say("cause", "candidate_again", new=_with_unit(new, figure))
    if not name(figure):
        return words.say("cause", "candidate_unnamed", old=amount(figure), new=_with_unit(new, figure))
    told = {"label": label(figure, words, main), "old": amount(figure), "new": _with_unit(new, figure)}
    return words.say("cause", "candidate", **told)


def _with_unit(text: str, figure: Figure | None) -> str:
    """The values of a cause are as printed; a bare number gets the unit of its figure."""
    unit = figure.quantity.unit if figure else ""
    return text + unit if text and text[-1].isdigit() and unit else text
