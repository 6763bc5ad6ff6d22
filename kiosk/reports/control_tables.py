"""The tables of the control report behind its numbers: every row beside the events or the release that it comes from.

In comes a period as the ledger knew it; out go tables, always the same ones in the same order. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from kiosk.office.ledger.period import PeriodFacts
from kiosk.office.ledger.release_facts import BEGUN, ProcedureCount
from kiosk.office.ledger.standing import StandingSheet
from kiosk.reports.control_numbers import is_closed, is_closed_in, list_codes_on_walls, summarise_period, tell_screens
from kiosk.reports.decision_effects import DecisionEffect, list_effects
from kiosk.reports.report_table import Cell, ReportTable, say_day
from kiosk.reports.sources import name_events, name_release, say_share

ONLINE = ("toàn trình", "một phần", "không", "")
_ONLINE_LABELS = ("Toàn trình", "Một phần", "Không trực tuyến", "Chưa rõ")


def list_tables(period: PeriodFacts) -> tuple[ReportTable, ...]:
    """All tables of the report."""
    effects = list_effects(period)
    return (
        summarise_period(period, effects),
        _count_levels(period),
        _count_fields(period),
        _tell_decisions(effects),
        _tell_sites(period),
        _tell_gaps(period),
        _tell_incidents(period),
        _tell_orders(period),
        _tell_changes(period),
        _tell_rules(period),
        _tell_late(period),
    )


# procedures ------------------------------------------------------------------------------------------------


def _count_levels(period: PeriodFacts) -> ReportTable:
    rows = _count_by(period, lambda c: c.levels or "chưa rõ")
    columns = (("Cấp thực hiện", 30), ("Thủ tục", 10), *((name, 14) for name in _ONLINE_LABELS))
    bars = tuple((str(row[0]), int(row[1]), sum(int(r[1]) for r in rows)) for row in rows)
    note = f"Thủ tục công khai, theo {name_release(period.live)}; các cột sau chia theo mức độ trực tuyến."
    return ReportTable("levels", "Thủ tục theo cấp, trực tuyến", note, columns, rows, bars)


def _count_fields(period: PeriodFacts) -> ReportTable:
    rows = _count_by(period, lambda c: c.field or "chưa rõ")
    columns = (("Lĩnh vực", 60), ("Thủ tục", 10), *((name, 14) for name in _ONLINE_LABELS))
    note = f"Theo {name_release(period.live)}."
    return ReportTable("fields", "Thủ tục theo lĩnh vực", note, columns, rows)


def _count_by(period: PeriodFacts, key: Callable[[ProcedureCount], str]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of name, count, and counts by online level, the most first."""
    counts: dict[str, Counter[str]] = {}
    procedures = period.live.facts.procedures if period.live and period.live.facts else ()
    for each in procedures:
        counts.setdefault(key(each), Counter())[each.online] += each.count
    order = sorted(counts, key=lambda name: (-counts[name].total(), name))
    return tuple((name, counts[name].total(), *(counts[name][level] for level in ONLINE)) for name in order)


def _tell_decisions(effects: Sequence[DecisionEffect]) -> ReportTable:
    rows = tuple(
        (
            e.decision or "không ghi số quyết định",
            say_day(e.day),
            e.begun,
            e.ended,
            e.sheets,
            e.hanging,
            "chưa treo đủ" if not e.is_whole else "không đổi tờ nào" if e.days is None else e.days,
            name_events(e.events),
        )
        for e in effects
    )
    columns = (
        ("Quyết định", 24), ("Hiệu lực", 12), (f"Thủ tục {BEGUN}", 10), ("Thủ tục thôi áp dụng", 10),
        ("Tờ phải thay", 10), ("Đang treo", 10), ("Ngày đến tường", 14), ("Lấy từ", 40),
    )  # fmt: skip
    note = (
        "Quyết định có hiệu lực trong kỳ theo các bản đã công bố. Tờ phải thay: cộng các điểm, trừ tờ đã được thay "
        "tiếp. Ngày đến tường: từ hiệu lực đến điểm treo cuối cùng."
    )
    return ReportTable("decisions", "Quyết định và tác động", note, columns, rows)


# sites -----------------------------------------------------------------------------------------------------


def _tell_sites(period: PeriodFacts) -> ReportTable:
    codes = list_codes_on_walls(period)
    required_count, hung_count = (
        Counter(s.site for s in period.standing),
        Counter(s.site for s in period.standing if s.stands),
    )
    records = period.live.facts.sites if period.live and period.live.facts else ()
    rows = tuple(
        (
            s.code, s.name, s.required, s.on_page if s.was_read else "chưa đọc lại", len(codes.get(s.code, ())),
            say_share(len(codes.get(s.code, ())), s.required), required_count[s.code], hung_count[s.code],
            tell_screens(period, s.code, s.page_release),
        )
        for s in records
    )  # fmt: skip
    columns = (
        ("Mã điểm", 9), ("Điểm tiếp nhận", 58), ("Phải niêm yết", 9), ("Điện tử", 9), ("Trên giấy", 9),
        ("Tỷ lệ trên giấy", 10), ("Tờ phải treo", 9), ("Tờ treo đúng", 9), ("Trên màn hình", 24),
    )  # fmt: skip
    note = (
        "Trên giấy: thủ tục đứng trên tờ được xác nhận đang treo đúng bản ngày cuối kỳ, không xét bao lâu chưa kiểm "
        "tra. Trên màn hình: kiosk đã khai báo, theo bản mà sổ biết máy hiện lần cuối; im lặng quá hạn thì không tính."
    )
    return ReportTable("sites", "Niêm yết ở từng điểm", note, columns, rows)


