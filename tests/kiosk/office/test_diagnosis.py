"""What is left of a diagnosis is what nothing was done about."""

from __future__ import annotations

from kiosk.office.diagnosis import Diagnosis, Finding
from kiosk.release.damage import Damage, Kind


def test_what_waits_or_failed_is_left() -> None:
    one = Damage(Kind.HISTORY, "history.jsonl", "dòng 1")
    findings = (Finding(one, "đã sửa"), Finding(one, needs_consent=True), Finding(one, failure="không có quyền"))
    assert Diagnosis(findings).left == findings[1:]
