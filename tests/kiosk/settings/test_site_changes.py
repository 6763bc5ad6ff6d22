"""Changes to one site: what is said afterwards is what stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.settings import tables
from kiosk.settings.site_changes import CellChange, change_site

TABLE = "code,kind,name,hotline,address\nSL-1,city,Trung tâm,0225 1,\nSL-2,city,Chi nhánh,,\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sites.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "sites.csv"


def test_what_changed_is_returned_and_written(path: Path) -> None:
    changes = change_site(path, "sl-1", {"hotline": "", "address": "Số 1", "name": "Trung tâm"})
    assert changes == (CellChange("hotline", "0225 1", ""), CellChange("address", "", "Số 1"))
    first, second = tables.read_sites(path).sites
    assert (first.hotline, first.address, second.name) == ("", "Số 1", "Chi nhánh")


@pytest.mark.parametrize(
    ("code", "values", "says"),
    [
        ("SL-9", {"hotline": "0225 1"}, "kiosk site list"),
        ("SL-1", {"phone": "0225 1"}, "hotline"),
        ("SL-1", {"code": "SL-3"}, "hotline"),
        ("SL-1", {"address": "Số 1", "hotline": "gọi"}, "số điện thoại"),
    ],
)
def test_what_cannot_be_changed_is_told_with_the_way_out(
    path: Path, code: str, values: dict[str, str], says: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        change_site(path, code, values)
    assert says in caught.value.way_out
    assert path.read_text(encoding="utf-8") == TABLE
