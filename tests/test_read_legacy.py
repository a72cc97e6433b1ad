"""Old files through the real LibreOffice: the same report in every format, several at once, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from checks.examine import examine
from corpus.composers import compose
from corpus.faults import plant_several
from corpus.render import render
from corpus.style import styles
from extractor import read
from extractor.document import Document, Heading, Problem, Status, Table
from extractor.extract import extract
from tests.word_package import Parts, item, levels, lists, p, package, tbl, tc, tr

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (the command soffice) is not installed"
)
WORD, SHEETS = ("doc", "rtf", "odt", "docx"), ("xls", "ods", "xlsx")


def converted(source: Path, form: str) -> Path:
    """The file as LibreOffice writes it in another format, in a folder of that name."""
    folder = source.parent / f"as_{form}"
    profile = f"-env:UserInstallation={(source.parent / f'profile_{form}').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{form}"


def contents(document: Document) -> list[object]:
    """Blocks with their scopes, cells with their spans, places aside."""
    return [
        [("".join(c.text.split()), c.row, c.column, c.row_span, c.column_span) for c in block.cells]
        if isinstance(block, Table)
        else (isinstance(block, Heading), "".join(block.text.split()), block.section.scope)
        for block in document.blocks
    ]


def findings(document: Document) -> list[object]:
    """What is wrong with the report."""
    found = examine(extract(document))
    return [(f.code, f.severity, [e.quote for e in f.evidence], f.difference) for f in found.findings]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report with two faults, as this project writes it and as LibreOffice does."""
    from random import Random

    folder = tmp_path_factory.mktemp("office")
    clean = compose("final_accounts", styles()["donghai"], 7, size=1)
    faulty = plant_several(clean, ["wrong_total", "digit_swap"], Random(3)).report
    paths = {"word": render(faulty, folder, "docx"), "sheets": render(faulty, folder, "xlsx")}
    with ThreadPoolExecutor(2) as pool:
        jobs = {form: pool.submit(converted, paths["word"], form) for form in WORD}
        jobs |= {form: pool.submit(converted, paths["sheets"], form) for form in SHEETS if form != "xlsx"}
        return paths | {form: job.result() for form, job in jobs.items()}


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests that run meanwhile convert too: what they keep is not left over here."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@needs_libreoffice
def test_old_word_files_read_like_the_new_one_several_at_once(report: dict[str, Path], tmp_path: Path) -> None:
    shutil.copy(report["doc"], tmp_path / "report.wps")
    shutil.copy(report["rtf"], tmp_path / "report.doc")
    paths = [*(report[form] for form in WORD), tmp_path / "report.wps", tmp_path / "report.doc"]
    before = leftovers()
    with ThreadPoolExecutor(3) as pool:
        documents = list(pool.map(read, paths))
    original = read(report["word"])
    assert [document.format for document in documents] == ["doc", "rtf", "odt", "docx", "doc", "rtf"]
    assert all(document.status is Status.OK for document in documents)
    assert all(contents(document) == contents(original) for document in documents)
    assert findings(original)
    assert all(findings(document) == findings(original) for document in documents[:4])
    assert leftovers() == before


@needs_libreoffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_workbooks_of_libreoffice_read_like_ours(report: dict[str, Path], form: str) -> None:
    document, original = read(report[form]), read(report["sheets"])
    assert (document.status, document.format) == (Status.OK, form)
    assert contents(document) == contents(original)
    assert findings(document) == findings(original)


