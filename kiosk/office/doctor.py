"""The doctor: every damage of a workspace is named, what can be healed is healed, the rest is left and told.

In come the workspace, the settings and whether a person agrees to what reprints sheets; out goes a `Diagnosis`. Seeing
is `inspection`, the kinds are `kiosk.release.damage`. Nothing is deleted that people wrote: it moves to `set-aside/`.
Each step is one rename, so that a killed doctor leaves fewer damages than before, and running again goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kiosk.canonical import digest
from kiosk.clock import stamp_now
from kiosk.errors import KioskError, ReleaseError, explain_cause
from kiosk.flushing import make_folders
from kiosk.model.manifest import Manifest
from kiosk.office import catalogues, holding, inspection, register, releases
from kiosk.office.contents import ContentHealer
from kiosk.office.database.engine import FILE as OFFICE
from kiosk.office.database.standing import is_lost
from kiosk.office.database_health import rewrite_marks
from kiosk.office.diagnosis import Diagnosis, Finding
from kiosk.office.setting_aside import set_aside
from kiosk.progress import Progress
from kiosk.release import lifecycle, lineage
from kiosk.release.damage import Damage, Kind
from kiosk.release.inspection import is_history_wrong, read_sound_manifest
from kiosk.settings.config import Config
from kiosk.settings.inputs import gather
from kiosk.workspace.copying import put_file, read_first_sound
from kiosk.workspace.folders import require_own
from kiosk.workspace.history import dump_event, read_event
from kiosk.workspace.mark_table import FILE as MARKS
from kiosk.workspace.objects import is_object_name
from kiosk.workspace.plain import BESIDE_DATABASES
from kiosk.workspace.store import Store

_CONTENTS = (Kind.OBJECT, Kind.INPUT, Kind.TREE)
_ORDER = (Kind.NUMBER, Kind.HISTORY, Kind.STRAY, Kind.MANIFEST, Kind.POINTER, Kind.STRANGER)
"""What the later ones rely on comes first."""
_MOST_ROUNDS = 6
"""A manifest that comes back shows damages below it, and so on; the depth of that is four."""


def heal_workspace(store: Store, config: Config, report: Progress, *, consent: bool = False) -> Diagnosis:
    """Inspect everything, heal what can be healed, inspect again. `consent`: a person agrees to what reprints sheets.

    Where the workspace cannot be written (a disk that went read-only, another user), damages are named all the same.
    Raises `StoreError` where another command writes, or where a record is of a newer program.
    """
    if store.root.is_dir() and not os.access(store.root, os.W_OK):
        failure = "không ghi được thư mục làm việc nên chỉ xem, không sửa"
        return Diagnosis(tuple(Finding(one, failure=failure) for one in inspection.inspect_workspace(store)))
    require_own(store.root)
    findings = {(f.damage.kind, f.damage.place): f for f in _free_folders(store)}
    if any(not f.done for f in findings.values()):
        return Diagnosis(tuple(findings.values()))
    with store.writing(catch_up=False):
        doctor = _Doctor(store, config, report, consent=consent)
        last_damage: tuple[Damage, ...] = ()
        for _ in range(_MOST_ROUNDS):
            damage = inspection.inspect_workspace(store)
            findings |= {(one.kind, one.place): Finding(one) for one in damage if (one.kind, one.place) not in findings}
            if not damage or damage == last_damage:
                break
            findings |= {(f.damage.kind, f.damage.place): f for f in doctor.treat(damage)}
            last_damage = damage
        _keep_second_copies(store)
    _read_back(store, findings, report)
    still = {(one.kind, one.place): one for one in inspection.inspect_workspace(store)}
    findings |= {key: replace(findings.get(key, Finding(one)), damage=one, done="") for key, one in still.items()}
    healed = {key: replace(f, done=f.done or "đã hết", needs_consent=False) for key, f in findings.items()}
    return Diagnosis(tuple(f if key in still else healed[key] for key, f in findings.items()))


def _free_folders(store: Store) -> list[Finding]:
    """Move away what stands in the place of a folder, before the workspace can be held at all. A link stays: the disk
    to which it leads may come back. The one of `tmp` leads to what is emptied."""
    findings = []
    for one in inspection.find_taken_folders(store):
        path = store.root / one.place
        if path.is_symlink() and one.place != "tmp":
            findings.append(Finding(one, failure="ổ đĩa mà liên kết này dẫn đến chưa gắn"))
        else:
            findings.append(Finding(one, set_aside(store, path)))
    return findings


def _read_back(store: Store, findings: dict[tuple[Kind, str], Finding], report: Progress) -> None:
    """The published release once more, where its verdict was lost. The gate takes the workspace itself."""
    now = _load_published(store)
    key = (Kind.VERDICT, f"verified/{now.number}.json") if now else None
    if now is None or key not in findings:
        return
    with suppress(KioskError, OSError):
        verdict = releases.verify_release(store, now, report)
        cause = "" if verdict.passed else "đọc lại không đạt, xem kiosk verify"
        findings[key] = replace(findings[key], done="" if cause else "đã đọc lại, đạt", failure=cause)


def _load_published(store: Store) -> Manifest | None:
    with suppress(KioskError, OSError):
        number = lineage.find_pointed_number(store)
        manifest = None if number is None else read_sound_manifest(store, number)
        return manifest if isinstance(manifest, Manifest) else None
    return None


def _keep_second_copies(store: Store) -> None:
    """Of the manifests that earlier programs wrote: what a release holds stands nowhere else."""
    for manifest in inspection.read_releases(store):
        if isinstance(manifest, Manifest):
            store.put(manifest.dump())


@dataclass(slots=True)
class _Doctor:
    """Treats the damages of one round."""

    store: Store
    config: Config
    report: Progress
    consent: bool
    _inputs: dict[str, bytes] | None = field(default=None, init=False)

    @property
    def scratch(self) -> Path:
        """Where a killed doctor may leave something: the next writer cleans it."""
        return self.store.root / "tmp"

    def treat(self, damage: Iterable[Damage]) -> list[Finding]:
        """Each damage with what became of it."""
        damage = tuple(damage)
        order = {kind: i for i, kind in enumerate(_ORDER)}
        others = sorted((d for d in damage if d.kind not in _CONTENTS), key=lambda d: order.get(d.kind, len(order)))
        findings = [self._attempt(one) for one in others]
        contents = [one for one in damage if one.kind in _CONTENTS]
        if contents:
            healer = ContentHealer(
                self.store, self._gather_current_inputs(), partial(set_aside, self.store), self.report
            )
            findings += [Finding(one, cure, failure=why) for one, cure, why in healer.heal(contents)]
        return findings

    def _attempt(self, one: Damage) -> Finding:
        act = _ACTS.get(one.kind)
        try:
            return Finding(one) if act is None else act(self, one)
        except OSError as error:
            return Finding(one, failure=explain_cause(error))

    def _gather_current_inputs(self) -> dict[str, bytes]:
        """By digest: what the settings and tables of today would be recorded as."""
        if self._inputs is None:
            self._inputs = {}
            with suppress(KioskError, ValueError, OSError):
                today = gather(self.config, catalogues.load_in_force(self.store, self.config).catalogue)
                self._inputs = {digest(content): content for content in today.objects().values()}
        return self._inputs

    def move_away(self, one: Damage) -> Finding:
        """For what may simply go."""
        path = self.store.root / one.place
        if not (path.is_symlink() or path.exists()):
            return Finding(one, "không còn ở đó")
        return Finding(one, set_aside(self.store, path))

    def ask_first(self, one: Damage) -> Finding:
        """For what may go once a person agrees."""
        return self.move_away(one) if self.consent else Finding(one, needs_consent=True)

    def write_number(self, one: Damage) -> Finding:
        """The highest number that anything remembers."""
        verified = (p.stem for p in (self.store.root / "verified").glob("*.json"))
        numbers = [int(stem) for stem in verified if stem.isascii() and stem.isdigit()]
        numbers += [*self.store.release_numbers(), *(e.number for e in lineage.list_published(self.store)), 0]
        path = self.store.root / one.place
        if path.is_symlink() or path.is_dir():
            set_aside(self.store, path)
        put_file(path, str(max(numbers)).encode(), self.scratch)
        return Finding(one, f"đã ghi lại số {max(numbers)}")

    def mend_manifest(self, one: Damage) -> Finding:
        """Out of its second copy; a release without one is no use any more."""
        number = one.release or 0
        digests = [sha for sha in (one.sha256, self._read_verified_digest(number)) if sha]
        for content in filter(None, map(self._find_copy, digests)):
            return self._write_manifest(one, content)
        if number == lineage.find_pointed_number(self.store) and not self.consent:
            return Finding(one, needs_consent=True)
        return Finding(one, set_aside(self.store, self.store.tree(number)))

    def _write_manifest(self, one: Damage, content: bytes) -> Finding:
        path = self.store.root / one.place
        if path.is_symlink() or path.is_dir():
            set_aside(self.store, path)
        put_file(path, content, self.scratch)
        return Finding(one, "đã lấy lại từ bản chép trong objects")

    def _read_verified_digest(self, number: int) -> str:
        """The digest of the manifest that was read back, as the verdict names it."""
        with suppress(KioskError, OSError):
            content = self.store.read(f"verified/{number}.json")
            return lifecycle.read_verdict_digest(content) if content else ""
        return ""

    def mend_pointer(self, one: Damage) -> Finding:
        """To what was published last, planted anew where only its folder is lost; anything else means reprinting, and
        waits for a person to agree."""
        published = lineage.list_published(self.store)
        last = published[-1:]
        sound = [m for m in inspection.read_releases(self.store) if isinstance(m, Manifest) and not m.partial]
        same = [m for m in sound if last and m.number == last[0].number]
        published_numbers = {event.number for event in published}
        others = [m for m in sound if m.number in published_numbers or (not published_numbers and self._has_passed(m))]
        copy = self._find_copy(last[0].digest) if last and not same else None
        if copy is not None and not os.path.lexists(self.store.tree(last[0].number)):
            make_folders(self.store.tree(last[0].number))
            put_file(self.store.tree(last[0].number) / "manifest.json", copy, self.scratch)
            return Finding(one, f"đã lấy lại danh sách tệp của bản {last[0].number} từ bản chép trong objects")
        if not same and not self.consent:
            return Finding(one, needs_consent=True)
        path = self.store.root / "current"
        if path.exists() and not path.is_symlink():
            set_aside(self.store, path)
        choice = (same or others)[-1:]
        if not choice:
            path.unlink(missing_ok=True)
            self.store.record_event({"at": stamp_now(), lineage.BEGUN_AFRESH: "kiosk doctor --yes"})
            return Finding(one, "bắt đầu lại từ đầu như đã đồng ý: lần dựng tới dàn lại và in lại mọi tờ")
        number = choice[0].number
        if same:
            self.store.put_pointer_back(number)
        else:
            self.store.point_to(number, {"at": stamp_now(), "published": number, "digest": choice[0].digest()})
        return Finding(one, f"đã trỏ lại bản {number}")

    def _has_passed(self, manifest: Manifest) -> bool:
        with suppress(KioskError, OSError):
            verdict = lifecycle.load_verdict(self.store, manifest)
            return verdict is not None and verdict.passed
        return False

    def mend_catalogue(self, one: Damage) -> Finding:
        """Out of its second copy, where the history names it; without one it is given up once a person agrees."""
        content = self._find_copy(one.sha256)
        path = self.store.root / one.place
        if content is None and not self.consent:
            return Finding(one, needs_consent=True)
        old_place = set_aside(self.store, path) if os.path.lexists(path) else ""
        if content is not None:
            put_file(path, content, self.scratch)
            return Finding(one, "; ".join(filter(None, (old_place, "đã lấy lại từ bản chép trong objects"))))
        self.store.record_event({"at": stamp_now(), lineage.CATALOGUE_GIVEN_UP: int(path.stem)})
        return Finding(one, "; ".join(filter(None, (old_place, "đã bỏ danh mục này như đã đồng ý"))))

    def _find_copy(self, sha256: str) -> bytes | None:
        """The second copy of a record, by the digest that is remembered elsewhere; None where there is none."""
        return read_first_sound([self.store.object_path(sha256)], sha256) if is_object_name(sha256) else None

    def mend_history(self, one: Damage) -> Finding:
        """Keep the lines that say anything; the whole file is kept beside. An empty one names what is published."""
        path = self.store.root / one.place
        if one.place != "history.jsonl":  # an announcement: what was done follows from what is in force
            return self.move_away(one)
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        old_place = set_aside(self.store, path) if os.path.lexists(path) else ""
        lines = [self._mend_line(line) for line in content.split(b"\n") if inspection.is_event(line)]
        put_file(path, b"".join(line + b"\n" for line in lines), self.scratch)
        now = _load_published(self.store)
        if not lines and now is not None:
            self.store.record_event({"at": stamp_now(), "published": now.number, "digest": now.digest()})
        return Finding(one, "; ".join(filter(None, (old_place, f"giữ lại {len(lines)} dòng đọc được"))))

    def _mend_line(self, line: bytes) -> bytes:
        """A line of the history; where it is wrong about a manifest, with the digest that the gate's verdict names."""
        event = read_event(line) or {}
        number, named_digest = event.get("published"), event.get("digest")
        if not isinstance(number, int) or not isinstance(named_digest, str):
            return line
        with suppress(ReleaseError, OSError):
            manifest = lifecycle.load_manifest(self.store, number)
            if manifest.digest() != named_digest and is_history_wrong(self.store, manifest, named_digest):
                return dump_event({**event, "digest": manifest.digest()}).removesuffix(b"\n")
        return line

    def drop_import(self, one: Damage) -> Finding:
        """What an import said, once a person agrees: its catalogue stands without. A file that was imported stays: only
        the same file or a backup can replace it."""
        if one.sha256:
            return Finding(one)
        if not self.consent:
            return Finding(one, needs_consent=True)
        number = inspection.find_import_number(one.place)
        places = [one.place] if number is None else [register.name_record(number), register.name_statements(number)]
        paths = [self.store.root / place for place in places]
        return Finding(one, "; ".join(set_aside(self.store, path) for path in paths if os.path.lexists(path)))

    def restore_hold(self, one: Damage) -> Finding:
        """By what the history says, once a person agrees: what it no longer says is not held any more."""
        if not self.consent:
            return Finding(one, needs_consent=True)
        path = self.store.root / one.place
        old_place = set_aside(self.store, path) if os.path.lexists(path) else ""
        hold = holding.restore_hold(self.store).hold
        parts = [f"đang tạm dừng công bố ({hold.publishing})"] if hold.publishing else []
        parts += [f"đang giữ lại quyết định {decision}" for decision in hold.decisions]
        standing = "; ".join(parts) or "không có gì đang bị tạm dừng"
        return Finding(one, "; ".join(filter(None, (old_place, f"đã lập lại theo nhật ký: {standing}"))))

    def drop_verdict(self, one: Damage) -> Finding:
        """Of a release that is not published: it is read back again when it is wanted. The published one waits."""
        path = self.store.root / one.place
        if path.is_dir():
            set_aside(self.store, path)
        if one.release == lineage.find_pointed_number(self.store):
            return Finding(one)
        path.unlink(missing_ok=True)
        return Finding(one, "đã bỏ kết quả cũ")

    def drop_cache(self, one: Damage) -> Finding:
        """It is made again."""
        for ending in ("-wal", "-shm", ""):
            path = self.store.root / f"{one.place}{ending}"
            if path.is_dir() and not path.is_symlink():
                set_aside(self.store, path)
            path.unlink(missing_ok=True)
        return Finding(one, "đã xóa, lần dựng sau tự tạo lại")

    def mend_office(self, one: Damage) -> Finding:
        """What stands in the place of a file beside it is moved away. Where nothing is left of it, a new one is begun
        once a person agrees; what can still be read of a damaged one is for a person to save."""
        path = self.store.root / one.place
        if one.place != OFFICE:
            return self.move_away(one)
        if not is_lost(path):
            return Finding(one)
        if not self.consent:
            return Finding(one, needs_consent=True)
        for name in (MARKS, *(OFFICE + ending for ending in BESIDE_DATABASES)):
            if os.path.lexists(self.store.root / name):
                set_aside(self.store, self.store.root / name)
        self.store.record_event({"at": stamp_now(), "ledger_begun_afresh": "kiosk doctor --yes"})
        return Finding(one, "bắt đầu sổ mới như đã đồng ý")

    def write_marks(self, one: Damage) -> Finding:
        """The table of printed ids, once more from the ledger."""
        if is_lost(self.store.root / OFFICE):
            return Finding(one, failure="sổ theo dõi cũng mất nên chưa lập lại được")
        for ending in filter(None, BESIDE_DATABASES):
            (self.store.root / f"{one.place}{ending}").unlink(missing_ok=True)
        old_place = set_aside(self.store, self.store.root / one.place)
        failure = rewrite_marks(self.store)
        return Finding(one, "" if failure else f"{old_place}, đã ghi lại từ sổ theo dõi", failure=failure)

    def drop_news(self, one: Damage) -> Finding:
        """With what SQLite keeps beside it, which would be replayed into the next one."""
        for ending in filter(None, BESIDE_DATABASES):
            (self.store.root / f"{one.place}{ending}").unlink(missing_ok=True)
        return self.move_away(one)


_ACTS: dict[Kind, Callable[[_Doctor, Damage], Finding]] = {
    Kind.POINTER: _Doctor.mend_pointer,
    Kind.MANIFEST: _Doctor.mend_manifest,
    Kind.STRANGER: _Doctor.move_away,
    Kind.STRAY: _Doctor.move_away,
    Kind.UNNEEDED: _Doctor.move_away,
    Kind.NUMBER: _Doctor.write_number,
    Kind.VERDICT: _Doctor.drop_verdict,
    Kind.CATALOGUE: _Doctor.mend_catalogue,
    Kind.IMPORT: _Doctor.drop_import,
    Kind.POSTED: _Doctor.ask_first,
    Kind.HISTORY: _Doctor.mend_history,
    Kind.HOLD: _Doctor.restore_hold,
    Kind.CACHE: _Doctor.drop_cache,
    Kind.NEWS: _Doctor.drop_news,
    Kind.OFFICE: _Doctor.mend_office,
    Kind.MARKS: _Doctor.write_marks,
    Kind.INBOX: _Doctor.drop_news,
    Kind.COUNTS: _Doctor.drop_news,
}
