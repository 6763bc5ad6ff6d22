"""The annex of a decision (tables of XLSX or DOCX) to rows: what it does to each procedure, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from kiosk.intake.codes import find_code_line, find_codes, find_in_name, is_code
from kiosk.intake.entry import read_entry, report_error, report_shifted, report_warning
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.readers.annex_cells import find_replaced_codes, read_facts
from kiosk.intake.readers.annex_counts import Heading, check_counts
from kiosk.intake.readers.annex_headings import (
    Section,
    is_heading,
    is_numbering,
    is_signature,
    names_section,
    read_status,
    strip_heading,
)
from kiosk.intake.readers.annex_layout import AnnexLayout, find_layout
from kiosk.intake.readers.annex_paragraphs import PARAGRAPHS, ask_unused, read_paragraph, read_undone
from kiosk.intake.readers.annex_questions import ask_beside, read_row_day, read_row_kind
from kiosk.intake.readers.annex_whole import ask_doubled, tell_placeless
from kiosk.intake.readers.cases import is_case
from kiosk.intake.readers.strange_headings import ask_strange
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.statement import RowStatus
from kiosk.text import fold, split_lines, tidy

_LEADING = 40
_TITLES = re.compile(
    r"quyet dinh|\d/qd-|bai bo|sua doi|ban hanh moi|moi ban hanh|(?:tthc|hanh chinh) (?:duoc |bi )?thay the"
)
_SECTION_CELLS = 2
_PROCEDURES = re.compile(r"(?:danh muc )?(?:cac )?(?:thu tuc hanh chinh|tthc)\b")
_DITTOS = frozenset(("-nt-", "nt", "- nt -", "nt.", "nhu tren", '"', "''", "”", '-"-'))


def is_annex(grids: tuple[TextGrid, ...]) -> bool:
    """Whether some table has a header that only annexes have, or stands under the title of a decision."""
    title = ""
    for grid in grids:
        # The letterhead of a document is a table of its own above the list; each sheet of a workbook has its own title.
        title = f"{title if grid.document else ''} {fold(' '.join(grid.before))}"
        for index, row in enumerate(grid.rows[:_LEADING]):
            if header := find_layout(grid, index):
                under = _TITLES.search(title) or any(map(_repeals, grid.rows[index + 1 :]))
                if header.telling or (under and not {"number", "code"}.isdisjoint(header.columns)):
                    return True
            title += " " + fold(" ".join(text for _, text in row.filled()))
    return False


def _repeals(row: GridRow) -> bool:
    """Whether a row is a section of repealed procedures: a list that has one changes another list."""
    if sum(map(bool, row.cells)) > _SECTION_CELLS or any(map(find_codes, row.cells)):
        return False
    heading = fold(strip_heading(max(row.cells, key=len)))
    return bool(_PROCEDURES.match(heading)) and read_status(heading) is RowStatus.REPEALED


def is_internal_process(grids: tuple[TextGrid, ...]) -> bool:
    """Whether a decision only approves how offices work inside («quy trình nội bộ»): nothing of it is posted."""
    texts = (text for grid in grids for text in (*grid.before, *_list_leading(grid)))
    title = fold(" ".join(texts))
    return "quy trinh noi bo" in title and "cong bo" not in title


def _list_leading(grid: TextGrid) -> Iterator[str]:
    """What stands above the first header of a grid, or above its first code."""
    for index, row in enumerate(grid.rows[:_LEADING]):
        if any(map(find_codes, row.cells)) or find_layout(grid, index):
            return
        yield from (text for _, text in row.filled())


@dataclass(frozen=True, slots=True)
class _State:
    section: Section
    layout: AnnexLayout | None
    above: Procedure | None
    signed: bool = False
    paragraphs: int = 0


def read_rows(file: str, grids: tuple[TextGrid, ...]) -> tuple[Row, ...]:
    """Every row of every table. Headings govern what follows them, across tables too."""
    annex_rows: list[Row] = []
    headings: list[Heading] = []
    paragraphs: list[tuple[Source, str]] = []
    state = _State(Section(), None, None)
    for grid in grids:
        first = state.paragraphs + 1
        paragraphs += [(Source(file, n, PARAGRAPHS), text) for n, text in enumerate(grid.before, first)]
        state = _read_before(file, grid, state, annex_rows, headings)
        if state.layout and grid.rows and len(grid.rows[0].cells) != state.layout.width:
            state = replace(state, layout=None)
        outside = state.section
        state = replace(state, section=outside.inside(grid))
        state = _read_table(file, grid, state, annex_rows, headings)
        silent = {row.source for row in annex_rows if row.procedure is None and not row.problems}
        sources = ((Source(file, row.number, grid.name), row) for row in grid.rows if not grid.document)
        paragraphs += [(source, _choose_longest(row)) for source, row in sources if source in silent]
        if state.section.sheet is not None:
            # What the name of a sheet says holds for that sheet alone.
            state = replace(state, section=state.section.leaving(outside))
    rows = check_counts(ask_doubled(_fill_in_days(tuple(annex_rows), state.section)), headings)
    return ask_unused(tell_placeless(rows), paragraphs)


def _read_before(file: str, grid: TextGrid, state: _State, annex_rows: list[Row], headings: list[Heading]) -> _State:
    """The paragraphs before a table: headings, and rows for each code or undone decision that they name."""
    for text in grid.before:
        state = replace(state, paragraphs=state.paragraphs + 1)
        source = Source(file, state.paragraphs, PARAGRAPHS)
        rows = read_paragraph(source, text, state.section)
        if all(row.status is RowStatus.ANNULLED for row in rows):
            state = replace(state, section=state.section.after(text))
            headings.append(Heading(len(annex_rows), state.section.depth, text))
        annex_rows += rows
    return state


def _read_table(file: str, grid: TextGrid, state: _State, annex_rows: list[Row], headings: list[Heading]) -> _State:
    index = 0
    above: GridRow | None = None
    while index < len(grid.rows):
        row = grid.rows[index]
        source = Source(file, row.number, grid.name)
        if header := find_layout(grid, index):
            annex_rows += [Row(Source(file, r.number, grid.name)) for r in grid.rows[index : index + header.height]]
            index += header.height
            state = replace(state, layout=header, above=None, signed=False)
            continue
        index += 1
        row = above = _replace_dittos(row, above, state)
        if annex_rows and _runs_on(row, state):
            rest = _read_continued(source, row, "", annex_rows[-1].status, state)
            annex_rows[-1:] = _join_names(annex_rows[-1], rest, row, state)
            state = replace(state, above=annex_rows[-1].procedure)
            continue
        if clause := _read_clause(source, row, state):
            annex_rows += clause
            continue
        before = state.section
        annex_row, state = _read_row(source, row, state)
        if grid.separated and state.layout and annex_row.procedure and any(map(tidy, row.cells[state.layout.width :])):
            shifted = report_shifted(source, row.cells, state.layout.width)
            annex_row = replace(annex_row, problems=(*annex_row.problems, shifted))
        if state.section is not before:
            headings.append(Heading(len(annex_rows), state.section.depth, _choose_longest(row)))
        undone = [] if annex_row.procedure or annex_row.refused else read_undone(source, _choose_longest(row), before)
        annex_rows += undone or [annex_row]
    return state


def _read_clause(source: Source, row: GridRow, state: _State) -> list[Row]:
    """Rows for a sentence with codes that stands in a row of its own across the table: nothing in it is a column's."""
    column, text = row.filled()[0]
    columns = state.layout.columns if state.layout else {}
    own = {columns.get("name", column), columns.get("code", column)}
    alone = len({text for _, text in row.filled()}) == 1
    if not alone or column in own or is_code(text) or not find_codes(text):
        return []
    return read_paragraph(source, text, state.section)