@needs_libreoffice
def test_lists_notes_and_merged_cells_survive_an_old_file(tmp_path: Path) -> None:
    chinese = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    wide = '<w:tcW w:w="2000" w:type="dxa"/>'
    body = (
        item("收入情况")
        + item("总体", 1)
        + p("收入5万元", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。")
        + item("支出情况")
        + p("支出1", '<w:del w:id="5" w:author="a"><w:r><w:delText>2</w:delText></w:r></w:del>', "3万元。")
        + tbl(
            tr(tc("收入", properties=f'{wide}<w:vMerge w:val="restart"/>'), tc("甲", properties=wide)),
            tr(tc(properties=f"{wide}<w:vMerge/>"), tc("乙", properties=wide)),
        ).replace("<w:tblGrid/>", '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>')
        + p()
    )
    notes = f'<w:footnote w:id="2">{p("含上年结转3万元。")}</w:footnote>'
    (tmp_path / "report.docx").write_bytes(package(Parts(body, lists(chinese), footnotes=notes)))
    *texts, table = read(converted(tmp_path / "report.docx", "doc")).blocks
    assert [block.text for block in texts if not isinstance(block, Table)] == [
        "一、收入情况", "（一）总体", "收入5万元。", "含上年结转3万元。", "二、支出情况", "支出13万元。",
    ]  # fmt: skip
    assert isinstance(table, Table)
    assert [(c.text, c.row, c.row_span) for c in table.cells] == [("收入", 0, 2), ("甲", 0, 1), ("乙", 1, 1)]


RTF_LIST = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}"
    r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc39\levelnfcn39\levelstartat1\levelfollow2"
    r"{\leveltext\'02\'00\u12289\'a1\'a2;}{\levelnumbers\'01;}}\listid7}}"
    r"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}"
    r"\pard\plain\f0\ls1\ilvl0 \u25910?\u20837?\u24773?\u20917?\par"
    r"\pard\plain\f0 \u25910?\u20837?12.5\u19975?\u20803?\u12290?\par"
    r"\pard\plain\f0\ls1\ilvl0 \u25903?\u20986?\u24773?\u20917?\par}"
)


@needs_libreoffice
def test_rich_text_with_a_list(tmp_path: Path) -> None:
    (tmp_path / "report.doc").write_bytes(RTF_LIST.encode("ascii"))
    blocks = read(tmp_path / "report.doc").blocks
    assert [block.text for block in blocks if not isinstance(block, Table)] == [
        "一、收入情况", "收入12.5万元。", "二、支出情况",
    ]  # fmt: skip


@needs_libreoffice
def test_spoilt_old_file_gives_one_clear_line(report: dict[str, Path], tmp_path: Path) -> None:
    data = report["doc"].read_bytes()
    before = leftovers()
    for name, spoilt in (("cut", data[: len(data) // 3]), ("zeros", data[:512] + bytes(len(data) - 512))):
        (tmp_path / f"{name}.doc").write_bytes(spoilt)
        assert read(tmp_path / f"{name}.doc").problems == (Problem("damaged"),)
    (tmp_path / "emptied.doc").write_bytes(data[:1536] + bytes(4096) + data[5632:])
    assert len(read(tmp_path / "emptied.doc").problems) <= 1
    assert leftovers() == before


def leftovers() -> set[str]:
    """Folders that conversions keep while they run."""
    return {path.name for path in Path(tempfile.gettempdir()).glob("gouji-*")}


def alive(marker: str) -> bool:
    """Whether any process carries the marker in its command."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if marker.encode() in entry.read_bytes():
                return True
        except OSError:
            continue
    return False


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "asked to end"])
def test_killed_worker_leaves_no_process_and_no_folder(tmp_path: Path, end: signal.Signals) -> None:
    marker = f"60.{os.getpid()}{end.value}"
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nsleep {marker} &\nsleep {marker}\n")
    program.chmod(0o755)
    (tmp_path / "report.doc").write_bytes(b"{\\rtf1 report}")
    environment = os.environ | {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    code = f"from extractor import read; read({str(tmp_path / 'report.doc')!r})"
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
    assert wait_until(partial(alive, marker))
    worker.send_signal(end)
    worker.wait()
    assert wait_until(lambda: not alive(marker) and not list(tmp_path.glob("gouji-*")))


def wait_until(happened: Callable[[], bool]) -> bool:
    """Whether it happened within ten seconds."""
    for _ in range(200):
        if happened():
            return True
        time.sleep(0.05)
    return False
