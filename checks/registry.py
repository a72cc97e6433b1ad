"""The list of checks. A check is one function from the extraction to equations or faults; its docstring is its rule page."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import checks
from checks.equation import Equation
from checks.finding import Fault, Severity
from extractor.extraction import Extraction

CheckFunction = Callable[[Extraction], Iterable[Equation | Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """code is permanent; titles name the fault in both languages; severity is the highest it may print."""

    code: str
    title: str
    title_en: str
    severity: Severity
    run: CheckFunction

    def __call__(self, extraction: Extraction) -> Iterable[Equation | Fault]:
        for found in self.run(extraction):
            yield found.of_check(self.code)


CHECKS: dict[str, Check] = {}


def check(
    code: str, title: str, title_en: str, severity: Severity = Severity.ERROR
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check. Raises ValueError where a code is taken or the docstring is missing."""

    def register(run: CheckFunction) -> CheckFunction:
        if code in CHECKS:
            raise ValueError(f"check code {code} stands twice")
        if not run.__doc__:
            raise ValueError(f"check {code} has no rule page")
        CHECKS[code] = Check(code, title, title_en, severity, run)
        return run

    return register


@cache
def load_checks() -> tuple[tuple[str, str], ...]:
    """Import every module of this package and those in it, so that each check registers itself; a new family is a new
    file and nothing else. What could not be imported comes back as (module, error): the other checks still run."""
    broken = []
    for module in sorted(m.name for m in pkgutil.walk_packages(checks.__path__, "checks.", onerror=lambda _: None)):
        try:
            importlib.import_module(module)
        except Exception as error:
            broken.append((module, f"{type(error).__name__}: {error}"))
    return tuple(broken)