def _replace_dittos(row: GridRow, above: GridRow | None, state: _State) -> GridRow:
    """A row with «-nt-» (như trên) replaced by what stands above it; number, code and name never repeat so."""
    if above is None or state.layout is None or not any(fold(cell) in _DITTOS for cell in row.cells):
        return row
    own = {state.layout.columns.get(name, -1) for name in ("number", "code", "name")}
    cells = (above.raw(i) if fold(cell) in _DITTOS and i not in own else cell for i, cell in enumerate(row.cells))
    return replace(row, cells=tuple(cells))


def _choose_longest(row: GridRow) -> str:
    return max((text for _, text in row.filled()), key=len)


def _runs_on(row: GridRow, state: _State) -> bool:
    """Whether a row is the rest of the name above it, cut off by the end of a page: no number, no capital."""
    columns = state.layout.columns if state.layout else {}
    name = row.text(columns.get("name", -1))
    bare = not row.text(columns.get("number", -1)) and not row.text(columns.get("code", -1))
    return state.above is not None and bare and name[:1].islower() and not is_case(name) and not find_codes(name)


def _join_names(above: Row, rest: Row, row: GridRow, state: _State) -> tuple[Row, ...]:
    """The row above and the one that runs on, both under the whole name."""
    if above.procedure is None or rest.procedure is None or state.layout is None:
        return (above, rest)
    tail = row.text(state.layout.columns["name"])
    name = f"{above.procedure.name} {tail}"
    problem = report_warning(
        rest.source, "tên", tail, "dòng nối tiếp tên ở dòng trên (ngắt trang)", "ghép vào tên thủ tục đó"
    )
    return (
        replace(above, procedure=replace(above.procedure, name=name)),
        replace(rest, procedure=replace(rest.procedure, name=name), problems=(problem,)),
    )


