"""The folders of a workspace: which they are, and whether a folder that a person named is a workspace at all.

In comes the folder; out goes what stands in the place of a folder of the program, or a refusal. A writer empties `tmp/`
and makes folders: pointed at a folder of somebody else by a slip, it would empty what is none of its own.
"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.errors import StoreError

FOLDERS = ("objects", "releases", "tmp", "catalogue", "imports", "imports/files", "verified")
_OWN = frozenset(
    (
        *("objects", "releases", "catalogue", "imports", "verified", "current", "last-number", "history.jsonl"),
        *("hold.json", "posted.json", "cache.sqlite", "office.sqlite", "inbox.sqlite", "news.sqlite", "counts.sqlite"),
        "marks.sqlite",
    )
)
"""Names that only a workspace holds; `tmp` and `lock` stand in many a folder."""
_OF_A_DISK = frozenset(("lost+found",))
_OF_A_CITY = "config.yaml"


def require_own(root: Path) -> None:
    """Raises `StoreError` where `root` holds something and nothing of a workspace, `OSError`."""
    try:
        # A city's own folder (`kiosk init`) may stand in its workspace: `make run` keeps it so.
        others = (path for path in root.iterdir() if not (path / _OF_A_CITY).is_file())
        names = {path.name for path in others if not path.name.startswith(".")} - _OF_A_DISK
    except FileNotFoundError:
        return
    if names and names.isdisjoint(_OWN):
        raise StoreError(
            "thư mục này có thứ khác và không phải thư mục làm việc của phần mềm, chưa ghi gì vào đó",
            place=str(root),
            value=", ".join(sorted(names)[:3])[:80],
            way_out="chỉ đúng thư mục bằng --workspace, hoặc chỉ một thư mục trống hay chưa có",
        )


def find_taken(root: Path) -> tuple[tuple[str, str], ...]:
    """Names of the program's folders in whose place something else stands, with what is wrong there. A folder may be a
    link to another disk, but for `tmp`, from which everything is renamed and which is emptied."""
    faults = []
    for name in FOLDERS:
        path = root / name
        if os.path.lexists(path) and not path.is_dir():
            faults.append(
                (name, "là liên kết không dẫn đến thư mục nào" if path.is_symlink() else "không phải thư mục")
            )
        elif name == "tmp" and path.is_symlink():
            faults.append((name, "là liên kết"))
    return tuple(faults)


def refuse_taken(root: Path) -> None:
    """Raises `StoreError` where something else stands in the place of a folder."""
    for name, fault in find_taken(root):
        raise StoreError(
            f"chỗ của một thư mục bị thứ khác chiếm ({fault}), chưa ghi gì",
            place=str(root / name),
            way_out="ổ đĩa mà liên kết dẫn đến thì gắn lại; còn lại thì chạy kiosk doctor",
        )
