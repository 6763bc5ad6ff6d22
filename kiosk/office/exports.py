"""A catalogue out of the workspace, as a file that an office keeps, edits and imports again.

In come a catalogue and the path that a person named; out goes a CSV file or a workbook, by the ending of its name.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.errors import ReleaseError, explain_cause
from kiosk.intake.readers import own_table
from kiosk.model.catalogue import Catalogue
from kiosk.targets import require_parent

_WRITERS = {".csv": own_table.write_csv, ".xlsx": own_table.write_xlsx}
_MESSAGE = "không ghi được tệp danh mục"


def export_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Write every version of every procedure to `path`.

    Raises `ReleaseError` for an ending that is neither .csv nor .xlsx and for a place that cannot be written,
    `IntakeError` for a text that a workbook cannot hold.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ReleaseError(_MESSAGE, place=str(path), way_out="đặt tên tệp có đuôi .csv hoặc .xlsx")
    target = require_parent(path, _MESSAGE)
    content = write(catalogue)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ReleaseError(_MESSAGE, place=str(path), value=explain_cause(error), way_out="chọn tệp khác") from error
