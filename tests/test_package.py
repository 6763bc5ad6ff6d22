"""The wheel, installed alone, is the whole program."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterable
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PIP = (sys.executable, "-m", "pip")


@pytest.fixture(scope="module")
def recipe(root: Path) -> list[str]:
    """The words with which `make wheel` calls pip, without the program and the folder for the result."""
    printed = subprocess.run(["make", "-n", "wheel"], cwd=root, capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in printed.splitlines() if "/pip wheel " in line]
    words = shlex.split(line)[1:]
    at = words.index("--wheel-dir")
    return words[:at] + words[at + 2 :]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path, recipe: list[str]) -> Path:
    """What `make wheel` builds."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([*PIP, *recipe, "--wheel-dir", folder], cwd=root, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder into which nothing but our wheel was installed."""
    folder = wheel.parent / "site"
    install = [*PIP, "--disable-pip-version-check", "--quiet", "install", "--no-deps", "--target", folder, wheel]
    subprocess.run(install, check=True)
    return folder


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


def read_requirements(lines: Iterable[str]) -> set[tuple[str, SpecifierSet]]:
    """Names and versions; builders spell one name in two ways (PEP 503)."""
    return {(canonicalize_name(r.name), r.specifier) for r in map(Requirement, lines)}


def test_the_wheel_asks_for_what_is_declared_and_holds_no_tests(wheel: Path, root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = message_from_bytes(archive.read(next(n for n in names if n.endswith(".dist-info/METADATA"))))
    assert read_requirements(metadata.get_all("Requires-Dist") or []) == read_requirements(project["dependencies"])
    assert {name.split("/")[0].split("-")[0] for name in names} == {"kiosk", "posters", "kiosk_niem_yet"}


def test_the_wheel_alone_shows_its_help(installed: Path) -> None:
    assert "Niêm yết thủ tục hành chính" in run(installed, "--help")


def test_the_wheel_alone_has_its_sample_and_its_sites(installed: Path) -> None:
    status = run(installed, "--workspace", "var", "status")
    assert "116 điểm" in status
    assert "BẢN MẪU" in status


def test_the_wheel_builds_a_release_by_itself(installed: Path) -> None:
    assert "1 điểm" in run(installed, "--workspace", "var", "build", "--site", "HP-E", "--as-of", "2026-11-24")


def test_the_wheel_alone_makes_a_citys_folder(installed: Path, root: Path) -> None:
    run(installed, "init", "city")
    made = installed.parent / "city"
    assert (made / "config.yaml").read_bytes() == (root / "config.yaml").read_bytes()
    assert (made / "data/sites.csv").read_bytes() == (root / "data/sites.csv").read_bytes()
    run(installed, "--config", "city/config.yaml", "site", "set", "11824", "hotline=0225 3 123 456")
    assert "0225 3 123 456" in (made / "data/sites.csv").read_text(encoding="utf-8")


def test_the_wheel_alone_has_the_offices_database_and_pages(installed: Path) -> None:
    assert "dat-mat-khau" in run(installed, "--workspace", "office", "user", "add", "lan", "--role", "reader")
    assert "lan" in run(installed, "--workspace", "office", "user", "list")
    for name in ("kiosk/web/office/templates/home.html", "kiosk/_bundle/static/office/office.css"):
        assert (installed / name).is_file()


def test_the_wheel_alone_serves_the_office(installed: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    words = [sys.executable, "-m", "kiosk", "--workspace", "served", "office", "--port", str(port)]
    env = {**os.environ, "PYTHONPATH": str(installed)}
    with subprocess.Popen(words, cwd=installed.parent, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            page = read_when_there(f"http://127.0.0.1:{port}/dang-nhap")
            assert "Đăng nhập" in page
            for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
                assert read_when_there(f"http://127.0.0.1:{port}{address}")
        finally:
            process.terminate()
    assert (installed.parent / "served/office.sqlite").is_file()


def read_when_there(address: str) -> str:
    """A page, as soon as somebody answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own http address
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_guide_and_readme_install_what_make_wheel_builds(installed: Path, root: Path) -> None:
    (wheel,) = installed.parent.glob("*.whl")
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "\nwheel:" in makefile
    for document in ("README.md", "docs/huong-dan-cai-dat.md"):
        text = (root / document).read_text(encoding="utf-8")
        for words in ("make wheel", "requirements.lock", "kiosk init /srv/kiosk", wheel.name.split("-")[0] + "-"):
            assert words in text, f"{document}: {words}"
