"""Damaged, locked, scanned, endless: one clear line each, never a traceback, bounded time and memory."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission
from PIL import Image

from extractor.document import Paragraph, Table
from extractor.readers.pdf import file as pdf_file
from extractor.readers.pdf.file import page_ranges
from extractor.readers.pdf.reader import read_pdf
from extractor.readers.unreadable import Unreadable
from tests.effort import ends_within

WORDS = "The department spent 1,234.50 in the year and 1,200.00 in the year before."


def report(pages: int = 3, **encryption: str) -> bytes:
    """A small report: a line of text and a ruled table on each page."""
    pdf = FPDF(unit="pt", format="A4")
    if encryption:
        pdf.set_encryption(owner_password="owner", permissions=AccessPermission.none(), **encryption)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        pdf.text(80, 100, f"Page {number} of the report. {WORDS}")
        for y in (120, 140, 160):
            pdf.line(80, y, 280, y)
        for x in (80, 180, 280):
            pdf.line(x, 120, x, 160)
        pdf.text(85, 135, "Total")
        pdf.text(185, 135, "1,234.50")
    return bytes(pdf.output())


def scanned(pages: int, text_on: int | None = None) -> bytes:
    pdf = FPDF(unit="pt", format="A4")
    picture = Image.new("L", (60, 80), 200)
    for number in range(1, pages + 1):
        pdf.add_page()
        if number == text_on:
            pdf.set_font("helvetica", size=12)
            pdf.text(80, 100, WORDS)
        else:
            pdf.image(picture, 0, 0, 595, 842)
    return bytes(pdf.output())


def read(data: bytes) -> tuple[list[str], list[tuple[str, str]], int]:
    blocks, problems, pages = read_pdf(Path("made.pdf"), data)
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return texts, [(problem.kind, problem.detail) for problem in problems], pages


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\r\n \0", "empty", id="only blanks"),
        pytest.param(b"%PDF-1.7\n", "damaged", id="only the header"),
        pytest.param(b"<html>no pdf</html>", "damaged", id="something else"),
        pytest.param(report(1, user_password="secret"), "encrypted", id="needs a password"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(Path("made.pdf"), data)
    assert caught.value.kind == kind


def test_a_missing_file_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(tmp_path / "missing.pdf")
    assert caught.value.kind == "cannot_open"


def test_a_file_locked_against_changes_only_is_read() -> None:
    texts, problems, pages = read(report(2))
    assert (texts, problems, pages) == read(report(2, user_password=""))


def test_pages_without_text_are_told_in_ranges() -> None:
    texts, problems, pages = read(scanned(5, text_on=3))
    assert texts == [WORDS]
    assert problems == [("no_text_layer", "1-2, 4-5")]
    assert pages == 5


def test_a_report_that_is_all_scanned_has_no_blocks_and_one_problem() -> None:
    assert read(scanned(4)) == ([], [("no_text_layer", "1-4")], 4)


def test_ranges_of_pages() -> None:
    assert page_ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"


def test_a_file_cut_off_at_its_end_is_read_and_said_to_be_damaged() -> None:
    data = report(3)
    texts, problems, _ = read(data[: data.rindex(b"xref")])
    assert len(texts) == 3
    assert problems == [("damaged_file", "")]


def test_only_the_first_thousand_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MAX_PAGES", 3)
    texts, problems, pages = read(report(5))
    assert len(texts) == 3
    assert problems == [("too_many_pages", "3/5")]
    assert pages == 5


def many_segments(count: int) -> bytes:
    """A page whose map draws this many segments."""
    chance = random.Random(1)
    steps = "\n".join(f"{chance.randint(0, 595)} {chance.randint(0, 842)} l" for _ in range(count))
    content = f"BT /F1 12 Tf 80 740 Td (A map.) Tj ET\n0 0 m\n{steps}\nS".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        start,
    )


def test_a_page_with_a_million_segments_is_read_without_its_tables() -> None:
    with ends_within(10):
        texts, problems, _ = read(many_segments(1_000_000))
    assert texts == ["A map."]
    assert problems == [("page_too_complex", "1")]


def test_a_page_full_of_crossing_lines_is_given_up_early() -> None:
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.text(80, 100, "Squared paper.")
    for step in range(260):
        pdf.line(0, 3.2 * step, 595, 3.2 * step)
        if 3.2 * step < 595:
            pdf.line(3.2 * step, 0, 3.2 * step, 842)
    with ends_within(10):
        texts, problems, _ = read(bytes(pdf.output()))
    assert "".join(texts) == "Squared paper."
    assert problems == [("page_too_complex", "1")]


def test_memory_does_not_pile_up_with_pages() -> None:
    data = report(120)
    tracemalloc.start()
    try:
        blocks = read_pdf(Path("made.pdf"), data)[0]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(isinstance(block, Table) for block in blocks) == 120
    assert peak < 20_000_000 + len(data)


@pytest.mark.parametrize("seed", range(60))
def test_mutated_files_never_end_in_a_traceback(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(report(2) if seed % 2 else scanned(2, text_on=1))
    match seed % 3:
        case 0:
            del data[chance.randrange(len(data)) :]
        case 1:
            for _ in range(chance.randint(1, 40)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case _:
            begin = chance.randrange(len(data))
            del data[begin : begin + chance.randint(1, 200)]
    try:
        read_pdf(Path("made.pdf"), bytes(data))
    except Unreadable as bad:
        assert bad.kind in {"damaged", "encrypted", "empty"}
