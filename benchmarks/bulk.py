"""Thousands of reports at once: speed, memory over time, two workers against one, and what interruptions cost.

    python -m benchmarks.bulk [--reports 2000] [--sample 200] [--folder DIR]

Reports are written by `python -m corpus` in mixed formats. Speed and memory are told of one run over all of them with
two workers; the ratio of two workers to one, and interruption with resuming, of the first `sample` reports, side by side
in one run. A worker that is killed and one that stands still must cost one failed line each.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SHARES = {"txt": 30, "md.txt": 15, "wrap.txt": 15, "docx": 15, "xlsx": 10, "html": 10, "pdf": 5}  # percent
INTERRUPT_AT = 0.37
QUARTERS = 4
ROUNDS = 3
TICK = 0.25
MEGABYTE = 1024
AT_WORK = 1.5  # seconds of processor time: more than starting takes


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory at one moment, in MB."""

    command: float
    workers: float


@dataclass(frozen=True, slots=True)
class Run:
    status: int
    seconds: float
    documents: list[dict[str, object]]
    memory: list[Memory]


def write_reports(folder: Path, count: int) -> None:
    for format_, share in SHARES.items():
        number = str(max(1, count * share // 100))
        command = [
            sys.executable,
            "-m",
            "corpus",
            str(folder / format_),
            "-n",
            number,
            "--format",
            format_,
            "--size",
            "1",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for truth in folder.rglob("*.json"):
        truth.unlink()


def mixed(folder: Path) -> list[Path]:
    """The reports with their formats in turn, so that every part of a run is alike."""
    by_format = [sorted(p for p in (folder / f).iterdir() if p.is_file()) for f in SHARES]
    placed = [((i + 0.5) / len(files), file) for files in by_format for i, file in enumerate(files)]
    return [file for _, file in sorted(placed)]


def start(files: Sequence[Path], into: Path, *options: str) -> tuple[subprocess.Popen[bytes], Path]:
    """`gouji check` over the files, as JSON lines into a file."""
    listed, output = into / "list.txt", into / f"out{time.monotonic_ns()}.jsonl"
    listed.write_text("\n".join(map(str, files)), encoding="utf-8")
    command = [sys.executable, "-m", "gouji", "check", "--from", str(listed), "--format", "jsonl", *options]
    with output.open("wb") as out:
        return subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL), output


def run(files: Sequence[Path], into: Path, *options: str) -> Run:
    began = time.monotonic()
    process, output = start(files, into, *options)
    memory = list(_watch(process))
    status = process.wait()
    return Run(status, time.monotonic() - began, read_lines(output), memory)


def read_lines(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def _watch(process: subprocess.Popen[bytes]) -> Iterator[Memory]:
    while process.poll() is None:
        workers = descendants(process.pid)
        yield Memory(resident(process.pid), max((resident(pid) for pid in workers), default=0.0))
        time.sleep(TICK)


def descendants(pid: int) -> list[int]:
    """Every process below one; those that have just ended are left out."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(child) for child in children.read_text().split()]
        except OSError:
            continue
        for child in direct:
            found += [child, *descendants(child)]
    return found


def resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / MEGABYTE for line in lines if line.startswith("VmRSS")), 0.0)


def told_speed(files: Sequence[Path], into: Path) -> Iterator[str]:
    whole = run(files, into, "--jobs", "2")
    yield f"| reports, mixed formats, two workers | {len(whole.documents)} |"
    yield f"| reports a second | {len(whole.documents) / whole.seconds:.1f} |"
    size = max(1, len(whole.memory) // QUARTERS)
    for name, of in (("command", "command"), ("largest worker", "workers")):
        parts = [
            max(getattr(m, of) for m in whole.memory[i * size : (i + 1) * size] or whole.memory[-1:])
            for i in range(QUARTERS)
        ]
        yield f"| peak memory of the {name} by quarter of the run, MB | {' · '.join(f'{p:.0f}' for p in parts)} |"


def told_ratio(files: Sequence[Path], into: Path) -> Iterator[str]:
    """The best of several rounds in turn: what else the machine does can only slow a round down."""
    best: dict[str, float] = {}
    documents: list[list[dict[str, object]]] = []
    for _ in range(ROUNDS):
        for jobs in ("1", "2"):
            timed = run(files, into, "--jobs", jobs)
            best[jobs] = min(timed.seconds, best.get(jobs, timed.seconds))
            documents.append(timed.documents)
    same = "identical" if all(d == documents[0] for d in documents) else "DIFFERENT"
    ratio = best["1"] / best["2"]
    yield f"| two workers to one, {len(files)} reports, best of {ROUNDS} | {ratio:.2f} ({best['1']:.1f} s to {best['2']:.1f} s), output {same} |"


def told_interruption(files: Sequence[Path], into: Path) -> Iterator[str]:
    whole = run(files, into)
    store = into / "kept.sqlite"
    process, _ = start(files, into, "--store", str(store))
    while kept(store) < INTERRUPT_AT * len(files) and process.poll() is None:
        time.sleep(TICK / 10)
    process.send_signal(signal.SIGINT)
    status = process.wait()
    done = kept(store)
    resumed = run(files, into, "--store", str(store), "--resume")
    with sqlite3.connect(store) as db:
        again, new = db.execute("SELECT sum(again), sum(1 - again) FROM run_reports WHERE run = 2").fetchone()
    same = "identical" if resumed.documents == whole.documents else "DIFFERENT"
    yield f"| interrupted (exit {status}) after {done} of {len(files)}, then `--resume` | {again} taken over, {new} checked, output {same} |"


def kept(store: Path) -> int:
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM run_reports").fetchone()[0])
    except sqlite3.Error:
        return 0


def told_accidents(files: Sequence[Path], into: Path) -> Iterator[str]:
    whole = {str(d["path"]): d for d in run(files, into).documents}
    process, output = start(files, into, "--time-limit", "10", "--jobs", "2")
    killed, halted = _two_at_work(process)
    os.kill(killed, signal.SIGKILL)
    os.kill(halted, signal.SIGSTOP)
    status = process.wait()
    documents = read_lines(output)
    failed = [d for d in documents if d["status"] == "failed"]
    intact = len(documents) == len(files) and all(d in failed or d == whole[str(d["path"])] for d in documents)
    yield (
        f"| one worker killed, one standing still, {len(files)} reports | {len(failed)} failed, the others "
        f"{'as ever' if intact else 'CHANGED'}, exit {status} |"
    )


def _two_at_work(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The two workers that have used the processor most, once both have begun."""
    while process.poll() is None:
        busy = sorted((seconds_used(pid), pid) for pid in descendants(process.pid))
        if len(busy) > 1 and busy[-2][0] > AT_WORK:
            return busy[-1][1], busy[-2][1]
        time.sleep(TICK / 10)
    raise SystemExit("the run ended before its workers could be disturbed")


def seconds_used(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="reports written by an earlier run of this benchmark")
    asked = parser.parse_args()
    with TemporaryDirectory() as temporary:
        into = Path(temporary)
        folder = asked.folder or into / "reports"
        if not folder.is_dir():
            write_reports(folder, asked.reports)
        files = mixed(folder)
        sample = files[:: max(1, len(files) // asked.sample)]
        print("| measured | value |\n|---|---|")
        print(f"| processors · load of the machine before | {os.cpu_count()} · {os.getloadavg()[0]:.1f} |")
        for part in (
            told_accidents(sample[:60], into),
            told_interruption(sample, into),
            told_ratio(sample, into),
            told_speed(files, into),
        ):
            for line in part:
                print(line, flush=True)


if __name__ == "__main__":
    main()
