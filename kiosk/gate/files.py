"""Reading finished files as bytes and as screens: whether a file is what the manifest says, what a kiosk page lists.

These functions run in workers, as those of `reading` do; apart from them because they change more often, and what was
read from a drawing stays valid as long as its own reader does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kiosk.canonical import digest_file
from kiosk.model.manifest import FileEntry, SiteEntry
from kiosk.pages import site_pages


def read_screens(tree: Path, sites: Sequence[SiteEntry], day: date) -> Mapping[str, Mapping[str, str]]:
    """Addresses by procedure code that each site's page carries on `day`, by site code."""
    by_data_file: dict[str, dict[str, str]] = {}
    return {site.code: site_pages.read_back(tree, site, day, by_data_file) for site in sites}


def find_file_problem(entry: FileEntry, tree: Path) -> str:
    """What is wrong with a file of a release; empty where it is what the manifest says."""
    try:
        sha256 = digest_file(tree / entry.path)
    except OSError:
        return f"thiếu tệp {entry.path}, dựng lại bằng kiosk regenerate"
    wrong = f"tệp {entry.path} không đúng với danh sách tệp của bản phát hành, dựng lại bằng kiosk regenerate"
    return "" if sha256 == entry.sha256 else wrong
