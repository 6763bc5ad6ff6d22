"""What is held, and which kiosks may not have heard of it.

In comes the workspace; out go the facts and sentences for `status`. A page switches by itself on its day: a decision
that is held holds at a kiosk only where the kiosk has taken a page without it, and that is known only where it said so.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from kiosk.errors import KioskError
from kiosk.model.manifest import Manifest
from kiosk.office.shown import find_shown
from kiosk.release.hold import HeldDecision, read_hold
from kiosk.workspace.store import Store

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class DecisionStanding:
    """A held decision, and the sites whose kiosk is not known to show pages without it. `is_live`: what is published
    still carries it."""

    held: HeldDecision
    is_live: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldStanding:
    """Why nothing is published by itself (empty: nothing keeps it), and the held decisions."""

    publishing: str = ""
    decisions: tuple[DecisionStanding, ...] = ()
    is_known: bool = True
    """False where a damage keeps it from being read: then nothing is published either."""


def look_at_hold(store: Store, published: Manifest | None) -> HoldStanding:
    """What is held now, where `published` is live; changes nothing. Where no kiosk can be heard, none is known to have
    heard of it. Raises `StoreError`."""
    hold = read_hold(store)
    held_publishing = hold.find_held(published)
    releases_shown: dict[str, int] = {}
    with suppress(KioskError):
        releases_shown = find_shown(store)
    decisions = tuple(
        DecisionStanding(each, each.release is None, _list_unknown_sites(published, each.release, releases_shown))
        for each in hold.decisions
    )
    return HoldStanding(str(held_publishing) if held_publishing else "", decisions)


def _list_unknown_sites(published: Manifest | None, release: int | None, shown: dict[str, int]) -> tuple[str, ...]:
    """Sites whose page changed when the decision was left out or later, and whose kiosk has not said that it shows such
    a page: also those without a network."""
    if published is None or release is None:
        return ()
    return tuple(s.code for s in published.sites if s.page_release >= release and shown.get(s.code, 0) < release)


def list_lines(standing: HoldStanding) -> list[str]:
    """What is held, for a person."""
    out = []
    if not standing.is_known:
        out.append(
            "KHÔNG CÔNG BỐ ĐƯỢC: chưa biết có đang tạm dừng công bố không, vì chỗ hỏng nêu dưới đây. Không lệnh nào "
            "công bố cho đến khi sửa xong bằng kiosk doctor."
        )
    elif standing.publishing:
        out.append(
            f"ĐANG TẠM DỪNG CÔNG BỐ: {standing.publishing}. Không có gì tự công bố cho đến khi chạy kiosk resume hoặc "
            "nhập danh mục khác."
        )
    for each in standing.decisions:
        out.append(f"ĐANG GIỮ LẠI QUYẾT ĐỊNH {each.held}. Đưa vào lại: kiosk resume --decision {each.held.decision}.")
        if each.is_live:
            out.append("  Chưa công bố bản nào không có thay đổi này: chạy kiosk regenerate.")
        if each.unknown:
            more = f" và {len(each.unknown) - _SHOWN} điểm khác" if len(each.unknown) > _SHOWN else ""
            out.append(
                f"  Chưa rõ kiosk của {len(each.unknown)} điểm đã nhận trang không có thay đổi này chưa: "
                f"{', '.join(each.unknown[:_SHOWN])}{more}. Kiosk không nối mạng phải chép lại bằng kiosk export."
            )
    return out
