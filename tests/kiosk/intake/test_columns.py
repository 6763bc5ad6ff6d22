"""Headers: which column holds what, by label, by content, by place, or as a person says."""

from __future__ import annotations

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.columns import (
    LABELS,
    NO_COLUMN,
    OWN,
    build_commune_header,
    choose_columns,
    find_header,
    find_role,
    is_portal_export,
    read_labels,
    refuse_headerless,
)
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.text import split_words

LINK = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-382c-774c-bca0-e30c261d7be4"


def grid(*rows: tuple[str, ...], first: int = 1) -> TextGrid:
    """Rows one below the other, numbered from `first`."""
    return TextGrid("Sheet1", tuple(GridRow(first + i, cells) for i, cells in enumerate(rows)))


def columns_of(*rows: tuple[str, ...]) -> dict[str, int]:
    header = find_header(grid(*rows))
    assert header is not None
    return dict(header.columns)


# labels ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Mã TTHC", "code"),
        ("MÃ SỐ", "code"),
        ("mã  số:", "code"),
        ("Tên thủ tục hành chính (TTHC)", "name"),
        ("Phí, lệ phí (nếu có)", "fee"),
        ("Phí, lệ phí (đồng)", "fee"),
        ("effective_from", "effective_from"),
        ("Ghi chú", "note"),
        ("Mã bưu chính", ""),
        ("", ""),
    ],
)
def test_the_field_that_a_label_names(label: str, role: str) -> None:
    assert find_role(label) == role


def test_no_label_names_two_fields() -> None:
    """One would silently win."""
    named: dict[str, set[str]] = {}
    for role, labels in LABELS.items():
        for label in labels:
            named.setdefault(" ".join(split_words(label)), set()).add(role)
    assert {label: roles for label, roles in named.items() if len(roles) > 1} == {}


def test_the_applications_own_names_name_themselves() -> None:
    assert {name: find_role(name) for name in OWN} == {name: name for name in OWN}
    assert "source" not in OWN


def test_a_row_of_labels_names_a_code_and_something_beside_it() -> None:
    assert read_labels(GridRow(1, ("STT", "Mã số", "Tên"))) == {"number": 0, "code": 1, "name": 2}
    assert read_labels(GridRow(1, ("Mã số", "Lĩnh vực"))) == {"code": 0, "field": 1}
    for nothing in (("STT", "Mã số"), ("Tên", "Lĩnh vực"), ("Mã số",), ("", "")):
        assert read_labels(GridRow(1, nothing)) == {}


def test_of_two_columns_with_one_label_the_first_counts() -> None:
    assert read_labels(GridRow(1, ("Mã số", "Tên", "Mã số", "Tên"))) == {"code": 0, "name": 1}


# headers -----------------------------------------------------------------------------------------------------


def test_titles_above_the_header_are_passed_over() -> None:
    header = find_header(grid(("DANH MỤC",), ("Kèm theo Quyết định",), ("Mã số", "Tên"), ("1.000593", "Kết hôn")))
    assert header is not None
    assert (header.index, dict(header.columns), header.unknown) == (2, {"code": 0, "name": 1}, ())


def test_a_header_of_two_rows() -> None:
    columns = columns_of(
        ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "", "Ghi chú"),
        ("", "", "", "Theo quy định", "Sau cắt giảm", ""),
        ("1", "1.000593", "Kết hôn", "5 ngày", "3 ngày", ""),
    )
    assert (columns["time_legal"], columns["time_city"]) == (3, 4)


def test_the_first_entry_is_no_second_row_of_the_header() -> None:
    header = find_header(grid(("Mã số", "Tên", "Lĩnh vực"), ("1.000593", "Kết hôn", ""), ("1.000656", "Khai tử", "")))
    assert header is not None
    assert header.index == 0


def test_columns_that_nobody_knows_are_named() -> None:
    header = find_header(grid(("Mã số", "Tên", "Số lượng hồ sơ", "Ghi chú"), ("1.000593", "Kết hôn", "7", "")))
    assert header is not None
    assert header.unknown == ("Số lượng hồ sơ",)
    assert not header.complete


def test_a_column_of_codes_under_a_strange_label() -> None:
    rows = (("TT", "Ký hiệu", "Tên TTHC"), ("1", "1.000593", "Kết hôn"), ("2", "1.000656", "Khai tử"))
    header = find_header(grid(*rows))
    assert header is not None
    assert (header.columns["code"], header.columns["name"], header.by_content) == (1, 2, (1,))


def test_a_column_of_links_under_a_strange_label() -> None:
    header = find_header(grid(("Mã số", "Tên", "Xem tại"), ("1.000593", "Kết hôn", LINK)))
    assert header is not None
    assert (header.columns["portal_id"], header.by_content) == (2, (2,))


