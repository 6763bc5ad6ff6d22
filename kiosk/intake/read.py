"""One file to a `Reading`: container, kind, rows. The only module of intake that opens files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kiosk.catalogue.diff import LABELS
from kiosk.errors import IntakeError
from kiosk.intake import columns, limits, values
from kiosk.intake.codes import is_code, looks_like_code
from kiosk.intake.columns import Header
from kiosk.intake.containers import plain, workbook
from kiosk.intake.containers.recognise import Container, recognise_container
from kiosk.intake.entry import CODE_COLUMN, report_warning
from kiosk.intake.grid import GridRow, TextGrid, Unseen, write_letter
from kiosk.intake.printing import refuse_unprintable
from kiosk.intake.readers import annex, annex_paragraphs, code_list, json_table, portal_json, table
from kiosk.intake.readers.cases import join_rows, refuse_overlaps
from kiosk.intake.refusals import refuse, refuse_too_big
from kiosk.intake.rows import Doubt, FileKind, Mode, Reading, ReadOptions, Row, Tally
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem
from kiosk.text import fold, tidy

__all__ = [
    "Doubt",
    "FileKind",
    "Mode",
    "ReadOptions",
    "Reading",
    "Row",
    "Tally",
    "load_file",
    "read_bytes",
    "read_file",
    "read_grids",
]

_DEFAULT = ReadOptions()
_RECORD = 2  # rows: the keys, and one object
_COMMUNE_SHEET = "TTHC2-CAPXA"
_NEVER_IN_AN_ANNEX = frozenset(("portal_id", "levels", "received_at", "keywords", "everyday"))
_CHANGES = frozenset((FileKind.ANNEX, FileKind.PORTAL_DETAIL, FileKind.CODE_LIST))


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What a reader made of a file's content."""

    kind: FileKind
    rows: tuple[Row, ...]
    notes: tuple[Problem, ...] = ()
    whole: bool = True
    complete: bool = False
    dated: date | None = None


def read_file(path: Path, options: ReadOptions = _DEFAULT) -> Reading:
    """Read a file. Raises `IntakeError` with one clear sentence where it is no catalogue."""
    return read_bytes(*load_file(path), options)


def load_file(path: Path) -> tuple[str, bytes]:
    """The name of a file, as it may be shown, and its content. Raises `IntakeError`."""
    # A name may hold what turns a terminal's lines around (CVE-2021-42574) or colours them.
    name = tidy(path.name)
    try:
        if path.exists() and not path.is_file():
            raise refuse(name, "không phải là tệp", "chỉ tên một tệp, không phải thư mục hay thiết bị")
        if path.stat().st_size > limits.FILE_BYTES:
            raise refuse_too_big(name, f"{path.stat().st_size >> 20} MB")
        content = path.read_bytes()
    except OSError as error:
        reason = "không có tệp này" if isinstance(error, FileNotFoundError) else "không đọc được tệp"
        raise refuse(name, reason, "kiểm tra tên tệp và quyền đọc", tidy(str(path))) from error
    return name, content


def read_bytes(file: str, content: bytes, options: ReadOptions = _DEFAULT) -> Reading:
    """Read the content of a file called `file`. Raises `IntakeError`."""
    if len(content) > limits.FILE_BYTES:
        raise refuse_too_big(file, f"{len(content) >> 20} MB")
    parsed, sample = _read(file, content, options)
    rows = tuple(map(refuse_unprintable, parsed.rows))
    rows = refuse_overlaps(rows) if parsed.kind is not FileKind.ANNEX else rows
    entries = join_rows(rows)
    reading = Reading(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=parsed.kind,
        mode=options.mode or _choose_mode(parsed),
        rows=rows,
        entries=entries,
        notes=parsed.notes + _list_joining_problems(entries, rows) + (() if parsed.complete else _warn_too_early(rows)),
        sample=sample,
        complete=parsed.complete,
        dated=parsed.dated,
    )
    if not reading.tally.procedures and not any(row.doubt or row.held for row in reading.rows):
        if not any(row.refused for row in reading.rows):
            raise refuse(file, "tệp không có dòng thủ tục nào", "chọn đúng tệp danh mục thủ tục hành chính")
        if not any(looks_like_code(row.written) for row in reading.rows):
            raise refuse(file, "cột mã không có mã thủ tục nào (dạng 1.234567)", "chọn đúng tệp danh mục thủ tục")
    return reading


