"""One run of `gouji check`: the reports named, checked, kept, shown, counted."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gouji.accepted import load_accepted
from gouji.bulk.task import CheckTask, Order, limits_of
from gouji.config import ConfigError, Policy
from gouji.inputs import Input
from gouji.notice import notice, notice_failure
from gouji.outcome import Outcome, Shown
from gouji.output.words import Words
from gouji.output.writers import Output, Target, open_writer
from gouji.records import ProblemRecord, SummaryRecord
from gouji.select import add_up, exit_status, show
from gouji.store import Store, StoreBusyError, StoreError, open_store

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Run:
    """What the user asked for. store is "" where nothing is to be kept."""

    sources: tuple[Input, ...]
    policy: Policy
    target: Target
    store: str = ""
    resume: bool = False
    scheduler: str = ""  # of a dask cluster; "" is this machine

    @property
    def words(self) -> Words:
        return Words(self.policy.config.lang)

    @property
    def jobs(self) -> int:
        return self.policy.config.jobs or processors()

    @property
    def order(self) -> Order:
        kept = bool(self.store)
        page = self.target.format == "html"
        return Order(self.policy, figures=kept or self.target.format == "xlsx", equations=kept, page=page)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_check(run: Run) -> int:
    """Checks everything and gives the exit status. Raises OSError where the output cannot be written."""
    summary = SummaryRecord()
    writer = open_writer(run.target, run.words, several=len(run.sources) > 1)
    with _kept(run) as store:
        outcomes = _outcomes(run, store)
        interrupted = _write(outcomes, run, writer, summary)
        if store:
            store.finish("interrupted" if interrupted else "done")
    if interrupted:
        notice(run.words.say("summary", "go_on" if run.store else "cannot_go_on"))
        return INTERRUPTED
    return exit_status(summary, run.policy.config.fail_on)


def _write(outcomes: Generator[Outcome, None, None], run: Run, writer: Output, summary: SummaryRecord) -> bool:
    """Shows every outcome as it comes; True where Ctrl-C ended it, with all that was finished written."""
    interrupted = False
    try:
        writer.begin()
        try:
            for outcome in _with_twins(_progress(run, outcomes), run.words):
                shown = show(outcome, run.policy, _accepted(outcome.record.path))
                add_up(summary, shown.record)
                writer.add(shown)
                _tell_failure(run, shown)
        except KeyboardInterrupt:
            interrupted = True
        finally:
            outcomes.close()
        writer.end(summary, interrupted)
    except BaseException:
        writer.abandon()
        raise
    return interrupted


def show_run(store: Store, number: int, policy: Policy, target: Target) -> int:
    """Writes a kept run again, without checking anything."""
    words = Words(policy.config.lang)
    summary = SummaryRecord()
    writer = open_writer(target, words, several=True)
    try:
        writer.begin()
        for outcome in store.outcomes(number):
            shown = show(outcome, policy, _accepted(outcome.record.path))
            add_up(summary, shown.record)
            writer.add(shown)
        writer.end(summary, interrupted=False)
    except BaseException:
        writer.abandon()
        raise
    return exit_status(summary, policy.config.fail_on)


def _kept(run: Run) -> Store | _Nothing:
    if not run.store:
        return _Nothing()
    try:
        return open_store(Path(run.store), run.words.lang, len(run.sources))
    except OSError as error:
        if run.resume and not isinstance(error, StoreBusyError):
            raise
        notice(run.words.say("summary", "not_kept", reason=error))
        return _Nothing()


class _Nothing:
    """No store: nothing is kept."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _outcomes(run: Run, store: Store | None) -> Generator[Outcome, None, None]:
    """In the order of the paths. What an earlier run has done of the same content is not done again with --resume."""
    order = run.order
    if len(run.sources) == 1 and not (run.resume or run.scheduler):
        yield _keep(store, _do_here(CheckTask(run.sources[0], order)))
        return
    if not run.resume or store is None:
        for outcome in _check(run, (CheckTask(source, order) for source in run.sources)):
            yield _keep(store, outcome)
        return
    yield from _resumed(run, store, order)


