"""What is backed up comes back whole, on any file system, from any moment, and old snapshots outlive every accident."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import ReleaseError, StoreError
from kiosk.office import backup, restoring
from kiosk.office.backup import BackupResult, back_up
from kiosk.office.inspection import inspect_workspace
from kiosk.office.news import News
from kiosk.office.restoring import restore
from kiosk.office.snapshots import Shelf
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.settings import config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published

DAY = "2026-11-24"


@pytest.fixture
def office(small_office: Office) -> Office:
    """A small one is enough here."""
    return small_office


def take(office: Office, folder: Path, keep: int | None = None) -> BackupResult:
    settings = office.folder / "config.yaml"
    return back_up(Store(office.folder / "var"), config.load(settings), settings, folder, report_nothing, keep)


def files(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): digest(p.read_bytes())
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not {"tmp", "lock"} & set(p.relative_to(folder).parts) and ".sqlite" not in p.name
    }


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def test_all_of_it_comes_back(office: Office, shelf: Path, tmp_path: Path) -> None:
    hang_published(Store(office.folder / "var"), "10507")
    News(office.folder / "var/news.sqlite").heard("10507", 1, 0)
    office.ok("backup", str(shelf))
    office.ok("restore", str(shelf), "--to", str(tmp_path / "moi"))
    back = Office(tmp_path / "moi")
    assert files(back.folder) == files(office.folder)
    assert (back.folder / "var/current").readlink() == Path("releases/1")
    before, after = office.json("status"), back.json("status")
    assert after == before
    assert after["up_to_date"]
    assert "Không có gì thay đổi" in back.ok("regenerate", "--as-of", DAY)
    objects = [p for p in (back.folder / "var/objects").rglob("*") if p.is_file()]
    assert {p.stat().st_mode & 0o777 for p in objects} == {0o444}
    assert all(p.stat().st_nlink > 1 for p in objects if p.name in {f.sha256 for f in published(back).files})


def test_the_register_of_imports_comes_back(office: Office, shelf: Path, tmp_path: Path) -> None:
    office.write("qd.csv", "code,name,level,field\n1.999990,Thủ tục thử nghiệm,xã,Hộ tịch\n")
    office.ok("import", "qd.csv", "--as", "change", "--apply")
    office.ok("backup", str(shelf))
    office.ok("restore", str(shelf), "--to", str(tmp_path / "moi"))
    back = Office(tmp_path / "moi")
    kept = {name: sha for name, sha in files(back.folder).items() if name.startswith("var/imports/")}
    assert kept == {name: sha for name, sha in files(office.folder).items() if name.startswith("var/imports/")}
    assert len(kept) == 3
    back.ok("import", "--undo", "1")


def published(office: Office) -> lifecycle.Manifest:
    return lifecycle.choose_release(Store(office.folder / "var"), None)


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP])
def test_a_file_system_without_hard_links(
    office: Office, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(source: object, target: object, **_: object) -> None:
        raise OSError(number, os.strerror(number))

    take(office, shelf)
    monkeypatch.setattr(os, "link", refuse)
    assert restore(shelf, None, tmp_path / "moi", report_nothing).damage == ()
    back = Office(tmp_path / "moi")
    back.ok("status")
    back.ok("site", "set", "10888", "hotline=0225 3 123 456", "--yes")
    back.ok("regenerate", "--as-of", DAY)
    back.ok("status")


def test_only_what_is_new_is_copied(office: Office, shelf: Path) -> None:
    first = take(office, shelf)
    assert first.copied > 50
    again = take(office, shelf)
    assert (again.snapshot.number, again.copied) == (2, 0)
    hang_published(Store(office.folder / "var"), "10507")
    assert take(office, shelf).copied == 1


def test_every_snapshot_comes_back_as_it_was(office: Office, shelf: Path, tmp_path: Path) -> None:
    take(office, shelf)
    first = files(office.folder)
    office.ok("site", "set", "10888", "hotline=0225 3 123 456", "--yes")
    office.ok("regenerate", "--as-of", DAY)
    take(office, shelf)
    restore(shelf, 1, tmp_path / "mot", report_nothing)
    restore(shelf, None, tmp_path / "hai", report_nothing)
    assert files(tmp_path / "mot") == first
    assert files(tmp_path / "hai") == files(office.folder)


def test_old_snapshots_go_and_what_others_need_stays(office: Office, shelf: Path, tmp_path: Path) -> None:
    for hotline in ("0225 3 123 451", "0225 3 123 452", "0225 3 123 453"):
        office.ok("site", "set", "10888", f"hotline={hotline}", "--yes")
        result = take(office, shelf, keep=2)
    assert result.removed == (1,)
    assert Shelf(shelf).numbers() == (2, 3)
    for number in (2, 3):
        assert restore(shelf, number, tmp_path / str(number), report_nothing).damage == ()
    named: set[str] = set().union(*(Shelf(shelf).read(n).contents() for n in (2, 3)))
    assert {p.name for p in (shelf / "kho").glob("??/*")} == named


def test_a_content_that_rots_among_the_backups_is_copied_again(office: Office, shelf: Path, tmp_path: Path) -> None:
    kept = Shelf(shelf).place(published(office).files[0].sha256)
    take(office, shelf)
    kept.write_bytes(bytes(kept.stat().st_size))
    assert any("thiếu hoặc hỏng" in line for line in restore(shelf, None, tmp_path / "truoc", report_nothing).damage)
    assert take(office, shelf).copied == 1
    assert restore(shelf, None, tmp_path / "sau", report_nothing).damage == ()


def test_damage_is_told_and_costs_no_older_snapshot(office: Office, shelf: Path) -> None:
    take(office, shelf)
    store = Store(office.folder / "var")
    entry = published(office).files[0]
    for place in (store.object_path(entry.sha256), store.tree(1) / entry.path):
        place.unlink()
    (office.folder / "var/news.sqlite").write_bytes(b"no database at all" * 100)
    told = office.run("backup", str(shelf), "--keep", "1")
    # Contents that an older snapshot keeps are whole: only the database is lost.
    assert told.returncode == 1
    assert "news.sqlite" in told.stderr
    assert Shelf(shelf).numbers() == (1, 2)


def test_an_object_is_taken_from_the_tree_where_its_own_place_is_damaged(
    office: Office, shelf: Path, tmp_path: Path
) -> None:
    place = Store(office.folder / "var").object_path(published(office).files[0].sha256)
    place.chmod(0o644)
    place.write_bytes(b"x")
    assert take(office, shelf).snapshot.damage == ()
    assert restore(shelf, None, tmp_path / "moi", report_nothing).damage == ()


class PlugError(BaseException):
    """The stick is gone."""


def test_a_stick_pulled_at_any_write_keeps_the_older_snapshots(
    office: Office, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(office, shelf)
    first = files(office.folder)
    office.ok("site", "set", "10888", "hotline=0225 3 123 456", "--yes")
    office.ok("regenerate", "--as-of", DAY)
    replace, left = Path.replace, [0]

    def pulled(self: Path, target: Path) -> Path:
        if left[0] == 0:
            raise PlugError
        left[0] -= 1
        return replace(self, target)

    for steps in range(100):
        left[0] = steps
        with monkeypatch.context() as patch, suppress(PlugError):
            patch.setattr(Path, "replace", pulled)
            take(office, shelf)
            break
        assert Shelf(shelf).numbers() == (1,)
    assert steps >= 4
    restore(shelf, 1, tmp_path / "cu", report_nothing)
    assert files(tmp_path / "cu") == first
    assert list((shelf / "kho/tmp").iterdir()) == []
    restore(shelf, 2, tmp_path / "moi", report_nothing)
    assert files(tmp_path / "moi") == files(office.folder)


def test_a_backup_while_the_office_publishes(office: Office, shelf: Path, tmp_path: Path) -> None:
    """Whatever moment each snapshot shows, it is one moment."""
    done = threading.Event()
    kept: list[BackupResult] = []

    def keep_backing_up() -> None:
        while not done.is_set():
            kept.append(take(office, shelf))

    office.ok("site", "set", "10888", "hotline=0225 3 123 456", "--yes")
    office.ok("regenerate", "--as-of", DAY)
    store = Store(office.folder / "var")
    thread = threading.Thread(target=keep_backing_up)
    thread.start()
    try:
        for number in (1, 2, 1, 2):
            with store.writing():
                lifecycle.publish_earlier(store, number)
    finally:
        done.set()
        thread.join()
    for result in {r.snapshot.number: r for r in (kept[0], kept[-1])}.values():
        assert result.snapshot.damage == ()
        target = tmp_path / str(result.snapshot.number)
        assert restore(shelf, result.snapshot.number, target, report_nothing).damage == ()
        assert inspect_workspace(Store(target / "var")) == ()


def test_what_changes_in_between_is_read_again(office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(1000))
    monkeypatch.setattr(backup, "_look_at_moment", lambda _: next(moments))
    with pytest.raises(StoreError, match="thay đổi liên tục"):
        take(office, shelf)
    assert Shelf(shelf).numbers() == ()


def test_a_database_that_is_being_written(office: Office, shelf: Path, tmp_path: Path) -> None:
    """A write-ahead log beside it belongs to it; a copy of the file alone would lose what stands there."""
    with closing(sqlite3.connect(office.folder / "var/ledger.sqlite")) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE event (text TEXT)")
        db.execute("INSERT INTO event VALUES ('đã treo')")
        db.commit()
        take(office, shelf)
    restore(shelf, None, tmp_path / "moi", report_nothing)
    with closing(sqlite3.connect(tmp_path / "moi/var/ledger.sqlite")) as db:
        assert db.execute("SELECT text FROM event").fetchall() == [("đã treo",)]


def test_a_line_of_the_history_that_is_being_written_is_left_out(office: Office, shelf: Path, tmp_path: Path) -> None:
    history = office.folder / "var/history.jsonl"
    whole = history.read_bytes()
    history.write_bytes(whole + b'{"at": "2026-11')
    take(office, shelf)
    restore(shelf, None, tmp_path / "moi", report_nothing)
    assert (tmp_path / "moi/var/history.jsonl").read_bytes() == whole


def test_a_secret_stays_one(office: Office, shelf: Path, tmp_path: Path) -> None:
    secret = office.folder / "data/key"
    secret.write_bytes(b"secret")
    secret.chmod(0o600)
    take(office, shelf)
    assert Shelf(shelf).place(digest(b"secret")).stat().st_mode & 0o077 == 0
    restore(shelf, None, tmp_path / "moi", report_nothing)
    assert (tmp_path / "moi/data/key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "moi/config.yaml").stat().st_mode & 0o044 == 0o044


@pytest.mark.parametrize("inside", ["var", "var/backup", "data", "data/backup"])
def test_a_backup_into_what_is_backed_up_is_refused(office: Office, inside: str) -> None:
    with pytest.raises(ReleaseError, match="không sao lưu được vào thư mục này"):
        take(office, office.folder / inside)


def test_only_an_empty_folder_is_restored_into(office: Office, shelf: Path, tmp_path: Path) -> None:
    take(office, shelf)
    (tmp_path / "day").mkdir()
    (tmp_path / "day/thu.txt").write_text("x", encoding="utf-8")
    told = office.refused("restore", str(shelf), "--to", str(tmp_path / "day"))
    assert "không trống" in told
    assert [p.name for p in (tmp_path / "day").iterdir()] == ["thu.txt"]
    assert "không có bản sao lưu này" in office.refused(
        "restore", str(shelf), "--snapshot", "9", "--to", str(tmp_path / "moi")
    )
    assert "không có bản sao lưu nào" in office.refused("restore", str(tmp_path), "--to", str(tmp_path / "moi"))


def test_a_restoring_that_was_stopped_is_begun_anew(
    office: Office, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(office, shelf)

    def stop(self: object, number: int) -> None:
        raise PlugError

    with monkeypatch.context() as patch, pytest.raises(PlugError):
        patch.setattr(restoring._Restoring, "_write_tree", stop)
        restore(shelf, None, tmp_path / "moi", report_nothing)
    assert not (tmp_path / "moi/var/current").exists()
    assert restore(shelf, None, tmp_path / "moi", report_nothing).damage == ()
    assert files(tmp_path / "moi") == files(office.folder)


@pytest.mark.parametrize("harm", [b"", b"{}", b'{"format": 1, "number": 1', b"\0" * 300])
def test_a_snapshot_that_is_damaged_is_told_and_keeps_its_contents(
    office: Office, shelf: Path, tmp_path: Path, harm: bytes
) -> None:
    take(office, shelf)
    take(office, shelf)
    Shelf(shelf).listing(1).write_bytes(harm)
    with pytest.raises(StoreError, match="bản sao lưu bị hỏng"):
        restore(shelf, 1, tmp_path / "moi", report_nothing)
    before = len(list((shelf / "kho").glob("??/*")))
    (shelf / "kho/ab").mkdir(exist_ok=True)
    (shelf / "kho/ab" / ("ab" * 32)).write_bytes(b"of the damaged one")
    take(office, shelf, keep=3)
    assert len(list((shelf / "kho").glob("??/*"))) == before + 1


def test_a_snapshot_that_names_places_outside(office: Office, shelf: Path, tmp_path: Path) -> None:
    take(office, shelf)
    listing = Shelf(shelf).listing(1)
    listing.write_text(
        listing.read_text(encoding="utf-8").replace("data/sites.csv", "../../sites.csv"), encoding="utf-8"
    )
    with pytest.raises(StoreError, match="ra ngoài"):
        restore(shelf, None, tmp_path / "moi", report_nothing)


def test_two_backups_into_one_folder(office: Office, shelf: Path) -> None:
    with Shelf(shelf).writing():
        assert "một lệnh sao lưu khác đang ghi vào đây" in office.refused("backup", str(shelf))


def test_a_full_stick_is_told(office: Office, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, source: object, mode: int = 0) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Shelf, "take", full)
    told = office.refused("backup", str(shelf))
    assert "các bản sao lưu cũ còn nguyên" in told
    assert "hết chỗ trống" in told
