"""Fields stated by hand: recorded like an import, undone like one."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import IntakeError
from kiosk.office import catalogues, editing, register, undoing
from kiosk.office.editing import Edit
from kiosk.settings.config import Config
from kiosk.workspace.store import Store

DAY = date(2026, 11, 24)
CODE = "1.001193"


def fee(store: Store, config: Config) -> str:
    return catalogues.load_in_force(store, config).catalogue.on(DAY)[CODE].fee


def test_an_edit_is_an_import_that_can_be_undone(store: Store, config: Config) -> None:
    before = fee(store, config)
    edited = editing.edit_procedure(store, config, Edit(CODE, {"fee": "12.345 đồng"}, "đính chính", by="lan"), DAY)
    assert (edited.number, edited.shortfalls, fee(store, config)) == (1, (), "12.345 đồng")
    (entry,) = register.read_records(store)
    assert (entry.by, entry.reason, entry.files[0].name) == ("lan", "đính chính", f"sua-{CODE}.csv")
    undoing.undo_import(store, config, 1, DAY)
    assert fee(store, config) == before


def test_what_stands_there_already_is_not_recorded(store: Store, config: Config) -> None:
    edit = Edit(CODE, {"fee": "12.345 đồng"}, "đính chính")
    editing.edit_procedure(store, config, edit, DAY)
    assert editing.edit_procedure(store, config, edit, DAY).number is None
    assert store.catalogue_numbers() == (1,)


def test_a_field_is_emptied_by_hand_and_only_so(store: Store, config: Config) -> None:
    editing.edit_procedure(store, config, Edit(CODE, {"fee": "12.345 đồng", "place": "UBND xã"}, "ghi"), DAY)
    emptied = editing.edit_procedure(store, config, Edit(CODE, {"fee": ""}, "thôi thu phí"), DAY)
    assert (emptied.number, fee(store, config)) == (2, "")
    assert catalogues.load_in_force(store, config).catalogue.on(DAY)[CODE].place == "UBND xã"
    (statement,) = register.read_statements(store, 2)
    assert statement.cleared == ("fee",)
    undoing.undo_import(store, config, 2, DAY)
    assert fee(store, config) == "12.345 đồng"


@pytest.mark.parametrize(
    ("code", "fields", "message"),
    [
        ("9.999999", {"fee": "0"}, "không có thủ tục nào"),
        (CODE, {"name": " "}, "tên thủ tục không được để trống"),
        (CODE, {"không có": "0"}, "không có trường nào"),
        (CODE, {"effective_to": "2027-01-01"}, "không có trường nào"),
        (CODE, {"portal_id": "không phải mã"}, "không hiểu giá trị"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(
    store: Store, config: Config, code: str, fields: dict[str, str], message: str
) -> None:
    with pytest.raises(IntakeError, match=message):
        editing.edit_procedure(store, config, Edit(code, fields, "thử"), DAY)
    assert store.catalogue_numbers() == ()