def _list_joining_problems(entries: tuple[Row, ...], rows: tuple[Row, ...]) -> tuple[Problem, ...]:
    """Problems that joining rows made: those of entries that are no row of the file."""
    known_rows = set(map(id, rows))
    return tuple(p for entry in entries if id(entry) not in known_rows for p in entry.problems)


def _warn_too_early(rows: tuple[Row, ...]) -> tuple[Problem, ...]:
    """One warning for each decision that takes effect before it was signed: one of the two days may be wrong."""
    warnings: dict[tuple[str, date, date], Problem] = {}
    for row in rows:
        p = row.procedure
        if p and row.taken and p.effective_from and p.decision_date and p.effective_from < p.decision_date:
            days = f"{p.effective_from:%d/%m/%Y}, quyết định ngày {p.decision_date:%d/%m/%Y}"
            message = "có hiệu lực trước ngày ký quyết định"
            problem = report_warning(
                row.source, LABELS["effective_from"], days, message, "ngày hiệu lực giữ như trong tệp"
            )
            warnings.setdefault((p.decision, p.decision_date, p.effective_from), problem)
    return tuple(warnings.values())


def _choose_mode(parsed: _Parsed) -> Mode:
    return Mode.CHANGE if parsed.kind in _CHANGES or not parsed.whole else Mode.SNAPSHOT


def _read(file: str, content: bytes, options: ReadOptions) -> tuple[_Parsed, bool]:
    kind = recognise_container(file, content)
    if kind in {Container.WORKBOOK, Container.DOCUMENT}:
        grids = workbook.read_grids(file, content) if kind is Container.WORKBOOK else _read_document(file, content)
        first = next((row.cells[0] for grid in grids for row in grid.rows), "")
        _refuse_legacy(file, grids)
        return _parse_grids(file, grids, options), plain.is_sample(first)
    text = plain.decode_text(file, content)
    if kind is Container.JSON:
        return _read_json(file, text, options), False
    plain.refuse_legacy(file, text)
    sample = plain.is_sample(text)
    grid = plain.read_csv(file, text)
    if columns.find_header(grid) is None and not options.columns and not annex.is_annex((grid,)):
        lines = plain.read_lines(text)
        if options.kind is FileKind.CODE_LIST or code_list.is_code_list((lines,)):
            return _Parsed(FileKind.CODE_LIST, code_list.read_rows(file, (lines,))), sample
    return _parse_grids(file, (grid,), options), sample


def read_grids(file: str, content: bytes) -> tuple[TextGrid, ...]:
    """The tables of a file as they stand there, to be shown beside what was made of them; none where its rows are no
    cells (answers of the portal, plain lines). Raises `IntakeError`."""
    kind = recognise_container(file, content)
    if kind in {Container.WORKBOOK, Container.DOCUMENT}:
        return workbook.read_grids(file, content) if kind is Container.WORKBOOK else _read_document(file, content)
    text = plain.decode_text(file, content)
    if kind is Container.JSON:
        grid = json_table.find_grid(file, portal_json.parse_json(file, text))
        return (grid,) if grid else ()
    return (plain.read_csv(file, text),)


def _read_document(file: str, content: bytes) -> tuple[TextGrid, ...]:
    from kiosk.intake.containers import document  # noqa: PLC0415 - python-docx is slow to load, and most files are not DOCX

    return document.read_grids(file, content)


