"""Starting the product and its rivals in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_OBSERVED = Path(__file__).with_name("observed.py")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds by the clock, seconds of processor, the largest process's memory in MB; and what
    it printed."""

    seconds: float
    cpu: float
    peak_mb: float
    output: str


class BenchError(Exception):
    """A command that had to work did not."""


def observed(arguments: Sequence[str], env: Mapping[str, str] | None = None, root: Path = ROOT) -> Run:
    """Run Python with `arguments` on the code of a checkout. Raises `BenchError` with what it printed if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, str(_OBSERVED), str(result), sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=root, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchError(f"{' '.join(arguments)}: {(done.stdout + done.stderr)[-2000:]}")
        return Run(**json.loads(result.read_text(encoding="ascii")), output=done.stdout)


def kiosk(workspace: Path, *arguments: str, env: Mapping[str, str] | None = None, root: Path = ROOT) -> Run:
    """Run one `kiosk` command in a workspace."""
    start = ("-c", "from kiosk.cli import main; main()", "--workspace", str(workspace))
    return observed((*start, *arguments), env, root)
