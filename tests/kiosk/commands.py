"""Running the command line in an office folder of its own."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kiosk.cli.app import main
from kiosk.cli.options import given

SITES = ("10507", "10888", "10903", "HP-E")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers: its exit code and what stands on the two streams."""

    returncode: int
    stdout: str
    stderr: str


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with settings, tables and a workspace."""

    folder: Path

    @classmethod
    def in_folder(cls, folder: Path, root: Path) -> Office:
        """The shipped settings and tables, with four of the sites."""
        shutil.copytree(root / "data", folder / "data")
        shutil.copy(root / "config.yaml", folder / "config.yaml")
        lines = (folder / "data/sites.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.startswith(("code", *SITES))]
        (folder / "data/sites.csv").write_text("".join(kept), encoding="utf-8")
        return cls(folder)

    @classmethod
    def in_earnest(cls, folder: Path, root: Path) -> Office:
        """As `in_folder`, with the sample's mark taken off: what it publishes may hang."""
        office = cls.in_folder(folder, root)
        office.unmark_sample()
        return office

    def unmark_sample(self) -> None:
        """Take the sample's mark off: what is published from it may hang."""
        sample = self.folder / "data/tthc-mau.csv"
        lines = sample.read_text(encoding="utf-8").splitlines(keepends=True)
        sample.write_text("".join(line for line in lines if not line.startswith("#")), encoding="utf-8")

    def run(self, *words: str) -> Answer:
        """Run `kiosk WORDS…` in this folder, in this process: what a person would see, and the exit code.

        Beside threads (a browser's, a server's) no workers are forked: then it runs in a process of its own.
        """
        if threading.active_count() > 1:
            done = self.start(*words)
            return Answer(done.returncode, done.stdout, done.stderr)
        out, err = io.StringIO(), io.StringIO()
        with chdir(self.folder), patch.dict(os.environ, {"COLUMNS": "200"}), ExitStack() as restored:
            # What stood before the command's name is kept in the module that every command asks.
            restored.callback(setattr, given, "workspace", given.workspace)
            restored.callback(setattr, given, "config", given.config)
            given.workspace = given.config = None
            restored.callback(gc.set_threshold, *gc.get_threshold())
            with patch.object(sys, "argv", ["kiosk", *words]), redirect_stdout(out), redirect_stderr(err):
                code = _exit_code()
        return Answer(code, out.getvalue(), err.getvalue())

    def start(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `kiosk WORDS…` in a process of its own, where the process is the subject of the test."""
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "kiosk", *words],
            cwd=self.folder,
            env={**self.env(), **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def env(self) -> dict[str, str]:
        """The environment in which commands run."""
        return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "COLUMNS": "200"}

    def ok(self, *words: str) -> str:
        """Run and expect success; standard output."""
        result = self.run(*words)
        assert result.returncode == 0, result.stderr + result.stdout
        return result.stdout

    def json(self, *words: str) -> Any:
        """Run with --json and expect success."""
        return json.loads(self.ok(*words, "--json"))

    def refused(self, *words: str) -> str:
        """Run and expect the answer no, in words and without a traceback."""
        result = self.run(*words)
        assert result.returncode == 1, result.stdout + result.stderr
        assert "Traceback" not in result.stderr
        return result.stderr

    def write(self, name: str, text: str) -> str:
        """A file in the folder; its name."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return name
