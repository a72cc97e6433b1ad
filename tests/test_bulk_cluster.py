"""The same work on a cluster: a child process with a time limit, and a worker killed in mid-run."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from acts import Act
from test_bulk import count
from test_cli import WRONG

from gouji.bulk.child import Child
from gouji.bulk.limits import Limits

LIMITS = Limits(2, 512)


def test_a_child_survives_what_its_tasks_do() -> None:
    child = Child()
    told = [child.run(Act(name, LIMITS)) for name in ("1", "hang", "2", "killed", "3", "prints", "4")]
    assert told == ["done 1", "time_limit", "done 2", "crashed", "done 3", "done prints", "done 4"]
    child.close()


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(WRONG.replace("41.00", f"4{number % 9 + 1}.00") + "。" * number)
    command = [sys.executable, "-m", "gouji", "check", str(tmp_path), "--format", "json"]
    local = subprocess.run([*command, "--no-store"], capture_output=True, text=True)
    store = tmp_path / "kept.sqlite"
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster:
        victim = next(iter(cluster.workers.values())).process.process._process.pid
        address = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
        run = subprocess.Popen([*command, *address, "--store", str(store)], stdout=subprocess.PIPE, text=True)
        while run.poll() is None and count(store) < 5:
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        far, _ = run.communicate(timeout=120)
    assert far == local.stdout
    assert run.returncode == local.returncode == 1
    summary = {"documents": 60, "failed": 0, "errors": 60, "warnings": 0, "infos": 0}
    assert json.loads(far)["summary"] == summary


def test_an_unreachable_cluster_is_wrong_usage(tmp_path: Path) -> None:
    file = tmp_path / "1.txt"
    file.write_text(WRONG)
    from click.testing import CliRunner

    from gouji.cli import group

    assert CliRunner().invoke(group, ["check", str(file), "--engine", "dask"]).exit_code == 2
    result = CliRunner().invoke(group, ["check", str(file), "--engine", "dask", "--scheduler", "nonsense://x"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
