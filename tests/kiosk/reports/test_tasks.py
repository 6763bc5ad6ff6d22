"""A task says what, how many, and what next."""

from __future__ import annotations

from dataclasses import asdict

from kiosk.reports.tasks import OpenTask


def test_a_task_without_a_day_says_so() -> None:
    facts = asdict(OpenTask("held", "Đang tạm dừng công bố", 1, "kiosk resume"))
    assert list(facts) == ["kind", "sentence", "count", "next", "since"]
    assert facts["since"] is None
