"""Places that a person names to have something written there: a folder, a workbook, a stick.

In comes a path, out goes the same path made absolute. What is written there, and its own errors, are left to callers.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.errors import ReleaseError


def require_parent(path: Path, message: str) -> Path:
    """`path` made absolute, once the folder that is to hold it is seen to exist: a mistyped place is never made.

    Raises `ReleaseError` with `message` for a folder that is not there, and for a path without a name of its own («/»).
    """
    try:
        whole = path.resolve()
        holds = whole.parent.is_dir()
        whole.exists()  # asked for what it raises
        str(whole).encode()  # asked for what it raises: bytes that are no text stand in no sheet, list or archive
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that no file system takes
        raise ReleaseError(message, place=str(path), way_out="kiểm tra lại đường dẫn") from None
    if not whole.name:
        cause, way_out = "đây là gốc của ổ đĩa", "ghi tên một thư mục hoặc một tệp ở trong đó"
    elif not holds:
        cause = f"không có thư mục {whole.parent}"
        way_out = "kiểm tra lại đường dẫn, USB đã cắm chưa, hoặc tạo thư mục này trước"
    else:
        return whole
    raise ReleaseError(message, place=str(path), value=cause, way_out=way_out)
