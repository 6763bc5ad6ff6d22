"""The menu: the pages that a person may open, in the order of a day's work.

In comes whether the caller has a permission, out go names and addresses. A new page with a place of its own adds a
line.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.web.office.permissions import Permission

_ENTRIES = (
    ("Hôm nay", "/", Permission.SIGNED_IN),
    ("Dự thảo", "/du-thao", Permission.LOOK),
    ("Lịch", "/lich", Permission.LOOK),
    ("Sổ lần nhập", "/lan-nhap", Permission.LOOK),
    ("Các điểm", "/sites", Permission.LOOK),
    ("Lô in", "/lo-in", Permission.LOOK),
    ("Độ phủ", "/do-phu", Permission.LOOK),
    ("Bản phát hành", "/ban-phat-hanh", Permission.LOOK),
    ("Tạm dừng", "/tam-dung", Permission.LOOK),
    ("Thủ tục", "/thu-tuc", Permission.LOOK),
    ("Đường dẫn", "/duong-dan", Permission.LOOK),
    ("Việc của máy", "/viec", Permission.LOOK),
    ("Nhật ký", "/nhat-ky", Permission.LOOK),
    ("Người dùng", "/nguoi-dung", Permission.ADMINISTER),
    ("Hệ thống khác", "/he-thong", Permission.ADMINISTER),
    ("Lựa chọn chung", "/lua-chon", Permission.ADMINISTER),
)


def entries(may: Callable[[Permission], bool]) -> tuple[tuple[str, str], ...]:
    """(name, address) of each page that the caller may open."""
    return tuple((name, path) for name, path, permission in _ENTRIES if may(permission))
