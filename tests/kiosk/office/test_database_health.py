"""Damage of the databases is told by a look, an inspection and a backup; what the ledger knows is written again."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.office import database_health
from kiosk.office.inbox import FILE as INBOX
from kiosk.workspace.mark_table import MarkTable
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


@pytest.fixture
def office(small_office: Office) -> Office:
    """A small one is damaged as a large one."""
    return small_office


def _scribble(path: Path) -> None:
    """Damage in the middle of a database, its first page left."""
    content = bytearray(path.read_bytes())
    for place in range(4096 + 50, len(content), 997):
        content[place] ^= 0x5A
    path.write_bytes(content)


def test_a_damaged_ledger_is_told_by_everybody_and_kept_out_of_backups(office: Office, office_store: Store) -> None:
    office.ok("user", "list")
    _scribble(office_store.root / "office.sqlite")
    assert "sổ theo dõi và dữ liệu của phòng làm việc bị hỏng" in office.run("status").stdout
    answer = office.run("doctor", "--json")
    assert answer.returncode == 1
    (finding,) = json.loads(answer.stdout)["findings"]
    assert (finding["kind"], finding["done"]) == ("office", "")
    backup = office.run("backup", str(office.folder / "sao-luu"))
    assert backup.returncode == 1 and "office.sqlite bị hỏng" in backup.stdout + backup.stderr


@pytest.mark.parametrize("left", [None, b""])
def test_a_lost_ledger_is_not_an_office_that_has_done_nothing(
    office: Office, office_store: Store, left: bytes | None
) -> None:
    office.ok("user", "list")
    ledger = office_store.root / "office.sqlite"
    ledger.unlink()
    if left is not None:
        ledger.write_bytes(left)
    status = office.run("status")
    assert status.returncode == 1 and "office.sqlite (không có hoặc rỗng, dù đã từng có sổ)" in status.stdout
    assert "0/" not in status.stdout.partition("Đã xác nhận")[2], "what is unknown is not nothing"
    for words in (("user", "list"), ("order", "list"), ("coverage",)):
        refused = office.run(*words)
        assert refused.returncode == 1 and "mất sổ theo dõi" in refused.stderr
    assert not ledger.exists() or not ledger.read_bytes(), "no new one is made in silence"
    assert "nếu đồng ý thì chạy kiosk doctor --yes" in office.run("doctor").stdout
    assert "bắt đầu sổ mới như đã đồng ý" in office.ok("doctor", "--yes")
    office.ok("user", "list")
    office.ok("status")


@pytest.mark.parametrize("name", ["office.sqlite", "office.sqlite-wal", "cache.sqlite-wal"])
@pytest.mark.parametrize("harm", ["pipe", "folder", "link"])
def test_what_stands_in_the_place_of_a_database_stops_nobody(
    office: Office, office_store: Store, name: str, harm: str
) -> None:
    place = office_store.root / name
    place.unlink(missing_ok=True)
    if harm == "pipe":
        os.mkfifo(place)
    elif harm == "folder":
        place.mkdir()
    else:
        place.symlink_to(office.folder / "config.yaml")
    status = office.run("status")
    assert status.returncode == 1 and "Traceback" not in status.stderr
    done = office.run("doctor")
    assert done.returncode == (1 if name == "office.sqlite" else 0), done.stdout + done.stderr
    assert not os.path.lexists(place) or name == "office.sqlite"


@pytest.mark.parametrize("content", [b"", b"x", b"not a database at all" * 300])
def test_a_table_of_printed_ids_that_holds_nothing_is_told_by_a_look(
    office: Office, office_store: Store, content: bytes
) -> None:
    marks = office_store.root / "marks.sqlite"
    before = MarkTable(office_store.root).list_marks()
    marks.write_bytes(content)
    assert "bảng mã của các tờ đã in bị hỏng" in office.run("status").stdout
    office.ok("doctor")
    assert MarkTable(office_store.root).list_marks() == before


def test_an_edited_ledger_is_seen(office: Office, office_store: Store) -> None:
    office.ok("user", "add", "can-bo", "--label", "Cán bộ", "--role", "reader")
    with closing(sqlite3.connect(office_store.root / "office.sqlite")) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE event SET after = '{}' WHERE id = 1")
        db.commit()
    answer = office.run("doctor", "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["findings"][0]["detail"] == "nhật ký bị sửa hoặc mất từ việc số 1"


def test_the_table_of_printed_ids_is_written_again(office: Office, office_store: Store) -> None:
    marks = office_store.root / "marks.sqlite"
    before = MarkTable(office_store.root).list_marks()
    assert before
    _scribble(marks)
    assert {f["kind"] for f in office.json("doctor")["findings"]} == {"marks"}
    assert MarkTable(office_store.root).list_marks() == before
    office.ok("doctor")


def test_a_damaged_box_of_the_public_server_is_put_aside(office: Office, office_store: Store) -> None:
    (office_store.root / INBOX).write_bytes(b"no database")
    assert {f["kind"] for f in office.json("doctor")["findings"]} == {"inbox"}
    assert not (office_store.root / INBOX).exists()
    assert any("inbox" in p.name for p in (office_store.root / "set-aside").rglob("*"))
    office.ok("doctor")


def test_what_another_account_owns_is_not_called_damaged_and_not_passed_over(
    office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The super-user opens everything, so SQLite's answer to anybody else is given in its place."""

    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(sqlite3, "connect", refuse)
    assert list(database_health.look_at_databases(office_store)) == []
    details = {one.place: one.detail for one in database_health.inspect_databases(office_store)}
    assert "chưa chắc đã hỏng" in details["office.sqlite"]


def test_a_database_on_a_disk_that_takes_nothing_is_read_as_it_stands(
    office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that keeps a log beside it cannot be opened there in any other way."""
    connect = sqlite3.connect

    def refuse_to_write(place: str, **how: object) -> sqlite3.Connection:
        if "mode=" in place:
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY
            raise error
        return connect(place, **how)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", refuse_to_write)
    assert "cache.sqlite" not in {one.place for one in database_health.inspect_databases(office_store)}
