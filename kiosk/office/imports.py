"""Imports: files are read, compared with the catalogue in force, and taken when a person says so.

In comes what a person asks (`ImportRequest`); out go the readings, a proposal bound to the catalogue on which it was
made, and the number under which it came into force and stands in the register. Nothing is printed: the command line and
the web show the results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kiosk.canonical import digest
from kiosk.clock import stamp_now
from kiosk.errors import IntakeError, StoreError
from kiosk.intake.entry import write_place
from kiosk.intake.proposal import Options, Proposal, propose
from kiosk.intake.read import FileKind, Mode, Reading, ReadOptions, load_file, read_bytes, read_file
from kiosk.intake.rules.answers import find_wordings, is_answer, make_refusal_key
from kiosk.model.problem import Problem, Severity, Waiting
from kiosk.model.question import SKIP, TAKE
from kiosk.model.site import SiteKind
from kiosk.model.statement import LIST_STATUSES, Statement
from kiosk.office import catalogues, register, remembered
from kiosk.office.catalogues import Adoption, CatalogueId
from kiosk.office.register import ImportRecord, KeptFile
from kiosk.office.words import check_words
from kiosk.settings.config import Config
from kiosk.text import show_hidden
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What a person asks of an import. `answers` by row (FILE:SHEET:ROW); `by`: who asks, empty: the system's user."""

    commune: tuple[Path, ...] = ()
    city: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    read: ReadOptions = field(default_factory=ReadOptions)
    decision: str = ""
    effective: date | None = None
    dated: date | None = None
    accept_repairs: bool | frozenset[str] = False
    allow_drop: bool = False
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: str = ""

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
        names = ", ".join(show_hidden(path.name) for path in self.paths) or "trả lời câu hỏi"
        return f"{self.decision}: {names}" if self.decision else names


