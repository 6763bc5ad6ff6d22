"""How a number names what it comes from: events of the ledger, a release; and shares that never claim too much.

Pure: numbers in, words out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kiosk.office.ledger.asked import NotedRelease


def name_events(numbers: Iterable[int | None]) -> str:
    """«sự kiện 3-7, 9»: each event once, neighbours drawn together; «không có sự kiện» for none."""
    ordered = sorted({n for n in numbers if n is not None})
    runs = []
    for _, members in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in members]
        runs.append(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]))
    return f"sự kiện {', '.join(runs)}" if runs else "không có sự kiện"


def name_release(release: NotedRelease | None) -> str:
    """«bản phát hành 3 (sự kiện 812)»."""
    if release is None:
        return "chưa công bố bản nào"
    return f"bản phát hành {release.number} (sự kiện {release.event})"


def say_share(part: int, whole: int) -> str:
    """A share in percent with one digit, cut and not rounded: 100 % is said of the whole alone."""
    if whole == 0:
        return "không có gì để tính"
    if part == whole:
        return "100 %"
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10} %"
