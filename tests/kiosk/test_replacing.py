"""A stick that is pulled at any moment holds the old copy or the new one, whole, under a name that people find."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import flushing, replacing
from kiosk.errors import ReleaseError
from kiosk.replacing import make_fresh_folder, put_in_place, put_where_free

FILES = {f"sites/{n}/page.html": n for n in range(5)}
OLD, NEW = b"old", b"new"


def fill(folder: Path, content: bytes) -> None:
    for path in FILES:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def holds(folder: Path, content: bytes) -> bool:
    return all((folder / path).is_file() and (folder / path).read_bytes() == content for path in FILES)


def replace_copy(place: Path) -> None:
    with make_fresh_folder(place) as fresh:
        fill(fresh / "made", NEW)
        put_in_place(fresh / "made", place)


def never_exchange(made: Path, place: Path, flags: int) -> bool:
    return False


def counting(steps: int) -> Callable[..., object]:
    """A wrapper under which the plug is pulled before step number `steps`."""
    left = [steps]

    def wrap(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            if left[0] == 0:
                os._exit(9)
            left[0] -= 1
            return call(*args, **kwargs)

        return counted

    return wrap


def pull_the_plug(place: Path, steps: int, *, exchange: bool) -> int:
    """Replace in a process that ends before its step number `steps`; its exit code, 0 where it came to its end."""
    child = os.fork()
    if child == 0:
        wrap = counting(steps)
        for owner, name in (
            (Path, "rename"), (Path, "mkdir"), (Path, "unlink"), (os, "unlink"), (os, "rmdir"), (os, "fsync"),
        ):  # fmt: skip
            setattr(owner, name, wrap(getattr(owner, name)))
        replacing._rename_with = wrap(replacing._rename_with) if exchange else never_exchange  # type: ignore[assignment]
        flushing.os.fsync = os.fsync
        try:
            replace_copy(place)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("exchange", [True, False])
def test_a_plug_pulled_at_any_step(tmp_path: Path, exchange: bool) -> None:
    for steps in range(200):
        folder = tmp_path / str(steps)
        place = folder / "kiosk-10888"
        fill(place, OLD)
        code = pull_the_plug(place, steps, exchange=exchange)
        visible = [p for p in folder.iterdir() if not p.name.startswith(".")]
        assert any(holds(p, OLD) or holds(p, NEW) for p in visible), f"step {steps}: {visible}"
        assert not place.exists() or holds(place, OLD) or holds(place, NEW)
        replace_copy(place)
        assert holds(place, NEW)
        assert [p.name for p in folder.iterdir()] == ["kiosk-10888"], f"step {steps}: litter stays"
        if code == 0:
            break
    assert code == 0
    assert steps > 20


def test_a_copy_put_aside_comes_back_even_where_the_next_run_fails(tmp_path: Path) -> None:
    fill(tmp_path / "kiosk-10888.dang-thay", OLD)
    with pytest.raises(OSError, match="full"), make_fresh_folder(tmp_path / "kiosk-10888"):
        raise OSError(errno.ENOSPC, "full")
    assert holds(tmp_path / "kiosk-10888", OLD)


@pytest.mark.parametrize("exchange", [True, False])
def test_a_rename_that_fails_leaves_the_old_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    place = tmp_path / "kiosk-10888"
    fill(place, OLD)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "made":
            raise OSError(errno.EIO, "gone")
        return rename(self, target)

    def fail_flags(made: Path, target: Path, flags: int) -> bool:
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(Path, "rename", fail)
    monkeypatch.setattr(replacing, "_rename_with", fail_flags if exchange else never_exchange)
    with pytest.raises(OSError, match="gone"):
        replace_copy(place)
    assert holds(place, OLD)
    assert [p.name for p in tmp_path.iterdir()] == ["kiosk-10888"]


def test_a_second_run_into_the_same_place_is_told_and_disturbs_nothing(tmp_path: Path) -> None:
    place = tmp_path / "lo-in"
    with make_fresh_folder(place) as fresh:
        fill(fresh / "made", NEW)
        with pytest.raises(ReleaseError, match="một lệnh khác đang ghi vào đúng chỗ này"), make_fresh_folder(place):
            pass
        with make_fresh_folder(tmp_path / "lo-in-2"):
            assert holds(fresh / "made", NEW)
        put_where_free(fresh / "made", place)
    assert holds(place, NEW)


def test_nothing_is_put_over_what_came_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for exchange in (True, False):
        if not exchange:
            monkeypatch.setattr(replacing, "_rename_with", never_exchange)
        with make_fresh_folder(tmp_path / "lo-in.zip") as fresh:
            (fresh / "made").write_bytes(NEW)
            (tmp_path / "lo-in.zip").write_bytes(OLD)
            with pytest.raises(FileExistsError):
                put_where_free(fresh / "made", tmp_path / "lo-in.zip")
        assert (tmp_path / "lo-in.zip").read_bytes() == OLD
        (tmp_path / "lo-in.zip").unlink()


def test_a_stick_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dead cannot be told from the living there: nothing is cleaned, nothing is refused."""

    def no_locks(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    fill(tmp_path / ".kiosk-10888.1", OLD)
    monkeypatch.setattr(fcntl, "flock", no_locks)
    replace_copy(tmp_path / "kiosk-10888")
    assert holds(tmp_path / "kiosk-10888", NEW)
    assert (tmp_path / ".kiosk-10888.1").is_dir()


def test_what_only_looks_like_litter_stays(tmp_path: Path) -> None:
    for name in (".kiosk-10888.old", ".kiosk-1088.77", "kiosk-10888.77", ".kiosk-10888.77.zip"):
        (tmp_path / name).mkdir()
    replace_copy(tmp_path / "kiosk-10888")
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_place_that_is_no_folder(tmp_path: Path, kind: str) -> None:
    place, other = tmp_path / "kiosk-10888", tmp_path / "other"
    fill(other, OLD)
    place.write_bytes(OLD) if kind == "file" else place.symlink_to(other)
    replace_copy(place)
    assert holds(place, NEW)
    assert holds(other, OLD)
    shutil.rmtree(other)
    assert [p.name for p in tmp_path.iterdir()] == ["kiosk-10888"]