@dataclass(frozen=True, slots=True)
class BoundProposal:
    """A proposal, and the catalogue on which it was made: it can be applied to that one alone.

    `contents`: the files by sha256, to be kept. `accepted`: keys of the refused rows that a person accepted. `known`:
    what earlier imports said; said once more in the same words it is not recorded twice.
    """

    base: CatalogueId
    proposal: Proposal
    request: ImportRequest = field(default_factory=ImportRequest)
    day: date = date(2000, 1, 1)
    files: tuple[KeptFile, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    wordings: Mapping[str, str] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    known: frozenset[Statement] = field(default=frozenset(), repr=False)

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """The problems that keep a row from becoming a procedure, but for those that a person accepted."""
        errors = (p for p in self.proposal.problems if p.severity is Severity.ERROR)
        return tuple(p for p in errors if make_refusal_key(p) not in self.accepted)

    @property
    def refused(self) -> int:
        """How many problems keep a row from becoming a procedure."""
        return len(self.refusals)

    @property
    def repairs(self) -> int:
        """How many rows wait until a person takes the code that is proposed for them."""
        return sum(p.severity is Severity.REPAIR for p in self.proposal.problems)

    @property
    def held(self) -> tuple[Waiting, ...]:
        """The questions that stand."""
        return self.proposal.waiting

    @property
    def settled(self) -> bool:
        """Whether nothing waits for a person."""
        return not self.held and not self.refused and not self.repairs


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
    loaded = _load(store, request)
    current = catalogues.load_in_force(store, config)
    records = register.read_records(store)
    past = register.gather_past(store, catalogues.load_ground(store, config), records)
    request = replace(request, answers=_add_former_answers(request.answers, loaded, records))
    answers = remembered.gather_answers(store, request.answers)
    by_role: dict[str, list[Reading]] = {}
    for file, content in loaded:
        by_role.setdefault(file.role, []).append(read_bytes(file.name, content, request.read))
    check_answers(request.answers, [r for group in by_role.values() for r in group])
    options = Options(
        commune=tuple(by_role.get(SiteKind.COMMUNE, ())),
        city=tuple(by_role.get(SiteKind.CITY, ())),
        others=tuple(by_role.get("", ())),
        decision=request.decision,
        effective=request.effective,
        today=today,
        accept_repairs=request.accept_repairs,
        allow_drop=request.allow_drop,
        dated=request.dated,
        answers=answers,
    )
    return BoundProposal(
        current.id,
        propose(current.catalogue, options, past),
        request,
        today,
        tuple(file for file, _ in loaded),
        {file.sha256: content for file, content in loaded},
        find_wordings(options.readings, answers),
        answers.accepted,
        frozenset(past.statements),
    )


def _add_former_answers(
    answers: Mapping[str, tuple[str, ...]],
    loaded: tuple[tuple[KeptFile, bytes], ...],
    records: tuple[ImportRecord, ...],
) -> dict[str, tuple[str, ...]]:
    """The answers with those that a person gave before about rows of the very same files."""
    same = {(file.name, file.sha256) for file, _ in loaded}
    merged = dict(answers)
    for entry in register.select_active(records):
        names = {file.name for file in entry.files if (file.name, file.sha256) in same}
        for place, row_answers in entry.answers.items():
            if place.partition(":")[0] in names:
                merged.setdefault(place, row_answers)
    return merged


def check_answers(answers: Mapping[str, tuple[str, ...]], readings: Iterable[Reading]) -> None:
    """Raises `IntakeError` for an answer about a row that no file has, or that no question of its row has."""
    rows = {write_place(row.source): row for reading in readings for row in reading.rows}
    for place, row_answers in answers.items():
        row = rows.get(place)
        if row is None:
            raise IntakeError(
                "câu trả lời nói về một dòng không có trong các tệp",
                place="--answer",
                value=place,
                way_out="ghi TỆP:BẢNG:DÒNG đúng như trong câu hỏi",
            )
        known_answers = tuple(a for p in row.problems if p.question for a in p.question.answers) or (TAKE, SKIP)
        for answer in row_answers:
            if not is_answer(answer, (*known_answers, TAKE, SKIP)):
                raise IntakeError(
                    "không hiểu câu trả lời",
                    place=place,
                    value=answer,
                    way_out=f"chọn một trong: {', '.join(known_answers)}",
                )


def _load(store: Store, request: ImportRequest) -> tuple[tuple[KeptFile, bytes], ...]:
    """The files named, each once for each kind of site; without any, the kept files that the answers speak of."""
    groups = ((SiteKind.COMMUNE.value, request.commune), (SiteKind.CITY.value, request.city), ("", request.files))
    loaded: dict[Path, tuple[str, bytes]] = {path: load_file(path) for path in dict.fromkeys(request.paths)}
    named_files = tuple(
        (KeptFile(loaded[path][0], digest(loaded[path][1]), role), loaded[path][1])
        for role, paths in groups
        for path in paths
    )
    if named_files:
        return named_files
    asked_files = {place.partition(":")[0] for place in request.answers}
    kept_files = {
        (entry.name, entry.role): entry
        for r in register.select_active(register.read_records(store))
        for entry in r.files
        if entry.name in asked_files
    }
    if not kept_files:
        raise IntakeError("chưa chỉ tệp nào", place="nhập danh mục", way_out="ghi tên một hay nhiều tệp danh mục")
    return tuple((entry, register.read_kept(store, entry)) for entry in kept_files.values())


def apply_import(store: Store, config: Config, bound: BoundProposal, reason: str) -> Adoption | None:
    """Make a proposal the catalogue in force; None where that catalogue is in force already.

    Looked at and written under one lock: of two imports that were compared with the same catalogue the second is
    refused, so that it never takes back in silence what the first one brought. Raises `StoreError`.
    """
    with store.writing():
        now = catalogues.load_in_force(store, config)
        if now.id != bound.base and now.catalogue != bound.proposal.catalogue:
            raise StoreError(
                f"danh mục đã đổi từ khi so sánh: lần nhập này so với {bound.base}, nay đang áp dụng {now.id}",
                place="nhập danh mục",
                way_out="nhập lại các tệp này để so với danh mục đang áp dụng, xem khác biệt rồi mới áp dụng",
            )
        remembered.remember_wordings(store, bound.wordings, bound.request.by or register.name_user())
        if now.catalogue == bound.proposal.catalogue and not says_more(store, bound):
            return None
        entry = _record(store, bound, reason)
        register.keep_files(store, bound.contents)
        statements = tuple(s for s in bound.proposal.statements if bound.proposal.fresh or s not in bound.known)
        unchanged = now.catalogue == bound.proposal.catalogue
        return catalogues.accept(store, bound.proposal.catalogue, reason, entry, statements, unchanged=unchanged)


def says_more(store: Store, bound: BoundProposal) -> bool:
    """Whether an import that changes nothing today must be recorded: it asks, answers, or states something new.

    A decision that arrives late may change nothing now and be what holds once another one is undone.
    """
    if foresee_waiting(store, bound) != register.find_waiting(store):
        return True
    known_files = {file.sha256 for r in register.select_active(register.read_records(store)) for file in r.files}
    decided = any(s.status not in LIST_STATUSES for s in bound.proposal.statements)
    return decided and any(file.sha256 not in known_files for file in bound.files)


def foresee_waiting(store: Store, bound: BoundProposal) -> tuple[Waiting, ...]:
    """The questions that will stand after an import."""
    return add_waiting(store, bound.proposal, frozenset(file.sha256 for file in bound.files))


def add_waiting(store: Store, proposal: Proposal, again: frozenset[str]) -> tuple[Waiting, ...]:
    """The questions that will stand: of the older ones those that a proposal does not touch, and its own.

    `again`: the files (sha256) that it reads once more.
    """
    older = (
        w
        for w in (() if proposal.fresh else register.find_waiting(store))
        if w.origin not in again and not (w.derived and w.code in proposal.derived)
    )
    return tuple(dict.fromkeys((*older, *proposal.waiting)))


def _record(store: Store, bound: BoundProposal, why: str) -> ImportRecord:
    request, proposal = bound.request, bound.proposal
    options = {
        "decision": request.decision,
        "effective": request.effective.isoformat() if request.effective else "",
        "dated": request.dated.isoformat() if request.dated else "",
        "mode": request.read.mode.value if request.read.mode else "",
        "kind": request.read.kind.value if request.read.kind else "",
        "columns": ",".join(f"{name}={column}" for name, column in request.read.columns.items()),
    }
    roles = {file.role for file in bound.files}
    return ImportRecord(
        number=0,
        day=bound.day,
        at=stamp_now(),
        by=request.by or register.name_user(),
        why=why,
        files=bound.files,
        options={name: text for name, text in options.items() if text},
        answers=request.answers,
        lists=tuple(x for x in proposal.catalogue.lists if x.kind.value in roles),
        changes=dict(Counter(c.kind.value for c in proposal.changes)),
        waiting=foresee_waiting(store, bound),
        fresh=proposal.fresh,
    )


def read_options(options: Mapping[str, str]) -> ImportRequest:
    """How files are to be read, from what a draft or a record of the register keeps of it. Raises `IntakeError` for
    what no version of this program writes."""
    pairs = (part.partition("=") for part in options.get("columns", "").split(",") if part.strip())
    try:
        return ImportRequest(
            read=ReadOptions(
                mode=Mode(options["mode"]) if "mode" in options else None,
                kind=FileKind(options["kind"]) if "kind" in options else None,
                columns={name.strip(): column.strip() for name, _, column in pairs},
            ),
            decision=options.get("decision", ""),
            effective=date.fromisoformat(options["effective"]) if "effective" in options else None,
            dated=date.fromisoformat(options["dated"]) if "dated" in options else None,
        )
    except ValueError as error:
        raise IntakeError(
            "không hiểu cách đọc tệp", place="nhập danh mục", value=str(error)[:80], way_out="chọn lại trong danh sách"
        ) from error


def accept_refused_rows(store: Store, bound: BoundProposal, places: list[str], reason: str) -> BoundProposal:
    """Keep that refused rows may stay out of the catalogue. Raises `IntakeError` for a row that was not refused."""
    by_place: dict[str, list[Problem]] = {}
    for problem in bound.refusals:
        by_place.setdefault(write_place(problem.source), []).append(problem)
    unknown = [text for text in places if text != "all" and text not in by_place]
    if unknown:
        raise IntakeError(
            "dòng này không có trong các dòng không nhận được",
            place="--accept-refused",
            value=unknown[0],
            way_out=f"chọn một trong: {', '.join(list(by_place)[:5]) or 'không có dòng nào'}",
        )
    accepted = bound.refusals if "all" in places else tuple(p for text in places for p in by_place[text])
    with store.writing():
        remembered.accept_refusals(store, accepted, reason, bound.request.by or register.name_user())
    return replace(bound, accepted=bound.accepted | {make_refusal_key(p) for p in accepted})
