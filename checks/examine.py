"""From what a report says to what is wrong with it: run every check, judge every equation, explain every failure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from checks.diagnosis.diagnose import Story, diagnose
from checks.doubt import doubt_torn, is_far_off, is_unexplained
from checks.equation import Equation, Quotient, Relation, Sum, Weighted
from checks.finding import Fault, Finding, Recomputed, Severity, show
from checks.judge import Status, Verdict, demanded, judge, nominal
from checks.ledger import Ledger, keep_ledger
from checks.prints import FINEST, Prints
from checks.registry import CHECKS, load_checks
from extractor.document import Problem
from extractor.extraction import Extraction, Open
from extractor.figure import Figure
from extractor.location import Location
from extractor.statement import Accuse

Judged = tuple[Equation, Verdict]

_CAP = {Accuse.ERROR: Severity.ERROR, Accuse.WARNING: Severity.WARNING}
_STRENGTH = tuple(Accuse)
_MISREAD = Verdict(Status.UNDETERMINED, reason="far_off")
RATE_DECIMALS = 2  # a recomputed rate is told at least this finely: 36.40 against a printed 62
PRECISION = 200  # digits: no print is cut while results are told, nor a quotient by next to nothing


@dataclass(frozen=True, slots=True)
class Examination:
    """findings stand in the order of the report. problems name checks that broke; their part was not checked."""

    findings: tuple[Finding, ...]
    ledger: Ledger
    problems: tuple[Problem, ...] = ()


def examine(extraction: Extraction) -> Examination:
    """Check one report. Never raises for what a report contains: a check that breaks is a problem in the result."""
    equations, faults, problems = run_checks(extraction)
    prints = Prints()
    unbound = (*extraction.open, *(Open("check_broken") for _ in problems))
    with localcontext(prec=PRECISION):
        judged = [(equation, judge(equation, prints)) for equation in doubt_torn(merge(equations), extraction)]
        stories = diagnose(judged, prints, extraction.figures)
        misread = {s.told[0] for s in stories if _is_misread(s, prints)}
        judged = [(e, replace(_MISREAD, demanded=v.demanded) if e in misread else v) for e, v in judged]
        findings = [_tell(story, prints) for story in stories if story.told[0] not in misread]
        findings += _touching(judged, prints)
    findings += (_tell_fault(fault) for fault in faults)
    return Examination(
        tuple(sorted(findings, key=_place)), keep_ledger(extraction.figures, judged, unbound), tuple(problems)
    )


def run_checks(extraction: Extraction) -> tuple[list[Equation], list[Fault], list[Problem]]:
    """Everything the registered checks find. What a check gave before it broke is kept."""
    problems = [Problem("check_broken", f"{module}: {error}") for module, error in load_checks()]
    equations: list[Equation] = []
    faults: list[Fault] = []
    for code in sorted(CHECKS):
        try:
            for found in CHECKS[code](extraction):
                if isinstance(found, Equation):
                    equations.append(found)
                else:
                    faults.append(found)
        except Exception as error:
            problems.append(Problem("check_broken", f"{code}: {type(error).__name__}: {error}"))
    return equations, faults, problems


def merge(equations: Iterable[Equation]) -> Iterator[Equation]:
    """Each relation once. Where two checks found the same one, the stronger licence speaks and all rescues count."""
    found: dict[object, Equation] = {}
    for equation in equations:
        key = _same_relation(equation.relation)
        if key is None:
            continue
        other = found.get(key)
        if other is None:
            found[key] = equation
            continue
        strong, weak = sorted((other, equation), key=lambda e: _STRENGTH.index(e.accuse))
        found[key] = replace(strong, rescues=strong.rescues + weak.rescues) if weak.rescues else strong
    yield from found.values()


def _same_relation(relation: Relation) -> object:
    """Equal for relations that say the same of the same figures; None for one that says nothing."""
    if isinstance(relation, Sum):
        terms = _combine(relation.terms)
        if not terms:
            return None
        flip = -1 if not relation.at_most and terms[0][1] < 0 else 1
        return tuple((f, flip * c) for f, c in terms), flip * relation.constant, relation.at_most
    return id(relation.rate), _combine(relation.numerator), _combine(relation.denominator), relation.scale


def _combine(terms: tuple[Weighted, ...]) -> tuple[tuple[int, Decimal], ...]:
    summed: dict[int, Decimal] = {}
    for term in terms:
        summed[id(term.figure)] = summed.get(id(term.figure), Decimal(0)) + term.coefficient
    return tuple(sorted((f, c) for f, c in summed.items() if c))


def severity_of(equation: Equation, verdict: Verdict) -> Severity:
    """The least of what the check may print, what the binding licenses and what the numbers support."""
    check = CHECKS.get(equation.code)
    limits = [check.severity if check else Severity.ERROR, _CAP.get(equation.accuse, Severity.INFO)]
    if verdict.coarse or verdict.rough or verdict.strained:
        limits.append(Severity.WARNING)
    if verdict.slight:
        limits.append(_CAP.get(equation.slight, Severity.INFO))
    if verdict.touching:
        limits.append(_CAP.get(equation.touching, Severity.INFO))
    return min(limits, key=lambda s: s.rank)


def recompute(equation: Equation, verdict: Verdict, prints: Prints) -> Recomputed | None:
    """What the main figure would have to be, in its own unit; None where the others leave it open."""
    main = equation.main
    exact = demanded(equation.relation, main, nominal(equation.relation, prints))
    if exact is None:
        return None
    factor = main.quantity.factor
    nominal_value = exact.low / factor
    decimals = min(_telling_decimals(equation, nominal_value), FINEST)
    reach = verdict.demanded or exact
    step = Decimal(1).scaleb(-decimals - 2)
    low, high = (end / factor for end in (reach.low, reach.high))
    return Recomputed(
        nominal_value.quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP"),
        low.quantize(step, "ROUND_FLOOR"),
        high.quantize(step, "ROUND_CEILING"),
        main.quantity.unit,
        decimals,
    )


def _telling_decimals(equation: Equation, value: Decimal) -> int:
    """Enough digits that the recomputed value differs from the stated one where it is told."""
    main = equation.main.quantity
    if isinstance(equation.relation, Sum):
        alike = (f.quantity for f in equation.relation.figures() if f.quantity.unit == main.unit)
        return max(q.decimals for q in (main, *alike))
    least = min(FINEST, max(main.decimals, RATE_DECIMALS if main.unit in ("%", "‰", "") else 0))
    rounded = value.quantize(Decimal(1).scaleb(-least), "ROUND_HALF_UP")
    return least + 1 if rounded == main.value else least


def _is_misread(story: Story, prints: Prints) -> bool:
    return is_unexplained(story) and is_far_off(story, recompute(*story.told, prints))


def _tell(story: Story, prints: Prints) -> Finding:
    """One finding for one cause: the equation that shows it best, all figures of the others as evidence."""
    equation, verdict = story.told
    figures = dict.fromkeys((equation.main, *equation.relation.figures()))
    for other, _ in story.others:
        figures |= dict.fromkeys(other.relation.figures())
    if story.cause and story.cause.other:
        figures[story.cause.other] = None
    again = recompute(equation, verdict, prints)
    return Finding(
        code=equation.code,
        severity=_severity(story),
        evidence=show(*figures),
        equation=equation,
        recomputed=again,
        difference=equation.main.quantity.value - again.value if again else None,
        cause=story.cause,
        related=tuple(e for e, _ in story.others),
        strained=verdict.strained,
    )


def _severity(story: Story) -> Severity:
    """That of the clearest failure; a rate of running text that no slip explains may be a rate of something else."""
    clearest = max((severity_of(e, v) for e, v in (story.told, *story.others)), key=lambda s: s.rank)
    if isinstance(story.told[0].relation, Quotient) and is_unexplained(story):
        return min(clearest, Severity.WARNING, key=lambda s: s.rank)
    return clearest


def _touching(judged: Iterable[Judged], prints: Prints) -> Iterator[Finding]:
    """Two prints of one amount that differ by rounding: worth knowing, nobody's fault. Once for each amount, by the
    simplest equation."""
    found = [pair for pair in judged if pair[1].status is Status.HOLDS and pair[1].touching]
    told: set[Figure] = set()
    for equation, verdict in sorted(found, key=lambda pair: len(pair[0].relation.figures())):
        if equation.main not in told:
            told.add(equation.main)
            yield _tell(Story((equation, verdict), (), None), prints)


def _tell_fault(fault: Fault) -> Finding:
    check = CHECKS.get(fault.code)
    own = check.severity if check else Severity.WARNING
    severity = own if fault.severity is None else min(own, fault.severity, key=lambda s: s.rank)
    return Finding(code=fault.code, severity=severity, evidence=fault.evidence, fault=fault)


def _place(finding: Finding) -> tuple[int, ...]:
    at = finding.evidence[0].location if finding.evidence else Location()
    return tuple(part or 0 for part in (at.page, at.line, at.block, at.start, at.table, at.row, at.column))
