"""Where things stand: what is published, what is in force, and on which days listings will change."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date

from kiosk import cores
from kiosk.catalogue import listing
from kiosk.model.catalogue import Catalogue
from kiosk.model.manifest import Manifest
from kiosk.office import catalogues, register
from kiosk.office.news import News
from kiosk.pages import encoding
from kiosk.pages.site_pages import Pages, list_contents
from kiosk.paper.plan import Plan
from kiosk.release import lifecycle
from kiosk.release.build import planned
from kiosk.settings import inputs
from kiosk.settings.config import Config
from kiosk.workspace.store import Store

_QUESTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class KioskNews:
    """The last word of a kiosk: release it shows and when it was heard."""

    site: str
    release: int
    at: str
    behind: bool


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one workspace on a day."""

    day: date
    published: int | None
    published_as_of: date | None
    built: tuple[int, ...]
    catalogue: int | None
    origin: str
    sample: bool
    procedures: int
    sites: int
    unposted: int
    up_to_date: bool
    next_changes: tuple[date, ...]
    idle_rules: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    waiting: tuple[str, ...]
    kiosks: tuple[KioskNews, ...]
    misses: tuple[tuple[str, int], ...]


def look(store: Store, config: Config, day: date) -> Status:
    """Gather the state; changes nothing."""
    force = catalogues.in_force(store, config)
    gathered = inputs.gather(config, force.catalogue)
    now = lifecycle.current(store)
    plan = planned(store, gathered, day)
    fresh = now is not None and _stands(now, plan, _pages(store, gathered, plan))
    news = News(store.root / "news.sqlite")
    shown = {s.code: s.page_release for s in now.sites} if now else {}
    kiosks = tuple(KioskNews(c, r, at, r != shown.get(c, r)) for c, r, _, at in news.kiosks())
    return Status(
        day=day,
        published=now.number if now else None,
        published_as_of=now.as_of if now else None,
        built=store.release_numbers(),
        catalogue=force.number,
        origin=force.origin,
        sample=force.catalogue.sample,
        procedures=len(force.catalogue.on(day)),
        sites=len(gathered.sites),
        unposted=_unposted(force.catalogue, plan),
        up_to_date=fresh,
        next_changes=listing.next_dates(force.catalogue, gathered.sites, config.listing, day),
        idle_rules=listing.unknown_codes(force.catalogue, config.listing),
        left_out=tuple(map(str, gathered.left_out)),
        waiting=tuple(str(w.problem) for w in register.find_waiting(store)),
        kiosks=kiosks,
        misses=news.misses(10),
    )


def _pages(store: Store, gathered: inputs.Inputs, plan: Plan) -> Pages:
    listed = list_contents(gathered, plan)
    with closing(store.cache()) as cache, cores.pool(listed.distinct) as pool:
        return Pages(gathered, plan, listed, encoding.begin_encoding(cache, listed.distinct, pool)())


def _stands(now: Manifest, plan: Plan, pages: Pages) -> bool:
    """Whether every sheet and every page of the published release says what it would say today."""
    for s in plan.sites:
        old = now.site(s.site.code)
        if old is None or old.page != pages.edition(s.site.code).revision:
            return False
        if [(e.label, e.revision) for e in now.sheets(old)] != [(e.label, e.revision) for e in s.layout.sheets]:
            return False
    return len(now.sites) == len(plan.sites)


def _unposted(catalogue: Catalogue, plan: Plan) -> int:
    """Procedures in force that no site posts: no list, decision or level asks for them."""
    posted = {x.procedure.code for s in plan.sites for x in s.listing.posted}
    return sum(not p.internal and code not in posted for code, p in catalogue.on(plan.day).items())


def lines(s: Status) -> list[str]:
    """The state for a person."""
    out = [
        f"Hôm nay {s.day:%d/%m/%Y}. Danh mục đang áp dụng: {s.origin}, "
        f"{s.procedures} thủ tục còn hiệu lực, {s.sites} điểm." + (" BẢN MẪU – KHÔNG NIÊM YẾT." if s.sample else "")
    ]
    if s.published is None:
        out.append("Chưa công bố bản nào. Chạy kiosk regenerate để dựng, kiểm tra và công bố.")
    else:
        state = "còn đúng với hôm nay" if s.up_to_date else "KHÔNG còn đúng: chạy kiosk regenerate"
        out.append(f"Đang công bố bản {s.published} (dựng cho ngày {s.published_as_of:%d/%m/%Y}), {state}.")
    if s.unposted:
        out.append(f"{s.unposted} thủ tục trong danh mục không thuộc danh sách niêm yết của điểm nào.")
    waiting = [n for n in s.built if s.published is None or n > s.published]
    if waiting:
        out.append("Đã dựng, chưa công bố: bản " + ", ".join(map(str, waiting)))
    dates = ", ".join(f"{d:%d/%m/%Y}" for d in s.next_changes[:6])
    out.append(f"Danh sách niêm yết sẽ thay đổi vào: {dates}." if dates else "Chưa có ngày nào danh sách sẽ thay đổi.")
    out += [
        f"Cấu hình {place}: mã {code} không có trong danh mục, quy tắc này không tác dụng."
        for place, code in s.idle_rules
    ]
    out += s.left_out
    if s.waiting:
        out.append(f"CÒN {len(s.waiting)} dòng của các tệp đã nhập chờ trả lời, chưa làm thay đổi gì:")
        out += [f"  {question}" for question in s.waiting[:_QUESTIONS_SHOWN]]
    behind = [k.site for k in s.kiosks if k.behind]
    if behind:
        out.append(f"Kiosk đang hiện bản cũ: {', '.join(behind)}.")
    if s.misses:
        out.append("Tìm không thấy nhiều nhất: " + ", ".join(f"«{q}» ({n})" for q, n in s.misses))
    return out
