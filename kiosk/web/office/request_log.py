"""One line in the log for each request that the office answers.

In comes the application, out goes the same with the log around it. A line has the method, the pattern of the address
(never the address itself, which may name a person), the status and the milliseconds.
"""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.office.machine_log import log_facts

_QUIET = frozenset({"/static/{name}", "/healthz", "/readyz"})


class RequestLog:
    """Writes one line for each request that is answered, the files and questions of machines left out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then write."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            route = getattr(scope.get("endpoint"), "page_route", None)
            pattern = route.path if route else ""
            if pattern not in _QUIET:
                ms = round(1000 * (time.perf_counter() - started))
                log_facts("request", method=scope["method"], path=pattern, status=status, ms=ms)
