"""Header cells to fields of `Procedure`: the application's own names, and Vietnamese headers as found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from kiosk.errors import IntakeError
from kiosk.intake import by_content
from kiosk.intake.codes import find_codes
from kiosk.intake.grid import GridRow, TextGrid, read_letter, write_letter
from kiosk.intake.refusals import refuse
from kiosk.model.catalogue import Procedure
from kiosk.text import fold, split_words

# The columns of the application's own CSV, in order: every field but the place it was read from.
OWN = tuple(f.name for f in fields(Procedure) if f.name != "source")

# Vietnamese headers by field, as the portal's exports and offices write them (compared folded, words only).
LABELS: Mapping[str, tuple[str, ...]] = {
    "code": (
        "mã", "mã số", "mã tthc", "mã thủ tục", "mã thủ tục hành chính", "mã số tthc", "mã số thủ tục",
        "mã hồ sơ tthc", "mã số thủ tục hành chính", "mã số hồ sơ tthc", "số hồ sơ tthc", "mã tthc quốc gia", "ma_tthc",
        "số hiệu tthc", "số hiệu thủ tục", "mã thủ tục hành chính trên csdlqg", "mã tthc trên csdlqg", "mã tthc csdlqg",
    ),
    "name": (
        "tên", "tên tthc", "tên thủ tục", "tên thủ tục hành chính", "thủ tục hành chính",
        "tên tthc được công bố", "tên gọi thủ tục hành chính", "ten_tthc", "tên thủ tục hành chính tthc",
        "nội dung thủ tục hành chính", "danh mục thủ tục hành chính", "danh mục tthc",
    ),
    "field": ("lĩnh vực", "tên lĩnh vực", "linh_vuc", "lĩnh vực tthc"),
    "promulgator": ("cơ quan ban hành", "cơ quan công bố", "co_quan_ban_hanh", "đơn vị ban hành"),
    "executing": ("cơ quan thực hiện", "cơ quan giải quyết", "co_quan_thuc_hien", "đơn vị thực hiện",
                  "cq thực hiện", "cơ quan thực hiện tthc"),
    "levels": ("cấp thực hiện", "cấp", "level", "cap_thuc_hien", "cấp giải quyết"),
    "portal_id": ("uuid", "mã định danh trên cổng", "mã định danh cổng", "link truy cập", "đường dẫn", "link",
                  "id cổng", "link_truy_cap"),
    "decision": ("số quyết định", "quyết định", "quyết định công bố", "số qđ", "so_quyet_dinh",
                 "qđ công bố", "số quyết định công bố", "quyết định công bố tthc"),
    "decision_date": ("ngày quyết định", "ngày qđ", "ngay_quyet_dinh", "ngày ban hành"),
    "effective_from": ("có hiệu lực từ", "hiệu lực từ", "ngày hiệu lực", "ngày có hiệu lực",
                       "thời điểm có hiệu lực"),
    "effective_to": ("có hiệu lực đến", "hiệu lực đến", "ngày hết hiệu lực", "hết hiệu lực"),
    "ending": ("lý do kết thúc", "lý do hết hiệu lực"),
    "ended_by": ("văn bản kết thúc", "kết thúc bởi", "văn bản quy định việc bãi bỏ"),
    "replaced_by": ("thay thế bởi", "được thay thế bởi", "mã thay thế"),
    "received_at": ("nơi tiếp nhận", "tiếp nhận tại"),
    "internal": ("nội bộ", "thủ tục nội bộ", "tthc nội bộ"),
    "online": ("mức độ dvc", "mức độ cung cấp", "mức độ cung cấp dvc", "mức độ cung cấp dịch vụ công",
               "mức độ dịch vụ công", "mức độ dịch vụ công trực tuyến",
               "mức độ dvc trực tuyến", "mức độ trực tuyến"),
    "time_legal": ("thời hạn theo quy định", "thời hạn giải quyết", "thời gian giải quyết", "thời hạn",
                   "thời hạn giải quyết theo quy định", "thời hạn giải quyết theo luật định"),
    "time_city": ("thời hạn sau cắt giảm", "thời hạn giải quyết sau cắt giảm"),
    "fee": ("phí lệ phí", "phí", "lệ phí", "phí lệ phí nếu có"),
    "place": ("địa điểm thực hiện", "địa điểm", "địa chỉ tiếp nhận", "dia_chi_tiep_nhan",
              "địa chỉ tiếp nhận hồ sơ"),
    "legal_basis": ("căn cứ pháp lý", "cơ sở pháp lý"),
    "channels": ("cách thức thực hiện", "hình thức nộp"),
    "dossier": ("thành phần hồ sơ",),
    "result": ("kết quả", "kết quả thực hiện"),
    "audience": ("đối tượng", "đối tượng thực hiện", "doi_tuong_thuc_hien"),
    "everyday": ("tên thường gọi", "tên gọi thường ngày"),
    "keywords": ("từ khóa", "từ khoá", "tu_khoa"),
    "cases": ("trường hợp", "các trường hợp"),
    "common": ("hay dùng", "phổ biến"),
    "at_province_level": ("cấp tỉnh", "tthc cấp tỉnh"),
    "at_commune_level": ("cấp xã", "tthc cấp xã"),
    # Not fields of a procedure, but read for what they say about the row.
    "type": ("type", "loại", "loại tthc", "loại thủ tục", "loai_tthc"),
    "state": ("state", "trạng thái", "trang_thai"),
    "number": ("stt", "tt", "số tt", "số thứ tự"),
    "ignored": ("level_source", "cơ quan có thẩm quyền", "cơ quan phối hợp", "cơ quan được ủy quyền",
                "cơ quan được uỷ quyền", "cq có thẩm quyền", "cq phối hợp", "cq được ủy quyền",
                "cq được uỷ quyền", "mô tả", "mo_ta"),
    "note": ("ghi chú", "ghi_chu"),
}  # fmt: skip

_BY_LABEL = {" ".join(split_words(label)): role for role, names in LABELS.items() for label in names}
_BY_LABEL |= {" ".join(split_words(name)): name for name in OWN}
_BRACKETS = re.compile(r"\([^()]*\)")
_PORTAL = ("ma so", "ten", "co quan ban hanh", "co quan thuc hien", "linh vuc")
_LEADING = 100
NO_COLUMN = -1
_COMMUNE_FIRST_ROW = 4
_COMMUNE = (
    "number", "code", "name", "portal_id", "decision", "decision_date", "promulgator", "field", "levels", "audience",
    "type", "keywords", "place", "executing", "ignored", "ignored", "ignored", "ignored", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's header ends (index into the grid's rows) and which column holds what.

    `by_content`: columns of codes, names and links that no known label names.
    """

    index: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    by_content: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every field of the application's own form has its column."""
        return all(name in self.columns for name in OWN)


