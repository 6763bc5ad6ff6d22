"""JSON of other programs: a list of flat objects is a table, whatever its keys are called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.read import Doubt, FileKind, Mode
from kiosk.intake.readers.json_table import find_grid
from kiosk.model.catalogue import Level

UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
RECORD = {
    "stt": "1",
    "ma_tthc": "1.000593",
    "ten_tthc": "Kết hôn lưu động",
    "link_truy_cap": f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}",
    "linh_vuc": "Hộ tịch",
    "cap_thuc_hien": "Cấp xã",
    "tphs": [{"ten_giay_to": "Tờ khai"}, {"ten_giay_to": "Giấy tờ"}, {"ten_giay_to": "Ảnh"}],
}


def test_the_list_of_a_posting_application(read: Any) -> None:
    reading = read(json.dumps([RECORD, RECORD | {"ma_tthc": "1.000656", "ten_tthc": "Khai tử", "link_truy_cap": None}]))
    assert (reading.kind, reading.mode, reading.tally.procedures) == (FileKind.TABLE, Mode.SNAPSHOT, 2)
    first, second = reading.procedures
    assert (first.code, first.name, first.field, first.levels) == (
        "1.000593", "Kết hôn lưu động", "Hộ tịch", (Level.COMMUNE,),
    )  # fmt: skip
    assert (first.portal_id, second.portal_id) == (UUID, "")


@pytest.mark.parametrize("keys", [("ma", "ten"), ("maTTHC", "tieuDe"), ("procedureCode", "procedureName")])
def test_other_keys_and_a_list_one_level_down(read: Any, keys: tuple[str, str]) -> None:
    items = [dict(zip(keys, pair, strict=True)) for pair in (("1.000593.H24", "Kết hôn"), ("1.000656", "Khai tử"))]
    reading = read(json.dumps({"total": 2, "thuTuc": items}))
    assert [(p.code, p.name) for p in reading.procedures] == [("1.000593", "Kết hôn"), ("1.000656", "Khai tử")]


def test_the_record_of_one_procedure_replaces_nothing_else(read: Any) -> None:
    assert read(json.dumps(RECORD)).mode is Mode.CHANGE


def test_a_code_that_was_a_number_is_held_back(read: Any) -> None:
    reading = read('[{"ma": 2.00161, "ten": "Hộ kinh doanh"}, {"ma": "1.000593", "ten": "Kết hôn"}]')
    assert [row.doubt for row in reading.rows if row.written] == [Doubt.LOST_ZEROS, None]


def test_an_empty_object_is_no_row(read: Any) -> None:
    reading = read(json.dumps([RECORD, {}, {"ma_tthc": " ", "tphs": [1]}, RECORD | {"ma_tthc": "1.000656"}]))
    assert [row.source.row for row in reading.rows] == [0, 1, 4]


def test_a_list_far_too_wide_is_refused() -> None:
    wide = [{f"k{n}": 1 for n in range(limits.COLUMNS + 1)}]
    with pytest.raises(IntakeError, match="257 trường"):
        find_grid("tep", wide)


def test_json_without_procedures_is_none() -> None:
    assert find_grid("tep", [{"a": 1}, 5, None]) is None
    assert find_grid("tep", {"a": {"b": []}}) is None
    assert find_grid("tep", True) is None
