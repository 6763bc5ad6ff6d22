"""Faults at system calls: the preloaded library, orders to it, and commands run under it.

Comes in: words of a command, a folder, a `Fault`. Goes out: a `Run` (exit code, outputs, calls counted) or
the `Call`s that were made, in their order over all processes. What the outcome means is for others.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("interpose.c")
ERRORS = {name: getattr(errno, name) for name in ("ENOSPC", "EIO", "EXDEV", "EROFS")}
LONGEST = 120.0
"""Seconds after which a command counts as hanging."""


class NoCompilerError(Exception):
    """There is nothing here that could compile the library."""


def compile_library(folder: Path) -> Path:
    """The library, compiled into `folder`. Raises `NoCompilerError`."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        raise NoCompilerError("no C compiler for Linux here: install gcc")
    library = folder / "interpose.so"
    command = [compiler, "-O1", "-Wall", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoCompilerError(f"the compiler refused the library: {done.stderr[-400:]}")
    return library


@dataclass(frozen=True, slots=True)
class Fault:
    """An order to the library. `kind`: kill, tear, alone, stop, skip, or the name of an errno; `at`: number of the call
    (1 is the first); `on`: every later one too; `only`: which operations count; `quota`: bytes the disk still takes."""

    kind: str = ""
    at: int = 0
    on: bool = False
    only: tuple[str, ...] = ()
    quota: int | None = None

    def env(self) -> dict[str, str]:
        """The order as the library reads it."""
        return {
            "PROOF_FAULT": str(ERRORS.get(self.kind, self.kind)),
            "PROOF_AT": str(self.at),
            "PROOF_ON": str(int(self.on)),
            "PROOF_ONLY": ",".join(self.only),
            "PROOF_QUOTA": "" if self.quota is None else str(self.quota),
        }


NO_FAULT = Fault()


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did: exit code (negative: killed by that signal), both outputs, calls counted, and
    whether it was run as on a terminal with colours."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    calls: int
    coloured: bool = False

    @property
    def text(self) -> str:
        """Everything that a person saw."""
        return f"{self.out}\n{self.err}"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made: operation, the path (below the folder, without a slash in front), the second path or a
    link's text, offset (for truncate the new length) and the bytes written."""

    op: str
    path: str
    other: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class Injector:
    """Runs commands of this checkout under the library. Use as a context manager; one command at a time."""

    library: Path
    scratch: Path
    _server: subprocess.Popen[str] | None = field(default=None, init=False)

    def __enter__(self) -> Injector:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the process that forks."""
        if self._server is not None:
            assert self._server.stdin is not None and self._server.stdout is not None
            self._server.stdin.close()
            self._server.stdout.close()
            self._server.wait(20)
            self._server = None

    def run(
        self, folder: Path, words: Sequence[str], fault: Fault = NO_FAULT, *, record: Path | None = None, **env: str
    ) -> Run:
        """Run `kiosk WORDS` in `folder` with this fault."""
        counters, out, err = (self.scratch / name for name in ("counters", "out", "err"))
        counters.write_bytes(bytes(4096))
        orders = {
            **fault.env(),
            "PROOF_ROOTS": str(folder),
            "PROOF_COUNT": str(counters),
            "PROOF_RECORD": str(record or ""),
            **env,
        }
        code = self._ask({"words": list(words), "cwd": str(folder), "env": orders, "out": str(out), "err": str(err)})
        read = [path.read_text(encoding="utf-8", errors="backslashreplace") for path in (out, err)]
        calls = struct.unpack("q", counters.read_bytes()[:8])[0]
        return Run(tuple(words), code, *read, calls=calls, coloured=bool(env.get("FORCE_COLOR")))

    def start(self, folder: Path, words: Sequence[str], **env: str) -> int:
        """Start `kiosk WORDS` in `folder` without waiting for its end; the leader of the group that is to be killed."""
        orders = {**NO_FAULT.env(), "PROOF_ROOTS": "", "PROOF_COUNT": "", "PROOF_RECORD": "", **env}
        out, err = (self.scratch / f"background-{name}" for name in ("out", "err"))
        err.write_bytes(b"")
        return self._order(
            {
                "words": list(words),
                "cwd": str(folder),
                "env": orders,
                "out": str(out),
                "err": str(err),
                "background": True,
            }
        )

    def record(self, folder: Path, words: Sequence[str]) -> tuple[Run, tuple[Call, ...]]:
        """Run without a fault and tell every call that wrote."""
        log = self.scratch / "record"
        log.unlink(missing_ok=True)
        run = self.run(folder, words, record=log)
        return run, tuple(read_calls(log, folder)) if log.exists() else ()

    def environment(self) -> dict[str, str]:
        """What a process needs to run this checkout under the library."""
        return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "LD_PRELOAD": str(self.library)}

    def _order(self, order: dict[str, object]) -> int:
        server = self._started()
        assert server.stdin is not None
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        return self._told("pid")

    def _ask(self, order: dict[str, object]) -> int:
        child = self._order(order)
        alarm = threading.Timer(LONGEST, kill_group, (child,))
        alarm.start()
        try:
            return self._told("code")
        finally:
            alarm.cancel()
            # Workers that outlive a killed parent would go on writing into the next trial's folder.
            kill_group(child)

    def _started(self) -> subprocess.Popen[str]:
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "tests.proof.server"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            self._told("ready")
        return self._server

    def _told(self, key: str) -> int:
        assert self._server is not None and self._server.stdout is not None
        line = self._server.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that forks has ended with {self._server.wait(20)}")
        return int(json.loads(line)[key])


def kill_group(leader: int) -> None:
    """Kill a command with all its workers, if it still runs."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def read_calls(log: Path, folder: Path) -> Iterator[Call]:
    """The calls in a record, paths relative to `folder`."""
    for line in log.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        _, op, one, two, offset, data = line.split("\t")
        other = two if op == "symlink" else _inside(two, folder)
        yield Call(op, _inside(one, folder), other, int(offset), bytes.fromhex(data))


def _inside(path: str, folder: Path) -> str:
    return re.sub(r"/\./|//+", "/", path).removeprefix(str(folder)).strip("/")


def points(calls: int, count: int, seed: str) -> list[int]:
    """`count` call numbers of 1…`calls`: the last one, where a command has passed the point of no return, and others by
    chance, the same for the same seed."""
    chosen = random.Random(seed).sample(range(1, calls), min(count, calls) - 1)
    return sorted([*chosen, calls])


def scratch_folder() -> Path:
    """A new folder in memory where there is one, else where temporary files go."""
    shared = Path("/dev/shm")  # noqa: S108 - a place for the bytes of tests, with a random name below it
    usable = shared.is_dir() and os.access(shared, os.W_OK)
    return Path(tempfile.mkdtemp(prefix="proof-", dir=shared if usable else None))
