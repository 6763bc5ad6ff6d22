"""The instructions of an exported folder lead to the file that lies in it."""

from __future__ import annotations

from dataclasses import replace

import html5lib

from kiosk.model.files import name_single_file
from kiosk.pages.usb import render_instructions
from tests.browser.making import SITE


def test_the_instructions_name_site_file_and_release() -> None:
    html = render_instructions(SITE, 7).decode()
    assert f'href="sites/{SITE.code}/{name_single_file(SITE.code)}"' in html
    assert "bản phát hành số 7" in html
    assert SITE.name in html


def test_a_name_with_markup_is_text() -> None:
    html = render_instructions(replace(SITE, name="<script>alert(1)</script>"), 7).decode()
    assert html5lib.parse(html, namespaceHTMLElements=False).find(".//script") is None
