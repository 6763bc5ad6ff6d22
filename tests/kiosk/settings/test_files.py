"""A file is replaced whole, by rename, and only where it still is what was read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import ConfigError
from kiosk.settings import config
from kiosk.settings.files import read_whole, replace_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "bang.csv").write_bytes(b"cu")
    return tmp_path / "bang.csv"


def test_the_file_is_replaced_and_nothing_is_left_beside_it(path: Path) -> None:
    path.chmod(0o640)
    replace_file(path, b"moi", digest(b"cu"))
    assert path.read_bytes() == b"moi"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in path.parent.iterdir()] == ["bang.csv"]


def test_a_change_in_between_is_noticed(path: Path) -> None:
    read = digest(path.read_bytes())
    path.write_bytes(b"cua nguoi khac")
    with pytest.raises(ConfigError, match="sửa ở nơi khác"):
        replace_file(path, b"moi", read)
    assert path.read_bytes() == b"cua nguoi khac"


def test_of_many_writers_that_read_the_same_one_wins_and_the_others_are_told(path: Path) -> None:
    read = digest(path.read_bytes())
    outcomes: list[bytes | None] = []

    def write(content: bytes) -> None:
        try:
            replace_file(path, content, read)
        except ConfigError:
            outcomes.append(None)
        else:
            outcomes.append(content)

    threads = [threading.Thread(target=write, args=(bytes([65 + i]),)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome for outcome in outcomes if outcome is not None] == [path.read_bytes()]


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "lien-ket.csv"
    link.symlink_to(path)
    replace_file(link, b"moi", digest(b"cu"))
    assert link.is_symlink()
    assert path.read_bytes() == b"moi"


def test_a_file_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="không ghi được tệp"):
        replace_file(tmp_path / "khong-co.csv", b"moi", digest(b""))


def test_a_failure_leaves_the_old_file_and_no_litter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ConfigError, match="hết chỗ trống"):
        replace_file(path, b"moi", digest(b"cu"))
    assert path.read_bytes() == b"cu"
    assert [p.name for p in path.parent.iterdir()] == ["bang.csv"]


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_what_has_no_end_is_not_read(tmp_path: Path, make: Callable[[Path], object]) -> None:
    place = tmp_path / "config.yaml"
    make(place)
    with pytest.raises(OSError):
        read_whole(place)
    with pytest.raises(ConfigError, match="không đọc được tệp cấu hình"):
        config.load(place)
