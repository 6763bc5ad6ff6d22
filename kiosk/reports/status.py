"""Where things stand: what is wrong, what is published, what is in force, and on which days listings will change.

In come a workspace and the settings; out goes a `Status`, and lines for people. Nothing is written.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date

from pydantic import ValidationError

from kiosk import cores
from kiosk.catalogue import listing
from kiosk.errors import KioskError, ReleaseError, StoreError, explain_cause
from kiosk.model.catalogue import Catalogue
from kiosk.model.manifest import Manifest
from kiosk.office import catalogues, holding, inspection, posted, register
from kiosk.office.message_file import is_damage
from kiosk.office.news import DamagedObject, News
from kiosk.office.posted import HangingCount
from kiosk.office.shown import find_shown
from kiosk.pages import encoding
from kiosk.pages.site_pages import Pages, list_contents
from kiosk.paper.plan import Plan
from kiosk.release import lifecycle, lineage
from kiosk.release.build import plan_release
from kiosk.release.inspection import read_sound_manifest
from kiosk.reports.holds import HoldStanding, list_lines, look_at_hold
from kiosk.settings import inputs
from kiosk.settings.config import Config
from kiosk.text import tidy
from kiosk.workspace.onlooker import Onlooker
from kiosk.workspace.store import Store

_QUESTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class KioskNews:
    """The oldest release that any declared kiosk of a site was heard to show, 0 where one was never heard."""

    site: str
    release: int
    behind: bool


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one workspace on a day. None: damage keeps it from being known. `damage`: what is wrong, as told to
    people; `published_whole` and `hanging`: what was read back from the files, and what is confirmed as hanging."""

    day: date
    published: int | None
    published_as_of: date | None
    built: tuple[int, ...]
    catalogue: int | None
    origin: str | None
    sample: bool | None
    procedures: int | None
    sites: int | None
    unposted: int | None
    up_to_date: bool | None
    next_changes: tuple[date, ...] | None
    idle_rules: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    waiting: tuple[str, ...]
    kiosks: tuple[KioskNews, ...]
    misses: tuple[tuple[str, int], ...]
    hold: HoldStanding
    unrecorded: int
    torn: bool
    unsent: tuple[DamagedObject, ...] = ()
    unread_news: str = ""
    unread_kiosks: str = ""
    damage: tuple[str, ...] = ()
    published_whole: tuple[int, int] | None = None
    hanging: dict[str, HangingCount] | None = None


def look(store: Store, config: Config, day: date) -> Status:
    """Gather the state; writes nothing, so that any user who may read can ask.

    Raises `StoreError` where a record is of a newer program, `ConfigError` and `IntakeError` for the city's own files.
    """
    store = Onlooker(store.root)
    damage = inspection.look_at_workspace(store)
    now = _load_published(store, bool(damage))
    misses, unsent, unread = _read_news(store)
    kiosks, unread_kiosks = _read_kiosks(store, now)
    unrecorded, torn = _look_at_history(store)
    state = Status(
        day=day,
        published=now.number if now else None,
        published_as_of=now.as_of if now else None,
        built=store.release_numbers(),
        catalogue=None,
        origin=None,
        sample=None,
        procedures=None,
        sites=None,
        unposted=None,
        up_to_date=None,
        next_changes=None,
        idle_rules=(),
        left_out=(),
        waiting=(),
        kiosks=kiosks,
        misses=misses,
        hold=_look_at_hold(store, now),
        unrecorded=unrecorded,
        torn=torn,
        unsent=unsent,
        unread_news=unread,
        unread_kiosks=unread_kiosks,
        damage=tuple(map(str, damage)),
        published_whole=_count_whole(store, now),
        hanging=_count_hanging(store, now),
    )
    try:
        return _add_outlook(state, store, config, now)
    except (StoreError, ReleaseError, OSError, ValidationError):
        if not damage:
            raise
        return state


def _add_outlook(state: Status, store: Store, config: Config, now: Manifest | None) -> Status:
    """What is in force, and what would be built from it today."""
    day, force = state.day, catalogues.load_in_force(store, config)
    gathered = holding.gather_build_inputs(store, config)
    outlook = replace(
        state,
        catalogue=force.number,
        origin=force.origin,
        sample=force.catalogue.sample,
        procedures=len(force.catalogue.on(day)),
        sites=len(gathered.sites),
        next_changes=listing.find_next_dates(force.catalogue, gathered.sites, config.listing, day),
        idle_rules=listing.find_unknown_codes(force.catalogue, config.listing),
        left_out=tuple(map(str, gathered.left_out)),
        waiting=tuple(str(w.problem) for w in register.find_waiting(store)),
    )
    if now is None and state.damage:
        return outlook
    plan = plan_release(store, gathered, day)
    fresh = now is not None and _stands(now, plan, _make_pages(store, gathered, plan))
    return replace(outlook, unposted=_count_unposted(force.catalogue, plan), up_to_date=fresh)


