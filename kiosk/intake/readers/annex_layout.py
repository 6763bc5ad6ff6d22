"""The header of an annex table: one or two rows, merged cells, and which column means what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiosk.intake.by_content import find_code_column
from kiosk.intake.codes import find_codes
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.readers.annex_marks import find_kind_column, keep_kind_columns
from kiosk.text import fold, split_words

_CENTRE = (
    r"^(?:\d{1,3} )?(?:cac )?(?:(?:trung tam|tt)? ?(?:phuc vu )?(?:ttpvhcc|pvhcc|hcc|hanh chinh cong)|trung tam|tt)\b"
)
# Folded labels, most specific first; a second header row is read together with the cell above it.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("number", r"^(?:stt|tt|so tt|so thu tu)$"),
        ("class", r"^(?:phan loai|loai|loai hinh)(?! (?:cong bo|thay doi|dieu chinh|xu ly|bien dong))\b"),
        (
            "replaces_code",
            r"^ma\b.*\b(?:cu|truoc|truoc day)\b|\bma\b.*\b(?:bi|duoc) thay the\b"
            r"|\b(?:bi thay the|duoc thay the|thay the cho)\b.*\bma\b",
        ),
        ("replaces_name", r"\bten\b.*\b(?:bi|duoc) thay the\b|\b(?:bi|duoc) thay the\b.*\bten\b"),
        ("repealed_by", r"\b(?:van ban|vb|vbqppl)\b.*\bbai bo\b"),
        ("legal_basis", r"^(?:ten )?(?:van ban|vbqppl|vb qppl)\b.*\bquy dinh\b"),
        ("name", r"^ma\b.*\bten\b"),
        ("code", r"^ma\b(?!.*\bdvc\b)|^(?:so|ma) ho so\b|^so hieu\b"),
        (
            "name",
            r"^(?:ten|danh muc|noi dung)\b.*\b(?:thu tuc|tthc)\b|^(?:thu tuc hanh chinh|tthc)$|^ten$|^ten goi\b",
        ),
        ("time_city", r"\bcat giam\b"),
        ("place", r"\b(?:dia diem|tiep nhan)\b(?=.*\bthanh pho\b)(?=.*\b(?:xa|phuong|dac khu)\b)"),
        ("time_legal", r"\bthoi (?:han|gian)\b|^theo quy dinh$"),
        (
            "at_commune",
            rf"\b(?:dia diem|tiep nhan)\b.*\b(?:cap xa|xa|phuong|dac khu)\b|{_CENTRE}.*\b(?:xa|phuong|dac khu)\b"
            r"|^(?:nop|thuc hien|giai quyet) (?:tai|o)\b.*\b(?:xa|phuong|dac khu)\b"
            r"|^(?:xa|phuong|dac khu)(?: (?:xa|phuong|dac khu))*$",
        ),
        (
            "at_city",
            rf"\b(?:dia diem|tiep nhan)\b.*\b(?:thanh pho|tp|cap tinh|tinh)\b|{_CENTRE}.*\b(?:thanh pho|tp|tinh)\b"
            r"|^(?:nop|thuc hien|giai quyet) (?:tai|o)\b.*\b(?:thanh pho|tp|tinh)\b|^(?:thanh pho|tp|tinh)$",
        ),
        ("at_some_centre", rf"{_CENTRE}|^(?:nop|tiep nhan) (?:tai|o)\b"),
        ("place", r"^(?:dia diem|noi tiep nhan|noi nop|dia chi)\b"),
        ("fee", r"^(?!.*\bdia gioi\b).*\b(?:phi|le phi)\b"),
        ("legal_basis", r"\b(?:can cu|co so) phap ly\b|\bvan ban quy dinh\b"),
        ("online_full", r"\btoan trinh\b"),
        ("online_partial", r"\bmot phan\b"),
        ("online", r"\b(?:dvc|dich vu cong)\b"),
        ("state_of_effect", r"\b(?:tinh trang|trang thai|hien trang) hieu luc\b"),
        (
            "effective",
            r"\bhieu luc\b|^(?:ngay|thoi diem) (?:ap dung|thuc hien|bat dau)\b|^(?:ap dung |thuc hien )?tu ngay\b"
            r"|^(?:ap dung|thuc hien) tu$",
        ),
        ("other_day", r"^ngay (?:ky|ban hanh|qd|quyet dinh|cap nhat|cong bo|van ban|het|trinh|nop|tra)\b"),
        ("field", r"^linh vuc\b"),
        ("published_by", r"\b(?:qd|quyet dinh)\b"),
        ("executing", r"^(?:co quan|don vi)\b.*\b(?:thuc hien|giai quyet)\b"),
        ("promulgator", r"^co quan (?:ban hanh|cong bo)\b"),
        ("at_province_level", r"\bcap (?:tinh|tp|thanh pho)$"),
        ("at_commune_level", r"\bcap xa$"),
        ("levels", r"^cap (?:thuc hien|giai quyet)\b"),
        ("channels", r"^cach thuc\b"),
        (
            "status",
            r"^(?:trang thai|tinh trang|hien trang|bien dong|hanh dong|huong xu ly|ket qua ra soat|status|thay doi)\b"
            r"|^(?:noi dung|hinh thuc|loai|loai hinh) (?:cong bo|thay doi|dieu chinh|xu ly|bien dong)\b",
        ),
        ("note", r"^ghi chu\b|^noi dung\b"),
    )
)
# Columns that only an annex has: with a number and a name they tell it from a plain list.
_TELLING = frozenset(
    ("time_city", "at_commune", "at_city", "repealed_by", "replaces_code", "online_full", "online_partial")
)


@dataclass(frozen=True, slots=True)
class AnnexLayout:
    """Column of each role, how many rows the header takes, and how wide the table is."""

    columns: Mapping[str, int]
    height: int
    width: int

    @property
    def telling(self) -> bool:
        """Whether only an annex has such a header."""
        return self.height > 1 or ("number" in self.columns and not _TELLING.isdisjoint(self.columns))


@lru_cache(maxsize=4096)
def _find_role(label: str) -> str:
    text = " ".join(split_words(label))
    return next((role for role, pattern in _ROLES if pattern.search(text)), "")


def _read_labels(rows: list[GridRow], width: int) -> dict[int, tuple[str, str]]:
    """(the cell and the one below it, the lower one alone) by column. A cell merged to the right covers those
    that follow."""
    labels: dict[int, tuple[str, str]] = {}
    above = ""
    for column in range(width):
        top = rows[0].text(column)
        below = rows[1].text(column) if len(rows) > 1 else ""
        above = top or (above if below else "")
        label = above if fold(below) == fold(above) or not below else f"{above} {below}"
        if label:
            labels[column] = (label, below)
    return labels


def _find_columns(labels: Mapping[int, tuple[str, str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, (whole, below) in labels.items():
        role = find_kind_column(below or whole) or _find_role(whole) or _find_role(below)
        if role and role not in columns:
            columns[role] = column
    return keep_kind_columns(columns)


def find_layout(grid: TextGrid, index: int) -> AnnexLayout | None:
    """The header that starts at `index` of the grid's rows, or None where that row is none."""
    row = grid.rows[index]
    if len(row.filled()) < 3 or any(find_codes(text) or len(text) > 150 for _, text in row.filled()):
        return None
    width = len(row.cells)
    if index + 1 < len(grid.rows) and _completes_header(row, grid.rows[index + 1]):
        below = grid.rows[index + 1]
        both = _find_columns(_read_labels([row, below], max(width, len(below.cells))))
        if _are_enough(both):
            return AnnexLayout(_add_code_column(both, grid.rows[index + 2 :]), 2, width)
    one = _find_columns(_read_labels([row], width))
    return AnnexLayout(_add_code_column(one, grid.rows[index + 1 :]), 1, width) if _are_enough(one) else None


