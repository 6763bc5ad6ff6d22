"""What a release holds: every file, every sheet, every code. Written once, read by everything after it.

114 communes post nearly the same sheets, so what is printed is written down once per distinct drawing (`bodies`)
and once per distinct set of sheets (`layouts`); a site names its layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter

from kiosk import record
from kiosk.canonical import digest
from kiosk.model.files import name_sheets_file
from kiosk.model.placement import Placement
from kiosk.model.site import SiteKind

FORMAT = 1
"""Of the record. 0: without this number, otherwise the same. It speaks for the objects named in `inputs` too."""


def _check_inside(path: str) -> str:
    """A path that stays below the release's folder, written in one way only."""
    if (
        path in ("", ".")
        or ".." in path.split("/")
        or PurePosixPath("/", path).as_posix() != f"/{path}"
        or "\0" in path
    ):
        raise ValueError("a path that leaves the release")
    return path


ObjectName = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A sha256. Checked when a manifest is read: a damaged one must not lead out of the folder of objects."""
InsidePath = Annotated[str, AfterValidator(_check_inside)]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the release: path inside it, sha256, size in bytes, key of the inputs it was made from."""

    path: InsidePath
    sha256: ObjectName
    size: int
    key: str


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A QR code on a body: first cell, cells taken, procedure code, what the code says."""

    slot: int
    span: int
    code: str
    payload: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet: label (the sheet id without the site code), revision (digest of the printed facts), the release and
    day in which these facts first appeared, and the key of the body drawn from them."""

    label: str
    group: str
    number: int
    revision: str
    release: int
    released: date
    body: str


def name_revision(sheet: SheetEntry, head: str) -> str:
    """The revision of a sheet as it hangs at a site whose own part is `head`: all that is printed on it."""
    return f"{sheet.revision}.{head}" if head else sheet.revision


def take_body_revision(revision: str) -> str:
    """The part of `name_revision` that all sites share."""
    return revision.partition(".")[0]


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A site: kind, digest of its layout, and the release in which its kiosk page's content first appeared. `head` is
    the revision of what it adds to its sheets (name, contacts), `board` what the marks of its index board grow from;
    both are empty in releases made before sheets bore marks."""

    code: str
    kind: SiteKind
    name: str
    layout: str
    page: str
    page_release: int
    page_released: date
    head: str = ""
    board: str = ""


@dataclass(frozen=True)
class Manifest:
    """One release. `inputs` names the objects from which listing and drawing can be repeated; `content_of` the release
    whose content a rollback published again; `partial` a trial build of some sites, which is never published; `papers`
    the paper of each layout, A4 where nothing is said."""

    number: int
    parent: int | None
    as_of: date
    data_date: date | None
    sample: bool
    inputs: dict[str, ObjectName]
    files: tuple[FileEntry, ...]
    sites: tuple[SiteEntry, ...]
    layouts: dict[str, tuple[SheetEntry, ...]]
    placements: dict[str, Placement]
    bodies: dict[str, tuple[CodeEntry, ...]]
    content_of: int | None = None
    partial: bool = False
    papers: dict[str, str] = field(default_factory=dict)

    def site(self, code: str) -> SiteEntry | None:
        """A site by its official code."""
        return next((s for s in self.sites if s.code == code), None)

    def sheets(self, site: SiteEntry) -> tuple[SheetEntry, ...]:
        """The sheets of a site, in the order of its file."""
        return self.layouts[site.layout]

    def paper(self, layout: str) -> str:
        """The paper of a layout's sheets."""
        return self.papers.get(layout, "A4")

    def sheets_file(self, site: SiteEntry) -> str:
        """The file of a site's sheets in its folder."""
        return name_sheets_file(self.paper(site.layout))

    def path_keys(self) -> dict[str, str]:
        """Key by path: equal for two releases exactly when the same things would be drawn."""
        return {f.path: f.key for f in self.files}

    def path_shas(self) -> dict[str, str]:
        """sha256 by path."""
        return {f.path: f.sha256 for f in self.files}

    def dump(self) -> bytes:
        """Canonical JSON; of a manifest that was read, exactly what was written, whatever its format."""
        return self._dumped

    def digest(self) -> str:
        """sha256 of what `dump` gives."""
        return self._digest

    @cached_property
    def _dumped(self) -> bytes:
        return record.dump_record(_ADAPTER, FORMAT, self)

    @cached_property
    def _digest(self) -> str:
        return digest(self.dump())


_ADAPTER: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def load(content: bytes, place: str) -> Manifest:
    """Read a manifest back; `place` names it for people. Raises `StoreError` for one of a newer format, pydantic's
    `ValidationError` for what is none."""
    manifest = record.load_record(_ADAPTER, FORMAT, content, place)
    # A verdict and a log name a manifest by its digest: writing it down again in another format would lose them.
    manifest.__dict__["_dumped"] = content
    return manifest
