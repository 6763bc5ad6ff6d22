"""Only plain files are read; nothing else is waited for, followed, or taken for absent."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import StoreError, explain_cause
from kiosk.workspace.plain import NotPlainError, open_plain, read_plain


def make_socket(place: Path) -> None:
    """Under a short name first: an address has a hundred bytes."""
    here = Path.cwd()
    os.chdir(place.parent)
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(place.name)
    finally:
        os.chdir(here)


OTHERS: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link to a file": lambda place: place.symlink_to(__file__),
    "a link to nothing": lambda place: place.symlink_to("nothing"),
    "a link to itself": lambda place: place.symlink_to(place.name),
    "a socket": make_socket,
}


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    assert read_plain(tmp_path / "a") == b"1"


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    OTHERS[name](tmp_path / "a")
    with pytest.raises(NotPlainError, match="không phải tệp thường") as refusal:
        open_plain(tmp_path / "a")
    assert isinstance(refusal.value, StoreError) and isinstance(refusal.value, OSError)
    assert (refusal.value.place, "kiosk doctor" in refusal.value.way_out) == (str(tmp_path / "a"), True)
    assert explain_cause(refusal.value) == refusal.value.message


def test_what_is_not_there_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "a")