def find_role(label: str) -> str:
    """The field that a header cell names, with or without what stands in brackets, or empty."""
    return _BY_LABEL.get(" ".join(split_words(label))) or _BY_LABEL.get(
        " ".join(split_words(_BRACKETS.sub(" ", label))), ""
    )


def find_header(grid: TextGrid) -> Header | None:
    """The first of the leading rows that names a code and a name column; else the row above a column of codes."""
    for index, row in enumerate(grid.rows[:_LEADING]):
        if columns := read_labels(row):
            return _complete_header(grid, index, columns)
    return _find_by_content(grid) or _find_within_names(grid)


def _find_by_content(grid: TextGrid) -> Header | None:
    """The header above the one column of codes, whatever its label."""
    column = by_content.find_code_column(grid.rows)
    above = None if column is None else by_content.find_header_above(grid.rows, column)
    if column is None or above is None:
        return None
    roles = ((find_role(text), i) for i, text in grid.rows[above].filled() if i != column)
    completed = _complete_header(grid, above, {name: i for name, i in roles if name} | {"code": column})
    return replace(completed, by_content=(column, *completed.by_content)) if "name" in completed.columns else None


def _find_within_names(grid: TextGrid) -> Header | None:
    """The header of a list without a column of codes whose names carry them; its code column is `NO_COLUMN`."""
    for index, row in enumerate(grid.rows[:_LEADING]):
        labels = dict(row.filled())
        column = by_content.find_name_column(labels, ()) if by_content.may_be_header(row) else None
        if column is not None and by_content.have_coded_names(grid.rows[index + 1 :], column):
            roles = {name: i for i, text in reversed(labels.items()) if i != column and (name := find_role(text))}
            return _complete_header(grid, index, roles | {"name": column, "code": NO_COLUMN})
    return None


def read_labels(row: GridRow) -> dict[str, int]:
    """The columns that a row's labels name; empty where they name no code and something beside it."""
    roles = {column: name for column, text in row.filled() if (name := find_role(text))}
    columns = {name: column for column, name in reversed(roles.items())}
    return columns if "code" in columns and ("name" in columns or len(columns.keys() - {"number"}) > 1) else {}


