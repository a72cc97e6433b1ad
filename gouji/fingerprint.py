"""What makes two findings the same finding: across small edits of a report, and between two runs."""

from __future__ import annotations

import hashlib
import unicodedata

from checks.finding import Finding
from extractor.figure import Figure


def fingerprint(finding: Finding) -> str:
    """Code, whose number it is, what it is called, what it says and what it should say. Places do not count, so that
    text added above changes nothing; a changed amount on either side makes it another finding."""
    parts = [finding.code]
    if finding.equation is not None:
        parts += _figure_parts(finding.equation.main)
        if finding.recomputed is not None:
            parts.append(format(finding.recomputed.value.normalize(), "f"))
    else:
        parts += (_normal(evidence.quote) for evidence in finding.evidence[:1])
        words = finding.fault.words if finding.fault else {}
        parts += (f"{key}={_normal(words[key])}" for key in sorted(words))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _figure_parts(figure: Figure) -> list[str]:
    value = format(figure.quantity.value.normalize(), "f")
    return [figure.scope.kind, _normal(figure.scope.name), _normal(figure.label), value, figure.quantity.unit]


def _normal(text: str) -> str:
    """Without spaces, punctuation and width."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not unicodedata.category(c).startswith(("P", "Z", "C")))