def _look_at_history(store: Store) -> tuple[int, bool]:
    """How many events it lacks, and whether its last line was cut off; nothing where it cannot be read at all."""
    try:
        return store.unrecorded(), store.is_torn()
    except OSError:
        return 0, False


def _look_at_hold(store: Store, now: Manifest | None) -> HoldStanding:
    """What is held; where that cannot be known nothing is published by itself either."""
    try:
        return look_at_hold(store, now)
    except (StoreError, OSError):
        return HoldStanding("chưa biết vì chỗ hỏng", is_known=False)


def _load_published(store: Store, damaged: bool) -> Manifest | None:
    """The published release; None before the first one, and where damage keeps it from being read."""
    try:
        number = lineage.find_published_number(store)
        manifest = None if number is None else read_sound_manifest(store, number)
    except (ReleaseError, OSError):
        if not damaged:
            raise
        return None
    return manifest if isinstance(manifest, Manifest) else None


def _count_whole(store: Store, now: Manifest | None) -> tuple[int, int] | None:
    """Sites without a gap, and all sites, as the gate read them back; None where it did not."""
    with suppress(StoreError, OSError):
        verdict = lifecycle.load_verdict(store, now) if now else None
        return (sum(not s.gaps for s in verdict.sites), len(verdict.sites)) if verdict else None
    return None


def _count_hanging(store: Store, now: Manifest | None) -> dict[str, HangingCount] | None:
    with suppress(StoreError, OSError):
        return posted.count_hanging(now, posted.load_hanging(store)) if now else None
    return None


def _read_news(store: Store) -> tuple[tuple[tuple[str, int], ...], tuple[DamagedObject, ...], str]:
    """Searches without result and files that the server did not send, and why they cannot be read where they cannot. An
    object that was mended since is not among the damaged ones."""
    news = News(store.root / "news.sqlite")
    try:
        return news.misses(10), tuple(one for one in news.damaged() if not store.is_sound(one.sha256)), ""
    except (sqlite3.Error, OSError) as error:
        damaged = isinstance(error, sqlite3.Error) and is_damage(error)
        return (), (), "tệp bị hỏng" if damaged else explain_cause(error)


def _read_kiosks(store: Store, now: Manifest | None) -> tuple[tuple[KioskNews, ...], str]:
    """What declared kiosks show, and why that cannot be read where it cannot."""
    should = {s.code: s.page_release for s in now.sites} if now else {}
    try:
        releases_shown = sorted(find_shown(store).items())
    except KioskError as error:
        return (), explain_cause(error)
    return tuple(
        KioskNews(site, release, 0 < release != should.get(site, release)) for site, release in releases_shown
    ), ""


def _make_pages(store: Store, gathered: inputs.Inputs, plan: Plan) -> Pages:
    listed = list_contents(gathered, plan)
    with closing(store.cache()) as cache, cores.open_pool(listed.distinct) as pool:
        return Pages(gathered, plan, listed, encoding.begin_encoding(cache, listed.distinct, pool)())


def _stands(now: Manifest, plan: Plan, pages: Pages) -> bool:
    """Whether every sheet and every page of the published release says what it would say today."""
    for s in plan.sites:
        old = now.site(s.site.code)
        if old is None or old.page != pages.edition(s.site.code).revision or old.head != s.head:
            return False
        if [(e.label, e.revision) for e in now.sheets(old)] != [(e.label, e.revision) for e in s.layout.sheets]:
            return False
    return len(now.sites) == len(plan.sites)


def _count_unposted(catalogue: Catalogue, plan: Plan) -> int:
    """Procedures in force that no site posts: no list, decision or level asks for them."""
    posted = {x.procedure.code for s in plan.sites for x in s.listing.posted}
    return sum(not p.internal and code not in posted for code, p in catalogue.on(plan.day).items())


