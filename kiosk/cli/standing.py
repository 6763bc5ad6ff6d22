"""What is in force, before a command and after it failed: the sentence about it follows from the disk, not from how far
the command is thought to have come.

In comes a workspace, as it was when the command began; out go sentences.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.errors import KioskError
from kiosk.release.hold import FILE as HOLD_FILE
from kiosk.workspace.store import Store

_UNKNOWN = "không đọc được thư mục làm việc nên không rõ bản đang công bố có đổi không, xem kiosk status"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a workspace says is in force; None where it cannot be read."""

    store: Store
    published: int | None
    catalogue: int
    hold: bytes | None


def look_at_standing(store: Store) -> Standing | None:
    """What is in force now, None where that cannot be read."""
    try:
        published, pointer = store.current(), store.root / "current"
        if published is None and (pointer.is_symlink() or pointer.exists()):
            return None
        return Standing(
            store,
            published,
            max(store.catalogue_numbers(), default=0),
            store.read(HOLD_FILE),
        )
    except (OSError, KioskError):
        return None


def tell_changes(before: Standing | None) -> str:
    """What is in force and was not when the command began; empty where nothing is or nobody can know."""
    now = look_at_standing(before.store) if before else None
    return "; ".join(_list_changes(before, now)) if before and now else ""


def tell_standing(before: Standing | None) -> str:
    """As `tell_changes`, and in any case whether another release is published."""
    if before is None:
        return "chưa làm gì với thư mục làm việc"
    now = look_at_standing(before.store)
    if now is None:
        return _UNKNOWN
    same = ["bản đang công bố không đổi"] if before.published == now.published else []
    return "; ".join([*same, *_list_changes(before, now)])


def _list_changes(before: Standing, now: Standing) -> list[str]:
    parts = (
        (before.published != now.published and now.published is not None, f"đã công bố bản {now.published}"),
        (
            before.published != now.published and now.published is None,
            "không còn thấy bản đang công bố, xem kiosk status",
        ),
        (before.catalogue != now.catalogue, f"đã áp dụng danh mục của lần nhập {now.catalogue}"),
        (before.hold != now.hold, "đã ghi việc tạm dừng hoặc cho công bố tiếp, xem kiosk status"),
    )
    return [text for is_changed, text in parts if is_changed]
