"""Lines for machines: JSON, and nothing that anybody typed."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import sys
from collections.abc import Iterator

import pytest

from kiosk.office.machine_log import NAME, JsonLines, log_facts, log_settings


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is written while a test runs."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger(NAME)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield out
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_what_a_part_did_is_one_line(lines: io.StringIO) -> None:
    log_facts("job", job=7, kind="thử")
    log_facts("request", status=200)
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert (first["from"], first["job"], first["kind"], first["level"]) == ("kiosk.office.job", 7, "thử", "info")
    assert second["status"] == 200 and second["at"].endswith("+07:00")


def test_a_fault_says_where_and_not_what_was_typed(lines: io.StringIO) -> None:
    try:
        raise ValueError("Lan, mật khẩu abc")
    except ValueError:
        logging.getLogger(f"{NAME}.x").exception("Lan")
    line = json.loads(lines.getvalue())
    assert line["fault"] == "ValueError" and "test_machine_log.py" in line["where"][-1]
    assert "Lan" not in lines.getvalue()


def test_on_a_terminal_only_what_is_wrong_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for is_terminal, level in ((True, "WARNING"), (False, "INFO")):
        monkeypatch.setattr(sys.stderr, "isatty", lambda is_terminal=is_terminal: is_terminal, raising=False)
        assert log_settings()["loggers"][NAME]["level"] == level
