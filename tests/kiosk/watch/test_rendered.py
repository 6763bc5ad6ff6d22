"""Pages as people see them."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from kiosk.errors import PortalError
from kiosk.watch.rendered import read_visible_text, render_page


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (b"<title>T</title><p>M\xc3\xa3 1.001193<script>'2.000001'</script><style>p{}</style></p>", "Mã 1.001193"),
        (b"", ""),
        (b"<!-- x -->", ""),
        (b"<p>a<p>b", "a b"),
    ],
)
def test_scripts_and_styles_are_no_text(markup: bytes, text: str) -> None:
    assert read_visible_text(markup) == text


def test_a_real_browser_shows_what_scripts_write(tmp_path: Path) -> None:
    page = tmp_path / "trang.html"
    page.write_text(
        "<!doctype html><meta charset=utf-8><p id=a></p><script>a.textContent='Mã 1.'+'001193'</script>",
        encoding="utf-8",
    )
    program = shutil.which("chromium")
    if not program:
        pytest.skip("Debian's chromium is not installed")
    assert render_page(Path(program), page.as_uri()) == "Mã 1.001193"


def test_a_browser_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="không mở được trang"):
        render_page(tmp_path / "none", "about:blank")
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(PortalError, match=r"không mở được trang.*about:blank|about:blank.*không mở được"):
        render_page(broken, "about:blank")
