"""Interface that kiosk/pagework.py (the lead's glue) calls; replace the bodies, keep names and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk import pages_data
from kiosk.model import Site
from kiosk.pages_data import Read
from kiosk.pages_model import Asset, Content, PageInput

SPLIT_FILES = ("index.html",)  # names of the files of the split form in sites/<code>/, e.g. ("index.html", "sw.js")


def single_name(code: str) -> str:
    return f"kiosk-{code}.html"


def assets() -> tuple[Asset, ...]:
    return ()


def data(content: Content) -> Asset:
    return pages_data.asset(content)


def released(page: PageInput, release: int, day: date) -> PageInput:
    return replace(page, release=release, released=day)


def split(page: PageInput, shared: tuple[Asset, ...], data_file: Asset) -> dict[str, bytes]:
    return {"index.html": f"<p>{page.site.name} {page.release} {data_file.name}</p>".encode()}


def single(page: PageInput, shared: tuple[Asset, ...], data_file: Asset) -> bytes:
    return f"{page.site.name}\n".encode() + data_file.content


def data_in_split(folder: Path, asset_folder: Path) -> bytes:
    """The data file that the finished split page of a site refers to (parsed out of index.html), its bytes."""
    name = (folder / "index.html").read_text().split()[-1].removesuffix("</p>")
    return (asset_folder / name).read_bytes()


def data_in_single(page: bytes) -> bytes:
    """The data inside a finished single file: the same bytes as the shared data file."""
    return page.partition(b"\n")[2]


def codes_in(data_file: bytes) -> Iterator[Read]:
    return pages_data.decode(data_file)


def usb(site: Site, release: int) -> bytes:
    """The USB instruction page (kiosk/templates/usb.html)."""
    return f"<p>{site.name} {release}</p>".encode()
