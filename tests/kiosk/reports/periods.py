"""A period that is put together by hand, for tests of what reports make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.model.ledger import PaperAct, PrintedCard, SheetRevision
from kiosk.office.ledger.asked import NotedRelease
from kiosk.office.ledger.period import AskedAnew, PeriodFacts
from kiosk.office.ledger.release_facts import BEGUN, Effect, OwnRule, ProcedureCount, ReleaseRecord, SiteRecord
from kiosk.office.ledger.report_events import ReportScope
from kiosk.office.ledger.standing import StandingSheet

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
OLD, NEW = "a" * 64, "b" * 64
EFFECTS = (
    Effect("1.000001", "12/QĐ-UBND", date(2026, 11, 10), BEGUN),
    Effect("1.000009", "13/QĐ-UBND", date(2026, 11, 12), "bãi bỏ"),
    Effect("1.000001", "11/QĐ-UBND", date(2026, 10, 1), BEGUN),
)
FACTS = ReleaseRecord(
    (
        ProcedureCount("xã", "Hộ tịch", "toàn trình", 3),
        ProcedureCount("tỉnh, xã", "Đất đai", "", 2),
        ProcedureCount("xã", "Đất đai", "một phần", 1),
    ),
    (SiteRecord("10507", "Trung tâm Thành Đông", "commune", 2, 2, 2, 1, 1, 0, True),),
    EFFECTS,
    (OwnRule("10507", "1.000001", "thêm", "5/TB"), OwnRule("10507", "1.000002", "bỏ", "")),
)
RELEASE = NotedRelease(20, 2, date(2026, 11, 11), date(2026, 11, 11), "c" * 64, False, FACTS)


def sheet(label: str, *, revision: str = NEW, hung: date | None = None, site: str = "10507") -> StandingSheet:
    """A sheet asked for on 11 November, hung as asked where a day is given."""
    known = (PaperAct.HUNG, 31, revision, hung, 31) if hung else (None, None, "", None, None)
    return StandingSheet(site, label, "sheets", revision, date(2026, 11, 11), 20, *known)


def content(revision: str, *codes: str) -> SheetRevision:
    """What stands on a revision."""
    cards = tuple(PrintedCard(code, "Tên", "Hộ tịch", "", None, "12/QĐ-UBND", None) for code in codes)
    return SheetRevision(revision, "1-1-ABC", "1-1", "sheets", "ho-tich", 2, LAST, (), cards)


def period(*standing: StandingSheet, **changed: object) -> PeriodFacts:
    """November, in which release 2 asked for sheet 1-1 anew."""
    anew = (AskedAnew("10507", "1-1", 20, NEW, OLD, False),)
    contents = {OLD: content(OLD, "1.000001", "1.000009"), NEW: content(NEW, "1.000001", "1.000002")}
    scope = ReportScope(FIRST, LAST, 40, "d" * 64)
    facts = PeriodFacts(scope, None, (RELEASE,), RELEASE, standing, anew, contents, (), (), (), (), ())
    return replace(facts, **changed)  # type: ignore[arg-type]
