"""How fast a text is checked once it is read, how much a first run in a new process adds, and how the judge grows:
each beside something measured in the same run, by processor time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import spacy

import gouji
from checks.equation import Equation, Sum, minus, plus
from checks.judge import Status, judge
from checks.prints import Prints
from extractor import read
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.numbers import read_cell
from gouji.report import check_document
from gouji.uncollected import uncollected

Row = dict[str, float | str]
_EQUATIONS = (1_000, 4_000, 16_000)
_CHECK = [sys.executable, "-m", "gouji", "check"]
_LIST_MODULES = """
import sys
from gouji.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
_IMPORT_MODULES = """
import contextlib, importlib, sys
for name in sys.stdin.read().split():
    with contextlib.suppress(Exception):
        importlib.import_module(name)
"""


def measure_after_reading(path: Path, rounds: int) -> list[Row]:
    """Reading a text and everything after it, as multiples of spaCy's own Chinese tokeniser on the same paragraphs."""
    document = read(path)
    plain = spacy.blank("zh")
    paragraphs = [text for block in document.blocks if (text := getattr(block, "text", ""))]
    stages: dict[str, Callable[[], object]] = {
        "reading": lambda: read(path),
        "everything after reading": lambda: check_document(document),
        "spacy.blank('zh') on its paragraphs": lambda: [plain(text) for text in paragraphs],
    }
    seconds: dict[str, list[float]] = {name: [] for name in stages}
    gouji.check(path)  # imports, pattern files
    for _ in range(rounds):
        for name, stage in stages.items():
            seconds[name].append(_processor_time(stage))
    *_, yardstick = (median(times) for times in seconds.values())
    return [
        {"stage": name, "ms": round(median(times) * 1000, 1), "times_spacy": round(median(times) / yardstick, 2)}
        for name, times in seconds.items()
    ]


def measure_cold(path: Path, rounds: int) -> list[Row]:
    """`gouji check` in a new process, as a multiple of a process that only imports the modules it imports."""
    listed = subprocess.run(
        [sys.executable, "-c", _LIST_MODULES, "check", str(path)], capture_output=True, text=True, check=False
    )
    modules = listed.stderr.splitlines()[-1]
    imports: list[float] = []
    whole: list[float] = []
    for _ in range(rounds):
        imports.append(_time_process([sys.executable, "-c", _IMPORT_MODULES], modules))
        whole.append(_time_process([*_CHECK, str(path)]))
    base = median(imports)
    return [
        {"process": name, "ms": round(median(times) * 1000), "times_imports": round(median(times) / base, 2)}
        for name, times in (("imports alone", imports), ("gouji check", whole))
    ]


def measure_judge(rounds: int) -> list[Row]:
    """The judge on more and more sums of three parts: its time must grow as their number does."""
    rows: list[Row] = []
    for count in _EQUATIONS:
        equations = [_sum("7.00", "4.00", "2.00", "1.00") for _ in range(count)]
        spent = median(_processor_time(partial(_judge_all, equations)) for _ in range(rounds))
        rows.append({"equations": count, "ms": round(spent * 1000, 1)})
    for row in rows:
        row["growth"] = round(float(row["ms"]) / float(rows[0]["ms"]), 2)
    return rows


def _judge_all(equations: Sequence[Equation]) -> None:
    prints = Prints()
    if not all(judge(equation, prints).status is Status.HOLDS for equation in equations):
        raise ValueError("a sum that holds was judged otherwise")


def _sum(whole: str, *parts: str) -> Equation:
    total, *others = (_figure(printed) for printed in (whole, *parts))
    return Equation(Sum(plus(total) + minus(*others)), total)


def _figure(printed: str) -> Figure:
    quantity = read_cell(printed, "万元")
    if quantity is None:
        raise ValueError(printed)
    return Figure(quantity, Role.AMOUNT, "", Location(), printed)


def _processor_time(task: Callable[[], object]) -> float:
    """As a check runs, without the collector of cycles."""
    with uncollected():
        begin = time.process_time()
        task()
        return time.process_time() - begin


def _time_process(command: Sequence[str], given: str = "") -> float:
    """Processor seconds of a process from its start to its end, whatever its exit status."""
    before = os.times()
    subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
