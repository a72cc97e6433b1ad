"""勾稽: which figures of a public-finance report cannot all be true.

    import gouji
    report = gouji.check("report.pdf")
    for finding in report.findings: ...

Importing this package is cheap; what reading and checking need is loaded with the first call.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.uncollected import uncollected

if TYPE_CHECKING:
    from extractor.extraction import Extraction
    from gouji.report import Report

__version__ = "0.1.0"
__all__ = ["__version__", "check", "extract"]


@uncollected()
def check(path: str | Path) -> Report:
    """Read and check one report. A file that cannot be read gives a report whose document has status failed."""
    from extractor import read
    from gouji.report import check_document

    return check_document(read(path))


@uncollected()
def extract(path: str | Path) -> Extraction:
    """Read one report: its figures, and what the report says of them, each with its place."""
    from extractor import read
    from gouji.report import extract_document

    return extract_document(read(path))
