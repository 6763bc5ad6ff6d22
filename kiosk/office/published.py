"""What is published now, read once for each release: every page of the office asks for it, and reading takes long.

In comes the workspace; out go the manifest, what reading back has shown, and what it was built from. A release is never
changed once it stands, so what was read of it stays true; a mended manifest is another file and is read again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kiosk.catalogue import listing
from kiosk.errors import ReleaseError
from kiosk.model.listing import Listing
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site
from kiosk.model.verdict import Verdict
from kiosk.release import lifecycle, lineage
from kiosk.settings import inputs
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class LiveRelease:
    """The published release: manifest, verdict (None where it was not read back), inputs, the listing of each site on
    the day for which it was built."""

    manifest: Manifest
    verdict: Verdict | None
    inputs: Inputs
    listings: tuple[Listing, ...]

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites that the release holds, in the order of the table."""
        site_codes = {s.code for s in self.manifest.sites}
        return tuple(s for s in self.inputs.sites if s.code in site_codes)

    @property
    def papers(self) -> dict[str, str]:
        """The paper of each site's posting sheets, by site code."""
        return {s.code: self.manifest.paper(s.layout) for s in self.manifest.sites}


def load_published(store: Store) -> LiveRelease | None:
    """What is published; None before the first time. Raises `ReleaseError` and `StoreError` for damage."""
    number = lineage.find_published_number(store)
    if number is None:
        return None
    stamps = tuple(
        _stamp(store.root / name) for name in (f"releases/{number}/manifest.json", f"verified/{number}.json")
    )
    return _load(store.root, number, stamps)


def require_published(store: Store) -> LiveRelease:
    """What is published. Raises `ReleaseError` before the first time."""
    release = load_published(store)
    if release is None:
        raise ReleaseError(
            "chưa công bố bản nào nên chưa có tờ nào để in hay treo",
            place="bản đang công bố",
            way_out="công bố bản đầu tiên ở trang Việc của máy",
        )
    return release


def require_live_site(release: LiveRelease, code: str) -> Site:
    """The site of this code. Raises `ReleaseError`."""
    site = next((s for s in release.sites if s.code == code), None)
    if site is None:
        way_out = "chọn trong danh sách các điểm"
        raise ReleaseError("bản đang công bố không có điểm này", place="các điểm", value=code[:40], way_out=way_out)
    return site


def load_manifest_once(store: Store, number: int) -> Manifest:
    """The manifest of a release, read once while its file stays what it is. Raises as `lifecycle.load_manifest`."""
    return _load_manifest(store.root, number, _stamp(store.root / f"releases/{number}/manifest.json"))


@lru_cache(8)
def _load_manifest(root: Path, number: int, stamp: tuple[int, int]) -> Manifest:  # noqa: ARG001 - a key
    return lifecycle.load_manifest(Store(root), number)


def _stamp(path: Path) -> tuple[int, int]:
    with suppress(OSError):
        stat = path.stat()
        return stat.st_mtime_ns, stat.st_ino
    return 0, 0


@lru_cache(2)
def _load(root: Path, number: int, stamps: tuple[tuple[int, int], ...]) -> LiveRelease:  # noqa: ARG001 - a key
    store = Store(root)
    manifest = load_manifest_once(store, number)
    restored = inputs.restore(manifest.inputs, store.get)
    rules = restored.config.listing
    listings = listing.list_postings(restored.catalogue, restored.sites, rules, manifest.as_of)
    return LiveRelease(manifest, lifecycle.load_verdict(store, manifest), restored, listings)
