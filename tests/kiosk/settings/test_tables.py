"""The tables that the office edits: what is right is read, what is wrong is named by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.model.site import SiteKind
from kiosk.settings import tables

SITES = "code,kind,unit,name,address,hotline,email,hours,screen_inches\n"
GROUPS = "group_id,abbreviation,group_title,everyday,field\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_sites_with_and_without_contacts(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        SITES + "10888,commune,xã,Xã Cẩm Giang,,,,,\nHP-E,city,,TP,1 Lê Lợi,0225 3 123 456,a@haiphong.gov.vn,,43\n",
    )
    first, second = tables.read_sites(path).sites
    assert (first.kind, first.address, first.screen_inches) == (SiteKind.COMMUNE, "", None)
    assert (second.code, second.hotline, second.screen_inches) == ("HP-E", "0225 3 123 456", 43)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("10_88,commune,,x,,,,,", "code"),
        ("-10888,commune,,x,,,,,", "code"),
        ("../10888,commune,,x,,,,,", "code"),
        ("xã,commune,,x,,,,,", "code"),
        ("12345678901234567,commune,,x,,,,,", "code"),
        # A spreadsheet that takes codes for numbers loses their zeros.
        ("00004,commune,,x,,,,,\n8,commune,,y,,,,,", "code"),
        # A stick's file system does not tell capitals from small letters.
        ("tt-a,city,,x,,,,,\nTT-A,city,,y,,,,,", "code"),
        ("10888,làng,,x,,,,,", "kind"),
        ("10888,commune,,,,,,,", "name"),
        ("10903,commune,,x,,,,,\n10903,commune,,y,,,,,", "code"),
        ("10888,commune,,x,1 Lê Lợi, Hải Phòng,,,,,", "thừa"),
    ],
)
def test_a_wrong_site_is_named_by_line_and_column(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(ConfigError, match=f"cột «{column}»") as caught:
        tables.read_sites(write(tmp_path, SITES + row + "\n"))
    assert f"dòng {1 + len(row.splitlines())}" in caught.value.place


def test_a_table_saved_by_excel_in_vietnamese(tmp_path: Path) -> None:
    path = write(tmp_path, SITES.replace(",", ";") + "HP-E;city;;TP;1 Lê Lợi, Hải Phòng;;;;\n")
    assert tables.read_sites(path).sites[0].address == "1 Lê Lợi, Hải Phòng"


def test_a_quote_that_never_ends_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="bảng sai cách ghi"):
        tables.read_sites(write(tmp_path, SITES + '10888,commune,,"x,,,,,\n10903,commune,,y,,,,,\n'))


def test_fields_are_found_without_case_and_marks_and_unknown_ones_fall_into_the_last_group(
    tmp_path: Path,
) -> None:
    found = tables.read_groups(write(tmp_path, GROUPS + "a,HT,Hộ tịch,khai sinh,Hộ tịch\nz,KH,Khác,,Khác\n"))
    assert found.of("HỘ TỊCH").id == "a"
    assert found.of("chưa từng thấy").id == "z"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("a,h,T,,F\n", "abbreviation"),
        ("a,HT,T,,F\nb,KH,U,,f\n", "chỉ thuộc một nhóm"),
        ("a,HT,T,,F\nb,HT,U,,G\n", "trùng chữ viết tắt"),
        ("", "chưa có nhóm"),
        (",HT,T,,F\n", "group_id"),
    ],
)
def test_wrong_groups_are_named(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        tables.read_groups(write(tmp_path, GROUPS + rows))
    assert says in str(caught.value)


def test_aliases_are_merged_by_word(tmp_path: Path) -> None:
    path = write(tmp_path, "alias,meaning\nsổ đỏ,quyền sử dụng đất\nsổ đỏ,giấy chứng nhận\n")
    assert tables.read_aliases(path) == (("sổ đỏ", ("quyền sử dụng đất", "giấy chứng nhận")),)


def test_a_table_without_its_columns_or_in_a_legacy_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="thiếu cột"):
        tables.read_sites(write(tmp_path, "mã,tên\n"))
    path = tmp_path / "old.csv"
    path.write_bytes("Hải Phòng".encode("cp1258", "replace") + b"\xff\xfe")
    with pytest.raises(ConfigError, match="không đọc được bảng"):
        tables.read_sites(path)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("10888,commune,,x,Số 1,gọi tôi,,7h,", "hotline", "gọi tôi"),
        ("10888,commune,,x,Số 1,,a b,7h,", "email", "a b"),
        ("10888,commune,,x,Số 1,,,7h,900", "screen_inches", "900"),
        ("10888,commune,,x,Số 1,,,7h,²", "screen_inches", "²"),
    ],
)
def test_a_contact_that_is_none_is_told_and_left_out_and_the_site_goes_on(
    tmp_path: Path, row: str, column: str, value: str
) -> None:
    path = write(tmp_path, SITES + "10507,commune,,y,,,,,\n" + row + "\n")
    table = tables.read_sites(path)
    site = table.sites[1]
    assert (site.address, site.hours) == ("Số 1", "7h")
    assert (site.hotline, site.email, site.screen_inches) == ("", "", None)
    (problem,) = table.left_out
    assert (problem.source.file, problem.source.row) == (str(path), 3)
    assert (problem.column, problem.value) == (column, value)
    assert problem.way_out


@pytest.mark.parametrize("code", ["A", "1", "SL-1", "chi-nhanh-3", "00004", "HP-E"])
def test_codes_are_letters_digits_and_hyphens(tmp_path: Path, code: str) -> None:
    assert tables.read_sites(write(tmp_path, SITES + f"{code},city,chi nhánh,x,,,,,\n")).lines == {code: 2}


def test_comments_are_for_people(tmp_path: Path) -> None:
    path = write(tmp_path, '# "Các điểm\n' + SITES + "# phường\n10888,commune,,x,,,,,\n")
    assert tables.read_sites(path).lines == {"10888": 4}


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cột ghi hai lần \(giá trị: «name»\)"):
        tables.read_sites(write(tmp_path, "code,kind,name,name\n1,city,a,b\n"))


@pytest.mark.parametrize(
    ("name", "way_out"),
    [("Xã ا", "U+0627"), ("Xã Straße", "U+00DF"), ("Trung tâm Phục vụ hành chính công " * 5, "rút ngắn tên")],
)
def test_a_site_whose_name_is_never_printed_is_refused(tmp_path: Path, name: str, way_out: str) -> None:
    with pytest.raises(ConfigError) as refused:
        tables.read_sites(write(tmp_path, SITES + f"10888,commune,xã,{name},,,,,\n"))
    assert "dòng 2" in refused.value.place
    assert way_out in refused.value.way_out


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("Số 1 đường 路,0225 3 1,,,", "address"),
        (",,,T2–T6 ７h30,", "hours"),
        ("Số 18 đường Hoàng Diệu " * 30 + ",0225 3 1,,7h30,", "address"),
        (",0225 3 1,,sáng chiều " * 1 + "7h30 đến 17h00 " * 40 + ",", "hours"),
    ],
)
def test_a_contact_that_is_never_printed_is_told_and_left_out(tmp_path: Path, cells: str, column: str) -> None:
    table = tables.read_sites(write(tmp_path, SITES + f"10888,commune,xã,Xã,{cells}\n"))
    (problem,) = table.left_out
    assert (problem.column, problem.source.row) == (column, 2)
    assert getattr(table.sites[0], column) == ""


def test_groups_and_aliases_that_are_never_printed_are_refused_and_remarks_are_not(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="group_title"):
        tables.read_groups(write(tmp_path, GROUPS + "ho-tich,HT,Hộ tịch 戸,,Hộ tịch\n"))
    with pytest.raises(ConfigError, match="meaning"):
        tables.read_aliases(write(tmp_path, "alias,meaning\nsổ đỏ,quyền ｓ\n"))
    noted = GROUPS.replace("\n", ",ghi chú\n") + "ho-tich,HT,Hộ tịch,,Hộ tịch,✅ xong\n"
    assert tables.read_groups(write(tmp_path, noted)).groups[0].title == "Hộ tịch"
