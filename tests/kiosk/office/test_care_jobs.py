"""Keeping the office in order, as jobs."""

from __future__ import annotations

import re

import pytest

from kiosk.errors import OfficeError, ReleaseError
from kiosk.office import care_jobs, events, jobs
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.progress import report_nothing


def ask(here: Workplace, kind: str, **order: object) -> BackgroundJob:
    with here.database.writing() as connection:
        return jobs.ask_job(connection, events.begin_act(5), kind, order)


def test_a_sound_workspace_is_called_sound_and_a_damaged_one_is_healed(live_office: Workplace) -> None:
    job = ask(live_office, care_jobs.INSPECT)
    assert care_jobs.inspect(live_office, job, report_nothing) == "Đã kiểm tra toàn bộ, không có gì hỏng."
    next(iter((live_office.store.root / "releases/1/sites/10507").glob("*.pdf"))).unlink()
    assert "đã sửa hết" in care_jobs.inspect(live_office, job, report_nothing)


def test_damage_that_only_a_person_may_heal_is_told(live_office: Workplace) -> None:
    (live_office.store.root / "posted.json").write_text("damaged")
    with pytest.raises(OfficeError, match="chưa sửa được"):
        care_jobs.inspect(live_office, ask(live_office, care_jobs.INSPECT), report_nothing)


def test_room_is_made(live_office: Workplace) -> None:
    outcome = care_jobs.make_room(live_office, ask(live_office, care_jobs.MAKE_ROOM), report_nothing)
    assert outcome.startswith("Đã xóa 0 bản phát hành cũ")


def test_a_fresh_layout_is_counted_before_it_is_made(live_office: Workplace) -> None:
    job = ask(live_office, care_jobs.RELAYOUT_COST, site="10507")
    assert "phải in" in care_jobs.count_relayout(live_office, job, report_nothing)
    assert live_office.store.current() == 1
    unknown = ask(live_office, care_jobs.RELAYOUT_COST, site="99999")
    with pytest.raises(ReleaseError, match="không có điểm này"):
        care_jobs.count_relayout(live_office, unknown, report_nothing)
    outcome = care_jobs.lay_out_afresh(live_office, ask(live_office, care_jobs.RELAYOUT, site="10507"), report_nothing)
    assert "10507" in outcome and ("công bố bản 2" in outcome) is (live_office.store.current() == 2)


def test_every_other_paper_is_counted_and_nothing_is_changed(live_office: Workplace) -> None:
    table = live_office.config.path(live_office.config.sites)
    before = table.read_bytes()
    told = care_jobs.count_papers(live_office, ask(live_office, care_jobs.PAPER_COST, site="10507"), report_nothing)
    costs = dict(re.findall(r"khổ (A\d): in (\d+) tờ", told))
    assert "nay khổ A4" in told and list(costs) == ["A3", "A2", "A1"]
    sheets = int(re.search(r"nay khổ A4, (\d+) tờ", told)[1])  # type: ignore[index]
    assert re.findall(r"gỡ (\d+) tờ", told) == [str(sheets)] * 3, "no sheet of another size stays"
    assert sheets >= int(costs["A3"]) >= int(costs["A2"]) >= int(costs["A1"]) > 0
    assert table.read_bytes() == before and live_office.store.current() == 1
