"""Tables are changed through one writer that checks as reading does and keeps every other byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.settings import tables
from kiosk.settings.table_writer import (
    ALIASES,
    GROUPS,
    SITES,
    TableForm,
    add_row,
    change_cells,
    find_line,
    open_table,
    remove_row,
    save_table,
)

SITE_TABLE = (
    "\ufeffcode;kind;unit;name;address;hotline\r\n"
    "# Phường\r\n"
    '10507;commune;phường;"Trung tâm; A";;gọi tôi\r\n'
    "\r\n"
    "SL-1;city;tỉnh;Trung tâm B;;\r\n"
)
GROUP_TABLE = "group_id,abbreviation,group_title,everyday,field\na,HT,Hộ tịch,,Hộ tịch\nz,KH,Khác,,Khác\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "bang.csv"
    path.write_bytes(text.encode())
    return path


def change(table: TableForm, path: Path, line: int, **values: str) -> None:
    save_table(change_cells(open_table(table, path), line, values))


def test_a_cell_changes_and_comments_mark_separator_and_line_ends_stay(tmp_path: Path) -> None:
    path = write(tmp_path, SITE_TABLE)
    change(SITES, path, 5, hotline="0225 3 123 456", address="  Số 1;\n B ")
    expected = SITE_TABLE.replace("Trung tâm B;;", 'Trung tâm B;"Số 1; B";0225 3 123 456')
    assert path.read_bytes().decode() == expected
    assert tables.read_sites(path).sites[1].address == "Số 1; B"


def test_a_known_column_that_the_file_lacks_is_added(tmp_path: Path) -> None:
    path = write(tmp_path, SITE_TABLE)
    change(SITES, path, 5, hours="7h30-17h")
    assert tables.read_sites(path).sites[1].hours == "7h30-17h"
    assert tables.read_sites(path).sites[0].hours == ""


@pytest.mark.parametrize(
    ("table", "text", "line", "values"),
    [
        (SITES, SITE_TABLE, 5, {"name": ""}),
        (SITES, SITE_TABLE, 5, {"kind": "tỉnh"}),
        (SITES, SITE_TABLE, 5, {"code": "10507"}),
        (SITES, SITE_TABLE, 5, {"hotline": "xin gọi"}),
        (SITES, SITE_TABLE, 5, {"email": "a b"}),
        (SITES, SITE_TABLE, 5, {"screen_inches": "3"}),
        (SITES, SITE_TABLE, 5, {"fax": "1234"}),
        (GROUPS, GROUP_TABLE, 3, {"abbreviation": "HT"}),
        (GROUPS, GROUP_TABLE, 3, {"field": "HỘ TỊCH"}),
        (ALIASES, "alias,meaning\nsổ đỏ,đất đai\n", 2, {"meaning": " "}),
    ],
)
def test_what_reading_would_refuse_is_not_written(
    tmp_path: Path, table: TableForm, text: str, line: int, values: dict[str, str]
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        change(table, path, line, **values)
    assert caught.value.way_out
    assert path.read_bytes().decode() == text


def test_a_bad_cell_elsewhere_does_not_stand_in_the_way(tmp_path: Path) -> None:
    path = write(tmp_path, SITE_TABLE)
    change(SITES, path, 5, hotline="0225 3 123 456")
    change(SITES, path, 3, hotline="0225 3 123 457")
    assert tables.read_sites(path).left_out == ()


def test_a_change_between_reading_and_writing_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path, SITE_TABLE)
    opened = open_table(SITES, path)
    change(SITES, path, 5, hotline="0225 3 123 456")
    with pytest.raises(ConfigError, match="sửa ở nơi khác"):
        save_table(change_cells(opened, 5, {"hotline": "0225 3 999 999"}))
    assert "123 456" in path.read_text(encoding="utf-8")


def test_groups_and_everyday_words_are_changed_in_the_same_way(tmp_path: Path) -> None:
    path = write(tmp_path, GROUP_TABLE)
    change(GROUPS, path, 2, everyday="khai sinh, kết hôn")
    assert path.read_text(encoding="utf-8") == GROUP_TABLE.replace("Hộ tịch,,", 'Hộ tịch,"khai sinh, kết hôn",', 1)
    path = write(tmp_path, "alias,meaning\nsổ đỏ,đất\n")
    change(ALIASES, path, 2, meaning="quyền sử dụng đất")
    assert tables.read_aliases(path) == (("sổ đỏ", ("quyền sử dụng đất",)),)


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, SITE_TABLE)
    before = path.stat().st_mtime_ns, path.stat().st_ino
    change(SITES, path, 5, hotline="", name="Trung tâm  B")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_row_is_added_to_its_group_and_another_one_removed(tmp_path: Path) -> None:
    path = write(tmp_path, GROUP_TABLE)
    values = {"group_id": "a", "abbreviation": "HT", "group_title": "Hộ tịch", "field": " Quốc  tịch "}
    opened = add_row(open_table(GROUPS, path), values)
    assert find_line(opened, {"group_id": "a", "field": "Quốc tịch"}) == 3
    line = find_line(opened, {"group_id": "z"})
    assert line is not None
    save_table(remove_row(change_cells(opened, line, {"everyday": "x"}), line))
    assert path.read_text() == GROUP_TABLE.replace("\nz,KH,Khác,,Khác", "\na,HT,Hộ tịch,,Quốc tịch")
    assert find_line(opened, {"abbreviation": "HT"}) is None  # two rows, so no one row is meant


def test_a_row_that_reading_would_refuse_or_leave_out_is_not_added(tmp_path: Path) -> None:
    path = write(tmp_path, SITE_TABLE)
    for values in ({"code": "10507", "kind": "commune", "name": "X"}, {"code": "10508", "kind": "x", "name": "X"}):
        with pytest.raises(ConfigError):
            save_table(add_row(open_table(SITES, path), values))
    with pytest.raises(ConfigError, match="hotline"):
        contact = {"code": "10508", "kind": "commune", "name": "Trung tâm C", "hotline": "gọi"}
        save_table(add_row(open_table(SITES, path), contact))
    assert path.read_bytes().decode() == SITE_TABLE
