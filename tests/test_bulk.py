"""Many files: one that hangs, dies or eats memory is one failed line, in its place; interrupted work is not lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from acts import LIMITS, Act
from test_cli import WRONG

from gouji.bulk.limits import Limits
from gouji.bulk.pool import run_all


def test_one_bad_task_is_one_failure_and_order_is_kept() -> None:
    names = ["1", "killed", "2", "hang", "3", "greedy", "4", "broken", *map(str, range(5, 40))]
    results = list(run_all([Act(n) for n in names], 2, LIMITS))
    expected = {"killed": "crashed", "hang": "time_limit", "greedy": "memory_limit", "broken": "broken"}
    assert results == [expected.get(n, f"done {n}") for n in names]


def test_tasks_are_taken_as_workers_need_them() -> None:
    asked: list[int] = []

    def tasks():
        for number in range(200):
            asked.append(number)
            yield Act(str(number))

    results = run_all(tasks(), 2, Limits(30, 1024))
    next(results)
    assert len(asked) < 20
    results.close()


# --- whole runs

COUNT = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty small reports, no two alike but the last, which is the first again."""
    reports = tmp_path / "所"
    reports.mkdir()
    for number in range(COUNT - 1):
        (reports / f"{number:02}.txt").write_text(
            WRONG.replace("安平县民政局", f"第{number}中学").replace("41.00", f"4{number % 9 + 1}.00")
        )
    (reports / f"{COUNT - 1:02}.txt").write_bytes((reports / "00.txt").read_bytes())
    return reports


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "gouji", *map(str, arguments)]


def test_interrupted_and_resumed_is_the_same_as_undisturbed(folder: Path, tmp_path: Path) -> None:
    options = ["--format", "jsonl", "--jobs", "2"]
    whole = subprocess.run(command("check", folder, *options, "--no-store"), capture_output=True, text=True)
    assert whole.returncode == 1
    store = tmp_path / "kept.sqlite"
    first = subprocess.Popen(
        command("check", folder, *options, "--store", store), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and count(store) < 5:
        time.sleep(0.01)
    first.send_signal(signal.SIGINT)
    _, errors = first.communicate(timeout=60)
    done = count(store)
    assert "Traceback" not in errors
    if first.returncode == 130:
        assert 5 <= done < COUNT
        assert "--resume" in errors
    resumed = subprocess.run(
        command("check", folder, *options, "--store", store, "--resume"), capture_output=True, text=True
    )
    assert resumed.stdout == whole.stdout
    with sqlite3.connect(store) as db:
        again = db.execute("SELECT sum(again), count(*) FROM run_reports WHERE run = 2").fetchone()
    assert again[0] >= done - 1
    assert again[1] == COUNT


def count(store: Path) -> int:
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM run_reports").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_workers_change_nothing_and_twins_are_told(folder: Path) -> None:
    one, two = (
        subprocess.run(command("check", folder, "--format", "json", "--no-store", "--jobs", n), capture_output=True)
        for n in (1, 2)
    )
    assert one.stdout == two.stdout
    documents = json.loads(two.stdout)["documents"]
    assert [d["path"] for d in documents] == sorted(d["path"] for d in documents)
    assert "00.txt" in documents[-1]["problems"][0]["message"]
    assert not documents[0]["problems"]


def test_a_folder_that_may_not_be_listed_is_told(folder: Path) -> None:
    closed = folder / "关"
    closed.mkdir()
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        closed.rmdir()
        pytest.skip("this user may read everything")
    run = subprocess.run(command("check", folder, "--format", "json", "--no-store"), capture_output=True, text=True)
    closed.chmod(0o700)
    assert run.returncode == 2
    assert "关" in run.stderr
    assert json.loads(run.stdout)["summary"]["documents"] == COUNT + 1


def test_a_file_over_its_time_is_stopped_in_this_process_too(tmp_path: Path) -> None:
    from gouji.bulk.limits import bounded

    with pytest.raises(TimeoutError), bounded(Limits(1, 1024)):
        while True:
            time.sleep(0.01)
