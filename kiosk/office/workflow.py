"""The office's tasks as functions without printing: import, build, verify, publish. Command line and web call these."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.errors import IntakeError, VerifyError
from kiosk.intake.proposal import Options, Proposal, propose
from kiosk.intake.read import Reading, ReadOptions, read_file
from kiosk.model.manifest import Manifest
from kiosk.model.problem import Severity
from kiosk.model.verdict import Verdict
from kiosk.office import catalogues
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.release.build import build
from kiosk.settings import inputs
from kiosk.settings.config import Config
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What a person asks of an import."""

    commune: tuple[Path, ...] = ()
    city: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    read: ReadOptions = field(default_factory=ReadOptions)
    decision: str = ""
    effective: date | None = None
    accept_repairs: bool = False
    allow_drop: bool = False

    def paths(self) -> tuple[Path, ...]:
        """Every file named."""
        return self.commune + self.city + self.files


def read_each(request: ImportRequest) -> tuple[tuple[Reading, ...], tuple[tuple[Path, IntakeError], ...]]:
    """Read every file named, in order; a file that is no catalogue does not keep the others from being read."""
    readings, refusals = [], []
    for path in request.paths():
        try:
            readings.append(read_file(path, request.read))
        except IntakeError as error:
            refusals.append((path, error))
    return tuple(readings), tuple(refusals)


def proposed(store: Store, config: Config, request: ImportRequest, today: date) -> Proposal:
    """What an import would change against the catalogue in force. Raises `IntakeError`."""
    if not request.paths():
        raise IntakeError("chưa chỉ tệp nào", place="kiosk import", way_out="ghi tên một hay nhiều tệp danh mục")
    current = catalogues.in_force(store, config).catalogue
    read = {path: read_file(path, request.read) for path in dict.fromkeys(request.paths())}
    options = Options(
        commune=tuple(read[p] for p in request.commune),
        city=tuple(read[p] for p in request.city),
        others=tuple(read[p] for p in request.files),
        decision=request.decision,
        effective=request.effective,
        today=today,
        accept_repairs=request.accept_repairs,
        allow_drop=request.allow_drop,
    )
    return propose(current, options)


def applied(store: Store, config: Config, proposal: Proposal, why: str) -> int | None:
    """Make a proposal the catalogue in force; returns its number, None where it is in force already."""
    with store.writing():
        if proposal.catalogue == catalogues.in_force(store, config).catalogue:
            return None
        return catalogues.accept(store, proposal.catalogue, why)


def refused(proposal: Proposal) -> int:
    """How many rows did not become procedures."""
    return sum(p.severity is Severity.ERROR for p in proposal.problems)


@dataclass(frozen=True, slots=True)
class Built:
    """A release and whether this call made it (False: nothing changed, the release stands)."""

    manifest: Manifest
    made: bool


def built(
    store: Store,
    config: Config,
    day: date,
    report: Progress,
    only: tuple[str, ...] = (),
    afresh: frozenset[str] = frozenset(),
) -> Built:
    """Build a release of the catalogue in force for `day`."""
    with store.writing():
        found = inputs.gather(config, catalogues.in_force(store, config).catalogue)
        return Built(*build(store, found, day, report, only=only, afresh=afresh))


def verified(
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


def put_live(store: Store, manifest: Manifest, report: Progress) -> Verdict:
    """Verify where no verdict on this very manifest is known, then publish. Raises `VerifyError`, `ReleaseError`."""
    verdict = lifecycle.verdict_of(store, manifest) or verified(store, manifest, report)
    if not verdict.passed:
        first = (*verdict.problems, *(gap for s in verdict.sites for gap in s.gaps))[0]
        raise VerifyError(
            f"kiểm tra không đạt, bản cũ giữ nguyên: {first}",
            place=f"bản phát hành {manifest.number}",
            way_out="xem đủ danh sách bằng kiosk verify, sửa nguyên nhân rồi dựng lại",
        )
    with store.writing():
        lifecycle.publish(store, manifest)
    return verdict
