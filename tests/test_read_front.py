"""One door for every file: a report comes out as a document, a bad file as a failed one with its reason."""

from pathlib import Path

import pytest

from extractor import read
from extractor.document import Status

SENTENCE = "2024年度收入总计120.50万元，比上年增加20.50万元，增长20.5%。"
BAD = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\n", "empty"),
    ("binary.txt", bytes(range(256)) * 20, "binary"),
    ("report.zip.txt", b"PK\x03\x04broken", "damaged"),
    ("scan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
    ("long.txt", "收".encode() * 1_000_000, "line_too_long"),
    ("huge.txt", b"2024\n" * 10_000_000, "too_large"),
    ("archive.rar", b"Rar!\x1a\x07", "unsupported"),
    ("noise.txt", "".join(chr(0x9000 + i * 7 % 3000) for i in range(3000)).encode("gb18030"), "unknown_encoding"),
]


@pytest.mark.parametrize(("name", "data", "kind"), BAD, ids=[case[0] for case in BAD])
def test_bad_file_fails_with_its_reason(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    document = read(tmp_path / name)
    assert document.status is Status.FAILED
    assert [problem.kind for problem in document.problems] == [kind]
    assert document.blocks == ()


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert read(tmp_path / "none.txt").problems[0].kind == "not_found"
    assert read(tmp_path).problems[0].kind == "is_folder"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_text_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "report.txt").write_bytes(f"一、收支总体情况\n\n{SENTENCE}\n".encode(encoding))
    document = read(tmp_path / "report.txt")
    assert document.status is Status.OK
    assert [block.text for block in document.blocks if hasattr(block, "text")] == ["一、收支总体情况", SENTENCE]


def test_traditional_text_in_big5(tmp_path: Path) -> None:
    text = "一、收支總體情況\n本年度收入總計為一百二十萬元，比上年增加二十萬元，主要是項目經費增加。\n" * 5
    (tmp_path / "report.txt").write_bytes(text.encode("big5"))
    assert "收支總體情況" in read(tmp_path / "report.txt").blocks[0].text  # type: ignore[union-attr]


def test_file_cut_inside_a_character_is_read_in_part(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes((SENTENCE * 20).encode()[:-1])
    document = read(tmp_path / "report.txt")
    assert document.status is Status.PARTIAL
    assert document.problems[0].kind == "bad_characters"