def _add_code_column(columns: dict[str, int], below: Sequence[GridRow]) -> dict[str, int]:
    """The columns, with the one that holds the codes where no known label names it («Mã DVC», «Mã trên Cổng»)."""
    column = None if "code" in columns else find_code_column(below)
    if column is None or column in {columns["name"], columns.get("replaces_code"), columns.get("replaces_name")}:
        return columns
    return {role: i for role, i in columns.items() if i != column} | {"code": column}


def _are_enough(columns: Mapping[str, int]) -> bool:
    return "name" in columns and len(columns) >= 3


def _completes_header(first: GridRow, below: GridRow) -> bool:
    """Whether `below` completes the header: known words under cells that are merged to the right, no code."""
    if any(find_codes(text) or len(text) > 100 or text.strip("()").isdigit() for _, text in below.filled()):
        return False
    new = [(column, text) for column, text in below.filled() if fold(text) != fold(first.text(column))]
    under = all(not first.text(column) or not first.text(column + 1) for column, _ in new)
    return bool(new) and under and all(map(_labels_column, (text for _, text in new)))


def _labels_column(text: str) -> bool:
    return bool(_find_role(text) or find_kind_column(text) or _PLACES.search(fold(text)))


_PLACES = re.compile(r"\b(?:thanh pho|tp|tinh|xa|phuong|dac khu|cap tinh|cap xa)\b")
