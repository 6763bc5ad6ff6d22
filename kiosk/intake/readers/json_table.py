"""JSON that is not the portal's: flat objects, as other programs export a list, to a grid with their keys as header."""

from __future__ import annotations

from typing import Any

from kiosk.intake import columns, limits
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.refusals import refuse_too_big

_Objects = list[dict[str, Any]]


def find_grid(file: str, data: Any) -> TextGrid | None:
    """The longest list of objects that has a header of codes, the keys as row 0; None where there is none.

    Looked for in `data` itself and one level below. Values that are lists or objects stay out. Raises `IntakeError`
    beyond the limits.
    """
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    lists = (data if isinstance(data, list) else [data], *(part for part in parts if isinstance(part, list)))
    candidates = sorted(([x for x in part if isinstance(x, dict)] for part in lists), key=len, reverse=True)
    grids = (_make_grid(file, objects) for objects in candidates if objects)
    return next((table for table in grids if columns.find_header(table)), None)


def _make_grid(file: str, objects: _Objects) -> TextGrid:
    keys = list(dict.fromkeys(key for item in objects for key, value in item.items() if _is_flat(value)))
    if len(objects) > limits.ROWS or len(keys) > limits.COLUMNS or len(objects) * len(keys) > limits.CELLS:
        raise refuse_too_big(file, f"{len(objects)} mục, {len(keys)} trường")
    rows = (GridRow(n, tuple(_write_text(item.get(key)) for key in keys)) for n, item in enumerate(objects, start=1))
    return TextGrid("", (GridRow(0, tuple(keys)), *(row for row in rows if row.filled())))


def _is_flat(value: Any) -> bool:
    return not isinstance(value, list | dict)


def _write_text(value: Any) -> str:
    if value is None or not _is_flat(value):
        return ""
    return ("x" if value else "") if isinstance(value, bool) else str(value)[: limits.CELL_CHARACTERS]
