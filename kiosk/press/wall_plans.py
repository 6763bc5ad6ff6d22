"""The hanging plan of a site in a release: which labels in which order, what is hung anew.

Facts only, from a manifest; drawing is in `posters.hanging`.
"""

from __future__ import annotations

from collections.abc import Collection

from kiosk.model.manifest import Manifest
from posters.products_spec import HungLabel, WallPlan


def describe_wall(
    manifest: Manifest, code: str, anew: Collection[str] | None = None, gone: tuple[str, ...] = ()
) -> WallPlan | None:
    """The wall of a site, in the order of its file; `anew` are the labels that are hung, None for all. None where the
    release does not know the site."""
    site = manifest.site(code)
    if site is None:
        return None
    sheets = tuple(
        HungLabel(e.label, _read_group(e.label), anew is None or e.label in anew) for e in manifest.sheets(site)
    )
    paper = manifest.paper(site.layout)
    return WallPlan(paper, sheets, manifest.number, manifest.as_of, gone, manifest.sample)


def _read_group(label: str) -> int:
    """The group's number, with which labels begin since groups have one."""
    number = label.partition("-")[0]
    return int(number) if number.isdigit() else 0
