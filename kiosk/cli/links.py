"""`kiosk links`: whether printed addresses still lead where they say, and what a new pattern of them would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, show_progress, warn
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, place
from kiosk.cli.vietnamese import make_group
from kiosk.clock import get_seconds, read_moment
from kiosk.errors import ReleaseError
from kiosk.flushing import make_folders
from kiosk.model.manifest import Manifest
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.release import lifecycle, redirect_export
from kiosk.watch import link_book, outcome, pattern_trial, patterns, printed, sync, upkeep
from kiosk.watch.checking import CheckRound
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkState, PrintedLink, propose_way_out
from kiosk.watch.pattern_trial import TrialResult
from kiosk.watch.portal import Portal

links = make_group("links", "Đường dẫn in trên tờ: kiểm tra, xem kết quả, thử mẫu mới.")


@links.command("check")
def check(
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="MÃ", help="Chỉ các thủ tục này, kể cả chưa đến hạn.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="SỐ", help="Nhiều nhất bấy nhiêu.")] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Hỏi Cổng về các đường dẫn đến hạn: mới in, hay được hỏi, treo nhiều nơi thì trước. Kết quả được ghi lại."""
    here = place(workspace, config)
    manifest, all_links = _load_printed(here)
    selection = _choose(all_links, code)
    at_work = Workplace(here.store, here.config, open_database(here.store.root))
    with show_progress(json) as report:
        checks, due = upkeep.check_due_links(at_work, manifest, report, selection, limit)
    _tell_round(here, checks, due, json)
    if checks.stopped or any(c.finding.state is not LinkState.RIGHT for c in checks.checked):
        raise typer.Exit(1)


@links.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Kể cả các đường dẫn đúng.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Các đường dẫn sai, không còn hoặc chưa kiểm tra được, với nơi treo và cách xử lý."""
    here = place(workspace, config)
    manifest, all_links = _load_printed(here)
    with open_database(here.store.root).reading() as connection:
        standings = link_book.load_standings(connection)
    days, now = here.config.watch.recheck_days, get_seconds()
    rows = [(k, standings.get(k.url, LinkStanding())) for k in all_links]
    rows_shown = [(k, s) for k, s in rows if every or s.state is not LinkState.RIGHT or not s.is_fresh(now, days)]
    newer = outcome.load_ids_by_code(here.store.root / sync.FOLDER)
    if json:
        print_json([_describe_link(manifest, k, s, newer) for k, s in rows_shown])
        return
    columns = ("Mã", "Tên", "Kết quả", "Thấy gì", "Ngày", "Số tờ", "Điểm và tờ", "Cách xử lý")
    print_table("Đường dẫn in trên tờ", columns, [_make_row(manifest, k, s, newer) for k, s in rows_shown])
    right = sum(s.state is LinkState.RIGHT and s.is_fresh(now, days) for _, s in rows)
    say(f"{right}/{len(rows)} đường dẫn đã được kiểm tra là đúng trong {days} ngày qua.")
    pattern = patterns.find_pattern(all_links)
    if pattern is not None:
        say(patterns.describe_pattern(pattern, standings.get(pattern.url, LinkStanding()), now, days))


@links.command("try")
def try_(
    pattern: Annotated[str, typer.Argument(metavar="MẪU", help="Mẫu đường dẫn có {uuid} hoặc {code}.")],
    sample: Annotated[int, typer.Option("--sample", min=1, max=2_000, metavar="SỐ", help="Số đường dẫn thử.")] = 50,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Thử một mẫu đường dẫn mới trên một số thủ tục, nêu số tờ phải in lại nếu đổi; không thay đổi gì."""
    here = place(workspace, config)
    manifest, all_links = _load_printed(here)
    sheets = printed.count_entry_sheets(manifest, all_links)
    hosts = here.config.links.hosts
    with show_progress(json) as report, _open(here) as portal:
        result = pattern_trial.try_pattern(
            all_links, pattern, hosts, sample, sheets, portal, here.config.watch.browser, report
        )
    _tell_trial(result, json)
    if not result.is_proven:
        raise typer.Exit(1)


