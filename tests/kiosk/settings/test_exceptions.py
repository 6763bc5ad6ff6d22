"""What single sites add or leave out, by which paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import listing
from kiosk.errors import ConfigError
from kiosk.model.catalogue import Catalogue, Level, Procedure
from kiosk.model.site import Site, SiteKind
from kiosk.settings.config import load
from kiosk.settings.exceptions import HEADER, SiteEffect, parse_exceptions, read_exceptions

SETTINGS = """city: Sông Lam
publisher: UBND tỉnh Sông Lam
listing:
  own_city: Sông Lam
  sites: {"1": {extra: ["1.000002"]}}
"""


def write(folder: Path, rows: str) -> Path:
    (folder / "data").mkdir()
    (folder / "data/exceptions.csv").write_text(HEADER + rows, encoding="utf-8")
    (folder / "config.yaml").write_text(SETTINGS, encoding="utf-8")
    return folder / "config.yaml"


def test_the_table_is_part_of_the_listing_with_its_papers(tmp_path: Path) -> None:
    rows = "1,1.000001,thêm,15/TB\n1,1.000002,bỏ,\n2,1.000001,bỏ,16/TB\n"
    config = load(write(tmp_path, rows))
    rule = config.listing.sites["1"]
    assert (rule.extra, rule.exclude, dict(rule.documents)) == (("1.000001",), ("1.000002",), {"1.000001": "15/TB"})
    catalogue = Catalogue((Procedure("1.000001", "A", levels=(Level.PROVINCE,)),))
    site = Site("1", SiteKind.COMMUNE, "Trung tâm")
    ((posted,),) = [x.posted for x in listing.list_postings(catalogue, (site,), config.listing, date(2026, 1, 1))]
    assert posted.reason == "bổ sung riêng cho điểm này theo 15/TB"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,1.00001,thêm,", "code"),
        ("1,1.000001,them,", "effect"),
        (",1.000001,thêm,", "site"),
        ("1,1.000001,thêm,\n1,1.000001,bỏ,", "code"),
    ],
)
def test_a_wrong_row_is_refused_by_line_and_column(row: str, column: str) -> None:
    with pytest.raises(ConfigError, match=f"«{column}»"):
        parse_exceptions((HEADER + row + "\n").encode(), Path("exceptions.csv"))


def test_without_the_file_nothing_is_added(tmp_path: Path) -> None:
    assert read_exceptions(tmp_path / "exceptions.csv") == ()
    assert [e.value for e in SiteEffect] == ["thêm", "bỏ"]