def describe_status(s: Status) -> list[str]:
    """The state for a person, what is wrong first."""
    out = list_lines(s.hold)
    out += [f"HỎNG: {one}." for one in s.damage]
    if s.damage:
        out.append("Chạy kiosk doctor để biết hậu quả của từng chỗ hỏng và sửa những gì sửa được.")
    if s.origin is None:
        out.append(f"Hôm nay {s.day:%d/%m/%Y}. Chưa biết danh mục đang áp dụng vì các chỗ hỏng nêu trên.")
    else:
        out.append(
            f"Hôm nay {s.day:%d/%m/%Y}. Danh mục đang áp dụng: {s.origin}, "
            f"{s.procedures} thủ tục còn hiệu lực, {s.sites} điểm." + (" BẢN MẪU – KHÔNG NIÊM YẾT." if s.sample else "")
        )
    out += _describe_published(s)
    if s.unposted:
        out.append(f"{s.unposted} thủ tục trong danh mục không thuộc danh sách niêm yết của điểm nào.")
    waiting = [n for n in s.built if s.published is not None and n > s.published]
    if s.published is None and not s.damage:
        waiting = list(s.built)
    if waiting:
        out.append("Đã dựng, chưa công bố: bản " + ", ".join(map(str, waiting)))
    if s.next_changes is not None:
        dates = ", ".join(f"{d:%d/%m/%Y}" for d in s.next_changes[:6])
        changing = f"Danh sách niêm yết sẽ thay đổi vào: {dates}."
        out.append(changing if dates else "Chưa có ngày nào danh sách sẽ thay đổi.")
    out += [
        f"Cấu hình {place}: mã {code} không có trong danh mục, quy tắc này không tác dụng."
        for place, code in s.idle_rules
    ]
    out += s.left_out
    out += _describe_history(s)
    out += _describe_questions(s)
    behind = [k.site for k in s.kiosks if k.behind]
    if behind:
        out.append(f"Kiosk đang hiện bản cũ: {', '.join(behind)}.")
    if s.unsent:
        names = ", ".join(f"{tidy(one.path)} (lúc {tidy(one.at)})" for one in s.unsent)
        out.append(
            f"Máy chủ KHÔNG gửi {len(s.unsent)} tệp vì trên đĩa bị thiếu hoặc khác với bản đã kiểm tra: {names}. "
            "Cách xử lý: chạy kiosk doctor."
        )
    if s.unread_news:
        out.append(
            f"Không đọc được tin của các kiosk (news.sqlite: {s.unread_news}); tệp bị hỏng thì máy chủ tự lập lại "
            "khi có tin mới."
        )
    if s.unread_kiosks:
        out.append(f"Chưa biết kiosk nào hiện bản cũ: {s.unread_kiosks}.")
    if s.misses:
        out.append("Tìm không thấy nhiều nhất: " + ", ".join(f"«{q}» ({n})" for q, n in s.misses))
    return out


def _describe_history(s: Status) -> list[str]:
    """What the next command that writes will add to the history or end in it."""
    out = []
    if s.unrecorded:
        out.append(f"Nhật ký còn thiếu {s.unrecorded} việc đã làm; lệnh ghi tiếp theo sẽ tự ghi bổ sung.")
    if s.torn:
        out.append(
            "Dòng cuối của nhật ký bị ghi dở (mất điện hoặc bị ngắt giữa chừng); lệnh ghi tiếp theo sẽ tự khép dòng "
            "này, các dòng khác không bị ảnh hưởng."
        )
    return out


def _describe_questions(s: Status) -> list[str]:
    """The questions of imports that nobody has answered."""
    if not s.waiting:
        return []
    questions_shown = [f"  {question}" for question in s.waiting[:_QUESTIONS_SHOWN]]
    return [f"CÒN {len(s.waiting)} dòng của các tệp đã nhập chờ trả lời, chưa làm thay đổi gì:", *questions_shown]


def _describe_published(s: Status) -> list[str]:
    """What is published, and apart from it what hangs."""
    if s.published is None:
        unknown = "Chưa biết bản nào đang công bố vì các chỗ hỏng nêu trên."
        none = "Chưa công bố bản nào. Chạy kiosk regenerate để dựng, kiểm tra và công bố."
        return [unknown if s.damage else none]
    state = {
        True: "còn đúng với hôm nay",
        False: "KHÔNG còn đúng: chạy kiosk regenerate",
        None: "chưa biết còn đúng với hôm nay không",
    }[s.up_to_date]
    out = [f"Đang công bố bản {s.published} (dựng cho ngày {s.published_as_of:%d/%m/%Y}), {state}."]
    if s.published_whole is not None:
        whole, sites = s.published_whole
        out.append(f"Đã công bố (đọc lại từ tệp): {whole}/{sites} điểm đủ thủ tục trong tệp để in và trên trang kiosk.")
    if s.hanging is not None:
        out.append(posted.say_hanging(s.hanging))
    return out
