"""The kiosk page of a site: static files that work with the network gone. The one door to `pages_*`.

Two forms from one source. Split: `sites/<code>/index.html` with hashed assets shared by all sites and a service
worker. Single: one file with everything inside, for USB sticks, plain http and private windows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk import pages_assets, pages_data, pages_html, pages_usb
from kiosk.model import Site
from kiosk.pages_assets import Parts
from kiosk.pages_data import Read
from kiosk.pages_html import SPLIT_FILES, data_in_single, data_in_split
from kiosk.pages_model import Asset, Content, PageInput

__all__ = [
    "SPLIT_FILES",
    "assets",
    "codes_in",
    "data",
    "data_in_single",
    "data_in_split",
    "released",
    "single",
    "single_name",
    "split",
    "usb",
]


def single_name(code: str) -> str:
    """File name of a site's single file."""
    return f"kiosk-{code}.html"


def assets() -> Parts:
    """The files shared by all pages, without the data files. Raises `ReleaseError` where one is missing."""
    return pages_assets.parts()


def data(content: Content) -> Asset:
    """The data file of a content, shared by the sites that list the same."""
    return pages_data.asset(content)


def released(page: PageInput, release: int, day: date) -> PageInput:
    """The page with the release and day in which it first appeared."""
    return replace(page, release=release, released=day)


def split(page: PageInput, shared: Parts, data_file: Asset) -> dict[str, bytes]:
    """Files of `sites/<code>/` (names: `SPLIT_FILES`)."""
    return pages_html.split(page, shared, data_file)


def single(page: PageInput, shared: Parts, data_file: Asset) -> bytes:
    """The single file."""
    return pages_html.single(page, shared, data_file)


def codes_in(data_file: bytes) -> tuple[Read, ...]:
    """What list and details of a finished page (`data_in_split`, `data_in_single`) carry. Raises `VerifyError`."""
    return pages_data.decode(data_file)


def usb(site: Site, release: int) -> bytes:
    """The instructions that go with a page on a USB stick, in Vietnamese."""
    return pages_usb.page(site, release)
