"""Reading finished files as bytes and as screens: whether a file is what the manifest says, in the tree that the gate
reads and among the objects that are served; what a kiosk page lists.

These functions run in workers, as those of `reading` do; apart from them because they change more often, and what was
read from a drawing stays valid as long as its own reader does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kiosk.model.manifest import FileEntry, SiteEntry
from kiosk.pages import site_pages
from kiosk.workspace.store import Store
from kiosk.workspace.trees import find_fault


def read_screens(tree: Path, sites: Sequence[SiteEntry], day: date) -> Mapping[str, Mapping[str, str]]:
    """Addresses by procedure code that each site's page carries on `day`, by site code."""
    by_data_file: dict[str, dict[str, str]] = {}
    return {site.code: site_pages.read_back(tree, site, day, by_data_file) for site in sites}


def find_file_problem(entry: FileEntry, store: Store, number: int) -> str:
    """What is wrong with a file of release `number`, in its tree or as it is served; empty where it is what the
    manifest says."""
    return find_fault(store, number, entry.path, entry.sha256)