def _read_row(source: Source, row: GridRow, state: _State) -> tuple[Row, _State]:
    columns = state.layout.columns if state.layout else {}
    if is_numbering(row):
        return Row(source), state
    written = row.text(columns.get("code", -1))
    if not is_code(written) and is_signature(row):
        return Row(source), replace(state, above=None, signed=True)
    if state.signed and not any(find_codes(text) for _, text in row.filled()):
        return Row(source), state
    if not is_code(written) and is_heading(row, columns.get("name", -1)):
        return Row(source), replace(state, section=_enter_headings(row, state.section), above=None)
    if state.layout is None:
        # «UBND … | Số: 12/QĐ-UBND» may be lines of one cell as well as rows of their own.
        beside = zip_longest(*map(split_lines, row.cells), fillvalue="")
        text = " | ".join(line for level in beside for line in level if line)
        return _read_outside(source, text), replace(state, section=state.section.dated(text))
    annex_row = _read_entry_row(source, row, written, state)
    # Below a refused row a case would otherwise become one of the entry before it.
    return annex_row, replace(state, above=annex_row.procedure if annex_row.taken else None)


def _enter_headings(row: GridRow, section: Section) -> Section:
    """The section below a heading row; one of several cells says something with each of them. Cells of several kinds
    are headings side by side: which of them the rows follow, nobody can tell."""
    texts = [text for _, text in row.filled() if names_section(text)] or [_choose_longest(row)]
    kinds = {kind for text in texts if (kind := read_status(fold(strip_heading(text)))) is not None}
    for text in texts if len(kinds) < 2 else [" | ".join(texts)]:
        section = section.after(text)
    return section


def _read_outside(source: Source, text: str) -> Row:
    """A row of a table without a recognised header: letterhead and signatures, unless it holds a code."""
    if not find_codes(text):
        return Row(source)
    message = "dòng có mã nhưng bảng không có dòng tiêu đề nhận ra được"
    return Row(
        source, problems=(report_error(source, "mã", text, message, "thêm dòng tiêu đề có «Mã TTHC» và «Tên TTHC»"),)
    )


