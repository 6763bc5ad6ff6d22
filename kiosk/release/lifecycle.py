"""Releases that stand on disk: find, publish, roll back, choose what may be removed.

Building is left to `build`, reading back to the gate.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.canonical import dump_canonical
from kiosk.clock import stamp_now
from kiosk.errors import ReleaseError
from kiosk.model import manifest as manifests
from kiosk.model.manifest import Manifest
from kiosk.model.verdict import Verdict
from kiosk.release import lineage
from kiosk.workspace.store import Store

_VERDICT: TypeAdapter[Verdict] = TypeAdapter(Verdict)
_VERDICT_FORMAT = 1
"""Of the record of a verdict. 0: without this number, otherwise the same."""
_DOCTOR = "chạy kiosk doctor"


def load_manifest(store: Store, number: int) -> Manifest:
    """The manifest of a release. Raises `ReleaseError`."""
    content = store.read(f"releases/{number}/manifest.json")
    if content is None:
        there = store.release_numbers()
        known = ", ".join(map(str, there)) or "chưa có bản nào"
        raise ReleaseError(
            "không có bản phát hành này",
            place=str(store.releases),
            value=str(number),
            way_out=_DOCTOR if number in (*there, store.current()) else f"chọn một trong các bản: {known}",
        )
    place = str(store.tree(number) / "manifest.json")
    try:
        manifest = manifests.load(content, place)
    except ValidationError:
        raise ReleaseError("danh sách tệp của bản phát hành bị hỏng", place=place, way_out=_DOCTOR) from None
    if manifest.number != number:
        raise ReleaseError(
            "danh sách tệp này là của bản khác", place=place, value=f"bản {manifest.number}", way_out=_DOCTOR
        )
    return manifest


def load_current(store: Store) -> Manifest | None:
    """The manifest of the published release, or None before the first one. Raises `ReleaseError` where the pointer or
    the manifest is lost."""
    number = lineage.published_number(store)
    return None if number is None else load_manifest(store, number)


def choose_release(store: Store, number: int | None, *, newest: bool = False) -> Manifest:
    """The release a person named; without a name the newest built or the published one. Raises `ReleaseError`."""
    if number is None:
        numbers = store.release_numbers()
        number = (numbers[-1] if numbers else None) if newest else lineage.published_number(store)
    if number is None:
        raise ReleaseError("chưa có bản phát hành nào", place=str(store.root), way_out="chạy kiosk build trước")
    return load_manifest(store, number)


def save_verdict(store: Store, number: int, verdict: Verdict) -> None:
    """Keep what reading back has shown."""
    facts = _VERDICT.dump_python(verdict, mode="json")
    store.write(f"verified/{number}.json", dump_canonical(record.number_record(facts, _VERDICT_FORMAT)))


def recorded_verdict(store: Store, number: int) -> Verdict | None:
    """The verdict that stands for this number, whichever manifest it is about; None where there is none or it is
    damaged. Raises `StoreError` for one of a newer format."""
    place = f"verified/{number}.json"
    content = store.read(place)
    if content is None:
        return None
    record.refuse_newer(content, _VERDICT_FORMAT, str(store.root / place))
    try:
        return _VERDICT.validate_json(content)
    except ValidationError:
        return None


def load_verdict(store: Store, manifest: Manifest) -> Verdict | None:
    """The verdict on exactly this manifest, or None where it was not read back since it was written. Raises
    `StoreError` for one of a newer format."""
    verdict = recorded_verdict(store, manifest.number)
    return verdict if verdict is not None and verdict.manifest == manifest.digest() else None


def verdict_digest(content: bytes) -> str:
    """The digest of the manifest that a verdict speaks of; "" where it cannot be read."""
    try:
        return _VERDICT.validate_json(content).manifest
    except ValidationError:
        return ""


def publish(store: Store, manifest: Manifest) -> None:
    """Make a verified release the current one by one rename. Raises `ReleaseError`."""
    place = f"bản phát hành {manifest.number}"
    verdict = load_verdict(store, manifest)
    if verdict is None or not verdict.passed:
        raise ReleaseError("bản này chưa qua kiểm tra nên không được công bố", place=place, way_out="chạy kiosk verify")
    if manifest.partial:
        raise _trial(manifest.number)
    now = lineage.published_number(store)
    if now is not None and now not in (manifest.number, manifest.parent):
        raise ReleaseError(
            f"bản này dựng trên bản {manifest.parent}, nay bản {now} đang công bố",
            place=place,
            way_out="dựng lại bằng kiosk build, hoặc kiosk rollback nếu muốn quay về nội dung cũ",
        )
    store.point_to(manifest.number)
    _log(store, {"published": manifest.number, "digest": manifest.digest()})


def _trial(number: int) -> ReleaseError:
    return ReleaseError(
        "bản dựng thử một số điểm không được công bố",
        place=f"bản phát hành {number}",
        way_out="chạy kiosk build cho mọi điểm",
    )


def rollback(store: Store, number: int | None) -> Manifest:
    """Publish the content of an earlier release (default: the one before the current) under a new number."""
    now = load_current(store)
    if now is None:
        raise ReleaseError("chưa công bố bản nào", place=str(store.root), way_out="chạy kiosk publish trước")
    target = number if number is not None else now.parent
    if target is None:
        raise ReleaseError(
            "bản hiện hành là bản đầu tiên, không có bản trước",
            place=f"bản phát hành {now.number}",
            way_out="chỉ rõ số bản cần quay về",
        )
    if target == now.number:
        raise ReleaseError("bản này đang công bố", place=f"bản phát hành {target}", way_out="chọn một bản khác")
    old = load_manifest(store, target)
    if old.partial:
        raise _trial(target)
    verdict = load_verdict(store, old)
    if verdict is None or not verdict.passed:
        raise ReleaseError(
            "bản cần quay về chưa qua kiểm tra",
            place=f"bản phát hành {target}",
            way_out=f"chạy kiosk verify {target} trước",
        )
    again = replace(old, number=store.next_number(), parent=now.number, content_of=old.content_of or old.number)
    for entry in again.files:
        store.get(entry.sha256)
    copy = store.put(again.dump())
    store.plant(again.number, {f.path: f.sha256 for f in again.files}, {"manifest.json": again.dump()}, [copy])
    save_verdict(store, again.number, replace(verdict, manifest=again.digest()))
    publish(store, again)
    return again


def list_removable(store: Store, keep: int) -> tuple[int, ...]:
    """Releases that `gc` may remove: never the current one, its parent, or one of the `keep` newest."""
    numbers = store.release_numbers()
    kept = set(numbers[-keep:])
    now = load_current(store)
    if now is not None:
        kept |= {now.number, now.parent or now.number, now.content_of or now.number}
    return tuple(n for n in numbers if n not in kept)


def _log(store: Store, event: dict[str, object]) -> None:
    store.log({"at": stamp_now(), **event})
