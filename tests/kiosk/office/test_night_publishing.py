"""By the calendar, once: due drafts and what takes effect; held, nothing; across midnight on a server in Greenwich."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk import clock
from kiosk.errors import OfficeError, ReleaseError
from kiosk.office import drafts, events, job_kinds, jobs, night_publishing, releases
from kiosk.office.choices import Approval
from kiosk.office.draft_publishing import count_due, queue_publishing, submit
from kiosk.office.drafts import DraftState, ImportDraft
from kiosk.office.holding import hold_publishing
from kiosk.office.job_context import Workplace
from kiosk.progress import report_nothing
from tests.kiosk.office.drafting import NAME, look, make_draft, take_in_base
from tests.kiosk.test_clock import Stopped

FEE = f"code,name,fee\n2.001610,{NAME},Miễn\n1.000593,Đăng ký khai sinh,5.000 đồng\n"
DUE = datetime(2029, 12, 31, 17, tzinfo=UTC)
"""The first moment of 1 January 2030 in Vietnam."""


@pytest.fixture
def with_base(small_live: Workplace) -> Workplace:
    take_in_base(small_live)
    return small_live


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(Stopped, "moment", moment)
    monkeypatch.setattr(clock, "datetime", Stopped)


def approve(here: Workplace, content: str = FEE) -> ImportDraft:
    """A draft approved for 1 January 2030."""
    draft = make_draft(here, content=content)
    submit(here, 1, draft.id, draft.revision)
    with here.database.writing() as connection:
        digest = look(here, draft.id).approved_digest or ""
        day = DUE.astimezone(clock.INDOCHINA).date()
        drafts.approve_draft(connection, events.begin_act(2), draft.id, digest, Approval.TWO, day)
    return look(here, draft.id)


def test_a_draft_goes_out_with_the_first_night_of_its_day_in_vietnam_and_once(
    with_base: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = approve(with_base)
    set_clock(monkeypatch, DUE.replace(hour=16, minute=59))
    night_publishing.publish_due(with_base, report_nothing)
    assert look(with_base, draft.id).state is DraftState.APPROVED
    before = with_base.store.current()
    set_clock(monkeypatch, DUE)
    outcome = night_publishing.publish_due(with_base, report_nothing)
    assert "1 dự thảo đến ngày: «QĐ 1»" in outcome and "công bố bản" in outcome
    assert look(with_base, draft.id).state is DraftState.APPLIED
    live = with_base.store.current()
    assert live != before
    assert "không có gì để công bố" in night_publishing.publish_due(with_base, report_nothing)
    assert with_base.store.current() == live
    assert with_base.store.catalogue_numbers() == (1, 2)


def test_held_nothing_is_taken_and_nothing_goes_out(with_base: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = approve(with_base)
    hold_publishing(with_base.store, "chờ văn bản")
    set_clock(monkeypatch, DUE)
    live = with_base.store.current()
    with pytest.raises(ReleaseError, match="tạm dừng"):
        night_publishing.publish_due(with_base, report_nothing)
    assert (look(with_base, draft.id).state, with_base.store.current()) == (DraftState.APPROVED, live)
    with with_base.database.reading() as connection:
        assert count_due(connection, clock.get_today()) == 1


def test_a_machine_that_lost_its_clock_publishes_nothing(with_base: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = approve(with_base)
    live = with_base.store.current()
    set_clock(monkeypatch, datetime(1970, 1, 2, 1, tzinfo=UTC))
    with pytest.raises(ReleaseError, match=r"ngày 02/01/1970, trước việc ghi gần nhất"):
        night_publishing.publish_due(with_base, report_nothing)
    with pytest.raises(ReleaseError, match="02/01/1970"):
        job_kinds.publish_what_is_in_force(with_base, None, report_nothing)
    assert (look(with_base, draft.id).state, with_base.store.current()) == (DraftState.APPROVED, live)
    releases.settle_clock(with_base.store)
    releases.settle_clock(with_base.store)
    settled = (with_base.store.read("history.jsonl") or b"").count(b"clock_settled")
    assert settled == 1, "a person named a day once, and the machine's counts again"


def test_a_night_that_broke_half_way_is_taken_up_and_what_the_worker_does_is_left_to_it(
    with_base: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = approve(with_base)
    set_clock(monkeypatch, DUE)
    with with_base.database.writing() as connection:
        drafts.take_due(connection, clock.get_today())
    assert [d.id for d in night_publishing._list_due(with_base)] == [draft.id]
    queue_publishing(with_base, 2, draft)
    assert night_publishing._list_due(with_base) == ()
    with with_base.database.reading() as connection:
        assert len(jobs.list_active(connection)) == 1


def test_a_draft_that_cannot_go_out_is_told_after_everything_else_went_out(
    with_base: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = approve(with_base), approve(with_base, FEE.replace("5.000", "6.000"))
    set_clock(monkeypatch, DUE)
    with pytest.raises(OfficeError, match="1 dự thảo đến ngày mà không công bố được") as refusal:
        night_publishing.publish_due(with_base, report_nothing)
    assert "Đã áp dụng 1 dự thảo" in refusal.value.value
    assert look(with_base, first.id).state is DraftState.APPLIED
    assert look(with_base, second.id).state is DraftState.REJECTED


def test_the_first_release_is_not_published_by_a_clock(here: Workplace) -> None:
    assert "bản đầu tiên do người làm" in night_publishing.publish_due(here, report_nothing)
    assert here.store.current() is None
