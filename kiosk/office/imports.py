"""Imports: files are read, compared with the catalogue in force, and taken when a person says so.

In comes what a person asks (`ImportRequest`); out go the readings, a proposal bound to the catalogue on which it was
made, and the number under which it came into force. Nothing is printed: the command line and the web show the results.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.errors import IntakeError, StoreError
from kiosk.intake.proposal import Options, Proposal, propose
from kiosk.intake.read import Reading, ReadOptions, read_file
from kiosk.model.problem import Severity
from kiosk.office import catalogues
from kiosk.office.catalogues import Adoption, CatalogueId
from kiosk.office.words import check_words
from kiosk.settings.config import Config
from kiosk.text import show_hidden
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
    accept_repairs: bool | frozenset[str] = False
    allow_drop: bool = False

    def __post_init__(self) -> None:
        """Raises `ReleaseError` for a decision that holds what cannot be seen."""
        object.__setattr__(self, "decision", check_words(self.decision, "--decision", needed=False))

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file named."""
        return self.commune + self.city + self.files

    @property
    def reason(self) -> str:
        """The line of the history that says what was imported: the decision and the names of the files."""
        names = ", ".join(show_hidden(path.name) for path in self.paths)
        return f"{self.decision}: {names}" if self.decision else names


@dataclass(frozen=True, slots=True)
class BoundProposal:
    """A proposal, and the catalogue on which it was made: it can be applied to that one alone."""

    base: CatalogueId
    proposal: Proposal

    @property
    def refused(self) -> int:
        """How many problems keep a row from becoming a procedure."""
        return sum(p.severity is Severity.ERROR for p in self.proposal.problems)


def read_each(request: ImportRequest) -> tuple[tuple[Reading, ...], tuple[tuple[Path, IntakeError], ...]]:
    """Read every file named, in order; a file that is no catalogue does not keep the others from being read."""
    readings, refusals = [], []
    for path in request.paths:
        try:
            readings.append(read_file(path, request.read))
        except IntakeError as error:
            refusals.append((path, error))
    return tuple(readings), tuple(refusals)


def propose_import(store: Store, config: Config, request: ImportRequest, today: date) -> BoundProposal:
    """What an import would change in the catalogue in force; changes nothing. Raises `IntakeError`."""
    if not request.paths:
        raise IntakeError("chưa chỉ tệp nào", place="nhập danh mục", way_out="ghi tên một hay nhiều tệp danh mục")
    current = catalogues.load_in_force(store, config)
    readings = {path: read_file(path, request.read) for path in dict.fromkeys(request.paths)}
    options = Options(
        commune=tuple(readings[p] for p in request.commune),
        city=tuple(readings[p] for p in request.city),
        others=tuple(readings[p] for p in request.files),
        decision=request.decision,
        effective=request.effective,
        today=today,
        accept_repairs=request.accept_repairs,
        allow_drop=request.allow_drop,
    )
    return BoundProposal(current.id, propose(current.catalogue, options))


def apply_import(store: Store, config: Config, bound: BoundProposal, reason: str) -> Adoption | None:
    """Make a proposal the catalogue in force; None where that catalogue is in force already.

    Looked at and written under one lock: of two imports that were compared with the same catalogue the second is
    refused, so that it never takes back in silence what the first one brought. Raises `StoreError`.
    """
    with store.writing():
        now = catalogues.load_in_force(store, config)
        if now.catalogue == bound.proposal.catalogue:
            return None
        if now.id != bound.base:
            raise StoreError(
                f"danh mục đã đổi từ khi so sánh: lần nhập này so với {bound.base}, nay đang áp dụng {now.id}",
                place="nhập danh mục",
                way_out="nhập lại các tệp này để so với danh mục đang áp dụng, xem khác biệt rồi mới áp dụng",
            )
        return catalogues.accept(store, bound.proposal.catalogue, reason)


def revert_import(store: Store, config: Config, number: int | None = None) -> Adoption:
    """Put the catalogue before the last import in force again, or that of import `number`. Raises `StoreError`."""
    with store.writing():
        return catalogues.revert(store, config, number)