def test_codes_inside_the_names() -> None:
    header = find_header(grid(("STT", "Tên thủ tục"), ("1", "1.000593 - Kết hôn"), ("2", "Khai tử (1.000656)")))
    assert header is not None
    assert (header.columns["code"], header.columns["name"]) == (NO_COLUMN, 1)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (("Kính gửi: Ủy ban nhân dân", ""),),
        (("Họ và tên", "Điện thoại"), ("Nguyễn Văn A", "0912")),
        # No label at all above the codes.
        (("1.000593", "Kết hôn"), ("1.000656", "Khai tử")),
    ],
)
def test_what_has_no_header_has_none(rows: tuple[tuple[str, ...], ...]) -> None:
    assert find_header(grid(*rows)) is None


def test_a_header_is_looked_for_near_the_top_only() -> None:
    prose = [("một dòng chữ", "")] * 100
    assert find_header(grid(*prose, ("Mã số", "Tên"))) is None
    assert find_header(grid(*prose[1:], ("Mã số", "Tên"))) is not None


# exports of the portal ---------------------------------------------------------------------------------------


def test_the_portals_export_is_known_cell_by_cell() -> None:
    labels = ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")
    for cells, known in (
        (labels, True),
        (("STT", *labels), True),
        (labels[:4], False),
        ((*labels, "Ghi chú"), False),
        ((labels[1], labels[0], *labels[2:]), False),
    ):
        table = grid(cells)
        header = find_header(table)
        assert header is not None
        assert is_portal_export(table, header) is known, cells


def test_the_commune_export_is_read_by_place_where_labels_are_strange() -> None:
    header = build_commune_header(grid(("Tiêu đề",), ("x",), ("y",), ("1", "1.000593"), first=1), None)
    assert header.index == 2, "data from row 4"
    assert {name: header.columns[name] for name in ("number", "code", "name", "portal_id", "state")} == {
        "number": 0,
        "code": 1,
        "name": 2,
        "portal_id": 3,
        "state": 18,
    }
    assert "ignored" not in header.columns


def test_a_label_that_is_known_goes_before_the_place() -> None:
    table = grid(("STT", "Tên TTHC", "Mã TTHC"))
    header = build_commune_header(table, find_header(table))
    assert (header.columns["code"], header.columns["name"], header.columns["portal_id"]) == (2, 1, 3)


# what a person says ------------------------------------------------------------------------------------------

TABLE = grid(("Ký hiệu", "Việc", "Mã số"), ("1.000593", "Kết hôn", "7"), ("1.000656", "Khai tử", "8"))


def test_columns_by_letter_and_by_label() -> None:
    assert choose_columns("a.xlsx", TABLE, {"code": "A", "name": "việc"}, None).columns == {"code": 0, "name": 1}
    assert choose_columns("a.xlsx", TABLE, {"mã số": "a", "tên": "B"}, None).columns == {"code": 0, "name": 1}


def test_a_label_named_by_a_person_shows_where_the_header_is() -> None:
    below = grid(("Danh mục",), *((row.cells) for row in TABLE.rows))
    assert choose_columns("a.xlsx", below, {"code": "Ký hiệu", "name": "B"}, None).index == 1
    assert choose_columns("a.xlsx", below, {"code": "A", "name": "B"}, None).index == -1


def test_what_a_person_says_goes_before_what_labels_say() -> None:
    known = find_header(grid(("Mã số", "Tên", "Ký hiệu")))
    header = choose_columns("a.xlsx", grid(("Mã số", "Tên", "Ký hiệu")), {"code": "C"}, known)
    assert header.columns == {"code": 2, "name": 1}


@pytest.mark.parametrize(
    ("named", "message", "value", "way_out"),
    [
        ({"code": "D"}, "không có cột như vậy", "D", "A đến C"),
        ({"code": "1"}, "không có cột như vậy", "1", "A đến C"),
        ({"code": "Mã hiệu lạ"}, "không có cột như vậy", "Mã hiệu lạ", "tên ở dòng tiêu đề"),
        ({"màu": "A"}, "không có trường nào tên như vậy", "màu", "code, name"),
        ({"name": "B"}, "không tìm thấy dòng tiêu đề", "", "--columns code=B"),
    ],
)
def test_what_cannot_be_chosen_is_told(named: dict[str, str], message: str, value: str, way_out: str) -> None:
    with pytest.raises(IntakeError, match=message) as caught:
        choose_columns("a.xlsx", TABLE, named, None)
    assert (caught.value.place, caught.value.value) == ("a.xlsx", value)
    assert way_out in caught.value.way_out


def test_a_file_without_a_header_is_named() -> None:
    assert refuse_headerless("a.xlsx").place == "a.xlsx"