@links.command("export")
def export(
    target: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục sẽ được tạo hoặc thay mới.")],
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi nơi mà các địa chỉ ngắn in trên tờ dẫn đến, để máy chủ khác dùng: bảng cho nginx và các trang tĩnh."""
    here = place(workspace, config)
    manifest, _ = _load_printed(here)
    entries = redirect_export.load_redirects(here.store, manifest)
    redirect_export.write_redirects(target, entries)
    leading = sum(bool(one.url) for one in entries.values())
    say(f"Đã ghi {len(entries)} địa chỉ ngắn vào {target}: {leading} dẫn đến mục, còn lại có trang giải thích.")


def _load_printed(here: Place) -> tuple[Manifest, tuple[PrintedLink, ...]]:
    manifest = lifecycle.load_current(here.store)
    if manifest is None:
        raise ReleaseError(
            "chưa công bố bản nào nên chưa có đường dẫn nào được in",
            place=str(here.store.root),
            way_out="chạy kiosk regenerate trước",
        )
    return manifest, printed.list_printed_links(here.store, manifest)


def _open(here: Place) -> Portal:
    folder = here.store.root / sync.FOLDER
    make_folders(folder)
    return upkeep.open_portal(here.config, folder)


def _choose(all_links: tuple[PrintedLink, ...], codes: list[str] | None) -> tuple[PrintedLink, ...]:
    """The links of the procedures that a person named. Raises `ReleaseError` for one that hangs nowhere."""
    there = {link.code for link in all_links}
    for code in codes or ():
        if code not in there:
            raise ReleaseError(
                "mã này không in trên tờ nào của bản đang công bố", place="--code", value=code, way_out="xem kiosk plan"
            )
    return tuple(link for link in all_links if link.code in set(codes or ()))


def _tell_round(here: Place, done: CheckRound, due: int, json: bool) -> None:
    counts = {state: sum(c.finding.state is state for c in done.checked) for state in LinkState}
    if json:
        facts = [{"code": c.link.code, "state": c.finding.state, "evidence": c.finding.evidence} for c in done.checked]
        print_json({"checked": facts, "left": done.left, "stopped": done.stopped, "due": due})
        return
    rows = [
        (c.link.code, c.finding.state.label, c.finding.evidence, c.link.sheets)
        for c in done.checked
        if c.finding.state is not LinkState.RIGHT
    ]
    if rows:
        print_table("Cần xem lại", ("Mã", "Kết quả", "Thấy gì", "Số tờ"), rows)
    say(upkeep.describe_round(done, due))
    if done.stopped:
        warn(done.stopped)
    if counts[LinkState.UNKNOWN]:
        say(f"Chưa kiểm tra được thì xem bằng mắt: {here.config.office.url}/duong-dan, hoặc kiosk links list.")


def _tell_trial(result: TrialResult, json: bool) -> None:
    if json:
        facts = [{"code": k.code, "url": k.url, "state": f.state, "evidence": f.evidence} for k, f in result.seen]
        print_json({"pattern": result.pattern, "seen": facts, "links": result.links, "sheets": result.sheets})
        return
    rows = [(k.code, f.state.label, f.evidence, k.url) for k, f in result.seen if f.state is not LinkState.RIGHT]
    if rows:
        print_table("Không đúng hoặc chưa rõ", ("Mã", "Kết quả", "Thấy gì", "Địa chỉ"), rows)
    summary = ", ".join(f"{result.count(state)} {state.label}" for state in LinkState)
    say(f"Đã thử {len(result.seen)} trên {result.links} đường dẫn: {summary}.")
    if result.stopped:
        warn(result.stopped)
    say(f"Đổi sang mẫu này thì {result.links} đường dẫn đổi, {result.sheets} tờ ở các điểm phải in lại.")
    say("Mẫu dùng được." if result.is_proven else "Chưa đủ bằng chứng để đổi: giữ mẫu đang dùng.")


def _make_row(
    manifest: Manifest, link: PrintedLink, standing: LinkStanding, newer: Mapping[str, str]
) -> tuple[object, ...]:
    places = printed.list_places(manifest, link.code)
    where = ", ".join(f"{site} {label}" for site, label in places[:3]) + (", …" if len(places) > 3 else "")
    day = f"{read_moment(standing.at):%d/%m/%Y}" if standing.at else ""
    return (
        link.code, link.name, standing.state.label, standing.evidence, day, link.sheets, where,
        _choose_way_out(link, standing, newer),
    )  # fmt: skip


def _describe_link(
    manifest: Manifest, link: PrintedLink, standing: LinkStanding, newer: Mapping[str, str]
) -> dict[str, object]:
    day: date | None = read_moment(standing.at).date() if standing.at else None
    return {
        "code": link.code,
        "name": link.name,
        "url": link.url,
        "state": standing.state,
        "evidence": standing.evidence,
        "day": day,
        "places": [{"site": site, "sheet": label} for site, label in printed.list_places(manifest, link.code)],
        "way_out": _choose_way_out(link, standing, newer),
    }


def _choose_way_out(link: PrintedLink, standing: LinkStanding, newer: Mapping[str, str]) -> str:
    if standing.state is LinkState.RIGHT:
        return ""
    if standing.state is LinkState.UNKNOWN:
        return "kiosk links check, hoặc mở bằng điện thoại rồi ghi kết quả ở trang Đường dẫn của phòng làm việc"
    return propose_way_out(link, standing.state, newer_id=newer.get(link.code, ""))