def _read_entry_row(source: Source, row: GridRow, written: str, state: _State) -> Row:
    columns = state.layout.columns if state.layout else {}
    name = row.text(columns.get("name", -1))
    if not written and (inside := find_code_line(row.raw(columns.get("name", -1))))[0]:
        written, name = inside
    status = RowStatus.REPEALED if "repealed_by" in columns else state.section.status
    if not written and state.above is not None and (not name or is_case(name)):
        return _read_continued(source, row, name, status, state)
    if "replaces_name" in columns and "replaces_code" not in columns and written:
        return _read_replacing(source, row, written, name, state)
    return _read_stated(source, row, written, name, state)


def _read_replacing(source: Source, row: GridRow, written: str, name: str, state: _State) -> Row:
    """A row with the name replaced, the name that replaces it, and one code: whose it is, the names must say."""
    columns = state.layout.columns if state.layout else {}
    old, new = find_in_name(row.text(columns["replaces_name"]))[0], find_in_name(name)
    if new[0] and not old:
        row = replace(row, cells=(*row.cells[: columns["code"]], "", *row.cells[columns["code"] + 1 :]))
        annex_row = _read_stated(source, row, new[0], new[1], state)
        return replace(annex_row, replaces=find_codes(written) or annex_row.replaces)
    annex_row = _read_stated(source, row, written, name, state)
    if old or not annex_row.taken:
        return annex_row
    message = "không rõ mã là của thủ tục được thay thế hay của thủ tục thay thế"
    way_out = "thêm cột «Mã TTHC được thay thế», hoặc ghi mã trong ngoặc sau mỗi tên"
    return replace(annex_row, problems=(*annex_row.problems, report_error(source, "mã", written, message, way_out)))


def _read_stated(source: Source, row: GridRow, written: str, name: str, state: _State) -> Row:
    columns = state.layout.columns if state.layout else {}
    kind = read_row_kind(source, row, columns, state.section)
    status = kind.status
    code_and_name = read_entry(source, written, name, "")
    day = read_row_day(source, row, columns, state.section, code_and_name.code)
    stated = read_facts(row, columns, state.section, day.since)
    procedure = Procedure(code=code_and_name.code, name=code_and_name.name, source=source, **stated)
    procedure = replace(procedure, effective_to=day.until or procedure.effective_to)
    # What the row itself says of its kind needs no heading.
    strange = ask_strange(source, state.section.strange) if kind.by == state.section.kind_by else ()
    questions = (kind.question, day.question, ask_beside(source, row, columns, procedure, status))
    if status is RowStatus.REPEALED:
        by = row.text(columns.get("repealed_by", -1))
        procedure = replace(procedure, ended_by=by, decision=state.section.decision)
    return Row(
        source,
        procedure,
        written,
        status=status,
        doubt=code_and_name.doubt,
        case=code_and_name.case,
        replaces=find_replaced_codes(row, columns, status, code_and_name.code),
        problems=(*code_and_name.problems, *(q for q in questions if q is not None), *strange),
        reasons=tuple(f"{what}: {by}" for what, by in (("loại", kind.by), ("ngày", day.by)) if by),
    )


def _read_continued(source: Source, row: GridRow, name: str, status: RowStatus, state: _State) -> Row:
    """A row without code below an entry: one more case of it, or the rest of its cells after a page break."""
    above = state.above
    if above is None:  # pragma: no cover - the caller asked before
        raise AssertionError("no entry above")
    stated = read_facts(row, state.layout.columns if state.layout else {}, state.section)
    procedure = Procedure(code=above.code, name=name or above.name, source=source, **stated)
    return Row(source, procedure, above.code, status=status, case=name)


def _fill_in_days(annex_rows: tuple[Row, ...], last: Section) -> tuple[Row, ...]:
    """Decision and date that are only named after the tables hold for every row that names none."""

    def with_date(row: Row) -> Row:
        p = row.procedure
        if p is None or (p.decision and p.effective_from):
            return row
        decision = p.decision or last.decision
        return replace(
            row,
            procedure=replace(
                p,
                decision=decision,
                decision_date=p.decision_date or (last.decision_date if decision == last.decision else None),
                effective_from=p.effective_from or last.effective,
            ),
        )

    return tuple(map(with_date, annex_rows))
