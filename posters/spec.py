"""What is printed: plain facts in, no domain of the application, no drawing. All frozen and picklable.

Lengths are millimetres, type sizes points. Text may be any Unicode; `posters.text.clean` makes it NFC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Card:
    """One procedure on a sheet. `payload` is the address in the code, `host` what is printed in clear."""

    code: str
    name: str
    payload: str
    host: str
    field: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A card in its place: first cell (0-based, row by row) and cells taken (1, or whole rows)."""

    slot: int
    span: int
    card: Card


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of a posting sheet."""

    paper: str
    columns: int
    rows: int

    @property
    def capacity(self) -> int:
        """Cells on one sheet."""
        return self.columns * self.rows


GRIDS: Mapping[str, Grid] = MappingProxyType(
    {"A4": Grid("A4", 2, 6), "A3": Grid("A3", 3, 9), "A2": Grid("A2", 4, 13), "A1": Grid("A1", 6, 19)}
)
"""The grid of a posting sheet by paper, the smallest first. A cell is about 94 x 38.5 mm on all."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Every printed sentence that the office may set; the defaults are complete."""

    scan: str = "Mở máy ảnh trên điện thoại, hướng vào mã và chạm vào đường dẫn hiện ra."
    antifraud: str = "Mã chỉ dẫn đến dichvucong.gov.vn, không yêu cầu thanh toán"
    feedback: str = "Phản ánh, kiến nghị"
    feedback_url: str = "https://dichvucong.gov.vn/phan-anh-kien-nghi"
    feedback_address: str = ""
    hotline: str = "18001096"
    hotline_label: str = "Tổng đài"
    sample: str = "BẢN MẪU – KHÔNG NIÊM YẾT"
    sheet: str = "Tờ"
    release: str = "Bản phát hành"
    released: str = "ngày"
    board_title: str = "Bảng chỉ dẫn thủ tục hành chính"
    board_kiosk: str = "Tra cứu toàn bộ thủ tục"
    board_legend: str = "Sau mỗi tên là số hiệu các tờ niêm yết."
    board_matters: str = "Việc thường làm"
    board_groups: str = "Các nhóm tờ, theo thứ tự trên tường"
    steps: tuple[str, str, str] = (
        "Tìm lĩnh vực và số hiệu tờ ở bảng này, rồi đến tờ niêm yết có số hiệu đó.",
        "Mở máy ảnh trên điện thoại và hướng vào mã của thủ tục.",
        "Kiểm tra địa chỉ dichvucong.gov.vn rồi chạm vào đường dẫn hiện ra.",
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """An emblem as drawings know it: digest of its file, and width by height. Its pixels go into the document."""

    digest: str
    ratio: float


@dataclass(frozen=True, slots=True)
class SheetMark:
    """What names a printed body: its id with revision and check letter, and the address in its QR; without one the QR
    holds the id alone."""

    id: str
    address: str = ""


def show_label(label: str) -> str:
    """A label as people read it: sheet 4 of group 7 is «7·4». A hyphen would look like a range, a full stop like a date
    or a code; a label of other form stays as it is."""
    group, _, number = label.partition("-")
    return f"{group}·{number}" if group.isdigit() and number.isdigit() else label


@dataclass(frozen=True, slots=True)
class Sheet:
    """One posting sheet. `label` is its id without the site's code, `group_number` decides how it looks from afar;
    `release` is the one in which this content first appeared, `released` that release's day."""

    paper: str
    group: str
    label: str
    group_number: int
    cells: tuple[Cell, ...]
    release: int
    released: date
    sample: bool = False
    wording: Wording = field(default_factory=Wording)
    emblem: Mark | None = None
    mark: SheetMark | None = None


@dataclass(frozen=True, slots=True)
class SiteHead:
    """What one site adds to sheets it shares with others. Empty contacts are left out of print."""

    code: str
    name: str
    address: str = ""
    hotline: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class BoardMatter:
    """Something that people come for, under its everyday name, and the one sheet on which it begins."""

    name: str
    sheet: str


@dataclass(frozen=True, slots=True)
class BoardField:
    """A field of the index board: how many procedures, and the labels of the sheets they stand on."""

    name: str
    count: int
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """A group of fields as citizens look for them; `examples` are matters that stand on its sheets, `number` is the one
    it has on the wall (0: none)."""

    title: str
    fields: tuple[BoardField, ...]
    examples: tuple[str, ...] = ()
    number: int = 0

    @property
    def count(self) -> int:
        """Procedures of all fields."""
        return sum(f.count for f in self.fields)

    @property
    def sheets(self) -> tuple[str, ...]:
        """Labels of all its sheets, in the order of the fields."""
        return tuple(dict.fromkeys(label for f in self.fields for label in f.sheets))


BOARD_LABEL = "BCD"
BOARD_PAGES = (BOARD_LABEL, *(f"{BOARD_LABEL}-{n}" for n in range(1, 10)))
"""What the pages of an index board may be called: the board alone, or page by page; none has more."""
"""The id of an index board without its site's code."""


@dataclass(frozen=True, slots=True)
class MarkSeed:
    """What the marks of a product of several pages grow from: the digest of all that is printed, and what stands before
    an id in the QR (empty: the id alone)."""

    revision: str
    root: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """The index board of a site. `kiosk_url` is the address in the large code."""

    paper: str
    groups: tuple[BoardGroup, ...]
    kiosk_url: str
    release: int
    released: date
    sample: bool = False
    wording: Wording = field(default_factory=Wording)
    label: str = BOARD_LABEL
    emblem: Mark | None = None
    matters: tuple[BoardMatter, ...] = ()
    seed: MarkSeed | None = None
