"""Counts the questions that go to the portal in a day, in a file, so that no two commands together ask too much.

In come a folder, the limit of a day and what today is; each question is counted before it goes out. A count that cannot
be read counts as used up: the limit is a promise to the portal. Raises `AllowanceSpentError`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk import record
from kiosk.canonical import dump_canonical, load_json
from kiosk.watch.portal import AllowanceSpentError
from kiosk.watch.saved_run import write_file

FILE = "asked.json"
_FORMAT = 1


class DailyAllowance:
    """The questions of one folder, day by day."""

    def __init__(self, folder: Path, limit: int, find_today: Callable[[], date]) -> None:
        self._folder, self._limit, self._find_today = folder, limit, find_today

    def count_left(self) -> int:
        """How many questions may still be asked today."""
        return max(0, self._limit - self._count(self._find_today()))

    def spend(self) -> None:
        """Count one question. Raises `AllowanceSpentError` where today's are used up."""
        today = self._find_today()
        count = self._count(today)
        if count >= self._limit:
            raise AllowanceSpentError(
                f"hôm nay đã hỏi Cổng đủ {self._limit} lượt",
                place="khóa watch.daily_limit",
                way_out="chạy lại vào ngày mai, việc đã làm được giữ lại; cần gấp thì tăng watch.daily_limit",
            )
        facts = record.number_record({"day": today, "count": count + 1}, _FORMAT)
        write_file(self._folder, FILE, dump_canonical(facts))

    def _count(self, today: date) -> int:
        try:
            content = (self._folder / FILE).read_bytes()
        except FileNotFoundError:
            return 0
        except OSError:
            return self._limit
        record.refuse_newer(content, _FORMAT, str(self._folder / FILE))
        try:
            facts = load_json(content)
            count = int(facts["count"]) if facts["day"] == today.isoformat() else 0
        except (ValueError, KeyError, TypeError):
            return self._limit
        return max(0, count)
