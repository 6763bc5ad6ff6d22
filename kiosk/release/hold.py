"""Why nothing is published by itself, and which decisions are left out of what is built: the record `hold.json`.

Publishing is held where a person says so, and where the published release is a rollback: that follows from the release
itself, so that no moment lies between going back and being held. A person resumes it, or takes over another catalogue.
A person may also hold a decision: its coming change is left out of everything that is built until that is resumed. In
and out goes the record; who holds and resumes, and what then is built, is left to `office`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.canonical import dump_canonical
from kiosk.errors import ReleaseError, StoreError
from kiosk.model.manifest import Manifest
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.history import Event
from kiosk.workspace.store import Store

FILE = "hold.json"
_FORMAT = 1


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
    """What is held. A damaged record counts as no permission to publish: raises `StoreError`."""
    content = store.read(FILE)
    if content is None:
        return Hold()
    record.refuse_newer(content, _FORMAT, str(store.root / FILE))
    try:
        return _HOLD.validate_json(content)
    except ValidationError:
        raise StoreError(
            "không đọc được tệp ghi việc tạm dừng công bố",
            place=str(store.root / FILE),
            way_out="khôi phục tệp này từ bản sao lưu, hoặc xóa nó rồi chạy lại kiosk hold nếu còn phải tạm dừng",
        ) from None


def write_hold(store: Store, hold: Hold, event: Event) -> tuple[Shortfall, ...]:
    """Put a hold in force. The caller holds the workspace. Raises `OSError` where nothing has changed."""
    content = dump_canonical(record.number_record(_HOLD.dump_python(hold, mode="json"), _FORMAT))
    return store.enact(FILE, content, event)


def refuse_held(held: Held | None) -> None:
    """Raises `ReleaseError` where publishing is held."""
    if held is not None:
        raise ReleaseError(
            "đang tạm dừng công bố, không công bố gì",
            place="công bố",
            value=str(held),
            way_out="sửa xong nguyên nhân thì chạy kiosk resume, hoặc nhập danh mục khác bằng kiosk import --apply",
        )
