"""The register of imports: in every order the same catalogue, and any import can be taken back."""

from __future__ import annotations

import errno
import itertools
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.model.catalogue import Catalogue
from kiosk.office import catalogues, imports, register, undoing
from kiosk.office.imports import ImportRequest
from kiosk.settings.config import Config
from kiosk.workspace import disk
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)
A, B = "1.900001", "1.900002"
HEAD = "STT,Mã TTHC,Tên TTHC,Sau cắt giảm,Phí\n"


def annex(folder: Path, number: int, signed: str, holds: str, *rows: str) -> Path:
    title = f"(Kèm theo Quyết định số {number}/QĐ-UBND ngày {signed}),,,,\nCó hiệu lực từ ngày {holds},,,,\n"
    path = folder / f"{number}.csv"
    path.write_text(title + HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def decisions(folder: Path) -> tuple[Path, ...]:
    """A new procedure, two changes of it of which the later signed begins first, and a repeal of another one."""
    return (
        annex(
            folder, 1, "01/09/2026", "01/10/2026", "BAN HÀNH MỚI,,,,", f"1,{A},Thủ tục A,5 ngày,0", f"2,{B},Thủ tục B,,"
        ),
        annex(folder, 2, "05/10/2026", "01/03/2027", "SỬA ĐỔI,,,,", f"1,{A},Thủ tục A,,20.000 đồng"),
        annex(folder, 3, "10/10/2026", "01/01/2027", "SỬA ĐỔI,,,,", f"1,{A},Thủ tục A,2 ngày,"),
        annex(folder, 4, "12/10/2026", "01/02/2027", "BÃI BỎ,,,,", f"1,{B},Thủ tục B,,"),
    )


def take(store: Store, config: Config, path: Path) -> int | None:
    bound = imports.propose_import(store, config, ImportRequest(files=(path,), by="lan"), DAY)
    adoption = imports.apply_import(store, config, bound, path.name)
    return adoption.number if adoption else None


def mine(catalogue: Catalogue) -> tuple[object, ...]:
    return tuple(p for p in catalogue.procedures if p.code in {A, B})


def test_every_order_of_dated_decisions_ends_in_one_catalogue(bare: Office, config: Config) -> None:
    ends = set()
    for order in itertools.permutations(decisions(bare.folder)):
        store = Store(bare.folder / "-".join(path.stem for path in order))
        for path in order:
            take(store, config, path)
        ends.add(mine(catalogues.load_in_force(store, config).catalogue))
        assert register.find_waiting(store) == ()
    (end,) = ends
    assert len(end) == 4


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_undoing_any_import_is_as_if_it_had_never_been(bare: Office, config: Config, number: int) -> None:
    paths = decisions(bare.folder)
    whole, without = Store(bare.folder / "ca"), Store(bare.folder / "thieu")
    for path in paths:
        take(whole, config, path)
    for path in (p for p in paths if p.stem != str(number)):
        take(without, config, path)
    before = catalogues.load_in_force(whole, config).catalogue
    assert undoing.undo_import(whole, config, number, DAY).number == 5
    assert mine(catalogues.load_in_force(whole, config).catalogue) == mine(
        catalogues.load_in_force(without, config).catalogue
    )
    with pytest.raises(StoreError, match="không còn áp dụng"):
        undoing.undo_import(whole, config, number, DAY)
    assert undoing.undo_import(whole, config, 5, DAY).number == 6
    assert mine(catalogues.load_in_force(whole, config).catalogue) == mine(before)


def test_an_import_keeps_its_file_its_person_and_what_it_changed(bare: Office, store: Store, config: Config) -> None:
    path = decisions(bare.folder)[0]
    assert take(store, config, path) == 1
    content = path.read_bytes()
    path.unlink()
    (entry,) = register.read_records(store)
    assert (entry.by, entry.day, dict(entry.changes)) == ("lan", DAY, {"mới": 2})
    assert register.read_kept(store, entry.files[0]) == content
    assert [s.code for s in register.read_statements(store, 1)] == [A, B]


def test_a_workspace_of_the_time_before_takes_decisions_and_takes_its_last_catalogue_back(older_office: Office) -> None:
    from kiosk.settings import config as settings

    store, config = Store(older_office.folder / "var"), settings.load(older_office.folder / "config.yaml")
    first, last = (catalogues.load_numbered(store, n) for n in (1, 2))
    with pytest.raises(StoreError, match="chỉ hoàn tác được lần cuối"):
        undoing.undo_import(store, config, 1, DAY)
    assert take(store, config, decisions(older_office.folder)[0]) == 3
    assert undoing.undo_import(store, config, 3, DAY).number == 4
    assert mine(catalogues.load_in_force(store, config).catalogue) == ()
    assert {p.code for p in catalogues.load_in_force(store, config).catalogue.procedures} == {
        p.code for p in last.procedures
    }
    assert first != last


def test_a_damaged_record_is_told_with_its_file(bare: Office, store: Store, config: Config) -> None:
    take(store, config, decisions(bare.folder)[0])
    (store.root / "imports/0001-statements.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="0001-statements"):
        take(store, config, decisions(bare.folder)[1])


def test_nothing_to_undo_is_told(store: Store, config: Config) -> None:
    with pytest.raises(StoreError, match="không có gì để hoàn tác"):
        undoing.undo_import(store, config, 1, DAY)


def test_an_undoing_that_the_disk_may_not_have_kept_is_told_and_safe_to_run_again(
    bare: Office, store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, config, decisions(bare.folder)[0])

    def fail(path: Path) -> None:
        if path.name == "catalogue":
            raise OSError(errno.EIO, "thử", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(disk, "flush", fail)
        undone = undoing.undo_import(store, config, 1, DAY)
    assert (undone.number, len(undone.shortfalls) > 0) == (2, True)
    assert mine(catalogues.load_in_force(store, config).catalogue) == ()
    with pytest.raises(StoreError, match="không còn áp dụng"):
        undoing.undo_import(store, config, 1, DAY)
    assert store.catalogue_numbers() == (1, 2)
