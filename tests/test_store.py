"""Results that last: kept report by report, read back unchanged, compared between runs, open to SQL."""

import json
import sqlite3
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
