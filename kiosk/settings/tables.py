"""The small tables of `data/` that the office edits: sites, groups of fields, everyday words.

Comes in: a CSV file. Goes out: its rows as checked values. What a site is (code, kind, name) is refused where it is
wrong, by line, column and way out; a contact that is wrong is told and left out, and the site goes on. Changes to the
tables are made by `table_writer`, which checks them with the readers here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kiosk.errors import ConfigError, explain_cause
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity
from kiosk.model.site import LONGEST_CODE, Site, SiteKind, is_site_code
from kiosk.settings.csv_text import CsvError, CsvText, parse_csv
from kiosk.settings.files import read_whole
from kiosk.text import fold, tidy
from posters.bands import MOST as MOST_GROUPS
from posters.printable import (
    describe_character,
    find_outside_alphabet,
    find_unprintable,
    fits_contacts,
    fits_name,
)
from posters.spec import GRIDS, SiteHead

_PHONE = re.compile(r"[0-9+() .\-]{3,40}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that a citizen looks for together. `number` begins the ids of its sheets, decides its colour and its place
    on the wall, and never changes; 0 only in the records of releases made before groups had numbers."""

    id: str
    abbreviation: str
    title: str
    everyday: str
    fields: tuple[str, ...]
    number: int = 0


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


@dataclass(frozen=True, slots=True)
class SiteTable:
    """The sites in file order, the line of each, and the cells that were left out because they are no contact."""

    sites: tuple[Site, ...]
    lines: Mapping[str, int]
    left_out: tuple[Problem, ...]


Aliases = tuple[tuple[str, tuple[str, ...]], ...]


def parse_table(content: bytes, path: Path, needed: tuple[str, ...]) -> CsvText:
    """The table in `content`, with at least the columns `needed`. Raises `ConfigError` naming `path` and line."""
    try:
        table = parse_csv(content)
    except UnicodeDecodeError as error:
        raise _explain_unreadable(path, error) from error
    except CsvError as error:
        raise ConfigError(
            "bảng sai cách ghi", place=f"{path}, dòng {error.line}", way_out="kiểm tra dấu ngoặc kép và dấu phẩy"
        ) from error
    first = f"{path}, dòng {table.rows[0].line if table.rows else 1}"
    missing = [name for name in needed if name not in table.columns]
    if missing:
        way_out = "thêm các cột này vào dòng tiêu đề"
        raise ConfigError("bảng thiếu cột", place=first, value=", ".join(missing), way_out=way_out)
    twice = sorted({name for name in table.columns if name and table.columns.count(name) > 1})
    if twice:
        raise ConfigError("cột ghi hai lần", place=first, value=", ".join(twice), way_out="giữ một cột")
    return table


