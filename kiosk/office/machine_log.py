"""The office's log for machines: one JSON object a line on standard error, without anything about a person.

In comes what programs have to tell, out go lines. Of a fault they say its kind and where in the program, never its
words, which may hold what somebody typed. Who did what stands in the log of events.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from types import TracebackType
from typing import Any

from kiosk.clock import stamp_now

NAME = "kiosk.office"
_FRAMES = 6


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts: dict[str, object] = {"at": stamp_now(), "level": record.levelname.lower(), "from": record.name}
        facts |= getattr(record, "facts", None) or {"says": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            facts |= {"says": "fault", **_describe_fault(record.exc_info[0], record.exc_info[2])}
        return json.dumps(facts, ensure_ascii=False)


def _describe_fault(kind: type[BaseException], where: TracebackType | None) -> dict[str, object]:
    """The kind of a fault and the last places that it came by; its words may hold what somebody typed."""
    frames = traceback.extract_tb(where)[-_FRAMES:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"fault": kind.__name__, "where": places}


def log_facts(name: str, **facts: object) -> None:
    """One line about what a part of the office did; `name` says which part."""
    logging.getLogger(f"{NAME}.{name}").info(name, extra={"facts": facts})


def log_settings() -> dict[str, Any]:
    """How a process of the office logs (`logging.config.dictConfig`): JSON lines. On a terminal, where a person reads,
    only what is wrong."""
    level = "WARNING" if sys.stderr.isatty() else "INFO"
    loud = {"handlers": ["lines"], "level": "WARNING", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json", "stream": sys.stderr}},
        "loggers": {"uvicorn": loud, "uvicorn.error": loud, "kiosk": loud, NAME: {**loud, "level": level}},
    }