def _tell_gaps(period: PeriodFacts) -> ReportTable:
    lacking = sorted((s for s in period.standing if not s.stands), key=lambda s: (s.since, s.site))
    rows = tuple(
        (
            s.site,
            s.sheet,
            say_day(s.since),
            (period.scope.last - s.since).days,
            _say_why(s),
            name_events((s.asked_by, s.event)),
        )
        for s in lacking
    )
    columns = (("Mã điểm", 9), ("Tờ", 9), ("Phải treo từ", 12), ("Số ngày", 8), ("Vì sao", 40), ("Lấy từ", 24))
    note = f"{len(rows)} tờ và bảng chưa được xác nhận treo đúng bản ngày cuối kỳ, lâu nhất trước."
    if not period.standing:
        note = "Không còn số liệu: bản ngày cuối kỳ công bố trước khi sổ ghi điều phải treo."
    return ReportTable("gaps", "Còn thiếu trên tường", note, columns, rows)


def _say_why(sheet: StandingSheet) -> str:
    if sheet.act is None:
        return "chưa từng treo"
    if sheet.hanging and sheet.hanging != sheet.revision:
        return "đang treo bản khác"
    return f"việc ghi cuối cùng: {sheet.act.label}"


def _tell_incidents(period: PeriodFacts) -> ReportTable:
    rows = tuple(
        (
            i.number, i.site, i.sheet, say_day(i.day), i.text,
            f"đóng ngày {say_day(i.closed_on)}" if i.closed_on and is_closed(period, i) else "còn mở",
            name_events((i.event, i.closed_by)),
        )
        for i in period.incidents
        if i.day >= period.scope.first or not is_closed(period, i) or is_closed_in(period, i)
    )  # fmt: skip
    columns = (
        ("Số", 6), ("Mã điểm", 9), ("Tờ", 9), ("Ngày thấy", 12), ("Thấy gì", 60), ("Tình trạng", 20), ("Lấy từ", 24)
    )  # fmt: skip
    note = "Phát hiện trong kỳ, đóng trong kỳ hoặc còn mở cuối kỳ."
    return ReportTable("incidents", "Sự cố", note, columns, rows)


def _tell_orders(period: PeriodFacts) -> ReportTable:
    rows = tuple(
        (o.number, say_day(o.day), o.release, o.sites, o.lines, o.hung, o.cancelled, o.open, name_events(o.events))
        for o in period.orders
    )
    columns = (
        ("Lệnh in", 8), ("Ngày lập", 12), ("Bản", 6), ("Điểm", 6), ("Tờ", 8), ("Đã treo", 8), ("Đã hủy", 8),
        ("Còn mở", 8), ("Lấy từ", 30),
    )  # fmt: skip
    note = "Đã treo: tờ của lệnh được xác nhận treo đúng bản in, sau khi lập lệnh và đến hết kỳ."
    return ReportTable("orders", "Lệnh in lập trong kỳ", note, columns, rows)


def _tell_changes(period: PeriodFacts) -> ReportTable:
    rows = tuple(
        (
            e.change.site, e.name or e.change.values.get("name", ""), f"{e.change.kind.label} {e.change.into}".strip(),
            say_day(e.change.day), e.change.decision, name_events((e.event,)),
        )
        for e in period.changes
    )  # fmt: skip
    columns = (("Mã điểm", 9), ("Điểm", 58), ("Việc", 30), ("Từ ngày", 12), ("Văn bản", 24), ("Lấy từ", 18))
    return ReportTable("site_changes", "Thay đổi về điểm tiếp nhận", "Từ ngày trong kỳ.", columns, rows)


def _tell_rules(period: PeriodFacts) -> ReportTable:
    rules = period.live.facts.rules if period.live and period.live.facts else ()
    rows = tuple((r.site, r.code, r.effect, r.document or "chưa ghi số văn bản") for r in rules)
    columns = (("Mã điểm", 9), ("Mã thủ tục", 14), ("Thêm hay bỏ", 12), ("Văn bản", 40))
    note = f"Thủ tục riêng một điểm niêm yết thêm hoặc không niêm yết, theo {name_release(period.live)}."
    return ReportTable("rules", "Thủ tục thêm, bỏ ở từng điểm", note, columns, rows)


def _tell_late(period: PeriodFacts) -> ReportTable:
    rows = tuple(
        (
            p.event, p.site, p.sheet, p.act.label, say_day(p.day),
            f"đã hủy bằng sự kiện {p.undone_by}" if p.undone_by else "",
        )
        for p in period.late
    )  # fmt: skip
    columns = (("Sự kiện", 9), ("Mã điểm", 9), ("Tờ", 9), ("Việc", 24), ("Ngày làm", 12), ("Ghi chú", 34))
    note = "Chưa có báo cáo nào của kỳ này lập trước đó."
    if period.previous is not None:
        upto = period.previous.scope.upto
        note = f"Báo cáo trước của kỳ này tính đến sự kiện {upto}; từ đó đến nay ghi thêm {len(rows)} việc."
    return ReportTable("late", "Ghi thêm từ báo cáo trước", note, columns, rows)
