"""Moving something out of the way without deleting it: the folder `set-aside` of a workspace.

In come the workspace and a path in it; out goes where it went, in words. Raises `OSError`.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.flushing import flush, make_folders
from kiosk.workspace.store import Store

SET_ASIDE = "set-aside"


def set_aside(store: Store, path: Path) -> str:
    """Move something out of the way; where it went. Raises `OSError`."""
    folder = store.root / SET_ASIDE
    make_folders(folder)
    name = "-".join(path.relative_to(store.root).parts)
    names = {p.name for p in folder.iterdir()}
    free = next(n for n in (name, *(f"{name}.{i}" for i in range(1, len(names) + 2))) if n not in names)
    path.rename(folder / free)
    flush(path.parent)
    flush(folder)
    return f"đã cất vào {SET_ASIDE}/{free}"
