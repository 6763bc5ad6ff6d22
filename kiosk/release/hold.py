"""Why nothing is published by itself, and which decisions are left out of what is built: the record `hold.json`.

Publishing is held where a person says so, and where the published release is a rollback: that follows from the release
itself, so that no moment lies between going back and being held. A person resumes it, or takes over another catalogue.
A person may also hold a decision: its coming change is left out of everything that is built until that is resumed. In
and out goes the record; who holds and resumes, and what then is built, is left to `office`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.catalogue.withheld import name_decision
from kiosk.errors import ReleaseError, StoreError
from kiosk.model.manifest import Manifest
from kiosk.release import lineage
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.history import Event
from kiosk.workspace.store import Store

FILE = "hold.json"
_WAY_OUT = "khôi phục tệp này từ bản sao lưu, hoặc chạy kiosk doctor để lập lại theo nhật ký"
_PUBLISHING = ("publishing", "import")
"""What an event of the history names that ends a hold on publishing."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Held:
    """Publishing is held: why, since when and by whom (empty where nobody said)."""

    reason: str
    at: str = ""
    by: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.reason, self.by, f"từ {self.at}" if self.at else "") if part)


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """A decision whose coming change is left out: what was to come after `since` stays out until it is resumed.
    `release`: the first one that was published without it, None before."""

    decision: str
    since: date
    reason: str
    at: str
    by: str = ""
    release: int | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (f"{self.decision}: {self.reason}", self.by, f"từ {self.at}") if part)


@dataclass(frozen=True, slots=True)
class Hold:
    """What a person holds. `resumed`: the rollback after which a person let publishing go on."""

    publishing: Held | None = None
    decisions: tuple[HeldDecision, ...] = ()
    resumed: int | None = None

    def find_held(self, published: Manifest | None) -> Held | None:
        """Why nothing is published by itself, None where nothing keeps it."""
        if self.publishing is not None or published is None or published.content_of is None:
            return self.publishing
        if self.resumed == published.number:
            return None
        return Held(f"bản {published.number} đang công bố là bản quay về nội dung của bản {published.content_of}")


_HOLD: TypeAdapter[Hold] = TypeAdapter(Hold)


def read_hold(store: Store) -> Hold:
    """What is held. A damaged record counts as no permission to publish, and so does one that is gone although the
    history says that something is held: raises `StoreError`."""
    content = store.read(FILE)
    if content is None:
        recalled = recall_hold(lineage.read_events(store))
        if recalled.publishing or recalled.decisions:
            raise StoreError(
                "mất tệp ghi việc tạm dừng công bố, dù nhật ký ghi đang tạm dừng",
                place=str(store.root / FILE),
                way_out=_WAY_OUT,
            )
        return Hold()
    try:
        return record.load_record(_HOLD, FORMAT, content, str(store.root / FILE))
    except ValidationError:
        raise StoreError(
            "không đọc được tệp ghi việc tạm dừng công bố",
            place=str(store.root / FILE),
            way_out=_WAY_OUT,
        ) from None


def recall_hold(events: Iterable[Event]) -> Hold:
    """What the history says is held. Which release was the first without a decision it does not say."""
    hold, published = Hold(), None
    for event in events:
        reason, decision = event.get("held"), event.get("decision")
        if "published" in event:
            published = event["published"] if isinstance(event["published"], int) else published
        elif isinstance(reason, str) and isinstance(decision, str):
            hold = replace(hold, decisions=_add_decision(hold.decisions, decision, event))
        elif isinstance(reason, str):
            hold = replace(hold, publishing=Held(reason, str(event.get("at", "")), str(event.get("by", ""))))
        elif event.get("resumed") in _PUBLISHING:
            hold = replace(hold, publishing=None, resumed=published)
        elif "resumed" in event:
            number = name_decision(str(event["resumed"]))
            hold = replace(hold, decisions=tuple(d for d in hold.decisions if name_decision(d.decision) != number))
    return hold


def _add_decision(held: tuple[HeldDecision, ...], decision: str, event: Event) -> tuple[HeldDecision, ...]:
    """`held` with a decision that an event names; one that is held already keeps the day since when it is."""
    number, at = name_decision(decision), str(event.get("at", ""))
    standing = [d.since for d in held if name_decision(d.decision) == number]
    try:
        since = standing[0] if standing else date.fromisoformat(at[:10])
    except ValueError:
        return held
    fresh = HeldDecision(decision, since, str(event["held"]), at, str(event.get("by", "")))
    return (*(d for d in held if name_decision(d.decision) != number), fresh)


def write_hold(store: Store, hold: Hold, event: Event) -> tuple[Shortfall, ...]:
    """Put a hold in force. The caller holds the workspace. Raises `OSError` where nothing has changed."""
    return store.enact(FILE, record.dump_record(_HOLD, FORMAT, hold), event)


def refuse_held(held: Held | None) -> None:
    """Raises `ReleaseError` where publishing is held."""
    if held is not None:
        raise ReleaseError(
            "đang tạm dừng công bố, không công bố gì",
            place="công bố",
            value=str(held),
            way_out="sửa xong nguyên nhân thì chạy kiosk resume, hoặc nhập danh mục khác bằng kiosk import --apply",
        )
