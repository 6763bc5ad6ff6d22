"""Redirects for other web servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.pages.redirects import Redirect
from kiosk.release.redirect_export import load_redirects, write_redirects
from kiosk.workspace.store import Store
from tests.kiosk.made import draw
from tests.kiosk.pages.planning import gather
from tests.kiosk.pages.test_redirects import own


def test_the_map_of_a_release_becomes_a_folder(tmp_path: Path) -> None:
    store = Store(tmp_path / "var")
    entries = load_redirects(store, draw(store, own(gather())))
    write_redirects(tmp_path / "ra", entries)
    assert len(list((tmp_path / "ra/P").glob("*/index.html"))) == len(entries) > 0
    assert "map $uri $entry_of_procedure {" in (tmp_path / "ra/nginx-map.conf").read_text(encoding="utf-8")
    with pytest.raises(ReleaseError, match="đã có tên này"):
        write_redirects(tmp_path / "ra", entries)
    with pytest.raises(ReleaseError, match="không có thư mục"):
        write_redirects(tmp_path / "nowhere/ra", entries)


def test_a_release_without_short_addresses_says_what_to_set(tmp_path: Path) -> None:
    store = Store(tmp_path / "var")
    with pytest.raises(ReleaseError, match=r"links\.mode"):
        load_redirects(store, draw(store, gather()))


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        write_redirects(tmp_path / "ra", {"a/../../../x" * 99: Redirect("x", "")})
    assert list(tmp_path.iterdir()) == []
