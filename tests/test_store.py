"""Results that last: kept report by report, read back unchanged, compared between runs, open to SQL."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import RIGHT, WRONG, apart, gouji, write

from gouji.outcome import Outcome
from gouji.store import Store, StoreError

__all__ = ["apart"]

STORE = Path("kept/results.sqlite")


def check_folder(*options: str) -> str:
    return gouji("check", "所", "--format", "json", *options).stdout


def test_a_run_over_several_reports_is_kept_and_read_back() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    told = check_folder()
    assert STORE.is_file()
    assert gouji("show", "--format", "json").stdout == told
    listed = gouji("runs").stdout
    assert "完成" in listed
    assert "报告 2/2" in listed


def test_a_single_report_is_kept_only_on_demand() -> None:
    gouji("check", write("wrong.txt", WRONG))
    assert not STORE.exists()
    gouji("check", "wrong.txt", "--store", "own.sqlite")
    assert json.loads(gouji("show", "--store", "own.sqlite", "--format", "json").stdout)["summary"]["errors"] == 1


WRITTEN = [
    (["所/1.txt"], set()),
    (["所"], set()),
    (["所/1.txt", "-o", "out.json"], {"out.json"}),
    (["所", "-o", "out.json"], {"out.json", "out.json.sqlite"}),
    (["所", "-o", "out.json", "--no-store"], {"out.json"}),
    (["所/1.txt", "--resume"], {"home/gouji/results.sqlite"}),
    (["所", "--store", "own.sqlite"], {"own.sqlite"}),
]


@pytest.mark.parametrize(("options", "files"), WRITTEN, ids=[" ".join(w[0]) for w in WRITTEN])
def test_nothing_is_written_that_was_not_asked_for(
    options: list[str], files: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOUJI_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(Path("home").absolute()))
    monkeypatch.setenv("HOME", str(Path("home").absolute()))
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    before = {str(f) for f in Path().rglob("*") if f.is_file()}
    gouji("check", *options)
    after = {str(f) for f in Path().rglob("*") if f.is_file() and not f.name.endswith(("-wal", "-shm"))}
    assert after - before == files


def test_pages_keep_their_store_in_their_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOUJI_STORE")
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    gouji("check", "所", "-o", "页", "--format", "html")
    assert {f.name for f in Path("页").iterdir() if f.suffix != ".html"} == {"gouji.sqlite"}


def test_two_runs_at_once_share_a_store() -> None:
    for number in range(12):
        write(f"所/{number}.txt", WRONG + "。" * number)
    whole = check_folder("--no-store")
    command = [sys.executable, "-m", "gouji", "check", "所", "--format", "json", "--store", "kept.sqlite"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for run in runs:
        told, errors = run.communicate(timeout=120)
        assert told == whole
        assert errors == ""
    with sqlite3.connect("kept.sqlite") as db:
        assert db.execute("SELECT state, count(*) FROM runs GROUP BY 1").fetchall() == [("done", 3)]
        assert db.execute("SELECT count(*) FROM run_reports").fetchone() == (36,)


@pytest.mark.parametrize("resume", [[], ["--resume"]])
def test_a_store_held_by_another_process_does_not_stop_the_check(
    resume: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    check_folder()
    monkeypatch.setattr("gouji.store.WAIT", 0.2)
    with sqlite3.connect(STORE, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        result = gouji("check", "所", "--format", "json", *resume)
    assert json.loads(result.stdout)["summary"]["documents"] == 2
    assert result.stderr.count("另一个进程正在使用") == 1
    assert result.exit_code == 1


def test_two_runs_compared() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", WRONG.replace("安平县民政局", "河口县林业局"))
    write("所/3.txt", RIGHT)
    check_folder()
    write("所/2.txt", RIGHT.replace("安平县民政局", "河口县林业局"))
    write("所/3.txt", RIGHT.replace("占60.00%", "占66.00%"))
    check_folder()
    changes = json.loads(gouji("compare", 1, 2, "--format", "json").stdout)
    assert [(c["state"], c["path"]) for c in changes] == [
        ("new", "所/3.txt"),
        ("gone", "所/2.txt"),
        ("still", "所/1.txt"),
    ]
    assert gouji("compare", 1, 2).stdout.splitlines()[-1] == "新出现 1  已消除 1  仍存在 1"
    assert gouji("compare", 1, 9).exit_code == 2


def test_a_researcher_can_query_it_directly() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT.replace("安平县民政局", "河口县林业局"))
    check_folder()
    with sqlite3.connect(STORE) as db:
        assert db.execute("SELECT count(*) FROM figures").fetchone() == (10,)
        amounts = db.execute(
            "SELECT r.organization, f.value_wan FROM figures f JOIN reports r ON r.id = f.report"
            " WHERE f.label = '本年支出合计' ORDER BY 1"
        ).fetchall()
        assert sorted(amounts) == sorted([("安平县民政局", "100"), ("河口县林业局", "100")])
        assert dict(db.execute("SELECT status, count(*) FROM equations GROUP BY 1"))["fails"] >= 1
        assert db.execute("SELECT code, stated, recomputed FROM findings").fetchall() == [
            ("SHR101", "41.00%", "40.00%")
        ]
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_checking_again_keeps_one_copy_of_a_report() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    check_folder()
    check_folder()
    with sqlite3.connect(STORE) as db:
        assert db.execute("SELECT count(*) FROM reports").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM run_reports").fetchone() == (4,)


def test_resume_checks_only_what_changed() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    check_folder()
    write("所/2.txt", RIGHT.replace("安平县民政局", "河口县林业局"))
    write("所/0.txt", RIGHT.replace("安平县民政局", "石桥县教育局"))
    told = check_folder("--resume")
    assert told == check_folder("--no-store")
    with sqlite3.connect(STORE) as db:
        again = dict(db.execute("SELECT path, again FROM run_reports WHERE run = 2"))
    assert again == {"所/0.txt": 0, "所/1.txt": 1, "所/2.txt": 0}


def test_a_file_that_is_no_store_is_told() -> None:
    write("notes.sqlite", "这不是数据库" * 100)
    result = gouji("runs", "--store", "notes.sqlite")
    assert result.exit_code == 2
    assert "notes.sqlite" in result.stderr
    assert gouji("runs", "--store", "none.sqlite").exit_code == 2


def test_a_store_that_cannot_be_written_does_not_stop_the_check() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    write("file", "x")
    result = gouji("check", "所", "--format", "json", "--store", "file/results.sqlite")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["summary"]["errors"] == 1
    assert "results.sqlite" in result.stderr


def test_a_store_that_fails_in_mid_run_is_told_once_and_the_check_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        write(f"所/{number}.txt", WRONG + "。" * number)
    whole = check_folder("--no-store")
    add = Store.add

    def full_disk(store: Store, outcome: Outcome) -> None:
        if outcome.record.path == "所/2.txt":
            raise StoreError("database or disk is full")
        add(store, outcome)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add", full_disk)
        result = gouji("check", "所", "--format", "json")
    assert result.stdout == whole
    assert result.stderr.count("disk is full") == 1
    with sqlite3.connect(STORE) as db:
        assert db.execute("SELECT path FROM run_reports").fetchall() == [("所/0.txt",), ("所/1.txt",)]
