"""Catalogues by number: the newest import of the workspace is in force, else the files that `config.yaml` names.

In come the workspace and the settings; out go catalogues with what identifies them. The files are read by `intake`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from pydantic import ValidationError

from kiosk.canonical import digest
from kiosk.catalogue.diff import Change, diff
from kiosk.clock import stamp_now
from kiosk.errors import IntakeError, StoreError
from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import read_file
from kiosk.model.catalogue import Catalogue
from kiosk.model.problem import Severity
from kiosk.model.statement import Statement
from kiosk.office import register
from kiosk.office.register import ImportRecord
from kiosk.release import lifecycle, lineage
from kiosk.release.hold import FILE as HOLD_FILE
from kiosk.release.hold import read_hold, write_hold
from kiosk.settings.config import Config
from kiosk.settings.inputs import dump_catalogue, load_catalogue
from kiosk.text import show_hidden
from kiosk.workspace import disk
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store

_EPOCH = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class CatalogueId:
    """What identifies a catalogue: its number in the workspace (None: read from the configured files), and its digest.

    The number alone does not: the configured files may be edited, and a removed file's number is given again.
    """

    number: int | None
    digest: str

    def __str__(self) -> str:
        name = "danh mục ghi trong config.yaml" if self.number is None else f"danh mục của lần nhập {self.number}"
        return f"{name} (mã kiểm tra {self.digest[:12]})"


@dataclass(frozen=True, slots=True)
class InForce:
    """A catalogue, its number in the workspace (None: read from the configured files) and where it comes from."""

    catalogue: Catalogue
    number: int | None
    origin: str

    @property
    def id(self) -> CatalogueId:
        """What a proposal made on this catalogue must find again when it is applied."""
        return CatalogueId(self.number, digest(dump_catalogue(self.catalogue)))


def _name(number: int) -> str:
    return f"catalogue/{number:04d}.json"


def load_numbered(store: Store, number: int) -> Catalogue:
    """A catalogue that came into force earlier. Raises `StoreError`."""
    content = store.read(_name(number))
    if content is None:
        numbers = ", ".join(map(str, store.catalogue_numbers())) or "chưa có lần nào"
        raise StoreError(
            "không có lần nhập danh mục này",
            place=str(store.root / "catalogue"),
            value=str(number),
            way_out=f"chọn một trong các lần nhập: {numbers}",
        )
    try:
        return load_catalogue(content, str(store.root / _name(number)))
    except ValidationError:
        raise StoreError(
            "tệp danh mục trong thư mục làm việc bị hỏng",
            place=str(store.root / _name(number)),
            way_out="chạy kiosk doctor để lấy lại từ bản chép trong objects, hoặc khôi phục từ bản sao lưu",
        ) from None


def load_configured(config: Config) -> Catalogue:
    """The catalogue that the configured files make. Raises `IntakeError` where a row is refused."""
    readings = tuple(read_file(config.path(path)) for path in config.catalogue)
    latest = max((p.decision_date for r in readings for p in r.procedures if p.decision_date), default=None)
    # The day only dates what leaves; nothing leaves an empty catalogue, so any fixed day gives the same result.
    proposal = propose(Catalogue(), Options(others=readings, today=latest or _EPOCH, allow_drop=True))
    refused = [p for p in proposal.problems if p.severity is Severity.ERROR]
    if refused:
        raise IntakeError(
            f"danh mục trong config.yaml có {len(refused)} dòng không nhận được, dòng đầu: {refused[0]}",
            place="config.yaml, khóa catalogue",
            way_out="chạy kiosk check với các tệp này rồi sửa",
        )
    return proposal.catalogue


def load_in_force(store: Store, config: Config) -> InForce:
    """The catalogue in force now. Raises `StoreError` where it is lost or damaged, `IntakeError`."""
    lineage.refuse_lost_catalogue(store)
    numbers = store.catalogue_numbers()
    if numbers:
        return InForce(load_numbered(store, numbers[-1]), numbers[-1], f"lần nhập {numbers[-1]}")
    names = ", ".join(path.as_posix() for path in config.catalogue)
    return InForce(load_configured(config), None, f"tệp {names} trong config.yaml")


def find_catalogue(store: Store, config: Config, name: str) -> Catalogue:
    """The catalogue of a release («5»), of an import («dm3»), or the one in force («nay»).

    Raises `IntakeError` for any other name, `StoreError` and `ReleaseError` for a number that is not there.
    """
    if name == "nay":
        return load_in_force(store, config).catalogue
    if name.startswith("dm") and name[2:].isdecimal():
        return load_numbered(store, int(name[2:]))
    if name.isdecimal():
        manifest = lifecycle.load_manifest(store, int(name))
        return load_catalogue(store.get(manifest.inputs["catalogue"]))
    raise IntakeError(
        "không hiểu tên danh mục",
        place="chọn danh mục",
        value=name,
        way_out="ghi số bản phát hành (ví dụ 5), lần nhập (ví dụ dm3) hoặc nay",
    )


def compare_catalogues(store: Store, config: Config, before: str | None, after: str | None) -> tuple[Change, ...]:
    """What differs between two catalogues, named as for `find_catalogue`.

    Without names: the published release's (before the first one, the catalogue in force) and the one in force.
    """
    published = store.current()
    first = before or ("nay" if published is None else str(published))
    return diff(find_catalogue(store, config, first), find_catalogue(store, config, after or "nay"))


@dataclass(frozen=True, slots=True)
class Adoption:
    """A catalogue that a person has put in force: its number, and what could not be done afterwards."""

    number: int
    shortfalls: tuple[Shortfall, ...] = ()


def accept(
    store: Store,
    catalogue: Catalogue,
    why: str,
    entry: ImportRecord | None = None,
    statements: tuple[Statement, ...] = (),
    *,
    unchanged: bool = False,
) -> Adoption:
    """Make `catalogue` the one in force; the former ones stay readable. A hold on publishing ends with it unless it is
    `unchanged` (recorded only for what was said or asked), holds on decisions stay.

    `entry` is its record in the register, written first; without one the catalogue is a ground that says nothing of
    who stated what. The caller holds the workspace. Raises `OSError` and `StoreError` where nothing has changed.
    """
    lineage.refuse_lost_catalogue(store)
    number = max(store.catalogue_numbers(), default=0) + 1
    # Before anything is changed: where it cannot be read, nobody knows whether publishing is held.
    read_hold(store)
    if entry is None:
        register.drop_record(store, number)
    else:
        register.write_record(store, replace(entry, number=number), statements)
    content = dump_catalogue(catalogue)
    # The second copy is for the doctor: a catalogue stands nowhere else.
    event = {"at": stamp_now(), "catalogue": number, "digest": store.put(content), "why": show_hidden(why)}
    shortfalls = store.enact(_name(number), content, event)
    if unchanged:
        return Adoption(number, shortfalls)
    resumed = disk.follow(
        partial(let_publish_after_import, store),
        "công bố vẫn còn tạm dừng",
        str(store.root / HOLD_FILE),
        "chạy kiosk resume",
    )
    return Adoption(number, shortfalls + resumed)


def let_publish_after_import(store: Store) -> tuple[Shortfall, ...]:
    """End a hold on publishing, because a person has put another catalogue in force."""
    hold = read_hold(store)
    if lifecycle.find_standing_hold(store) is None:
        return ()
    fresh = replace(hold, publishing=None, resumed=store.current())
    return write_hold(store, fresh, {"at": stamp_now(), "resumed": "import", "by": ""})


def load_ground(store: Store, config: Config) -> Catalogue:
    """The catalogue of the time before the register: its newest one, else the configured files."""
    number = register.find_ground_number(store)
    return load_configured(config) if number is None else load_numbered(store, number)
