"""How fast a report is read and checked, side by side in one run, told as ratios.

    python -m benchmarks.speed [FILES] [--rounds 5] [--json FILE]

Without files it reads those of ../shared beside the checkout.

Every engine reads every file once a round, in turn, so that a slow minute of the machine slows all alike; the median
of the rounds counts. The longest text is then read 1, 4 and 16 times as long: the time must grow as the text does; and
measured once it is read, in a new process, and the judge alone (benchmarks.text_speed).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pdfplumber
import pypdfium2

from benchmarks.text_speed import Row, measure_after_reading, measure_cold, measure_judge
from extractor.readers.pdf.reader import read_pdf

Engine = Callable[[Path], object]
_SHARED = Path(__file__).parents[1].parent / "shared"
_LENGTHS = (1, 4, 16)
_ORACLE = "pdfplumber text + tables"


def read_with_plumber(path: Path) -> int:
    found = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            found += len(page.extract_text()) + len(page.extract_tables())
            page.close()
    return found


def read_plain(path: Path) -> int:
    found = 0
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage()
            found += len(text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()
    return found


def engines() -> dict[str, Engine]:
    """The engines by the name of their row; the whole check where the application is installed with it."""
    found: dict[str, Engine] = {
        "reader alone": read_pdf,
        _ORACLE: read_with_plumber,
        "pypdfium2 plain text": read_plain,
    }
    check = find_check()
    return {"whole check": check, **found} if check is not None else found


def find_check() -> Engine | None:
    if find_spec("gouji") is None:
        return None
    import gouji

    return getattr(gouji, "check", None)


def measure(paths: Sequence[Path], rounds: int) -> list[Row]:
    """One row an engine: its median time over all files, a page, and how many times faster than pdfplumber it is."""
    contenders = engines()
    pages = sum(_page_count(path) for path in paths)
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for engine in contenders.values():  # imports, pattern files
        engine(paths[0])
    for _ in range(rounds):
        for name, engine in contenders.items():
            seconds[name].append(sum(_time(engine, path) for path in paths))
    oracle = median(seconds[_ORACLE])
    return [
        {
            "engine": name,
            "ms_per_page": round(median(times) / pages * 1000, 2),
            "pages_per_second": round(pages / median(times), 1),
            "times_pdfplumber": round(oracle / median(times), 2),
        }
        for name, times in seconds.items()
    ]


def measure_growth(text: str, rounds: int) -> list[Row]:
    """Time of the whole check of one text, several times over; empty where there is no check yet."""
    check = find_check()
    if check is None:
        return []
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        for times in _LENGTHS:
            path = Path(folder) / f"{times}.txt"
            path.write_text("\n".join([text] * times), encoding="utf-8")
            check(path)
            spent = median(_time(check, path) for _ in range(rounds))
            rows.append({"length": times, "characters": len(text) * times, "ms": round(spent * 1000, 1)})
    first = rows[0]["ms"]
    for row in rows:
        row["growth"] = round(float(row["ms"]) / float(first), 2)
    return rows


def _time(engine: Engine, path: Path) -> float:
    begin = time.perf_counter()
    engine(path)
    return time.perf_counter() - begin


def _page_count(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def print_rows(rows: Sequence[Row]) -> None:
    if not rows:
        return
    header = list(rows[0])
    widths = [max(len(key), *(len(str(row[key])) for row in rows)) for key in header]
    for cells in [header, *(map(str, row.values()) for row in rows)]:
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))
    print()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Reading and checking PDF reports: speed as ratios within one run.")
    parser.add_argument(
        "files", nargs="*", type=Path, help="PDF reports; a text file among them is grown 1, 4, 16 times"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(arguments)
    options.files = options.files or sorted([*_SHARED.glob("real/*.pdf"), *_SHARED.glob("seeds/*.txt")])
    if not options.files:
        parser.error("no files given and none in ../shared")
    reports = [path for path in options.files if path.suffix.lower() == ".pdf"]
    texts = sorted((p for p in options.files if p.suffix.lower() == ".txt"), key=lambda p: p.stat().st_size)
    result: dict[str, list[Row]] = {
        "reading": measure(reports, options.rounds) if reports else [],
        "growth": measure_growth(texts[-1].read_text(encoding="utf-8"), options.rounds) if texts else [],
        "after_reading": measure_after_reading(texts[-1], options.rounds) if texts else [],
        "cold": measure_cold(texts[-1], options.rounds) if texts else [],
        "judge": measure_judge(options.rounds),
    }
    for rows in result.values():
        print_rows(rows)
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
