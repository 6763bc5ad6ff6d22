"""Writes a catalogue in the application's own form, as CSV or as a workbook.

In comes a catalogue, out go the bytes of a file that `table` reads back cell by cell the same: every version a row,
every field a column. The posting lists are no part of it, they are files of their own; where the file goes is left to
the caller.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from kiosk import workbook
from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.columns import OWN
from kiosk.intake.containers.plain import SAMPLE_MARK
from kiosk.intake.readers import own_form
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.workbook import Table

_SHEET = "Danh mục"
_WIDTHS = {"name": 60, "channels": 40, "executing": 40, "dossier": 40}
_USUAL_WIDTH = 18
_MARK = f"{SAMPLE_MARK} – KHÔNG NIÊM YẾT"


def write_csv(catalogue: Catalogue) -> bytes:
    """The catalogue in UTF-8 with its mark, so that a spreadsheet shows the letters."""
    text = io.StringIO()
    if catalogue.sample:
        text.write(_MARK + "\n")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(OWN)
    rows.writerows(map(_list_cells, catalogue.procedures))
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(catalogue: Catalogue) -> bytes:
    """The catalogue as a workbook whose cells are all text.

    Raises `IntakeError` where a text is longer than a cell can hold: it is never cut.
    """
    rows = [_list_cells(p) for p in catalogue.procedures]
    for p, cells in zip(catalogue.procedures, rows, strict=True):
        if max(map(len, cells)) > limits.CELL_CHARACTERS:
            raise IntakeError(
                f"có ô dài hơn {limits.CELL_CHARACTERS} ký tự, một ô Excel không chứa được",
                place=f"thủ tục {p.code}",
                way_out="xuất danh mục ra tệp .csv",
            )
    widths = [_WIDTHS.get(name, _USUAL_WIDTH) for name in OWN]
    # The mark of a sample stands in a row of its own above the header, as in the CSV.
    top = (_MARK, *[""] * (len(OWN) - 1)) if catalogue.sample else OWN
    body = [list(OWN), *rows] if catalogue.sample else rows
    return workbook.write_workbook([Table(_SHEET, list(zip(top, widths, strict=True)), body)])


def _list_cells(p: Procedure) -> list[str]:
    return [own_form.guard(_write_cell(p, name)) for name in OWN]


def _write_cell(p: Procedure, name: str) -> str:
    value = getattr(p, name)
    if name == "channels":
        return own_form.join_channels(p.channels)
    if isinstance(value, tuple):
        return own_form.join(str(item) for item in value)
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")