def _resumed(run: Run, store: Store, order: Order) -> Iterator[Outcome]:
    """Reports of the store and reports checked now, in input order: the pool asks for the next task as it goes."""
    before: dict[int, str] = {}  # position → content; the report itself is read back when its turn comes
    position_of: list[int] = []

    def new_tasks() -> Iterator[CheckTask]:
        for position, source in enumerate(run.sources):
            content = "" if order.page else digest(source)
            if store.knows(content):
                before[position] = content
            else:
                position_of.append(position)
                yield CheckTask(source, order)

    told = 0

    def earlier(limit: int) -> Iterator[Outcome]:
        nonlocal told
        while told < limit and told in before:
            yield _again(store, run.sources[told], before.pop(told), order)
            told += 1

    for count, outcome in enumerate(_check(run, new_tasks())):
        yield from earlier(position_of[count])
        yield _keep(store, outcome)
        told = position_of[count] + 1
    yield from earlier(len(run.sources))


def _again(store: Store, source: Input, content: str, order: Order) -> Outcome:
    """From the store; checked now where it can no longer be read from there."""
    try:
        kept = store.again(source.name, content)
    except StoreError as error:
        notice(str(error))
        kept = None
    return kept or _keep(store, _do_here(CheckTask(source, order)))


def _check(run: Run, tasks: Iterable[CheckTask]) -> Iterator[Outcome]:
    if run.scheduler:
        from gouji.bulk.cluster import run_on_cluster

        return run_on_cluster(tasks, run.scheduler)
    from gouji.bulk.pool import run_all

    return run_all(tasks, min(run.jobs, len(run.sources)), limits_of(run.policy.config))


def _do_here(task: CheckTask) -> Outcome:
    """A single report is checked in this process: a worker would cost more than the report."""
    from gouji.bulk.limits import bounded

    with bounded(task.limits):
        return task.run()


def _keep(store: Store | None, outcome: Outcome) -> Outcome:
    """A store that fails in mid-run (a full disk) is told once and left; the check goes on."""
    if store is not None and not store.lost:
        try:
            store.add(outcome)
        except StoreError as error:
            store.lost = True
            notice(Words(store.lang).say("summary", "not_kept", reason=error))
    return outcome


def digest(source: Input) -> str:
    """The content's SHA-256, "" where it cannot be read."""
    if source.problem is not None:
        return ""
    try:
        with Path(source.file).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _with_twins(outcomes: Iterable[Outcome], words: Words) -> Iterator[Outcome]:
    """The same content under a second name is told with the second."""
    first: dict[bytes, str] = {}
    for outcome in outcomes:
        record = outcome.record
        if record.sha256 and record.status != "failed":
            other = first.setdefault(bytes.fromhex(record.sha256), record.path)
            if other != record.path:
                twin = ProblemRecord(message=words.problem("same_content", other))
                record.problems.append(twin)
        yield outcome


def _accepted(path: str) -> frozenset[str]:
    try:
        return load_accepted(path)
    except ConfigError as error:
        notice(str(error))
        return frozenset()


def _progress(run: Run, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    if len(run.sources) < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    from tqdm import tqdm

    words = run.words
    yield from tqdm(
        outcomes,
        total=len(run.sources),
        desc=words.say("summary", "progress"),
        unit=words.say("summary", "unit"),
        file=sys.stderr,
        smoothing=0.05,
    )


def _tell_failure(run: Run, shown: Shown) -> None:
    """One line on stderr for a report that could not be read, unless the text report on the screen has it already."""
    record = shown.record
    if record.status != "failed" or (run.target.format == "text" and run.target.path is None):
        return
    notice_failure(record.path, [p.message for p in record.problems], run.words)
