"""A table with one header row to rows: the own CSV form, the portal's exports, and lists of that shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kiosk.catalogue.diff import LABELS
from kiosk.intake import values
from kiosk.intake.codes import CODE, is_code
from kiosk.intake.columns import Header, read_labels
from kiosk.intake.entry import HEADING, Entry, ask, read_entry, report_error, report_shifted, report_warning
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.readers import own_form
from kiosk.intake.readers.annex_cells import read_marked_levels
from kiosk.intake.readers.annex_headings import Section, find_doubt, is_closing, is_heading, is_section, is_signed
from kiosk.intake.readers.annex_questions import ask_struck
from kiosk.intake.readers.cases import is_case
from kiosk.intake.rows import FileKind, Row
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.question import SKIP, TAKE, Topic
from kiosk.text import fold, tidy

_NO_SECTION = Section()
_TEXTS = (
    "field", "promulgator", "decision", "ended_by", "time_legal", "time_city", "fee", "place", "legal_basis",
    "result", "audience", "everyday",
)  # fmt: skip
_LISTS = ("replaced_by", "dossier", "keywords", "cases")
_PARSED: Mapping[str, Callable[[str], Any]] = {
    "levels": values.read_levels,
    "decision_date": values.read_day,
    "effective_from": values.read_day,
    "effective_to": values.read_day,
    "ending": values.read_ending,
    "received_at": values.read_sites,
    "internal": values.read_flag,
    "online": values.read_online,
    "common": values.read_flag,
}
_DAY_FORM = "ghi ngày có thật, dạng 2027-03-01 hoặc 01/03/2027"
_FORMS = {
    "levels": "ghi bộ, tỉnh, xã hoặc khác",
    "ending": "ghi bãi bỏ, thay thế, sửa đổi, tạm dừng hoặc rời danh mục",
    "received_at": "ghi xã, thành phố hoặc cả hai",
    "internal": "ghi x nếu có, để trống nếu không",
    "online": "ghi toàn trình, một phần hoặc không",
    "common": "ghi x nếu có, để trống nếu không",
}
# A wrong value here would post on the wrong day, at the wrong place or what is internal: the row is refused.
_VITAL = {"effective_from", "effective_to", "received_at", "internal"}
_GONE = (
    "het hieu luc",
    "bai bo",
    "khong cong khai",
    "chua cong khai",
    "ngung",
    "da xoa",
    "deleted",
    "inactive",
    "expired",
    "disabled",
)


def read_rows(file: str, grid: TextGrid, header: Header, kind: FileKind) -> tuple[Row, ...]:
    """Every row of a table: what stands above the header are headings, below it entries."""
    table_rows: list[Row] = []
    section = Section()
    above = Row(Source(file, 0))
    signed = False
    for index, row in enumerate(grid.rows):
        source = Source(file, row.number, grid.name)
        coded = is_code(row.text(header.columns["code"]))
        if index > header.index and not coded and (again := read_labels(row)):
            # Another table below the first, its columns in another order.
            header, signed = replace(header, index=index, columns=again), False
        signed = index > header.index and not coded and (signed or is_signed(row))
        titled = index < header.index and len(row.filled()) == 1
        if titled or signed or (not coded and _divides(row, header.columns)):
            text = max((text for _, text in row.filled()), key=len)
            section = section if signed else section.after(text)
            table_rows.append(Row(source, problems=_check_heading(source, text)))
        elif index <= header.index or _repeats(row, header, grid):
            table_rows.append(Row(source))
        else:
            below = _check_beside(row, header, grid, _read_row(source, row, header.columns, kind))
            above = _join_case(row, header.columns, above, _fill_from_section(section, below))
            table_rows.append(above)
    return tuple(table_rows)


def _check_beside(row: GridRow, header: Header, grid: TextGrid, read: Row) -> Row:
    """A row with what stands in cells that no field reads: more of them than the header has, or a word of law there."""
    if read.procedure is None:
        return read
    width = len(grid.rows[header.index].cells) if header.index >= 0 else len(row.cells)
    if grid.separated and len(row.cells) > width and any(map(tidy, row.cells[width:])):
        return replace(read, problems=(*read.problems, report_shifted(read.source, row.cells, width)))
    if row.struck and not row.struck.isdisjoint({header.columns["code"], header.columns.get("name", -1)}):
        return replace(read, problems=(*read.problems, ask_struck(read.source, read.procedure.name)))
    note = header.columns.get("note")
    known_columns = header.columns.values()
    for column, cell in enumerate(row.cells if header.index >= 0 else ()):
        if cell and (column == note or column not in known_columns) and speaks_of_ending(text := tidy(cell)):
            message = f"dòng có chữ «{text[:200]}»: không rõ thủ tục còn áp dụng không"
            question = ask(read.source, "ghi chú", text[:200], message, Topic.KIND, (TAKE, SKIP))
            return replace(read, problems=(*read.problems, question))
    return read


def _check_heading(source: Source, text: str) -> tuple[Problem, ...]:
    message, rule = find_doubt(text)
    return (report_warning(source, HEADING, text, message, rule),) if message else ()


def _join_case(row: GridRow, columns: Mapping[str, int], above: Row, below: Row) -> Row:
    """A row without number and code whose name is «a) …» or «- …»: one more case of the procedure above it."""
    p, first = below.procedure, above.procedure
    bare = not row.text(columns["code"]) and not row.text(columns.get("number", -1))
    if p is None or first is None or not above.taken or not bare or p.name[:1].isdigit() or not is_case(p.name):
        return below
    joined = replace(p, code=first.code)
    return replace(below, procedure=joined, written=first.code, doubt=None, case=p.name, problems=())


def _divides(row: GridRow, columns: Mapping[str, int]) -> bool:
    """Whether a row without a code is a section, a sum or a signature; a lone name is a row that lacks its code."""
    return is_closing(row) or is_section(row) or (not row.text(columns.get("name", -1)) and is_heading(row, -1))


def _fill_from_section(section: Section, row: Row) -> Row:
    """A row with the field and level of the section it stands in, where it has none of its own."""
    p = row.procedure
    if p is None or section == _NO_SECTION:
        return row
    field, levels, internal = p.field or section.field, p.levels or section.levels, p.internal or section.internal
    return replace(row, procedure=replace(p, field=field, levels=levels, internal=internal))


def _repeats(row: GridRow, header: Header, grid: TextGrid) -> bool:
    """Whether a row is the header once more (page breaks) or the numbering under it."""
    if header.index < 0 or CODE.fullmatch(row.text(header.columns["code"])):
        return False
    cells = row.filled()
    if cells == grid.rows[header.index].filled():
        return True
    return len(cells) > 2 and all(text.strip("()").isdigit() and len(text) < 5 for _, text in cells)


def _read_row(source: Source, row: GridRow, columns: Mapping[str, int], kind: FileKind) -> Row:
    cell = {name: own_form.unguard(row.raw(column)) for name, column in columns.items()}
    portal_id = values.read_portal_id(cell.get("portal_id", "")) or _find_linked_id(row, columns)
    written = tidy(cell["code"])
    code_and_name = read_entry(source, written, tidy(cell.get("name", "")), portal_id)
    if not written and not code_and_name.code and not code_and_name.name and not _says(cell):
        return Row(source)
    facts, problems = _read_facts(source, cell, kind)
    procedure = Procedure(code=code_and_name.code, name=code_and_name.name, portal_id=portal_id, source=source, **facts)
    return Row(
        source,
        procedure,
        written,
        doubt=code_and_name.doubt,
        case=code_and_name.case,
        problems=code_and_name.problems + problems + _check_row(source, cell, procedure, code_and_name),
    )


def _says(cell: Mapping[str, str]) -> bool:
    """Whether a row without code and name still says something of a procedure: one of its cells may be lost."""
    return sum(bool(tidy(text)) for name, text in cell.items() if name != "number") > 1


def _find_linked_id(row: GridRow, columns: Mapping[str, int]) -> str:
    """The portal id in the address behind a cell: «Xem chi tiết», or the name itself, may be a link."""
    places = (columns.get(name, -1) for name in ("portal_id", "code", "name"))
    return next((portal_id for place in places if (portal_id := values.read_portal_id(row.links.get(place, "")))), "")


def _read_facts(source: Source, cell: Mapping[str, str], kind: FileKind) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The fields of a procedure that the row states, and what could not be read."""
    facts: dict[str, Any] = {name: text for name in _TEXTS if (text := tidy(cell.get(name, "")))}
    facts |= {name: items for name in _LISTS if (items := own_form.split(cell.get(name, "")))}
    facts["executing"] = own_form.split(cell.get("executing", ""))
    facts["channels"] = own_form.split_channels(cell.get("channels", ""))
    if kind is FileKind.COMMUNE_EXPORT:
        parts = (tidy(part) for part in cell.get("keywords", "").replace(";", ",").split(","))
        facts["keywords"] = tuple(part for part in parts if part)
    problems: list[Problem] = []
    for name, parse in _PARSED.items():
        text = cell.get(name, "")
        try:
            if tidy(text):
                facts[name] = parse(text)
        except ValueError:
            problems.append(_report_unreadable(source, name, tidy(text)))
    if "levels" not in facts and (levels := read_marked_levels(cell)):
        facts["levels"] = levels
    if any(word in fold(cell.get("type", "")) for word in ("internal", "noi bo")):
        facts["internal"] = True
    return facts, tuple(problems)


