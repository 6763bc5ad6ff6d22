"""Which release is published, from the pointer alone, and what else remembers it.

The pointer is one symbolic link. Where it is lost, the history, other releases and confirmed sheets still know that
something was published: going on as if nothing had been would lay every site out afresh and reprint every sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.errors import ReleaseError, StoreError
from kiosk.workspace.history import read_event
from kiosk.workspace.store import Store

BEGUN_AFRESH = "begun_afresh"
"""Key of the event in the history with which a person agreed to go on without what was published before."""
CATALOGUE_GIVEN_UP = "catalogue_given_up"
"""Key of the event with which a person agreed to go on without a catalogue that is lost."""
_TOLERANCE = timedelta(days=1)
"""A clock may be set right by some hours."""
_TARGET = re.compile(r"releases/([1-9][0-9]{0,5})")
_PARENT = re.compile(rb'"parent":[1-9]')


@dataclass(frozen=True, slots=True)
class Published:
    """An event of the history: this release was published, with this digest of its manifest."""

    number: int
    digest: str


def read_pointer(store: Store) -> str | None:
    """The text of the pointer; None where there is none, "" where something else stands in its place."""
    try:
        return str((store.root / "current").readlink())
    except FileNotFoundError:
        return None
    except OSError:
        if (store.root / "current").exists():
            return ""
        raise


def find_published_number(store: Store) -> int | None:
    """The number of the published release, None before the first one. Raises `ReleaseError` where the pointer is lost
    or leads elsewhere."""
    target = read_pointer(store)
    match = _TARGET.fullmatch(target or "")
    if match:
        return int(match[1])
    if target is None and not remembers_publishing(store):
        return None
    raise ReleaseError(
        "mất liên kết đến bản đang công bố" if target is None else "liên kết đến bản đang công bố không dùng được",
        place=str(store.root / "current"),
        value=target or "",
        way_out="chạy kiosk doctor; chưa sửa thì không dựng và không công bố gì, để khỏi phải in lại mọi tờ",
    )


def find_pointed_number(store: Store) -> int | None:
    """As `find_published_number`, None also where that cannot be known."""
    with suppress(ReleaseError, OSError):
        return find_published_number(store)
    return None


def remembers_publishing(store: Store) -> bool:
    """Whether anything but the pointer knows of a published release.

    Where the history is lost: a release that was built on another, a confirmed sheet, or a number above 1 without any
    release (two first builds killed at their last step look so too, which costs a question and no paper).
    """
    if list_published(store):
        return True
    if any(BEGUN_AFRESH in event for event in read_events(store)):
        return False
    built_on = (store.read(f"releases/{n}/manifest.json") or b"" for n in store.release_numbers())
    if any(_PARENT.search(content) for content in built_on) or (store.root / "posted.json").exists():
        return True
    return (store.last_number() or 0) > 1 and not store.release_numbers()


def list_published(store: Store) -> tuple[Published, ...]:
    """Every publishing that the history knows, oldest first, since the office last began afresh."""
    published: list[Published] = []
    for event in read_events(store):
        if BEGUN_AFRESH in event:
            published.clear()
        number = event.get("published")
        if isinstance(number, int):
            published.append(Published(number, str(event.get("digest", ""))))
    return tuple(published)


def list_recorded_catalogues(store: Store) -> dict[int, str]:
    """The digest of every catalogue that came into force, by number, as far as the history says it; "" where it was
    noticed afterwards. One that a person gave up when it was lost is none."""
    digests: dict[int, str] = {}
    for event in read_events(store):
        if isinstance(number := event.get("catalogue"), int):
            digests[number] = str(event.get("digest", ""))
        if isinstance(given_up := event.get(CATALOGUE_GIVEN_UP), int):
            digests.pop(given_up, None)
    return digests


def refuse_lost_catalogue(store: Store) -> None:
    """Raises `StoreError` where the newest catalogue that came into force is not there: the one before it would bring
    back what decisions have changed."""
    newest = max(list_recorded_catalogues(store), default=0)
    if newest > max(store.catalogue_numbers(), default=0):
        raise StoreError(
            "mất danh mục đang áp dụng, không dùng danh mục cũ hơn thay cho nó",
            place=str(store.root / f"catalogue/{newest:04d}.json"),
            way_out="chạy kiosk doctor để lấy lại từ bản chép trong objects, hoặc khôi phục từ bản sao lưu",
        )


def refuse_clock_behind(store: Store, today: date) -> None:
    """Raises `ReleaseError` where the machine's day lies before what the history recorded last: a machine that lost its
    clock would publish what stood years ago. Any act of a person settles which day is right."""
    days = [text for event in read_events(store) if isinstance(text := event.get("at"), str)]
    last = _read_day(days[-1]) if days else None
    if last is not None and today < last - _TOLERANCE:
        raise ReleaseError(
            f"đồng hồ của máy đang là ngày {today:%d/%m/%Y}, trước việc ghi gần nhất trong nhật ký "
            f"({last:%d/%m/%Y}), nên không dựng và không công bố theo ngày này",
            place=str(store.root / "history.jsonl"),
            way_out="chỉnh lại ngày giờ của máy; nếu ngày của máy đúng thì chạy kiosk regenerate --as-of NGÀY",
        )


def _read_day(stamp: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(stamp[:10])
    return None


def knows(store: Store, number: int) -> bool:
    """Whether the pointer or the history names this release: what bears its number is not merely a stray folder."""
    pointed = _TARGET.fullmatch(read_pointer(store) or "")
    return bool(pointed and int(pointed[1]) == number) or any(e.number == number for e in list_published(store))


def read_events(store: Store) -> Iterator[dict[str, object]]:
    """The events of the history; lines that are none are passed over here and told by the inspection."""
    for line in (store.read("history.jsonl") or b"").split(b"\n"):
        if (event := read_event(line)) is not None:
            yield event
