"""Releases as a person's acts: build, look ahead, read back, publish, go back, remove.

In come the workspace, the settings and what a person chose; out go manifests, verdicts and plans. Every act that
writes holds the workspace while it does. Nothing is printed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from kiosk.clock import get_today, stamp_now
from kiosk.errors import ReleaseError, VerifyError
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site
from kiosk.model.verdict import Verdict
from kiosk.office import holding
from kiosk.paper.comparison import SheetAction, SheetChange, compare_sheets, list_sheets_of_layout, list_sheets_of_site
from kiosk.paper.plan import Plan
from kiosk.progress import Progress
from kiosk.release import build, housekeeping, lifecycle, lineage
from kiosk.release.hold import refuse_held
from kiosk.release.housekeeping import Collected
from kiosk.release.lifecycle import Publication
from kiosk.settings.config import Config
from kiosk.workspace import disk
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store

SMALL_TYPE = 9.0
"""Points under which a name is counted as set small."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A release, and whether this call made it (False: nothing changed, the release stands)."""

    manifest: Manifest
    is_new: bool


@dataclass(frozen=True, slots=True)
class SiteForecast:
    """What the next build would do with each sheet of a site, in the order of its file; the paper of its sheets, how
    many names stand on them, and how many of these in type under 9 points."""

    site: Site
    changes: tuple[SheetChange, ...]
    paper: str
    names: int
    small: int

    def count(self, action: SheetAction) -> int:
        """How many sheets are printed, kept or taken down."""
        return sum(change.action is action for change in self.changes)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The number of the next release and what it would do at every site."""

    number: int
    sites: tuple[SiteForecast, ...]


def build_release(
    store: Store,
    config: Config,
    day: date,
    report: Progress,
    only: tuple[str, ...] = (),
    afresh: frozenset[str] = frozenset(),
) -> BuildResult:
    """Build a release of the catalogue in force for `day`; of the sites in `only`, laid out anew where in `afresh`.

    Raises `ReleaseError` and `StoreError`.
    """
    with store.writing():
        inputs = holding.gather_build_inputs(store, config)
        return BuildResult(*build.build_release(store, inputs, day, report, only=only, afresh=afresh))


def forecast_build(store: Store, config: Config, day: date, only: tuple[str, ...] = ()) -> Forecast:
    """What the next build would print, keep and take down; builds nothing."""
    plan = build.plan_release(store, holding.gather_build_inputs(store, config), day, only=only)
    return Forecast(plan.number, forecast_sites(plan))


def forecast_sites(plan: Plan) -> tuple[SiteForecast, ...]:
    """What a plan does at each of its sites."""
    return tuple(
        SiteForecast(
            s.site,
            compare_sheets(list_sheets_of_site(plan.parent, s.site.code), list_sheets_of_layout(s.layout, s.head)),
            s.layout.paper,
            s.layout.sizes.total(),
            sum(count for size, count in s.layout.sizes.items() if size < SMALL_TYPE),
        )
        for s in plan.sites
    )


def verify_release(
    store: Store, manifest: Manifest, report: Progress, *, deep: bool = False, reread: bool = False
) -> Verdict:
    """Read a release back and keep the verdict; `reread` trusts no earlier reading. Damaged files leave the store, so
    that the next build makes them again."""
    from kiosk.gate.verify import verify  # noqa: PLC0415 - readers are slow to load, and where nothing changed nothing is read

    verdict = verify(store, manifest, report, deep=deep, reread=reread)
    with store.writing():
        if verdict.problems:
            store.drop_damaged({f.sha256 for f in manifest.files})
        lifecycle.save_verdict(store, manifest.number, verdict)
    return verdict


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """A release that is live, what reading it back has shown, and what could not be done after it went live."""

    manifest: Manifest
    verdict: Verdict
    shortfalls: tuple[Shortfall, ...] = ()


def publish_release(store: Store, manifest: Manifest, report: Progress, *, early: bool = False) -> PublishedRelease:
    """Verify where no verdict on this very manifest is known, then publish; what goes live is hashed in any case.

    Raises `VerifyError`, `ReleaseError`; then the release that was live before still is.
    """
    lifecycle.require_day(manifest.as_of, f"bản phát hành {manifest.number}", early=early)
    verdict = lifecycle.load_verdict(store, manifest) or verify_release(store, manifest, report)
    if not verdict.passed:
        first = (*verdict.problems, *(gap for s in verdict.sites for gap in s.gaps))[0]
        raise VerifyError(
            f"kiểm tra không đạt, bản cũ giữ nguyên: {first}",
            place=f"bản phát hành {manifest.number}",
            way_out="xem đủ danh sách bằng kiosk verify, sửa nguyên nhân rồi dựng lại",
        )
    with store.writing():
        publication = lifecycle.publish(store, manifest, early=early)
        return PublishedRelease(manifest, verdict, publication.shortfalls + _note_published(store))


def _note_published(store: Store) -> tuple[Shortfall, ...]:
    return disk.follow(
        partial(holding.note_published, store),
        "chưa ghi được bản nào đầu tiên không còn quyết định đang giữ lại",
        str(store.root),
        "chạy lại lệnh này",
    )


def publish_built(
    store: Store, built: BuildResult, report: Progress, *, early: bool = False
) -> PublishedRelease | None:
    """Publish what was built; None where it is live already. Raises as `publish_release`."""
    if built.manifest.number == store.current():
        return None
    return publish_release(store, built.manifest, report, early=early)


def settle_clock(store: Store) -> None:
    """A person names a day although the clock runs behind the history: from now on the machine's day counts again."""
    try:
        lineage.refuse_clock_behind(store, get_today())
    except ReleaseError:
        with store.writing():
            store.record_event({"at": stamp_now(), "clock_settled": get_today().isoformat()})


def require_publishing(store: Store, day: date, *, early: bool = False) -> None:
    """Raises `ReleaseError` where what is built for `day` could not be published: after a rollback, because a person
    holds publishing, or before that day."""
    refuse_held(lifecycle.find_standing_hold(store))
    lifecycle.require_day(day, "kiosk regenerate", early=early)


def roll_back(store: Store, number: int | None, *, early: bool = False) -> Publication:
    """Publish the content of an earlier release (default: the one before) under a new number. Raises `ReleaseError`."""
    with store.writing():
        publication = lifecycle.publish_earlier(store, number, early=early)
        return replace(publication, shortfalls=publication.shortfalls + _note_published(store))


def list_removable(store: Store, config: Config, kept: Collection[int] = ()) -> tuple[int, ...]:
    """The releases that `remove_old` would remove."""
    return tuple(n for n in lifecycle.list_removable(store, config.keep_releases) if n not in kept)


def remove_old(store: Store, config: Config, kept: Collection[int] = ()) -> Collected:
    """Remove old releases and what nothing needs any more; the current one, the one before it and those that are `kept`
    always stay."""
    with store.writing():
        return housekeeping.collect(store, config.keep_releases, kept)
