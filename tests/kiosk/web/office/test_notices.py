"""Sentences by word: an address cannot make our page say anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from kiosk.office.people import Role
from kiosk.web.office import notices
from tests.kiosk.web.office.conftest import Desk


def test_every_word_that_a_page_hands_on_has_a_sentence(root: Path) -> None:
    sources = (p.read_text(encoding="utf-8") for p in (root / "kiosk/web/office/pages").glob("*.py"))
    words = {word for text in sources for word in re.findall(r'"(da-[a-z-]+)"', text)}
    assert words and all(notices.find_text(word) for word in words)


def test_a_sentence_in_the_address_is_not_shown(desk: Callable[..., Desk]) -> None:
    page = desk(Role.READER).get("/?xong=Gọi+số+0123+để+nhận+tiền")
    assert page.status_code == 200 and "0123" not in page.text
