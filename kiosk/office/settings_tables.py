"""The tables and values of the settings that the office edits: what people call them, and how a row is known.

Pure descriptions; where the files stand is asked of `Config`, what a cell may hold of the table's own check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from kiosk.model.site import SiteKind
from kiosk.settings import table_writer
from kiosk.settings.config import Config, LinkMode, LinkSettings
from kiosk.settings.config_writer import SettingValue
from kiosk.settings.matters import OfficeKind
from kiosk.settings.table_writer import TableForm
from posters.spec import GRIDS, Wording


@dataclass(frozen=True, slots=True)
class EditableTable:
    """A table: its name in addresses, title, form, the columns by which a row is known, labels and hints by column.

    `choices`: what a column may hold, with what people call it.
    """

    name: str
    title: str
    purpose: str
    form: TableForm
    key: tuple[str, ...]
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, column: str) -> str:
        """What people call a column."""
        return self.labels.get(column, column)

    def show(self, column: str, value: str) -> str:
        """A cell as people read it."""
        return self.choices.get(column, {}).get(value, value)

    def path(self, config: Config) -> Path | None:
        """Where the table stands, None where the settings name none."""
        relative: Path | None = getattr(config, self.name)
        return None if relative is None else config.path(relative)


@dataclass(frozen=True, slots=True)
class EditableValue:
    """A single value of `config.yaml`: its key, what people call it, what holds where nothing is written.

    `choices`: what it may be, with what people call that (empty: any text).
    """

    key: str
    label: str
    default: str
    lines: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)


_OFFICE_LABELS = {
    OfficeKind.POLICE: "công an", OfficeKind.TAX: "thuế", OfficeKind.COURT: "tòa án", OfficeKind.NOTARY: "công chứng",
    OfficeKind.INSURANCE: "bảo hiểm", OfficeKind.BANK: "ngân hàng", OfficeKind.UTILITY: "điện, nước",
    OfficeKind.TELECOM: "viễn thông", OfficeKind.POST: "bưu điện", OfficeKind.LAND: "đất đai",
    OfficeKind.CITY: "thành phố", OfficeKind.SCHOOL: "trường học", OfficeKind.MILITARY: "quân sự",
    OfficeKind.HEALTH: "y tế", OfficeKind.CUSTOMS: "hải quan", OfficeKind.MINISTRY: "bộ, ngành",
    OfficeKind.EMBASSY: "đại sứ quán", OfficeKind.INSPECTION: "đăng kiểm", OfficeKind.ARMY: "quân đội",
    OfficeKind.PARTY: "tổ chức Đảng", OfficeKind.LOBBY: "quầy hướng dẫn", OfficeKind.PRIVATE: "tư nhân",
}  # fmt: skip
_CODES = "mã thủ tục, cách nhau bằng dấu cách"
_STROKES = "cách nhau bằng dấu |"
_TICKED = {"": "không", "x": "có"}
_OFFICES = {kind.value: _OFFICE_LABELS.get(kind, kind.value) for kind in OfficeKind}
TABLES: Mapping[str, EditableTable] = {
    table.name: table
    for table in (
        EditableTable(
            "sites",
            "Điểm tiếp nhận",
            "Tên, địa chỉ, điện thoại, thư điện tử và giờ làm việc in trên tờ niêm yết và trang kiosk.",
            table_writer.SITES,
            ("code",),
            {
                "code": "Mã", "kind": "Cấp", "unit": "Loại đơn vị", "name": "Tên", "address": "Địa chỉ",
                "hotline": "Điện thoại", "email": "Thư điện tử", "hours": "Giờ làm việc",
                "screen_inches": "Màn hình (inch)", "paper": "Khổ tờ niêm yết",
            },
            {"hours": "như 7h30–11h30, 13h30–17h"},
            {
                "kind": {"commune": "cấp xã", "city": "cấp tỉnh"},
                "paper": {"": "như mọi điểm", **{name: name for name in GRIDS}},
            },
        ),
        EditableTable(
            "exceptions",
            "Thủ tục thêm, bỏ ở từng điểm",
            "Thủ tục mà riêng một điểm niêm yết thêm hoặc không niêm yết, theo văn bản nào.",
            table_writer.EXCEPTIONS,
            ("site", "code"),
            {"site": "Mã điểm", "code": "Mã thủ tục", "effect": "Thêm hay bỏ", "document": "Số văn bản"},
            {"document": "như 15/TB-TTPVHCC"},
            {"effect": {"thêm": "thêm", "bỏ": "bỏ"}},
        ),
        EditableTable(
            "groups",
            "Nhóm lĩnh vực",
            "Lĩnh vực nào đứng chung một nhóm; số của nhóm đứng trong số hiệu tờ, quyết định màu và không đổi nghĩa.",
            table_writer.GROUPS,
            ("group_id", "field"),
            {
                "group_id": "Mã nhóm", "number": "Số trên tường", "abbreviation": "Viết tắt", "group_title": "Tên nhóm",
                "everyday": "Tên thường gọi", "field": "Lĩnh vực",
            },
            {"number": "từ 1, tăng dần theo nhóm", "abbreviation": "2-3 chữ in hoa"},
        ),
        EditableTable(
            "aliases",
            "Từ thường nói",
            "Từ người dân hay gõ và nghĩa của nó trong danh mục.",
            table_writer.ALIASES,
            ("alias", "meaning"),
            {"alias": "Từ thường nói", "meaning": "Nghĩa trong danh mục"},
            {},
        ),
        EditableTable(
            "everyday",
            "Tên thường gọi, thủ tục hay hỏi",
            "Tên ngắn của thủ tục; thủ tục đánh dấu x đứng đầu trang kiosk, theo thứ tự trong bảng.",
            table_writer.EVERYDAY,
            ("code",),
            {"code": "Mã thủ tục", "everyday": "Tên thường gọi", "asked": "Hay hỏi", "words": "Các cách nói khác"},
            {"words": _STROKES},
            {"asked": _TICKED},
        ),
        EditableTable(
            "matters",
            "Việc trong đời",
            "Các ô «sinh con», «kết hôn»… của trang kiosk và những thủ tục của từng việc.",
            table_writer.MATTERS,
            ("event_id", "matter"),
            {
                "event_id": "Mã sự kiện", "event": "Sự kiện", "event_english": "Tiếng Anh", "matter": "Việc",
                "words": "Các cách nói", "english": "Cách nói tiếng Anh", "codes": "Thủ tục", "board": "Trên bảng",
                "common": "Hay dùng",
            },
            {
                "words": _STROKES, "english": _STROKES, "codes": _CODES, "event": "chỉ ghi ở dòng đầu của sự kiện",
            },
            {"board": _TICKED, "common": _TICKED},
        ),
        EditableTable(
            "elsewhere",
            "Việc của cơ quan khác",
            "Việc không làm ở trung tâm, làm ở đâu.",
            table_writer.ELSEWHERE,
            ("office", "matter"),
            {
                "kind": "Loại", "office": "Cơ quan", "purpose": "Cơ quan làm gì", "matter": "Việc",
                "words": "Các cách nói", "unless": "Trừ khi có từ", "english": "Cách nói tiếng Anh", "link": "Địa chỉ",
            },
            {"words": _STROKES, "unless": _STROKES, "english": _STROKES, "link": "https://….gov.vn, hoặc để trống"},
            {"kind": _OFFICES},
        ),
        EditableTable(
            "english",
            "Tên nhóm bằng tiếng Anh",
            "Tên các nhóm cho người đọc tiếng Anh.",
            table_writer.ENGLISH,
            ("group_id",),
            {"group_id": "Mã nhóm", "english": "Tiếng Anh"},
            {},
        ),
        EditableTable(
            "english_words",
            "Từ tiếng Anh",
            "Từ tiếng Anh nghĩa là gì, để trang kiosk hiểu câu hỏi tiếng Anh.",
            table_writer.ENGLISH_WORDS,
            ("vietnamese",),
            {"vietnamese": "Nghĩa tiếng Việt", "english": "Từ tiếng Anh", "behind": "Đặt sau cùng"},
            {"vietnamese": "để trống: từ không nói lên việc gì", "english": _STROKES},
            {"behind": _TICKED},
        ),
    )
}  # fmt: skip
"""By name, which is also the key of `config.yaml` that names the file."""

_WORDING = {
    "scan": "Cách quét mã", "antifraud": "Câu chống lừa đảo", "feedback": "Nhãn phản ánh, kiến nghị",
    "hotline_label": "Nhãn số điện thoại", "sample": "Câu của bản mẫu", "sheet": "Nhãn «Tờ»",
    "release": "Nhãn «Bản phát hành»", "released": "Nhãn ngày", "board_title": "Tên bảng chỉ dẫn",
    "board_kiosk": "Nhãn mã của trang kiosk", "board_legend": "Chú thích của bảng",
    "board_matters": "Đầu mục việc thường làm", "board_groups": "Đầu mục các nhóm tờ", "steps": "Ba bước tra cứu",
}  # fmt: skip
_THREE = 3
_KEYS_OF_THEIR_OWN = frozenset(("feedback_url", "feedback_address", "hotline"))


def _list_word_values() -> Iterator[EditableValue]:
    """Every printed sentence; one that has no label yet is called by its own words."""
    for each in fields(Wording):
        if each.name not in _KEYS_OF_THEIR_OWN:
            value = getattr(Wording(), each.name)
            text = value if isinstance(value, str) else "\n".join(value)
            label = _WORDING.get(each.name, f"Câu «{text}»")
            yield EditableValue(f"wording.{each.name}", label, text, 1 if isinstance(value, str) else _THREE)


_LINK_MODES = {
    LinkMode.PORTAL.value: "mục của thủ tục trên Cổng, ở mọi điểm",
    LinkMode.OWN.value: "địa chỉ ngắn của thành phố, dẫn tiếp tới Cổng, ở mọi điểm",
    **{
        f"{kind.value}={LinkMode.OWN.value}": f"địa chỉ ngắn ở điểm {kind.label}, mục trên Cổng ở điểm khác"
        for kind in SiteKind
    },
}
"""The choices of one text: a mode of all sites, or the one kind of site that has addresses of its own."""
VALUES: Mapping[str, EditableValue] = {
    value.key: value
    for value in (
        EditableValue("publisher", "Cơ quan ban hành", ""),
        EditableValue("feedback.hotline", "Điện thoại phản ánh, kiến nghị", "18001096"),
        EditableValue("feedback.url", "Trang phản ánh, kiến nghị", ""),
        EditableValue("feedback.address", "Địa chỉ nhận phản ánh, kiến nghị", ""),
        EditableValue(
            "links.entry",
            "Mẫu đường dẫn tới thủ tục trên Cổng, {uuid} là chỗ của mã định danh",
            LinkSettings().entry,
        ),
        EditableValue("links.mode", "Mã QR của thủ tục dẫn tới", LinkMode.PORTAL, choices=_LINK_MODES),
        *_list_word_values(),
    )
}
"""By key, in the order in which the page shows them."""


def read_value(config: Config, value: EditableValue) -> str:
    """What the settings say, the default where they say nothing; lines of a list one below the other."""
    first, _, name = value.key.partition(".")
    if first == "wording":
        text = config.wording.get(name, value.default)
        return text if isinstance(text, str) else "\n".join(text)
    if value.key == "links.mode":
        return _read_mode(config.links)
    place = getattr(config, first)
    return str(getattr(place, name) if name else place)


def _read_mode(links: LinkSettings) -> str:
    own = [kind for kind in SiteKind if links.mode_of(kind) is LinkMode.OWN]
    if len(own) in {0, len(SiteKind)}:
        return (LinkMode.OWN if own else LinkMode.PORTAL).value
    return f"{own[0].value}={LinkMode.OWN.value}"


def parse_value(name: str, text: str) -> SettingValue:
    """What a text of the page is in the settings: a list of lines, a mode by kind of site, or the text itself."""
    kind, is_by_kind, mode = text.partition("=")
    if name == "links.mode" and is_by_kind:
        return {each.value: mode if each.value == kind else LinkMode.PORTAL.value for each in SiteKind}
    return tuple(text.splitlines()) if VALUES[name].lines > 1 else text
