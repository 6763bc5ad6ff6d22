"""Opens a page in a browser of this machine and gives the text that people would see.

In come the program of a browser (Chromium's kind) and an address, out goes text. The browser runs in a process of its
own with a profile that is thrown away, and is ended when it takes too long. Raises `PortalError`.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from lxml import etree, html

from kiosk.errors import PortalError

_SECONDS = 45
_SCRIPT_MS = 15_000
_UNSEEN = ("script", "style", "noscript", "template", "title")


def read_visible_text(markup: bytes) -> str:
    """The text of a page without scripts and styles; empty for what is no page."""
    try:
        tree = html.document_fromstring(markup, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, ValueError):
        return ""
    for element in [*tree.iter(*_UNSEEN)]:
        element.drop_tree()
    return " ".join(" ".join(tree.itertext()).split())


def render_page(browser: Path, url: str) -> str:
    """The text of a page after its scripts have run. Raises `PortalError`."""
    with tempfile.TemporaryDirectory(prefix="kiosk-", ignore_cleanup_errors=True) as profile:
        words = [
            str(browser), "--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions",
            *(["--no-sandbox"] if _is_root() else []),
            f"--user-data-dir={profile}", f"--virtual-time-budget={_SCRIPT_MS}", "--dump-dom", url,
        ]  # fmt: skip
        try:
            finished = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - an address of ours
        except (OSError, subprocess.SubprocessError) as error:
            late = isinstance(error, subprocess.TimeoutExpired)
            raise PortalError(
                "trình duyệt không mở kịp trang" if late else "trình duyệt không mở được trang",
                place=url,
                value=str(browser),
                way_out="kiểm tra khóa watch.browser và đường ra mạng của máy này",
            ) from error
    return read_visible_text(finished.stdout)


def _is_root() -> bool:
    """The browser's own sandbox does not run for root."""
    return os.geteuid() == 0
