"""Monday's ten numbers: where the office stands, each with the question that it answers.

In comes the workspace, out go numbers in a fixed order. Those of the ledger are questions to its tables, printed as
they are asked, so that anybody can ask again; the others say which record they count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, text

from kiosk.model.device import ScreenState
from kiosk.office import register, walls
from kiosk.office.ledger import devices, needs, releases, screens
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.revisions import list_required
from kiosk.office.published import LiveRelease, load_published
from kiosk.release import lifecycle
from kiosk.settings.config import Config
from kiosk.workspace.store import Store

UNCONFIRMED_DAYS, SOON_DAYS, LONG_DAYS, WINDOW_DAYS = 5, 30, 90, 92
"""Days after which an order is chased, in which a decision is due, after which a site counts as forgotten, and for
which decisions are looked back on."""


@dataclass(frozen=True, slots=True)
class WeeklyNumber:
    """A number, or several that belong together, by name; the sentence for people, and the question behind it."""

    key: str
    sentence: str
    values: Mapping[str, int | float | str | None]
    query: str


_WHOLE = (
    "SELECT count(*) AS sites, coalesce(sum(standing = required), 0) AS whole FROM ("
    "SELECT count(*) AS required, count(w.sheet) AS standing FROM required_sheet AS r "
    "LEFT JOIN wall AS w ON w.site = r.site AND w.sheet = r.sheet AND w.revision = r.revision "
    "AND w.act != 'damaged' AND w.checked >= :oldest GROUP BY r.site)"
)
_OWED = (
    "SELECT count(*) AS owed, min(r.since) AS since FROM required_sheet AS r "
    "LEFT JOIN wall AS w ON w.site = r.site AND w.sheet = r.sheet AND w.revision = r.revision AND w.act != 'damaged' "
    "WHERE w.sheet IS NULL"
)
_CHASED = (
    "SELECT count(DISTINCT l.order_number) AS orders, count(*) AS sheets FROM order_line AS l "
    "JOIN order_site AS s ON s.order_number = l.order_number AND s.site = l.site "
    "JOIN print_order AS o ON o.number = l.order_number "
    "WHERE l.open = 1 AND coalesce(s.delivered, s.sent, o.day) < :chased"
)
_FORGOTTEN = (
    "SELECT count(*) AS sites FROM (SELECT DISTINCT site FROM required_sheet) AS r WHERE NOT EXISTS "
    "(SELECT 1 FROM wall AS w WHERE w.site = r.site AND w.checked >= :long)"
)
_INCIDENTS = "SELECT count(*) AS open, min(day) AS since FROM incident WHERE open = 1"


def count_week(store: Store, config: Config, today: date) -> tuple[WeeklyNumber, ...]:
    """The ten numbers of a day. Raises `KioskError` where a record cannot be read."""
    live = load_published(store)
    with look_into_ledger(store) as connection:
        parameters = _list_days(config.ledger.confirmation_days, today)
        return (
            _ask(connection, "walls", "{whole}/{sites} điểm có tường hoàn toàn đúng bản hiện hành", _WHOLE, parameters),
            _count_owed(connection, today),
            _ask(
                connection, "orders", "{orders} lệnh in quá 5 ngày còn {sheets} tờ chưa xác nhận", _CHASED, parameters
            ),
            _count_decisions(connection, store, today),
            _count_due(connection, store, live, today),
            _count_questions(store),
            _count_search_links(store, live),
            _count_kiosks(store, connection, live, config),
            _count_sites(connection, live, parameters),
            _ask(connection, "incidents", "{open} sự cố còn mở", _INCIDENTS, parameters),
        )


def ask_ledger(connection: Connection, age: int, today: date) -> dict[str, dict[str, Any]]:
    """The rows that the ledger answers to its own questions, by name."""
    questions = {"walls": _WHOLE, "owed": _OWED, "orders": _CHASED, "sites": _FORGOTTEN, "incidents": _INCIDENTS}
    return {name: _run(connection, query, _list_days(age, today)) for name, query in questions.items()}


def _list_days(age: int, today: date) -> dict[str, str]:
    ages = {"oldest": age, "chased": UNCONFIRMED_DAYS, "long": LONG_DAYS}
    return {name: (today - timedelta(days)).isoformat() for name, days in ages.items()}


def _run(connection: Connection, query: str, asked: Mapping[str, str]) -> dict[str, Any]:
    own_parameters = {name: value for name, value in asked.items() if f":{name}" in query}
    return dict(connection.execute(text(query), own_parameters).mappings().one())


def _ask(connection: Connection, key: str, sentence: str, query: str, asked: Mapping[str, str]) -> WeeklyNumber:
    values = _run(connection, query, asked)
    full_query = query
    for name, value in asked.items():
        full_query = full_query.replace(f":{name}", f"'{value}'")
    return WeeklyNumber(key, sentence.format(**values), values, full_query)


def _count_owed(connection: Connection, today: date) -> WeeklyNumber:
    values = _run(connection, _OWED, {})
    days = (today - date.fromisoformat(values["since"])).days if values["since"] else 0
    oldest = f", lâu nhất {days} ngày" if values["owed"] else ""
    return WeeklyNumber("owed", f"còn nợ {values['owed']} tờ{oldest}", {**values, "days": days}, _OWED)


def _count_decisions(connection: Connection, store: Store, today: date) -> WeeklyNumber:
    """Decisions that took effect in the last months and stand on required sheets: how many hang at every site that
    posts them, and after how many days."""
    since = today - timedelta(WINDOW_DAYS)
    received = [r for r in register.read_records(store) if r.undoes is None and since <= r.day <= today]
    columns = text(
        "SELECT r.site, r.revision, w.day, w.revision AS hangs FROM required_sheet AS r "
        "LEFT JOIN wall AS w ON w.site = r.site AND w.sheet = r.sheet AND w.act != 'damaged'"
    )
    rows = connection.execute(columns).all()
    contents = releases.load_revisions(connection, {row.revision for row in rows})
    days: dict[tuple[str, date], list[date | None]] = {}
    for row in rows:
        hung_day = date.fromisoformat(row.day) if row.hangs == row.revision else None
        for card in contents[row.revision].cards if row.revision in contents else ():
            if card.decision and card.effective and since <= card.effective <= today:
                days.setdefault((card.decision, card.effective), []).append(hung_day)
    spans = [
        max(0, (max(d for d in hung_day if d) - effect).days) for (_, effect), hung_day in days.items() if all(hung_day)
    ]
    values = {
        "received": len(received),
        "imported": sum(not r.waiting for r in received),
        "in_force": len(days),
        "hanging": len(spans),
        "median_days": median(spans) if spans else None,
    }
    took = f", trung vị {median(spans):g} ngày từ hiệu lực đến tường" if spans else ""
    sentence = (
        f"{WINDOW_DAYS} ngày qua: nhận {values['received']} lần, nhập xong {values['imported']}; "
        f"{len(days)} quyết định có hiệu lực, {len(spans)} đã treo đủ{took}"
    )
    return WeeklyNumber(
        "decisions", sentence, values, f"{columns.text}; nội dung theo sheet_revision; sổ nhập imports/"
    )


def _count_due(connection: Connection, store: Store, live: LiveRelease | None, today: date) -> WeeklyNumber:
    """Decisions that take effect soon, and the sheets that they need where a release for their day is built."""
    soon = today + timedelta(SOON_DAYS)
    procedures = live.inputs.catalogue.procedures if live else ()
    due = {p.decision for p in procedures if p.effective_from and today < p.effective_from <= soon and p.decision}
    sheets: int | None = None
    for number in store.release_numbers():
        manifest = lifecycle.load_manifest(store, number)
        if today < manifest.as_of <= soon and not manifest.partial:
            sheets = len(needs.list_needed(connection, list_required(manifest)))
    need = "chưa dựng bản cho ngày ấy nên chưa biết phải in mấy tờ" if sheets is None else f"phải in {sheets} tờ"
    sentence = f"{len(due)} quyết định có hiệu lực trong {SOON_DAYS} ngày tới" + (f", {need}" if due else "")
    values = {"decisions": len(due), "sheets": sheets}
    return WeeklyNumber("due", sentence, values, "danh mục của bản đang công bố; bản đã dựng cho ngày sắp tới")


def _count_questions(store: Store) -> WeeklyNumber:
    count = len(register.find_waiting(store))
    return WeeklyNumber(
        "questions", f"{count} dòng chờ trả lời hoặc không nhận được", {"rows": count}, "sổ nhập imports/"
    )


def _count_search_links(store: Store, live: LiveRelease | None) -> WeeklyNumber:
    count = len(walls.list_search_links(store)) if live else 0
    sentence = f"{count} thủ tục chỉ có liên kết tìm kiếm"
    return WeeklyNumber("search_links", sentence, {"procedures": count}, "danh sách niêm yết của bản đang công bố")


def _count_kiosks(store: Store, connection: Connection, live: LiveRelease | None, config: Config) -> WeeklyNumber:
    """Declared kiosks by what they are known to show, and apart from them the sites that are said to have none."""
    ages = config.ledger.device_ages
    standings = screens.list_standings(store, connection, live.manifest, ages) if live else ()
    counts = Counter(s.state for s in standings)
    absent = len(devices.list_absences(connection))
    values = {"declared": len(standings), **{state.value: counts[state] for state in ScreenState}, "absent": absent}
    sentence = (
        f"{len(standings)} kiosk được khai báo: {counts[ScreenState.CURRENT]} hiện đúng bản, {counts[ScreenState.OLD]} "
        f"hiện bản cũ, {counts[ScreenState.SILENT]} im lặng; {absent} điểm khai báo không có kiosk"
    )
    query = (
        f"bảng device và tin mới nhất trong inbox.sqlite; im lặng: quá {ages.network} ngày, không nối mạng thì quá "
        f"{ages.by_code} ngày"
    )
    return WeeklyNumber("kiosks", sentence, values, query)


def _count_sites(connection: Connection, live: LiveRelease | None, asked: Mapping[str, str]) -> WeeklyNumber:
    bare = sum(bool(walls.list_missing_contacts(site)) for site in live.sites) if live else 0
    forgotten = _run(connection, _FORGOTTEN, asked)["sites"]
    sentence = f"{bare} điểm thiếu liên hệ, {forgotten} điểm quá {LONG_DAYS} ngày không ai xác nhận tờ nào"
    query = _FORGOTTEN.replace(":long", f"'{asked['long']}'")
    return WeeklyNumber("sites", sentence, {"no_contact": bare, "unconfirmed": forgotten}, query)
