"""Whether the office's database was lost, so that nobody takes its absence for an office that has done nothing yet.

In comes its path; out goes yes or no, or a refusal. The table of printed ids is the witness: it is written from the
database alone. Nothing is opened and nothing is changed.
"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.errors import StoreError
from kiosk.workspace.mark_table import FILE as WITNESS


def is_lost(path: Path) -> bool:
    """Whether there is no database, or an empty file, where one was kept before."""
    try:
        size = path.lstat().st_size
    except FileNotFoundError:
        size = 0
    return not size and os.path.lexists(path.with_name(WITNESS))


def refuse_lost(path: Path) -> None:
    """Raises `StoreError` where the database was lost: a new one would say that nothing hangs, and know nobody."""
    if is_lost(path):
        raise StoreError(
            "mất sổ theo dõi và dữ liệu của phòng làm việc, không lập sổ mới khi chưa có người đồng ý",
            place=str(path),
            way_out="khôi phục tệp này từ bản sao lưu gần nhất; không có bản sao lưu thì chạy kiosk doctor",
        )
