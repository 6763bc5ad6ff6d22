"""Records of imports: kept with their files, never changed, undone by other records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.model.catalogue import Catalogue, Procedure, Source
from kiosk.model.statement import RowStatus, Statement
from kiosk.office import catalogues, register
from kiosk.office.register import ImportRecord, KeptFile
from kiosk.workspace.store import Store

DAY = date(2026, 12, 1)
CONTENT = b"code,name\n"
ENTRY = ImportRecord(0, DAY, "2026-12-01T08:00:00", "lan", "a.csv", files=(KeptFile("a.csv", digest(CONTENT)),))
STATED = Statement("1.000001", RowStatus.NEW, (Procedure("1.000001", "Thủ tục", source=Source("a.csv", 2)),), DAY)


def test_a_record_comes_back_as_it_was_written(store: Store) -> None:
    with store.writing():
        adoption = catalogues.accept(store, Catalogue(), "a.csv", ENTRY, (STATED,))
    assert register.read_records(store) == (replace(ENTRY, number=adoption.number),)
    assert register.read_statements(store, adoption.number) == (STATED,)
    assert register.find_ground_number(store) is None


def test_catalogues_before_the_register_are_the_ground(store: Store) -> None:
    with store.writing():
        catalogues.accept(store, Catalogue(), "trước khi có sổ")
        catalogues.accept(store, Catalogue(), "a.csv", ENTRY, (STATED,))
    assert register.find_ground_number(store) == 1
    assert [entry.number for entry in register.read_records(store)] == [2]


def test_an_undoing_that_is_undone_lets_the_import_stand_again() -> None:
    one, two = replace(ENTRY, number=1), replace(ENTRY, number=2)
    undoing = replace(ENTRY, number=3, undoes=1)
    again = replace(ENTRY, number=4, undoes=3)
    assert register.select_active((one, two, undoing)) == (two, undoing)
    assert register.select_active((again, undoing, two, one)) == (one, two, again)


def test_a_file_that_is_not_what_its_name_says_is_refused_and_kept_again(store: Store) -> None:
    (kept,) = ENTRY.files
    with store.writing():
        register.keep_files(store, {kept.sha256: CONTENT})
        assert register.read_kept(store, kept) == CONTENT
        place = store.root / register.name_kept(kept.sha256)
        place.write_bytes(b"khac")
        with pytest.raises(StoreError, match="bị hỏng"):
            register.read_kept(store, kept)
        register.keep_files(store, {kept.sha256: CONTENT})
        assert register.read_kept(store, kept) == CONTENT
        place.unlink()
        with pytest.raises(StoreError, match="không còn"):
            register.read_kept(store, kept)


def test_a_record_whose_catalogue_never_came_into_force_is_no_import(store: Store) -> None:
    with store.writing():
        register.write_record(store, replace(ENTRY, number=1), (STATED,))
        assert register.read_records(store) == ()
        catalogues.accept(store, Catalogue(), "trước khi có sổ")
    assert register.read_record(store, 1) is None


@pytest.mark.parametrize("name", [register.name_record(1), register.name_statements(1)])
def test_a_damaged_record_is_refused(store: Store, name: str) -> None:
    with store.writing():
        catalogues.accept(store, Catalogue(), "a.csv", ENTRY, (STATED,))
    (store.root / name).write_bytes(b"{")
    with pytest.raises(StoreError, match="sổ ghi lần nhập bị hỏng"):
        register.read_record(store, 1)
        register.read_statements(store, 1)
