"""The wheel, installed alone, is the whole program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder into which nothing but our wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, root], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder / "site"


def run(installed: Path, *words: str) -> str:
    """Run the installed program far from the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_the_wheel_alone_shows_its_help(installed: Path) -> None:
    assert "Niêm yết thủ tục hành chính" in run(installed, "--help")


def test_the_wheel_alone_has_its_sample_and_its_sites(installed: Path) -> None:
    said = run(installed, "--workspace", "var", "status")
    assert "116 điểm" in said
    assert "BẢN MẪU" in said


def test_the_wheel_builds_a_release_by_itself(installed: Path) -> None:
    assert "1 điểm" in run(installed, "--workspace", "var", "build", "--site", "HP-E", "--as-of", "2026-11-24")
