"""The questions of a day are counted over all commands, and a lost count is no free day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.watch.allowance import FILE, DailyAllowance
from kiosk.watch.portal import AllowanceSpentError

DAY = date(2026, 11, 29)


def test_the_limit_holds_over_several_commands(folder: Path) -> None:
    for _ in range(3):
        DailyAllowance(folder, 3, lambda: DAY).spend()
    with pytest.raises(AllowanceSpentError, match="đủ 3 lượt"):
        DailyAllowance(folder, 3, lambda: DAY).spend()
    tomorrow = DailyAllowance(folder, 3, lambda: date(2026, 11, 30))
    tomorrow.spend()
    assert tomorrow.count_left() == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"day":"2026-11-29","count":"x"}', b"null"])
def test_a_damaged_count_counts_as_used_up(folder: Path, content: bytes) -> None:
    (folder / FILE).write_bytes(content)
    with pytest.raises(AllowanceSpentError):
        DailyAllowance(folder, 3, lambda: DAY).spend()
    assert DailyAllowance(folder, 3, lambda: DAY).count_left() == 0
