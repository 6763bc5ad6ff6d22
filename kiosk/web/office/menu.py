"""The menu: the pages that a person may open, in the order of a day's work.

In comes whether the caller has a permission, out go names and addresses, in sections. A new page with a place of its
own adds a line, and its address to a section.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.web.office.permissions import Permission

_ENTRIES = (
    ("Hôm nay", "/", Permission.SIGNED_IN),
    ("Dự thảo", "/du-thao", Permission.LOOK),
    ("Lịch", "/lich", Permission.LOOK),
    ("Các điểm", "/sites", Permission.LOOK),
    ("Lệnh in", "/lenh-in", Permission.LOOK),
    ("Độ phủ", "/do-phu", Permission.LOOK),
    ("Kiosk", "/kiosk", Permission.LOOK),
    ("Sự cố", "/su-co", Permission.LOOK),
    ("Lượt mở mã", "/luot-mo", Permission.LOOK),
    ("Báo cáo", "/bao-cao", Permission.LOOK),
    ("Sổ lần nhập", "/lan-nhap", Permission.LOOK),
    ("Bản phát hành", "/ban-phat-hanh", Permission.LOOK),
    ("Tạm dừng", "/tam-dung", Permission.LOOK),
    ("Thủ tục", "/thu-tuc", Permission.LOOK),
    ("Đường dẫn", "/duong-dan", Permission.LOOK),
    ("Cài đặt", "/cai-dat", Permission.LOOK),
    ("Việc của máy", "/viec", Permission.LOOK),
    ("Nhật ký", "/nhat-ky", Permission.LOOK),
    ("Người dùng", "/nguoi-dung", Permission.ADMINISTER),
    ("Hệ thống khác", "/he-thong", Permission.ADMINISTER),
    ("Lựa chọn chung", "/lua-chon", Permission.ADMINISTER),
)

_OF_SITE = (
    ("Điểm của tôi", ""),
    ("Xác nhận tại tường", "/treo"),
    ("Sự cố", "/su-co"),
    ("Kiosk", "/kiosk"),
    ("Chứng cứ", "/chung-cu"),
)
"""What the staff of one site open instead: pages of that site, by the end of their address."""


_SECTIONS = (
    ("Danh mục", ("/du-thao", "/lan-nhap", "/thu-tuc", "/duong-dan", "/cau-hoi")),
    ("Công bố", ("/lich", "/ban-phat-hanh", "/tam-dung")),
    ("Các điểm", ("/sites", "/lenh-in", "/do-phu", "/kiosk", "/su-co", "/luot-mo", "/bao-cao", "/cai-dat")),
    ("Máy", ("/viec", "/nhat-ky")),
    ("Quản trị", ("/nguoi-dung", "/he-thong", "/lua-chon")),
)
"""Which pages stand together; what stands in none is a section of its own."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A place in the menu: its name, its address, whether the page shown is there, and the pages below it."""

    name: str
    address: str
    is_current: bool
    below: tuple[MenuEntry, ...] = ()


def list_entries(may: Callable[[Permission], bool]) -> tuple[tuple[str, str], ...]:
    """(name, address) of each page that the caller may open."""
    return tuple((name, path) for name, path, permission in _ENTRIES if may(permission))


def arrange_menu(may: Callable[[Permission], bool], path: str, site: str | None = None) -> tuple[MenuEntry, ...]:
    """The menu while `path` is shown: each section leads to its first page, and has its pages below it. `site`: the one
    whose staff calls."""
    if site is not None:
        of_site = [(name, f"/sites/{site}{end}") for name, end in _OF_SITE]
        return tuple(MenuEntry(name, to, path == to) for name, to in (("Hôm nay", "/"), *of_site))
    pages = [MenuEntry(name, address, _is_within(path, address)) for name, address in list_entries(may)]
    arranged: dict[str, MenuEntry] = {}
    for page in pages:
        section = next((name for name, places in _SECTIONS if page.address in places), page.name)
        first = arranged.get(section)
        below = (*first.below, page) if first else (page,)
        address = first.address if first else page.address
        arranged[section] = MenuEntry(section, address, any(each.is_current for each in below), below)
    return tuple(arranged.values())


def find_trail(may: Callable[[Permission], bool], path: str) -> tuple[tuple[str, str], ...]:
    """(name, address) of the pages above `path`, the highest first, as far as the caller may open them: the page of the
    menu, then that of the one site, order or draft that the page is about."""
    parts = path.strip("/").split("/")
    home = f"/{parts[0]}"
    name = next((name for name, address in list_entries(may) if address == home and address != "/"), "")
    trail = [(name, home)] if name and len(parts) > 1 else []
    if len(parts) > 2 and parts[0] in _ONES:
        trail.append((f"{_ONES[parts[0]]} {parts[1]}", f"{home}/{parts[1]}"))
    return tuple(trail)


_ONES = {"sites": "Điểm", "lenh-in": "Lệnh in", "du-thao": "Dự thảo", "viec": "Việc"}
"""What one thing under a page of the menu is called."""


def _is_within(path: str, address: str) -> bool:
    first = f"/{path.split('/')[1]}"
    path = _UNDER.get(first, path)
    return path == address or (address != "/" and path.startswith(f"{address}/"))


_UNDER = {"/thay-doi-diem": "/sites", "/diem-ngung": "/sites", "/lien-he": "/sites"}
"""Pages that stand in no menu, and the one from which people come to them."""
