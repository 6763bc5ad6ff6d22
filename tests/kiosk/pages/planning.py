"""A small city planned without a workspace, for tests of what pages make of a plan."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from kiosk.catalogue import listing
from kiosk.model.catalogue import Catalogue, Ending, Level, Procedure
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site, SiteKind
from kiosk.paper import plan
from kiosk.paper.plan import Plan
from kiosk.settings import tables
from kiosk.settings.config import Config, ListingSettings
from kiosk.settings.inputs import Inputs
from posters.cards import Fit

DAY = date(2026, 11, 24)
ROOT = Path(__file__).resolve().parents[3]
CONFIG = Config(
    city="Sông Bạch", publisher="Ủy ban nhân dân thành phố Sông Bạch", listing=ListingSettings(own_city="Sông Bạch")
)
COMMUNES = (
    Site("11824", SiteKind.COMMUNE, "Trung tâm xã Vĩnh Bảo", "xã"),
    Site("10507", SiteKind.COMMUNE, "Trung tâm phường Thành Đông", "phường"),
    Site("10525", SiteKind.COMMUNE, "Trung tâm phường Hải Dương", "phường"),
)
CITY = Site("HP-E", SiteKind.CITY, "Trung tâm thành phố, cơ sở 1", "thành phố")
PROCEDURES = (
    Procedure("1.000001", "Đăng ký khai sinh", "Hộ tịch", levels=(Level.COMMUNE,)),
    Procedure("1.000002", "Đăng ký kết hôn", "Hộ tịch", levels=(Level.COMMUNE,)),
    Procedure("1.000003", "Cấp giấy phép xây dựng", "Hoạt động xây dựng", levels=(Level.PROVINCE,)),
)
COMING = Procedure("1.000004", "Nhận con nuôi", "Hộ tịch", levels=(Level.COMMUNE,), effective_from=DAY + timedelta(30))
REPEALED = Procedure(
    "1.000005", "Cấp sổ hộ khẩu", "Hộ tịch", levels=(Level.COMMUNE,), effective_to=DAY - timedelta(10),
    ending=Ending.REPEALED, ended_by="12/QĐ-UBND",
)  # fmt: skip


def gather(*procedures: Procedure, sites: tuple[Site, ...] = (*COMMUNES, CITY), config: Config | None = None) -> Inputs:
    """These procedures (default: one of each kind) at these sites."""
    listed = sorted(procedures or (*PROCEDURES, COMING, REPEALED), key=lambda p: p.code)
    groups, aliases = (ROOT / "data" / name for name in ("groups.csv", "aliases.csv"))
    return Inputs(
        config or CONFIG,
        sites,
        tables.read_groups(groups),
        tables.read_aliases(aliases),
        Catalogue(tuple(listed), data_date=DAY),
    )


ONE_CELL = (Fit(1, 12.0, 12.0),)


def draft(inputs: Inputs, parent: Manifest | None = None, number: int = 1, day: date = DAY) -> Plan:
    """The plan of a release, every card one cell wide."""
    listings = listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, day)
    return plan.make_plan(inputs, listings, parent, number, "recipe", fits=lambda _card, _face, _paper: ONE_CELL)
