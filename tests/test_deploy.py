"""The examples for a server are what systemd and nginx take, and name commands and limits that are there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.cli.app import COMMANDS
from kiosk.settings.config import OfficeServer, Server
from kiosk.web.office.app import ROUTES

UNITS = ("kiosk-public.service", "kiosk-office.service", "kiosk-worker.service", "kiosk-night.service")


@pytest.fixture
def deploy(root: Path, tmp_path: Path) -> Path:
    """A copy of the examples."""
    return Path(shutil.copytree(root / "deploy", tmp_path / "deploy"))


def need(program: str) -> str:
    place = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if place is None:
        pytest.skip(f"{program} is not installed")
    return place


def test_every_part_of_the_program_has_a_unit(deploy: Path) -> None:
    commands = [re.findall(r"(?m)^ExecStart=/opt/kiosk/bin/kiosk ([a-z]+)", (deploy / u).read_text()) for u in UNITS]
    assert [name for (name,) in commands] == ["serve", "office", "worker", "nightly"]
    assert {name for (name,) in commands} <= set(COMMANDS)
    for unit in UNITS:
        text = (deploy / unit).read_text(encoding="utf-8")
        assert {"User=kiosk", "ProtectSystem=strict", "NoNewPrivileges=yes"} <= set(text.splitlines())


def test_systemd_finds_no_fault_in_the_units(deploy: Path) -> None:
    verify = need("systemd-analyze")
    program = deploy / "kiosk"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = (deploy / unit).read_text(encoding="utf-8")
        (deploy / unit).write_text(text.replace("/opt/kiosk/bin/kiosk", str(program)), encoding="utf-8")
    names = [str(deploy / name) for name in (*UNITS, "kiosk-night.timer")]
    checked = subprocess.run([verify, "verify", "--man=no", *names], capture_output=True, text=True, check=False)
    complaints = [line for line in checked.stderr.splitlines() if "kiosk-" in line]
    assert (checked.returncode, complaints) == (0, []), checked.stderr


def test_nginx_takes_the_example_with_two_names(deploy: Path) -> None:
    nginx, openssl = need("nginx"), need("openssl")
    key, certificate = deploy / "key", deploy / "crt"
    make = (
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=x",
        "-keyout",
        key,
        "-out",
        certificate,
    )
    subprocess.run(make, check=True, capture_output=True)
    text = (deploy / "nginx.conf").read_text(encoding="utf-8")
    for name in ("niemyet", "vanphong"):
        text = text.replace(f"/etc/ssl/kiosk/{name}.crt", str(certificate)).replace(
            f"/etc/ssl/kiosk/{name}.key", str(key)
        )
    whole = deploy / "whole.conf"
    whole.write_text(f"pid {deploy}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n}}\n")
    checked = subprocess.run([nginx, "-t", "-p", deploy, "-c", whole], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr


def test_ports_and_the_size_of_uploads_are_the_programs(deploy: Path) -> None:
    text = (deploy / "nginx.conf").read_text(encoding="utf-8")
    ports = {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", text)}
    assert ports == {Server().port, OfficeServer().port}
    assert max(r.most_bytes for r in ROUTES) == 130_000_000
    assert "client_max_body_size 130m;" in text


def test_whoever_opens_a_printed_address_is_logged_nowhere(deploy: Path) -> None:
    text = (deploy / "nginx.conf").read_text(encoding="utf-8")
    block = re.search(r"location ~\* (\S+) \{(.*?)\n    \}", text, re.DOTALL)
    assert block is not None
    assert all(re.search(block[1], path, re.IGNORECASE) for path in ("/P/1.001193", "/T/1-1-ABCDEF", "/p/x"))
    assert "access_log off;" in block[2]
    assert "error_log /dev/null" in block[2]
    assert "proxy_pass http://127.0.0.1:8000;" in block[2]
