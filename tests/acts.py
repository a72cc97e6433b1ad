"""A task for workers that behaves as its name says: hangs, dies, eats memory, breaks, or does its work."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass

from gouji.bulk.limits import Limits

LIMITS = Limits(3, 512)


@dataclass(frozen=True)
class Act:
    """A task that behaves as its name says."""

    name: str
    limits: Limits = LIMITS

    def run(self) -> str:
        if self.name == "hang":
            time.sleep(60)
        if self.name == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.name == "greedy":
            return str(len(bytearray(2_000_000_000)))
        if self.name == "broken":
            raise ValueError("bad")
        if self.name == "prints":
            sys.stdout.write("not a pickle")
        return f"done {self.name}"

    def fail(self, kind: str, detail: str) -> str:
        return kind
