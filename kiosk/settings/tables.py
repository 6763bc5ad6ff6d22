"""The small tables of `data/` that the office edits: sites, groups of fields, everyday words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ConfigError, reason
from kiosk.model.site import Site, SiteKind
from kiosk.text import fold, tidy

_CODE = re.compile(r"\d{5}|HP-[A-Z]")
_PHONE = re.compile(r"[0-9+() .\-]{3,40}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that a citizen looks for together; `abbreviation` (2-3 letters) stands in sheet ids."""

    id: str
    abbreviation: str
    title: str
    everyday: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups in the order in which they are shown; the last one takes fields nobody named."""

    groups: tuple[Group, ...]
    by_field: dict[str, Group]

    def of(self, field: str) -> Group:
        """The group of a field, found without regard to case and marks."""
        return self.by_field.get(fold(field), self.groups[-1])

    def by_id(self, name: str) -> Group:
        """A group by its id."""
        return next(g for g in self.groups if g.id == name)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "không đọc được bảng", place=str(path), value=reason(error), way_out="lưu tệp dạng CSV, mã UTF-8"
        ) from error
    first = text.partition("\n")[0]
    # Excel in Vietnamese saves CSV with semicolons.
    separator = ";" if first.count(";") > first.count(",") else ","
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        missing = [name for name in needed if name not in (lines.fieldnames or ())]
        if missing:
            raise ConfigError(
                "bảng thiếu cột",
                place=f"{path}, dòng 1",
                value=", ".join(missing),
                way_out="thêm các cột này vào dòng tiêu đề",
            )
        for row in lines:
            if None in row:
                raise _bad(path, lines.line_num, "thừa", ", ".join(row[None]), "đặt ô có dấu phẩy trong ngoặc kép")
            yield lines.line_num, {k: tidy(v or "") for k, v in row.items()}
    except csv.Error as error:
        raise ConfigError(
            "bảng sai cách ghi", place=f"{path}, dòng {lines.line_num}", way_out="kiểm tra dấu ngoặc kép và dấu phẩy"
        ) from error


def _bad(path: Path, line: int, column: str, value: str, way_out: str) -> ConfigError:
    return ConfigError(f"cột «{column}» không hợp lệ", place=f"{path}, dòng {line}", value=value, way_out=way_out)


def _site(path: Path, line: int, row: dict[str, str]) -> Site:
    if not _CODE.fullmatch(row["code"]):
        raise _bad(path, line, "code", row["code"], "ghi mã đơn vị hành chính 5 chữ số, hoặc HP-E, HP-W")
    if row["kind"] not in tuple(SiteKind):
        raise _bad(path, line, "kind", row["kind"], "ghi commune (cấp xã) hoặc city (thành phố)")
    if not row["name"]:
        raise _bad(path, line, "name", "", "ghi tên điểm tiếp nhận")
    for column, shape, example in (
        ("hotline", _PHONE, "0225 3 123 456"),
        ("email", _MAIL, "ten@haiphong.gov.vn"),
    ):
        if row.get(column) and not shape.fullmatch(row[column]):
            raise _bad(path, line, column, row[column], f"ghi như ví dụ {example}, hoặc để trống")
    inches = row.get("screen_inches", "")
    if inches and not (inches.isdigit() and 7 <= int(inches) <= 100):
        raise _bad(path, line, "screen_inches", inches, "ghi số inch từ 7 đến 100, hoặc để trống")
    return Site(
        code=row["code"],
        kind=SiteKind(row["kind"]),
        name=row["name"],
        unit=row.get("unit", ""),
        address=row.get("address", ""),
        hotline=row.get("hotline", ""),
        email=row.get("email", ""),
        hours=row.get("hours", ""),
        screen_inches=int(inches) if inches else None,
    )


def sites(path: Path) -> tuple[Site, ...]:
    """The sites of `path`, in file order. Raises `ConfigError` with line, column, value and way out."""
    found: dict[str, Site] = {}
    for line, row in _rows(path, ("code", "kind", "name")):
        site = _site(path, line, row)
        if site.code in found:
            raise _bad(path, line, "code", site.code, "mỗi điểm tiếp nhận một dòng; xóa dòng trùng")
        found[site.code] = site
    if not found:
        raise ConfigError("chưa có điểm tiếp nhận nào", place=str(path), way_out="thêm ít nhất một dòng")
    return tuple(found.values())


def groups(path: Path) -> Groups:
    """The groups of `path` (one row per field, rows of a group together). Raises `ConfigError`."""
    order: dict[str, list[dict[str, str]]] = {}
    owner: dict[str, str] = {}
    for line, row in _rows(path, ("group_id", "abbreviation", "group_title", "field")):
        if not re.fullmatch(r"[A-ZĐ]{2,3}", row["abbreviation"]):
            raise _bad(path, line, "abbreviation", row["abbreviation"], "ghi 2-3 chữ in hoa")
        if not (row["group_id"] and row["group_title"]):
            raise _bad(path, line, "group_id", row["group_id"], "ghi cả mã nhóm và tên nhóm")
        key = fold(row["field"])
        if owner.setdefault(key, row["group_id"]) != row["group_id"]:
            raise _bad(path, line, "field", row["field"], "mỗi lĩnh vực chỉ thuộc một nhóm")
        order.setdefault(row["group_id"], []).append(row)
    made = tuple(_group(rows) for rows in order.values())
    if not made:
        raise ConfigError("chưa có nhóm lĩnh vực nào", place=str(path), way_out="thêm ít nhất một nhóm")
    if len({g.abbreviation for g in made}) != len(made):
        raise ConfigError("hai nhóm trùng chữ viết tắt", place=str(path), way_out="đặt mỗi nhóm một chữ viết tắt riêng")
    return grouped(made)


def grouped(made: tuple[Group, ...]) -> Groups:
    """Groups with their index by folded field."""
    return Groups(made, {fold(f): g for g in made for f in g.fields})


def _group(rows: list[dict[str, str]]) -> Group:
    first = rows[0]
    return Group(
        id=first["group_id"],
        abbreviation=first["abbreviation"],
        title=first["group_title"],
        everyday=first.get("everyday", ""),
        fields=tuple(row["field"] for row in rows if row["field"]),
    )


def aliases(path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Everyday words and what they mean in the catalogue's words, merged by alias, in file order."""
    found: dict[str, list[str]] = {}
    for line, row in _rows(path, ("alias", "meaning")):
        if not (row["alias"] and row["meaning"]):
            raise _bad(path, line, "alias", row["alias"], "ghi cả từ thường nói và nghĩa trong danh mục")
        found.setdefault(row["alias"], []).append(row["meaning"])
    return tuple((alias, tuple(meanings)) for alias, meanings in found.items())
