"""`import gouji` is cheap; `gouji.check` gives objects, and the same as the command."""

import subprocess
import sys
from pathlib import Path

import gouji

SAMPLE = Path(__file__).parents[1] / "corpus" / "samples" / "qingshan_2023.txt"
HEAVY = {"spacy", "pydantic", "pdfplumber", "pypdfium2", "openpyxl", "lxml", "docx", "pebble", "tqdm", "yaml", "regex"}


def loaded_by(code: str) -> set[str]:
    script = f"import sys; sys.argv = ['gouji', '--help']\n{code}\nprint(*sorted(m.split('.')[0] for m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded_by("import gouji") & HEAVY


def test_help_loads_nothing_heavy() -> None:
    for arguments in (["--help"], ["check", "--help"], ["extract", "--help"], ["--version"]):
        code = f"from gouji.cli import group\ntry: group({arguments!r})\nexcept SystemExit: pass"
        assert not loaded_by(code) & HEAVY, arguments


def test_check_gives_document_extraction_findings_and_ledger() -> None:
    report = gouji.check(SAMPLE)
    assert report.document.status == "ok"
    assert report.extraction.year == 2023
    assert {f.code for f in report.findings} >= {"SHR101", "CMP101"}
    assert len(report.ledger.figures) == len(report.extraction.figures)


def test_the_record_is_the_published_one() -> None:
    record = gouji.check(SAMPLE).to_record()
    assert record.path == str(SAMPLE)
    share = next(f for f in record.findings if f.code == "SHR101")
    assert share.stated is not None
    assert share.stated.value == "76.10"
    assert share.recomputed is not None
    assert share.recomputed.value == "72.26"
    assert {e.value for e in share.evidence} >= {"76.10", "3884.91", "5376.39"}


def test_extract_gives_located_figures() -> None:
    extraction = gouji.extract(SAMPLE)
    figure = next(f for f in extraction.figures if f.quantity.text.startswith("5,376.39"))
    assert figure.location.line
    assert figure.quantity.unit == "万元"


def test_a_missing_file_is_a_failed_document(tmp_path: Path) -> None:
    report = gouji.check(tmp_path / "none.txt")
    assert report.document.status == "failed"
    assert report.findings == ()