def parse_rows(
    content: bytes, path: Path, needed: tuple[str, ...], shown: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and tidied cells by column of every row of a table that has the columns `needed`; `shown` are those that
    reach paper or page. Raises `ConfigError`."""
    table = parse_table(content, path, needed)
    width = len(table.columns)
    for row in table.rows[1:]:
        extra = row.cells[width:]
        if extra:
            values = ", ".join(cell.value for cell in extra)
            raise _explain_bad_cell(path, row.line, "thừa", values, "đặt ô có dấu phẩy trong ngoặc kép")
        cells = {k: tidy(v) for k, v in table.by_column(row).items()}
        _refuse_unprintable(path, row.line, {column: cells[column] for column in shown if column in cells})
        yield row.line, cells


def _refuse_unprintable(path: Path, line: int, cells: Mapping[str, str]) -> None:
    for column, value in cells.items():
        char = find_unprintable(value)
        if char is not None:
            way_out = f"thay ký tự không in được {describe_character(char)} bằng chữ tiếng Việt (Unicode dựng sẵn)"
            raise _explain_bad_cell(path, line, column, value[:80], way_out)


def read_bytes(path: Path) -> bytes:
    """The bytes of a table. Raises `ConfigError`."""
    try:
        return read_whole(path)
    except OSError as error:
        raise _explain_unreadable(path, error) from error


def _explain_unreadable(path: Path, error: Exception) -> ConfigError:
    return ConfigError(
        "không đọc được bảng", place=str(path), value=explain_cause(error), way_out="lưu tệp dạng CSV, mã UTF-8"
    )


def _explain_bad_cell(path: Path, line: int, column: str, value: str, way_out: str) -> ConfigError:
    return ConfigError(f"cột «{column}» không hợp lệ", place=f"{path}, dòng {line}", value=value, way_out=way_out)


def _is_screen(text: str) -> bool:
    return text.isascii() and text.isdigit() and 7 <= int(text) <= 100


_CONTACTS: dict[str, tuple[Callable[[str], object], str]] = {
    "hotline": (_PHONE.fullmatch, "ghi số điện thoại như 0225 3 123 456, hoặc để trống"),
    "email": (_MAIL.fullmatch, "ghi địa chỉ thư như ten@donvi.gov.vn, hoặc để trống"),
    "screen_inches": (_is_screen, "ghi số inch từ 7 đến 100, hoặc để trống"),
}
"""Optional cells that have a shape: a site can do without them."""

SITE_COLUMNS = ("code", "kind", "unit", "name", "address", "hotline", "email", "hours", "screen_inches", "paper")
GROUP_COLUMNS = ("group_id", "number", "abbreviation", "group_title", "everyday", "field")
ALIAS_COLUMNS = ("alias", "meaning")
"""All columns that a table may have."""


_ADDED = ("unit", "address", "hotline", "email", "hours")
"""What a site adds to sheets that are finished without it."""


def _list_unusable_cells(path: Path, line: int, row: dict[str, str]) -> Iterator[Problem]:
    source, unusable = Source(str(path), line), set[str]()
    for column, (fits, way_out) in _CONTACTS.items():
        value = row.get(column, "")
        if value and not fits(value):
            unusable.add(column)
            yield Problem(source, column, value, "ô này không hợp lệ nên bỏ qua", way_out, Severity.WARNING)
    for column in _ADDED:
        char = find_outside_alphabet(row.get(column, ""))
        if char is not None and column not in unusable:
            unusable.add(column)
            message = f"ô này có ký tự không in được {describe_character(char)} nên bỏ qua"
            yield Problem(source, column, row[column][:80], message, "gõ lại bằng chữ tiếng Việt", Severity.WARNING)
    usable = {column: "" if column in unusable else row.get(column, "") for column in _ADDED}
    head = SiteHead(row["code"], row["name"], usable["address"], usable["hotline"], usable["hours"])
    if not fits_contacts(head):
        longest = max(("address", "hotline", "hours"), key=lambda column: len(usable[column]))
        message = "địa chỉ, điện thoại và giờ làm việc không vừa dòng liên hệ trên tờ niêm yết nên bỏ qua ô này"
        yield Problem(source, longest, usable[longest][:80], message, "rút ngắn ô này", Severity.WARNING)


def _read_site(path: Path, line: int, row: dict[str, str], unusable: frozenset[str]) -> Site:
    if not is_site_code(row["code"]):
        way_out = f"ghi mã gồm chữ cái không dấu, chữ số và gạch nối, không quá {LONGEST_CODE} ký tự"
        raise _explain_bad_cell(path, line, "code", row["code"], way_out)
    if row["kind"] not in tuple(SiteKind):
        choices = ", ".join(f"{kind.value} ({kind.label})" for kind in SiteKind)
        raise _explain_bad_cell(path, line, "kind", row["kind"], f"chọn một trong: {choices}")
    if not row["name"]:
        raise _explain_bad_cell(path, line, "name", "", "ghi tên điểm tiếp nhận")
    _refuse_name(path, line, row)
    if row.get("paper", "").upper() not in ("", *GRIDS):
        raise _explain_bad_cell(path, line, "paper", row["paper"], f"ghi khổ giấy {', '.join(GRIDS)}, hoặc để trống")
    usable = {k: v for k, v in row.items() if k not in unusable}
    inches = usable.get("screen_inches", "")
    return Site(
        code=row["code"],
        kind=SiteKind(row["kind"]),
        name=row["name"],
        unit=usable.get("unit", ""),
        address=usable.get("address", ""),
        hotline=usable.get("hotline", ""),
        email=usable.get("email", ""),
        hours=usable.get("hours", ""),
        screen_inches=int(inches) if inches else None,
        paper=row.get("paper", "").upper(),
    )


def _refuse_name(path: Path, line: int, row: dict[str, str]) -> None:
    """Raises `ConfigError` where the name cannot be printed at the head of every sheet."""
    char = find_outside_alphabet(row["name"])
    if char is not None:
        way_out = f"thay ký tự không in được {describe_character(char)} bằng chữ tiếng Việt (Unicode dựng sẵn)"
        raise _explain_bad_cell(path, line, "name", row["name"][:80], way_out)
    if not fits_name(SiteHead(row["code"], row["name"])):
        raise _explain_bad_cell(path, line, "name", row["name"][:80], "rút ngắn tên: tên này không vừa đầu tờ niêm yết")


def read_sites(path: Path) -> SiteTable:
    """The sites of `path`. Raises `ConfigError` with line, column, value and way out."""
    return parse_sites(read_bytes(path), path)


@lru_cache(maxsize=4)
def parse_sites(content: bytes, path: Path) -> SiteTable:
    """As `read_sites`, from the bytes of the file. A command that tells what was left out and builds asks twice."""
    by_code: dict[str, tuple[int, Site]] = {}
    problems: list[Problem] = []
    digits: dict[SiteKind, int] = {}
    for line, row in parse_rows(content, path, ("code", "kind", "name"), ()):
        unusable = tuple(_list_unusable_cells(path, line, row))
        site = _read_site(path, line, row, frozenset(p.column for p in unusable))
        # Folders on a stick do not tell capitals from small letters.
        if site.code.upper() in by_code:
            raise _explain_bad_cell(
                path, line, "code", site.code, "mỗi điểm tiếp nhận một mã, một dòng; sửa hoặc xóa dòng trùng"
            )
        width = digits.setdefault(site.kind, len(site.code)) if site.code.isdigit() else len(site.code)
        if len(site.code) != width:
            # A spreadsheet turns 00123 into 123.
            raise _explain_bad_cell(
                path, line, "code", site.code, f"ghi đủ {width} chữ số như các mã khác, kể cả số 0 ở đầu"
            )
        by_code[site.code.upper()] = line, site
        problems += unusable
    if not by_code:
        raise ConfigError("chưa có điểm tiếp nhận nào", place=str(path), way_out="thêm ít nhất một dòng")
    lines = {site.code: line for line, site in by_code.values()}
    return SiteTable(tuple(site for _, site in by_code.values()), lines, tuple(problems))


def read_groups(path: Path) -> Groups:
    """The groups of `path` (one row per field, rows of a group together). Raises `ConfigError`."""
    return parse_groups(read_bytes(path), path)


def parse_groups(content: bytes, path: Path) -> Groups:
    """As `read_groups`, from the bytes of the file."""
    order: dict[str, list[dict[str, str]]] = {}
    owner: dict[str, str] = {}
    columns_needed = ("group_id", "abbreviation", "group_title", "field")
    for line, row in parse_rows(content, path, columns_needed, GROUP_COLUMNS):
        if not re.fullmatch(r"[A-ZĐ]{2,3}", row["abbreviation"]):
            raise _explain_bad_cell(path, line, "abbreviation", row["abbreviation"], "ghi 2-3 chữ in hoa")
        _refuse_number(path, line, row, order.get(row["group_id"]), order)
        if not (row["group_id"] and row["group_title"]):
            raise _explain_bad_cell(path, line, "group_id", row["group_id"], "ghi cả mã nhóm và tên nhóm")
        key = fold(row["field"])
        if owner.setdefault(key, row["group_id"]) != row["group_id"]:
            raise _explain_bad_cell(path, line, "field", row["field"], "mỗi lĩnh vực chỉ thuộc một nhóm")
        order.setdefault(row["group_id"], []).append(row)
    groups = tuple(_read_group(rows) for rows in order.values())
    if not groups:
        raise ConfigError("chưa có nhóm lĩnh vực nào", place=str(path), way_out="thêm ít nhất một nhóm")
    if len({g.abbreviation for g in groups}) != len(groups):
        raise ConfigError("hai nhóm trùng chữ viết tắt", place=str(path), way_out="đặt mỗi nhóm một chữ viết tắt riêng")
    return index_groups(groups)


def _refuse_number(
    path: Path,
    line: int,
    row: dict[str, str],
    same: list[dict[str, str]] | None,
    order: Mapping[str, list[dict[str, str]]],
) -> None:
    """A group has one number in all its rows, no two have the same, and they grow: numbers hang on walls. Raises
    `ConfigError`."""
    if "number" not in row:
        return
    text = row["number"]
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_GROUPS):
        raise _explain_bad_cell(
            path, line, "number", text, f"ghi số thứ tự của nhóm trên tường, từ 1 đến {MOST_GROUPS}"
        )
    if same is not None and int(same[0]["number"]) != int(text):
        raise _explain_bad_cell(
            path, line, "number", text, f"mọi dòng của nhóm {row['group_id']} ghi số {same[0]['number']}"
        )
    before = max((int(rows[0]["number"]) for rows in order.values()), default=0)
    if same is None and int(text) <= before:
        way_out = f"xếp các nhóm theo số tăng dần, mỗi nhóm một số; số lớn nhất ở trên dòng này là {before}"
        raise _explain_bad_cell(path, line, "number", text, way_out)


def index_groups(groups: tuple[Group, ...]) -> Groups:
    """Groups with their index by folded field; those without a number are numbered as they stand."""
    if any(not g.number for g in groups):
        groups = tuple(replace(g, number=i) for i, g in enumerate(groups, 1))
    return Groups(groups, {fold(f): g for g in groups for f in g.fields})


def _read_group(rows: list[dict[str, str]]) -> Group:
    first = rows[0]
    return Group(
        id=first["group_id"],
        abbreviation=first["abbreviation"],
        title=first["group_title"],
        everyday=first.get("everyday", ""),
        fields=tuple(row["field"] for row in rows if row["field"]),
        number=int(first.get("number", "0")),
    )


def read_aliases(path: Path) -> Aliases:
    """Everyday words and what they mean in the catalogue's words, merged by alias, in file order."""
    return parse_aliases(read_bytes(path), path)


def parse_aliases(content: bytes, path: Path) -> Aliases:
    """As `read_aliases`, from the bytes of the file."""
    meanings: dict[str, list[str]] = {}
    for line, row in parse_rows(content, path, ALIAS_COLUMNS, ALIAS_COLUMNS):
        if not (row["alias"] and row["meaning"]):
            raise _explain_bad_cell(path, line, "alias", row["alias"], "ghi cả từ thường nói và nghĩa trong danh mục")
        meanings.setdefault(row["alias"], []).append(row["meaning"])
    return tuple((alias, tuple(words)) for alias, words in meanings.items())
