"""Zip files of reports, opened with limits; old Word files through LibreOffice."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from extractor import read
from extractor.document import Problem, Status
from extractor.readers.archive import Member, is_archive, member_name, read_archive


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def members(path: Path, data: bytes) -> list[tuple[str, str]]:
    """Names of members; kind and detail of problems."""
    (path / "reports.zip").write_bytes(data)
    return [
        (item.name, "") if isinstance(item, Member) else (item.detail, item.kind)
        for item in read_archive(path / "reports.zip")
    ]


def test_members_in_order_and_archives_inside(tmp_path: Path) -> None:
    inner = zipped(("b.txt", "乙".encode()))
    assert members(tmp_path, zipped(("a.txt", b"1"), ("二级/inner.zip", inner), ("__MACOSX/x", b""))) == [
        ("a.txt", ""),
        ("二级/inner.zip/b.txt", ""),
    ]


def test_bombs_and_nesting_are_refused_one_by_one(tmp_path: Path) -> None:
    deep = zipped(("a.txt", b"1"))
    for _ in range(5):
        deep = zipped(("deep.zip", deep))
    found = members(tmp_path, zipped(("bomb.txt", bytes(30_000_000)), ("deep.zip", deep), ("ok.txt", b"1")))
    assert [kind for _, kind in found] == ["archive_ratio", "archive_too_deep", ""]


def test_too_many_members(tmp_path: Path) -> None:
    found = members(tmp_path, zipped(*((f"{i}.txt", b"1") for i in range(2100))))
    assert (len(found), found[-1][1]) == (2001, "archive_too_many")


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/root/a.txt", "root/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("2024年/决算.pdf".encode("gbk").decode("cp437"), "2024年/决算.pdf"),
        ("2024年/决算.pdf".encode().decode("cp437"), "2024年/决算.pdf"),
    ],
)
def test_names_are_as_written_and_never_leave_the_archive(stored: str, name: str) -> None:
    entry = zipfile.ZipInfo()
    entry.filename = stored
    assert member_name(entry) == name


def test_archive_is_told_from_office_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(zipped(("word/document.xml", b"<a/>")))
    (tmp_path / "a.zip").write_bytes(zipped(("a.txt", b"1")))
    assert not is_archive(tmp_path / "a.docx")
    assert is_archive(tmp_path / "a.zip")
    assert read(tmp_path / "a.zip").problems == (Problem("is_archive"),)


RTF = b"{\\rtf1 report}"


def test_old_word_file_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "report.doc").write_bytes(RTF)
    assert read(tmp_path / "report.doc").problems == (Problem("needs_libreoffice", "rtf"),)


SOFFICE = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
/bin/mkdir -p "$2"
/bin/cp {source} "$2/report.docx"
"""


def test_old_word_file_with_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import docx

    converted = docx.Document()
    converted.add_paragraph("支出合计12.5万元。")
    converted.save(str(tmp_path / "converted.docx"))
    program = tmp_path / "soffice"
    program.write_text(SOFFICE.format(source=tmp_path / "converted.docx"))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    (tmp_path / "report.wps").write_bytes(RTF)
    document = read(tmp_path / "report.wps")
    assert document.status is Status.OK
    assert [block.text for block in document.blocks] == ["支出合计12.5万元。"]  # type: ignore[union-attr]


def test_conversion_that_hangs_or_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.readers.word.legacy.TIME_LIMIT", 0.5)
    program = tmp_path / "soffice"
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    (tmp_path / "report.doc").write_bytes(RTF)
    for script in ("#!/bin/sh\nsleep 60\n", "#!/bin/sh\nexit 1\n"):
        program.write_text(script)
        program.chmod(0o755)
        assert read(tmp_path / "report.doc").problems[0].kind == "conversion_failed"
