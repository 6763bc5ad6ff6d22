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


def test_the_wheel_alone_makes_a_citys_folder(installed: Path, root: Path) -> None:
    run(installed, "init", "city")
    made = installed.parent / "city"
    assert (made / "config.yaml").read_bytes() == (root / "config.yaml").read_bytes()
    assert (made / "data/sites.csv").read_bytes() == (root / "data/sites.csv").read_bytes()
    run(installed, "--config", "city/config.yaml", "site", "set", "11824", "hotline=0225 3 123 456")
    assert "0225 3 123 456" in (made / "data/sites.csv").read_text(encoding="utf-8")


def test_guide_and_readme_install_what_make_wheel_builds(installed: Path, root: Path) -> None:
    (wheel,) = installed.parent.glob("*.whl")
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "\nwheel:" in makefile
    for document in ("README.md", "docs/huong-dan-cai-dat.md"):
        text = (root / document).read_text(encoding="utf-8")
        for words in ("make wheel", "requirements.lock", "kiosk init /srv/kiosk", wheel.name.split("-")[0] + "-"):
            assert words in text, f"{document}: {words}"
