"""What reading a file costs, in numbers that no busy machine changes: `python -m tests.hostile.effort PATH`.

In goes a path. Out come four lines: the sentence with which the file is refused (or "đã nhận"), the peak memory of the
process in MB, the steps of Python that were taken, and the bytes that came out of deflated entries. What libraries
written in C do besides is bounded by the bytes they are given; that they end at all, by the kernel's limit of processor
time, which is many times what any refusal needs and no measure of anything.
"""

from __future__ import annotations

import resource
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

CPU_SECONDS = 60
MEMORY = 2 << 30
"""Address space in bytes: threads and mapped libraries take some hundred megabytes of it without using them."""


@dataclass(slots=True)
class Effort:
    """Steps of Python (calls, lines, returns) and bytes inflated by zlib."""

    steps: int = 0
    inflated: int = 0


class _Counted:
    """One stream of zlib that adds what comes out of it to an effort."""

    def __init__(self, stream: Any, effort: Effort) -> None:
        self._stream, self._effort = stream, effort

    def decompress(self, *arguments: Any) -> bytes:
        content: bytes = self._stream.decompress(*arguments)
        self._effort.inflated += len(content)
        return content

    def flush(self, *arguments: Any) -> bytes:
        content: bytes = self._stream.flush(*arguments)
        self._effort.inflated += len(content)
        return content

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def measure_effort(action: Callable[[], object]) -> Effort:
    """Run `action` and count what it does; whatever it raises passes through with the counting ended."""
    effort, inflate, tracing = Effort(), zlib.decompressobj, sys.gettrace()

    def step(_frame: FrameType, _event: str, _argument: Any) -> Any:
        effort.steps += 1
        return step

    zlib.decompressobj = lambda *arguments, **more: _Counted(inflate(*arguments, **more), effort)  # type: ignore[assignment,return-value]
    sys.settrace(step)
    try:
        action()
    finally:
        sys.settrace(tracing)
        zlib.decompressobj = inflate
    return effort


def peak_megabytes() -> int:
    """The largest resident size of this process so far.

    Not ru_maxrss: a process that was forked inherits the peak of the one that started it (Linux, getrusage(2)).
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) >> 10


def main(path: Path) -> None:
    """Read the file at `path` as the product does and print what it cost."""
    from kiosk.errors import IntakeError
    from kiosk.intake.read import read_file

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sentence = "đã nhận"

    def read() -> None:
        nonlocal sentence
        try:
            read_file(path)
        except IntakeError as error:
            sentence = str(error)

    effort = measure_effort(read)
    print(sentence, peak_megabytes(), effort.steps, effort.inflated, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
