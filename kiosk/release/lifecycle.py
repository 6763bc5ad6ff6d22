"""Releases that stand on disk: find, publish, roll back, choose what may be removed.

Publishing hashes what goes live, whatever was read earlier. What comes out of it says what could not be done after the
pointer had moved. Building is left to `build`, reading back to the gate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.clock import get_today, stamp_now
from kiosk.errors import ReleaseError, VerifyError
from kiosk.model import manifest as manifests
from kiosk.model.manifest import Manifest
from kiosk.model.verdict import Verdict
from kiosk.release import lineage
from kiosk.release.hold import Held, read_hold, refuse_held
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store
from kiosk.workspace.trees import find_faults

_VERDICT: TypeAdapter[Verdict] = TypeAdapter(Verdict)
_VERDICT_FORMAT = 1
"""Of the record of a verdict. 0: without this number, otherwise the same."""
_DOCTOR = "chạy kiosk doctor"


def load_manifest(store: Store, number: int) -> Manifest:
    """The manifest of a release. Raises `ReleaseError`."""
    content = store.read(f"releases/{number}/manifest.json")
    if content is None:
        there = store.release_numbers()
        numbers = ", ".join(map(str, there)) or "chưa có bản nào"
        raise ReleaseError(
            "không có bản phát hành này",
            place=str(store.releases),
            value=str(number),
            way_out=_DOCTOR if number in (*there, store.current()) else f"chọn một trong các bản: {numbers}",
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
    number = lineage.find_published_number(store)
    return None if number is None else load_manifest(store, number)


def choose_release(store: Store, number: int | None, *, newest: bool = False) -> Manifest:
    """The release a person named; without a name the newest built or the published one. Raises `ReleaseError`."""
    if number is None:
        numbers = store.release_numbers()
        number = (numbers[-1] if numbers else None) if newest else lineage.find_published_number(store)
    if number is None:
        raise ReleaseError("chưa có bản phát hành nào", place=str(store.root), way_out="chạy kiosk build trước")
    return load_manifest(store, number)


def find_standing_hold(store: Store) -> Held | None:
    """Why nothing is published by itself, None where nothing keeps it. Raises `StoreError`, `ReleaseError`."""
    return read_hold(store).find_held(load_current(store))


def save_verdict(store: Store, number: int, verdict: Verdict) -> None:
    """Keep what reading back has shown."""
    store.write(f"verified/{number}.json", record.dump_record(_VERDICT, _VERDICT_FORMAT, verdict))


def read_recorded_verdict(store: Store, number: int) -> Verdict | None:
    """The verdict that stands for this number, whichever manifest it is about; None where there is none or it is
    damaged. Raises `StoreError` for one of a newer format."""
    place = f"verified/{number}.json"
    content = store.read(place)
    if content is None:
        return None
    try:
        return record.load_record(_VERDICT, _VERDICT_FORMAT, content, str(store.root / place))
    except ValidationError:
        return None


def load_verdict(store: Store, manifest: Manifest) -> Verdict | None:
    """The verdict on exactly this manifest, or None where it was not read back since it was written. Raises
    `StoreError` for one of a newer format."""
    verdict = read_recorded_verdict(store, manifest.number)
    return verdict if verdict is not None and verdict.manifest == manifest.digest() else None


def read_verdict_digest(content: bytes) -> str:
    """The digest of the manifest that a verdict speaks of; "" where it cannot be read."""
    try:
        return _VERDICT.validate_json(content).manifest
    except ValidationError:
        return ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A release that is live, and what could not be done after it went live."""

    manifest: Manifest
    shortfalls: tuple[Shortfall, ...] = ()


def publish(store: Store, manifest: Manifest, *, early: bool = False) -> Publication:
    """Make a verified release the current one by one rename; `early` even before the day that it was built for.

    One that is live already is hashed and stays. The caller holds the workspace. Raises `ReleaseError`, `VerifyError`
    for damage, and `OSError`; then the release that was live before still is.
    """
    place = f"bản phát hành {manifest.number}"
    _require_verdict(store, manifest, "bản này chưa qua kiểm tra nên không được công bố")
    if manifest.partial:
        raise _explain_trial(manifest.number)
    now = lineage.find_published_number(store)
    if now is not None and now not in (manifest.number, manifest.parent):
        raise ReleaseError(
            f"bản này dựng trên bản {manifest.parent}, nay bản {now} đang công bố",
            place=place,
            way_out="dựng lại bằng kiosk build, hoặc kiosk rollback nếu muốn quay về nội dung cũ",
        )
    require_day(manifest.as_of, place, early=early)
    if now == manifest.number:
        _require_sound(store, manifest)
        return Publication(manifest, store.settle_pointer())
    refuse_held(find_standing_hold(store))
    return _go_live(store, manifest, {})


def _go_live(store: Store, manifest: Manifest, facts: dict[str, object]) -> Publication:
    _require_sound(store, manifest)
    event = {"at": stamp_now(), "published": manifest.number, "digest": manifest.digest(), **facts}
    return Publication(manifest, store.point_to(manifest.number, event))