def _read_json(file: str, text: str, options: ReadOptions) -> _Parsed:
    data = portal_json.parse_json(file, text)
    answers = portal_json.find_answers(file, data)
    if answers is None:
        grid = json_table.find_grid(file, data)
        if grid is None:
            raise portal_json.refuse_empty_json(file)
        _refuse_legacy(file, (grid,))
        # A single object is one procedure's record, not a list that what it lacks would have left.
        return replace(_parse_grids(file, (grid,), options), whole=len(grid.rows) > _RECORD)
    if options.kind not in {None, answers.kind}:
        raise _refuse_kind(file, options.kind)
    return _Parsed(answers.kind, portal_json.read_rows(file, answers), whole=answers.whole)


def _parse_grids(file: str, grids: tuple[TextGrid, ...], options: ReadOptions) -> _Parsed:
    if not any(grid.rows for grid in grids) and not annex_paragraphs.speaks_without_tables(grids):
        raise refuse(file, "tệp không có bảng nào", "chọn tệp có bảng danh mục thủ tục")
    parsed = _parse_by_kind(file, grids, options)
    return replace(
        parsed, notes=(*parsed.notes, *(_report_unseen(file, grid.name, x) for grid in grids for x in grid.notes))
    )


def _refuse_legacy(file: str, grids: tuple[TextGrid, ...]) -> None:
    for grid in grids:
        plain.refuse_legacy(file, "\n".join((*grid.before, *(cell for row in grid.rows for cell in row.cells))))


def _parse_by_kind(file: str, grids: tuple[TextGrid, ...], options: ReadOptions) -> _Parsed:
    if options.kind is None and annex.is_internal_process(grids):
        what = "tệp là quyết định về quy trình nội bộ, không phải danh mục để niêm yết"
        raise refuse(file, what, "chọn quyết định công bố danh mục; nếu vẫn đúng là danh mục thì thêm --kind annex")
    if not any(grid.rows for grid in grids):
        return _Parsed(FileKind.ANNEX, annex.read_rows(file, grids))
    headers = tuple(_find_header(grid) for grid in grids)
    free = options.kind is None and not options.columns
    own = any(h and not _NEVER_IN_AN_ANNEX.isdisjoint(h.columns) for h in headers)
    if options.kind is FileKind.ANNEX or (free and not own and annex.is_annex(grids)):
        return _Parsed(FileKind.ANNEX, annex.read_rows(file, grids))
    if options.kind is FileKind.CODE_LIST or (free and not any(headers) and code_list.is_code_list(grids)):
        return _Parsed(FileKind.CODE_LIST, code_list.read_rows(file, grids))
    return _parse_tables(file, grids, headers, options)


def _parse_tables(
    file: str, grids: tuple[TextGrid, ...], headers: tuple[Header | None, ...], options: ReadOptions
) -> _Parsed:
    """The sheet of the commune export, else every sheet with a header; the others are named in a note."""
    pairs = list(zip(grids, headers, strict=True))
    if options.columns:
        main, header = next(((g, h) for g, h in pairs if h), pairs[0])
        tables = [(main, columns.choose_columns(file, main, options.columns, header))]
    else:
        pairs_known = list(_list_tables(pairs))
        tables = [(g, h) for g, h in pairs_known if _is_commune(g, h)] or pairs_known
    if not tables:
        raise columns.refuse_headerless(file)
    kind = _judge_table_kind(file, *tables[0], options)
    unread = [grid.name for grid in grids if grid.rows and not any(grid is g for g, _ in tables)]
    days = [day for g, h in tables for row in g.rows[: max(h.index, 0)] if (day := find_list_day(row))]
    notes = tuple(p for g, h in tables for p in (*table.find_numeric_codes(file, g, h), *_report_unknown(file, g, h)))
    return _Parsed(
        kind,
        tuple(row for g, h in tables for row in table.read_rows(file, g, h, kind)),
        notes + tuple(_report_unread(file, name) for name in unread),
        complete=kind is FileKind.TABLE and all(h.complete for _, h in tables),
        dated=max(days, default=None),
    )


