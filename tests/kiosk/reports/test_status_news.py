"""What the server learned, as `status` tells it."""

from __future__ import annotations

import pytest

from kiosk.office.news import News
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


@pytest.fixture
def news(office_store: Store) -> News:
    return News(office_store.root / "news.sqlite")


def test_a_file_that_the_server_did_not_send_is_named_until_it_is_mended(
    office: Office, office_store: Store, news: News
) -> None:
    content = b"<p>trang</p>"
    place = office_store.object_path(office_store.put(content))
    news.found_damaged("sites/10507/index.html", place.name)
    assert "KHÔNG gửi" not in office.ok("status")
    place.chmod(0o644)
    place.write_bytes(b"<p>khac</p>")
    told = office.ok("status")
    assert "Máy chủ KHÔNG gửi 1 tệp" in told
    assert "sites/10507/index.html" in told
    assert [one["path"] for one in office.json("status")["unsent"]] == ["sites/10507/index.html"]
    place.write_bytes(content)
    assert "KHÔNG gửi" not in office.ok("status")


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_news_that_are_damaged_are_told_and_left(office: Office, office_store: Store, content: bytes) -> None:
    place = office_store.root / "news.sqlite"
    place.write_bytes(content)
    assert "Không đọc được tin của các kiosk (news.sqlite: tệp bị hỏng)" in office.ok("status")
    assert place.read_bytes() == content