def _require_verdict(store: Store, manifest: Manifest, message: str) -> Verdict:
    verdict = load_verdict(store, manifest)
    if verdict is None or not verdict.passed:
        way_out = f"chạy kiosk verify {manifest.number} trước"
        raise ReleaseError(message, place=f"bản phát hành {manifest.number}", way_out=way_out)
    return verdict


def require_day(day: date, place: str, *, early: bool) -> None:
    """Raises `ReleaseError` for a day that has not come, unless `early`."""
    if day > get_today() and not early:
        raise ReleaseError(
            f"dựng cho ngày {day:%d/%m/%Y}, chưa đến ngày đó nên không công bố",
            place=place,
            way_out="đợi đến ngày đó, hoặc thêm --early nếu muốn công bố ngay từ bây giờ",
        )


def _require_sound(store: Store, manifest: Manifest) -> None:
    """What was read back may have been damaged since."""
    faults = find_faults(store, manifest.number, manifest.path_shas(), afresh=True)
    if faults:
        store.drop_damaged(set(manifest.path_shas().values()))
        raise VerifyError(
            f"{len(faults)} tệp không còn như lúc kiểm tra, không công bố; đầu tiên: {faults[0]}",
            place=f"bản phát hành {manifest.number}",
            way_out="chạy kiosk regenerate (hoặc kiosk build, kiosk verify, kiosk publish) để dựng lại",
        )


def _explain_trial(number: int) -> ReleaseError:
    return ReleaseError(
        "bản dựng thử một số điểm không được công bố",
        place=f"bản phát hành {number}",
        way_out="chạy kiosk build cho mọi điểm",
    )


def publish_earlier(store: Store, number: int | None, *, early: bool = False) -> Publication:
    """Publish the content of an earlier release (default: the one before the current) under a new number. Publishing is
    held from then on (`hold`), so that nothing brings back by itself what was left.

    Where the current release is a rollback already, the number must be named: going back once more by itself could
    bring back what was left, or more than was meant. The caller holds the workspace. Raises as `publish`.
    """
    now = load_current(store)
    if now is None:
        raise ReleaseError("chưa công bố bản nào", place=str(store.root), way_out="chạy kiosk publish trước")
    old = load_manifest(store, _choose_target(store, now, number))
    if old.partial:
        raise _explain_trial(old.number)
    verdict = _require_verdict(store, old, "bản cần quay về chưa qua kiểm tra")
    require_day(old.as_of, f"bản phát hành {old.number}", early=early)
    again = replace(old, number=store.next_number(), parent=now.number, content_of=old.content_of or old.number)
    for entry in again.files:
        store.get(entry.sha256)
    copy = store.put(again.dump())
    extra = {"manifest.json": again.dump()}
    store.plant(again.number, again.path_shas(), extra, [copy, *again.inputs.values()])
    save_verdict(store, again.number, replace(verdict, manifest=again.digest()))
    return _go_live(store, again, {"content_of": again.content_of})


def _choose_target(store: Store, now: Manifest, number: int | None) -> int:
    """The release to go back to. Raises `ReleaseError` where there is none, or where it must be named."""
    place = f"bản phát hành {now.number}"
    if number is None and now.content_of is not None:
        other_way = f"kiosk rollback {now.parent} lấy lại nội dung vừa bỏ"
        earlier = _find_parent(store, now.content_of)
        further = f"kiosk rollback {earlier} lùi thêm về bản {earlier}; " if earlier is not None else ""
        raise ReleaseError(
            f"bản này đã là kết quả của một lần quay về, mang nội dung của bản {now.content_of}; không đổi gì",
            place=place,
            way_out=f"nếu đúng ý thì không phải làm gì; nếu chưa thì ghi rõ số bản: {further}{other_way}",
        )
    target = number if number is not None else now.parent
    if target is None:
        raise ReleaseError(
            "bản hiện hành là bản đầu tiên, không có bản trước", place=place, way_out="chỉ rõ số bản cần quay về"
        )
    if target in (now.number, now.content_of) or _find_content(store, target) == (now.content_of or now.number):
        raise ReleaseError(
            f"nội dung của bản {target} đang công bố rồi, không đổi gì", place=place, way_out="chọn một bản khác"
        )
    return target


def _find_parent(store: Store, number: int) -> int | None:
    parent = load_manifest(store, number).parent if number in store.release_numbers() else None
    return parent if parent in store.release_numbers() else None


def _find_content(store: Store, number: int) -> int:
    return load_manifest(store, number).content_of or number


def list_removable(store: Store, keep: int) -> tuple[int, ...]:
    """Releases that `gc` may remove: never the current one, its parent, or one of the `keep` newest."""
    numbers = store.release_numbers()
    kept_numbers = set(numbers[-keep:])
    now = load_current(store)
    if now is not None:
        kept_numbers |= {now.number, now.parent or now.number, now.content_of or now.number}
    return tuple(n for n in numbers if n not in kept_numbers)
