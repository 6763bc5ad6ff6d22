"""Work that nobody waits for reports to nobody."""

from __future__ import annotations

import pytest

from kiosk.progress import Progress, report_nothing


def test_silence_takes_every_report_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    report: Progress = report_nothing
    for done in (0, 1, 2):
        report("Vẽ tờ niêm yết", done, 2)
    assert capsys.readouterr() == ("", "")