def _report_unreadable(source: Source, name: str, text: str) -> Problem:
    column, way_out = LABELS[name], _FORMS.get(name, _DAY_FORM)
    if name in _VITAL:
        return report_error(source, column, text, "không hiểu giá trị này nên không nhận dòng", way_out)
    problem = report_warning(source, column, text, "không hiểu giá trị này", "bỏ trống trường này")
    return replace(problem, way_out=way_out)


def _check_row(source: Source, cell: Mapping[str, str], p: Procedure, code_and_name: Entry) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if p.effective_from and p.effective_to and p.effective_to < p.effective_from:
        period = f"{p.effective_from} – {p.effective_to}"
        problems.append(
            report_error(
                source, LABELS["effective_to"], period, "hết hiệu lực trước khi có hiệu lực", "sửa lại hai ngày"
            )
        )
    state = fold(cell.get("state", ""))
    if any(word in state for word in _GONE) or speaks_of_ending(state):
        problems.append(
            report_error(
                source,
                "trạng thái",
                tidy(cell["state"]),
                "tệp ghi thủ tục không còn áp dụng nên không đưa vào danh mục",
                "xóa dòng này khỏi tệp nếu đúng như vậy",
            )
        )
    link = tidy(cell.get("portal_id", ""))
    if link and not p.portal_id and "://" not in link:
        problems.append(
            report_warning(
                source, LABELS["portal_id"], link, "không phải mã định danh (UUID) của Cổng", "dùng liên kết tìm kiếm"
            )
        )
    return tuple(problems) if code_and_name.code else ()


def find_numeric_codes(file: str, grid: TextGrid, header: Header) -> tuple[Problem, ...]:
    """One warning where codes stand in number cells: the zeros at their end are at risk."""
    column = header.columns["code"]
    typed = [row for row in grid.rows[header.index + 1 :] if column in row.numeric]
    if not typed:
        return ()
    problem = report_warning(
        Source(file, typed[0].number, grid.name),
        "mã",
        typed[0].text(column),
        f"{len(typed)} ô mã có kiểu số chứ không phải văn bản",
        "mã đủ sáu chữ số sau dấu chấm được nhận, mã thiếu chữ số chờ đối chiếu tên",
    )
    return (replace(problem, way_out="định dạng cột mã là văn bản (Text) rồi nhập lại các mã"),)
