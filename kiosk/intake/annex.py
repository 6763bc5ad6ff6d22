"""The annex of a decision (tables of XLSX or DOCX) to rows: what it does to each procedure, and from when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kiosk.intake import values
from kiosk.intake.annex_headings import Section, is_heading, is_numbering, sentence
from kiosk.intake.annex_layout import Layout, layout
from kiosk.intake.cases import is_case
from kiosk.intake.codes import codes_in, is_code
from kiosk.intake.entry import entry, error
from kiosk.intake.grid import Grid, GridRow
from kiosk.intake.own_form import split
from kiosk.intake.rows import Row, Status
from kiosk.model import Level, Online, Procedure, SiteKind, Source
from kiosk.text import fold, tidy

_QUOTED = ("time_legal", "time_city", "fee", "legal_basis", "promulgator")


def is_annex(grids: tuple[Grid, ...]) -> bool:
    """Whether some table has a header that only annexes have, or stands under the title of a decision."""
    for grid in grids:
        title = fold(" ".join(grid.before))
        for index, row in enumerate(grid.rows[:40]):
            if found := layout(grid, index):
                under = "quyet dinh" in title or "bai bo" in title or "sua doi" in title
                if found.telling or ("number" in found.columns and under):
                    return True
            title += " " + fold(" ".join(text for _, text in row.filled()))
    return False


@dataclass(frozen=True, slots=True)
class _State:
    section: Section
    layout: Layout | None
    above: Procedure | None


def rows(file: str, grids: tuple[Grid, ...]) -> tuple[Row, ...]:
    """Every row of every table. Headings govern what follows them, across tables too."""
    found: list[Row] = []
    state = _State(Section(), None, None)
    for grid in grids:
        for text in grid.before:
            state = replace(state, section=state.section.after(text))
        if state.layout and grid.rows and len(grid.rows[0].cells) != state.layout.width:
            state = replace(state, layout=None)
        state = _table(file, grid, state, found)
    return _dated(tuple(found), state.section)


def _table(file: str, grid: Grid, state: _State, found: list[Row]) -> _State:
    index = 0
    while index < len(grid.rows):
        row = grid.rows[index]
        source = Source(file, row.number, grid.name)
        if header := layout(grid, index):
            found += [Row(Source(file, r.number, grid.name)) for r in grid.rows[index : index + header.height]]
            index += header.height
            state = replace(state, layout=header, above=None)
            continue
        made, state = _one(source, row, state)
        found.append(made)
        index += 1
    return state


def _one(source: Source, row: GridRow, state: _State) -> tuple[Row, _State]:
    columns = state.layout.columns if state.layout else {}
    if is_numbering(row):
        return Row(source), state
    written = row.text(columns.get("code", -1))
    if not is_code(written) and is_heading(row, columns.get("name", -1)):
        text = max((text for _, text in row.filled()), key=len)
        return Row(source), replace(state, section=state.section.after(text), above=None)
    if state.layout is None:
        text = " | ".join(text for _, text in row.filled())
        return _outside(source, text), replace(state, section=state.section.dated(text))
    made = _entry(source, row, written, state)
    return made, replace(state, above=made.procedure if made.taken else state.above)


def _outside(source: Source, text: str) -> Row:
    """A row of a table without a recognised header: letterhead and signatures, unless it holds a code."""
    if not codes_in(text):
        return Row(source)
    message = "dòng có mã nhưng bảng không có dòng tiêu đề nhận ra được"
    return Row(source, problems=(error(source, "mã", text, message, "thêm dòng tiêu đề có «Mã TTHC» và «Tên TTHC»"),))


def _entry(source: Source, row: GridRow, written: str, state: _State) -> Row:
    columns = state.layout.columns if state.layout else {}
    name = row.text(columns.get("name", -1))
    status = Status.REPEALED if "repealed_by" in columns else state.section.status
    if not written and state.above is not None and (not name or is_case(name)):
        return _continued(source, row, name, status, state)
    found = entry(source, written, name, "")
    facts = _facts(row, columns, state.section)
    procedure = Procedure(code=found.code, name=found.name, source=source, **facts)
    if status is Status.REPEALED:
        by = row.text(columns.get("repealed_by", -1))
        procedure = replace(procedure, ended_by=by, decision=state.section.decision)
    return Row(
        source,
        procedure,
        written,
        status=status,
        doubt=found.doubt,
        case=found.case,
        replaces=_replaced(row, columns, status, found.code),
        problems=found.problems,
    )


def _continued(source: Source, row: GridRow, name: str, status: Status, state: _State) -> Row:
    """A row without code below an entry: one more case of it, or the rest of its cells after a page break."""
    above = state.above
    if above is None:  # pragma: no cover - the caller asked before
        raise AssertionError("no entry above")
    facts = _facts(row, state.layout.columns if state.layout else {}, state.section)
    procedure = Procedure(code=above.code, name=name or above.name, source=source, **facts)
    return Row(source, procedure, above.code, status=status, case=name)


def _facts(row: GridRow, columns: Mapping[str, int], section: Section) -> dict[str, Any]:
    cell = {role: row.text(column) for role, column in columns.items()}
    facts: dict[str, Any] = {name: cell[name] for name in _QUOTED if cell.get(name)}
    facts["field"] = sentence(cell.get("field", "")) or section.field
    facts["executing"] = split(row.raw(columns["executing"])) if "executing" in columns else ()
    facts["levels"] = _levels(cell.get("levels", "")) or section.levels
    facts["received_at"] = _received(cell)
    facts["place"] = cell.get("place", "")
    facts["online"] = _online(cell)
    facts["decision"] = section.decision or cell.get("published_by", "")
    facts["decision_date"] = section.decision_date
    facts["effective_from"] = _day(cell.get("effective", "")) or section.effective
    facts["effective_to"] = section.until
    return facts


def _levels(text: str) -> tuple[Level, ...]:
    try:
        return values.levels(text)
    except ValueError:
        return ()


def _day(text: str) -> date | None:
    return values.first_day(text) if text else None


def _received(cell: Mapping[str, str]) -> tuple[SiteKind, ...]:
    """Marks in the two columns of the place of reception, or the centres named in a single one."""
    found: set[SiteKind] = set()
    if values.marked(cell.get("at_commune", "")):
        found.add(SiteKind.COMMUNE)
    if values.marked(cell.get("at_city", "")):
        found.add(SiteKind.CITY)
    place = fold(cell.get("place", ""))
    if "hanh chinh cong" in place or "pvhcc" in place:
        if any(word in place for word in ("xa", "phuong", "dac khu")):
            found.add(SiteKind.COMMUNE)
        if "thanh pho" in place:
            found.add(SiteKind.CITY)
    return tuple(kind for kind in SiteKind if kind in found)


def _online(cell: Mapping[str, str]) -> Online:
    if values.marked(cell.get("online_full", "")):
        return Online.FULL
    if values.marked(cell.get("online_partial", "")):
        return Online.PARTIAL
    try:
        return values.online(cell.get("online", ""))
    except ValueError:
        return Online.UNKNOWN


def _replaced(row: GridRow, columns: Mapping[str, int], status: Status, code: str) -> tuple[str, ...]:
    """Codes that this row's procedure replaces: their own column, or the remark of a replacing row."""
    text = row.text(columns.get("replaces_code", -1))
    if status is Status.REPLACING:
        text += " " + row.text(columns.get("note", -1)) + " " + row.text(columns.get("replaces_name", -1))
    return tuple(dict.fromkeys(found for found in codes_in(tidy(text)) if found != code))


def _dated(found: tuple[Row, ...], last: Section) -> tuple[Row, ...]:
    """Decision and date that are only named after the tables hold for every row that names none."""

    def with_date(row: Row) -> Row:
        p = row.procedure
        if p is None or (p.decision and p.effective_from):
            return row
        named = p.decision or last.decision
        return replace(
            row,
            procedure=replace(
                p,
                decision=named,
                decision_date=p.decision_date or (last.decision_date if named == last.decision else None),
                effective_from=p.effective_from or last.effective,
            ),
        )

    return tuple(map(with_date, found))
