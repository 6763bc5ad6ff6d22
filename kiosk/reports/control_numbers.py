"""The numbers of the control report: each with what it counts and the events or the release that it comes from.

In comes a period as the ledger knew it; out goes a table of three columns. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kiosk.model.ledger import PaperAct
from kiosk.office.ledger.period import IncidentFact, PeriodFacts
from kiosk.office.ledger.standing import StandingSheet
from kiosk.reports.decision_effects import DecisionEffect
from kiosk.reports.report_table import Cell, ReportTable
from kiosk.reports.sources import name_events, name_release, say_share

_UNKNOWN = "không còn số liệu: bản này công bố trước khi sổ ghi điều đó"


def summarise_period(period: PeriodFacts, effects: Sequence[DecisionEffect]) -> ReportTable:
    """The numbers that people ask for first."""
    rows = (
        *_report_release(period),
        *_report_walls(period),
        *_report_screens(period),
        *_report_decisions(effects),
        *_report_new_sheets(period),
        *_report_paper(period),
        *_report_incidents(period),
    )
    columns = (("Chỉ số", 64), ("Giá trị", 16), ("Lấy từ", 60))
    share = _shares(period) if period.standing and _count_published(period)[0] else ()
    return ReportTable("summary", "Số liệu chính", "Tính đến hết ngày cuối kỳ.", columns, rows, share)


def _shares(period: PeriodFacts) -> tuple[tuple[str, int, int], ...]:
    """The two ways of posting as bars: procedures of all sites, counted site by site."""
    required, on_page = _count_published(period)
    return (
        ("Công bố điện tử (trang kiosk)", on_page, required),
        ("Niêm yết mã QR trên giấy", _count_hanging(period), required),
    )


def _count_published(period: PeriodFacts) -> tuple[int, int]:
    sites = period.live.facts.sites if period.live and period.live.facts else ()
    return sum(s.required for s in sites), sum(s.on_page for s in sites)


def _count_hanging(period: PeriodFacts) -> int:
    """Procedures on sheets that hang as they were asked for, counted site by site."""
    return sum(len(codes) for codes in list_codes_on_walls(period).values())


def list_codes_on_walls(period: PeriodFacts) -> dict[str, set[str]]:
    """By site, the codes that stand on sheets that hang as they were asked for."""
    codes: dict[str, set[str]] = {}
    for sheet in period.standing:
        if sheet.stands and sheet.revision in period.contents:
            codes.setdefault(sheet.site, set()).update(card.code for card in period.contents[sheet.revision].cards)
    return codes


def _report_release(period: PeriodFacts) -> Iterator[tuple[Cell, ...]]:
    source = name_release(period.live)
    numbers = ", ".join(str(r.number) for r in period.published)
    yield (
        "Bản phát hành công bố trong kỳ",
        len(period.published),
        numbers and f"bản {numbers}, {_name_publications(period)}",
    )
    facts = period.live.facts if period.live else None
    if facts is None:
        yield "Thủ tục, điểm và công bố điện tử", _UNKNOWN if period.live else "chưa công bố", source
        return
    required, on_page = _count_published(period)
    yield "Điểm tiếp nhận trong bản công bố ngày cuối kỳ", len(facts.sites), source
    yield "Thủ tục công khai đang áp dụng ngày cuối kỳ", sum(c.count for c in facts.procedures), source
    yield "Lượt thủ tục phải niêm yết (cộng các điểm)", required, source
    yield "Lượt đã công bố điện tử trên trang kiosk, đọc lại từ tệp", on_page, source
    yield "Tỷ lệ công bố điện tử", say_share(on_page, required), source
    yield "Lượt chỉ có liên kết tìm kiếm", sum(s.search_links for s in facts.sites), source


def _name_publications(period: PeriodFacts) -> str:
    return name_events(r.event for r in period.published)


def _report_walls(period: PeriodFacts) -> Iterator[tuple[Cell, ...]]:
    if not period.standing:
        # No release asks for nothing: it went live before the ledger wrote down what it asks.
        yield "Tờ và bảng trên tường", _UNKNOWN if period.live else "chưa công bố", name_release(period.live)
        return
    standing = [s for s in period.standing if s.stands]
    source = f"{name_release(period.live)}; {name_events(s.event for s in standing)}"
    required, _ = _count_published(period)
    hanging = _count_hanging(period)
    if required:
        yield "Lượt thủ tục có mã QR trên tờ đang treo đúng bản", hanging, source
        yield "Tỷ lệ niêm yết mã QR trên giấy", say_share(hanging, required), source
    yield "Tờ và bảng phải treo (cộng các điểm)", len(period.standing), name_release(period.live)
    yield "Tờ và bảng xác nhận đang treo đúng bản", len(standing), source
    whole, sites = _count_whole(period.standing)
    yield "Điểm có mọi tờ và bảng treo đúng bản", whole, source
    yield "Điểm còn tờ chưa treo đúng bản", sites - whole, source


def _report_screens(period: PeriodFacts) -> Iterator[tuple[Cell, ...]]:
    sites = period.live.facts.sites if period.live and period.live.facts else ()
    declared = name_events(s.events[0] for s in period.screens)
    yield "Kiosk khai báo đến ngày cuối kỳ", len(period.screens), declared
    if sites and all(s.page_release for s in sites):
        should = {s.code: s.page_release for s in sites}
        current = [s for s in period.screens if s.shows(should.get(s.site, 0))]
        source = f"{name_release(period.live)}; {name_events(n for s in current for n in s.events)}"
        yield "Kiosk được biết đang hiện đúng bản", len(current), source
    without = {s.code for s in sites} - {s.site for s in period.screens}
    absent = without & period.absent.keys()
    yield "Điểm khai báo không có kiosk", len(absent), name_events(period.absent[site] for site in absent)
    yield "Điểm chưa khai báo kiosk", len(without - absent), name_release(period.live)


def tell_screens(period: PeriodFacts, site: str, page_release: int) -> str:
    """How the screens of a site stood at the end, for its row."""
    screens = [s for s in period.screens if s.site == site]
    if not screens:
        return "không có kiosk" if site in period.absent else "chưa khai báo kiosk"
    if not page_release:
        return "chưa rõ"
    silent = sum(s.is_silent for s in screens)
    current = sum(s.shows(page_release) for s in screens)
    return f"{current}/{len(screens)} kiosk đúng bản{f', {silent} im lặng' if silent else ''}"


def _count_whole(standing: Sequence[StandingSheet]) -> tuple[int, int]:
    """(sites whose wall is whole, sites)."""
    by_site: dict[str, bool] = {}
    for sheet in standing:
        by_site[sheet.site] = by_site.get(sheet.site, True) and sheet.stands
    return sum(by_site.values()), len(by_site)


def _report_decisions(effects: Sequence[DecisionEffect]) -> Iterator[tuple[Cell, ...]]:
    whole_effects = [e for e in effects if e.is_whole and e.sheets]
    days = [e.days for e in whole_effects if e.days is not None]
    source = name_events(n for e in effects for n in e.events)
    yield "Quyết định có hiệu lực trong kỳ", len(effects), source
    yield "Quyết định đã treo đủ ở mọi điểm", len(whole_effects), source
    yield "Số ngày từ hiệu lực đến tường, trung vị", f"{median(days):g}" if days else "chưa có", source


def _report_new_sheets(period: PeriodFacts) -> Iterator[tuple[Cell, ...]]:
    """Sheets whose revision was asked for in the period and still is, and how long they took to the wall."""
    events = {r.event for r in period.published}
    fresh = [s for s in period.standing if s.asked_by in events]
    hung_sheets = [s for s in fresh if s.days_to_wall is not None]
    days = [s.days_to_wall or 0 for s in hung_sheets]
    noted_events, source = _name_publications(period), name_events(s.hung_event for s in hung_sheets)
    yield "Tờ và bảng mới phải treo từ trong kỳ", len(fresh), noted_events
    yield "Trong đó đã treo", len(hung_sheets), source
    yield "Số ngày từ công bố đến tường, trung vị", f"{median(days):g}" if days else "chưa có", source
    yield "Số ngày từ công bố đến tường, lâu nhất", max(days) if days else "chưa có", source


def _report_paper(period: PeriodFacts) -> Iterator[tuple[Cell, ...]]:
    for act in PaperAct:
        of_act = [p.event for p in period.paper if p.act is act]
        yield f"Việc ghi trong kỳ: {act.label}", len(of_act), name_events(of_act)
    yield "Lệnh in lập trong kỳ", len(period.orders), name_events(o.events[0] for o in period.orders)
    yield (
        "Tờ và bảng trong các lệnh ấy",
        sum(o.lines for o in period.orders),
        name_events(o.events[0] for o in period.orders),
    )


def _report_incidents(period: PeriodFacts) -> Iterator[tuple[Cell, ...]]:
    opened = [i for i in period.incidents if i.day >= period.scope.first]
    closed = [i for i in period.incidents if i.closed_on and i.closed_on >= period.scope.first and is_closed(period, i)]
    still = [i for i in period.incidents if not is_closed(period, i)]
    yield "Sự cố trên tường phát hiện trong kỳ", len(opened), name_events(i.event for i in opened)
    yield "Sự cố đóng trong kỳ", len(closed), name_events(i.closed_by for i in closed)
    yield "Sự cố còn mở cuối kỳ", len(still), name_events(i.event for i in still)


def is_closed(period: PeriodFacts, incident: IncidentFact) -> bool:
    """Whether an incident was closed by the end of the period."""
    return incident.closed_on is not None and incident.closed_on <= period.scope.last


def is_closed_in(period: PeriodFacts, incident: IncidentFact) -> bool:
    """Whether an incident was closed within the period."""
    return is_closed(period, incident) and incident.closed_on is not None and incident.closed_on >= period.scope.first