def find_list_day(row: GridRow) -> date | None:
    """The day that a title above a list names as the list's own («tính đến ngày …», «ngày xuất: …»)."""
    matches = (_OF_LIST.search(fold(text)) for _, text in row.filled())
    return next((day for match in matches if match and (day := values.find_first_day(match[1]))), None)


_OF_LIST = re.compile(
    r"\b(?:tinh den|cap nhat|den|xuat|trich xuat|thoi diem|lap|danh sach|ngay)\b[^0-9]{0,30}?"
    r"((?:ngay )?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|ngay \d{1,2} thang \d{1,2} nam \d{4})"
)


def _list_tables(pairs: list[tuple[TextGrid, Header | None]]) -> Iterator[tuple[TextGrid, Header]]:
    """The tables with a header; in a document also the rest of one that was cut in two, without its own."""
    last: tuple[int, Header] | None = None
    for grid, own in pairs:
        width = max((len(row.cells) for row in grid.rows), default=0)
        rest = None if own or not grid.document or not last or last[0] != width else Header(-1, last[1].columns)
        if rest and not any(is_code(row.text(rest.columns["code"])) for row in grid.rows):
            rest = None
        if header := own or rest:
            last = (width, header)
            yield grid, header


def _find_header(grid: TextGrid) -> Header | None:
    """The header of a grid; the sheet of the commune export is read by place where its labels are not known."""
    header = columns.find_header(grid)
    return columns.build_commune_header(grid, header) if grid.name == _COMMUNE_SHEET else header


def _is_commune(grid: TextGrid, header: Header) -> bool:
    """By the sheet's name, or by the columns: as many, with the link, and not the application's own form."""
    telling = {"code", "name", "portal_id", "state", "executing", "number"} <= header.columns.keys()
    return grid.name == _COMMUNE_SHEET or (telling and len(header.columns) >= 12 and not header.complete)


def _judge_table_kind(file: str, grid: TextGrid, header: Header, options: ReadOptions) -> FileKind:
    kind = FileKind.TABLE
    if _is_commune(grid, header):
        kind = FileKind.COMMUNE_EXPORT
    elif header.index >= 0 and columns.is_portal_export(grid, header):
        kind = FileKind.PORTAL_XLSX
    if options.kind in {FileKind.PORTAL_DETAIL, FileKind.PORTAL_LIST}:
        raise _refuse_kind(file, options.kind)
    return options.kind or kind


def _refuse_kind(file: str, kind: FileKind | None) -> IntakeError:
    description = kind.description if kind else ""
    return refuse(file, f"tệp không phải là {description}", "bỏ --kind để chương trình tự nhận loại tệp")


def _report_unknown(file: str, grid: TextGrid, header: Header) -> Iterator[Problem]:
    """What the header does not say in known words: columns found by their content, and columns left out."""
    source = Source(file, grid.rows[header.index].number, grid.name)
    if header.columns["code"] == columns.NO_COLUMN:
        cell = grid.rows[header.index].text(header.columns["name"])
        yield report_warning(source, "tiêu đề", cell, "bảng không có cột mã", "lấy mã ghi trong tên thủ tục")
    names = {column: name for name, column in header.columns.items()}
    for column in header.by_content:
        cell = f"cột {write_letter(column)} «{grid.rows[header.index].text(column)}»"
        rule = f"nhận theo nội dung là cột {LABELS.get(names[column], CODE_COLUMN)}"
        yield report_warning(source, "tiêu đề", cell, "tiêu đề lạ", rule)
    if header.unknown:
        yield report_warning(
            source, "tiêu đề", ", ".join(header.unknown), "cột không dùng đến", "các cột này bị bỏ qua"
        )


def _report_unseen(file: str, sheet: str, unseen: Unseen) -> Problem:
    return report_warning(Source(file, unseen.row, sheet), "bảng", unseen.value, unseen.message, unseen.rule)


def _report_unread(file: str, name: str) -> Problem:
    return report_warning(
        Source(file, 1, name), "bảng", name, "bảng không phải danh mục thủ tục", "bảng này không được đọc"
    )