def _complete_header(grid: TextGrid, index: int, columns: dict[str, int]) -> Header:
    """A header with its second row, and with the columns of names and links that only their content shows."""
    row, rest = grid.rows[index], grid.rows[index + 1 :]
    labels = dict(row.filled())
    if rest and _continues(row, rest[0], columns):
        below = _join_labels(labels, rest[0])
        columns = {name: i for i, label in below.items() if (name := find_role(label))} | columns
        labels |= dict(rest[0].filled())
        index += 1
    free = [i for i, text in labels.items() if i not in columns.values() and find_role(text) != "ignored"]
    visible_columns: list[int] = []
    for name, column in (
        ("name", by_content.find_name_column({i: labels[i] for i in free}, columns.values())),
        ("portal_id", by_content.find_link_column(rest, free)),
    ):
        if name not in columns and column is not None:
            columns[name] = column
            visible_columns.append(column)
    unknown = tuple(labels[i] for i in free if i not in columns.values())
    return Header(index, columns, unknown, tuple(visible_columns))


def _continues(row: GridRow, below: GridRow, columns: Mapping[str, int]) -> bool:
    """Whether a header goes on in the row below: its cells are merged downwards, or only stand under a wider one."""
    if any(find_codes(text) or len(text) > 100 or text.strip("()").isdigit() for _, text in below.filled()):
        return False
    merged = below.text(columns["code"]) == row.text(columns["code"])
    own = [column for column, text in below.filled() if text != row.text(column)]
    under = all(not row.text(column) or not row.text(column + 1) for column in own)
    empty = not any(below.text(columns.get(name, -1)) for name in ("number", "code", "name"))
    return bool(own) and under and (merged or empty)


def _join_labels(labels: Mapping[int, str], below: GridRow) -> dict[int, str]:
    """The labels of the second row, each with the wider one over it where only both name a field."""
    labelled_below: dict[int, str] = {}
    for column, text in below.filled():
        over = max((i for i in labels if i <= column), default=column)
        both = f"{labels.get(over, '')} {text}"
        labelled_below[column] = both if find_role(both) else text
    return labelled_below


def build_commune_header(grid: TextGrid, labelled_header: Header | None) -> Header:
    """The 19 columns of the commune export by their place, under the labels that are known; data from row 4."""
    above = sum(row.number < _COMMUNE_FIRST_ROW for row in grid.rows)
    known_columns = dict(labelled_header.columns) if labelled_header else {}
    known_places = set(known_columns.values())
    by_place = {name: i for i, name in enumerate(_COMMUNE) if name != "ignored" and i not in known_places}
    index = labelled_header.index if labelled_header else above - 1
    return Header(index, by_place | known_columns, labelled_header.unknown if labelled_header else ())


def is_portal_export(grid: TextGrid, portal_header: Header) -> bool:
    """Whether the header is the one of the portal's Excel export, cell by cell."""
    labels = tuple(fold(text) for _, text in grid.rows[portal_header.index].filled() if find_role(text) != "number")
    return labels == _PORTAL


def choose_columns(file: str, grid: TextGrid, named: Mapping[str, str], known: Header | None) -> Header:
    """The header with the columns a person named (`code=B`, or a header's text). Raises `IntakeError`."""
    columns = dict(known.columns) if known else {}
    index = known.index if known else _find_row_with(grid, frozenset(map(fold, named.values())))
    for name, place in named.items():
        target = name if name in OWN else find_role(name)
        if not target:
            raise refuse(file, "không có trường nào tên như vậy", f"dùng một trong: {', '.join(OWN)}", name)
        columns[target] = _place(file, grid, place, index)
    if "code" not in columns:
        raise refuse_headerless(file)
    return Header(index, columns, known.unknown if known else ())


def _find_row_with(grid: TextGrid, labels: frozenset[str]) -> int:
    """The first leading row that holds one of the texts a person named, -1 where none does."""
    leading = enumerate(grid.rows[:_LEADING])
    return next((i for i, row in leading if any(fold(text) in labels for _, text in row.filled())), -1)


def _place(file: str, grid: TextGrid, place: str, index: int) -> int:
    if index >= 0:
        for column, text in grid.rows[index].filled():
            if fold(text) == fold(place):
                return column
    number = read_letter(place)
    width = max((len(row.cells) for row in grid.rows), default=0)
    if number is None or number >= width:
        last = write_letter(max(width - 1, 0))
        raise refuse(file, "không có cột như vậy", f"ghi chữ cái của cột (A đến {last}) hoặc tên ở dòng tiêu đề", place)
    return number


def refuse_headerless(file: str) -> IntakeError:
    """The error for a table in which no column of codes can be found."""
    return refuse(
        file,
        "không tìm thấy dòng tiêu đề có cột mã và cột tên thủ tục",
        "chọn đúng tệp danh mục, hoặc chỉ rõ cột, ví dụ --columns code=B,name=C",
    )
