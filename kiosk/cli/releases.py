"""Commands about releases: build, plan, verify, publish, rollback, regenerate, gc. Holding is in `holding`."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, show_progress, warn
from kiosk.cli.imports import (
    AnswerOption,
    AnswersOption,
    Asked,
    AsOption,
    ByOption,
    CityOption,
    ColumnsOption,
    CommuneOption,
    DatedOption,
    DecisionOption,
    DropOption,
    EffectiveOption,
    FilesArgument,
    KindOption,
    RepairsOption,
    build_request,
)
from kiosk.cli.options import (
    ConfigOption,
    DayOption,
    EarlyOption,
    JsonOption,
    Place,
    SiteOption,
    WorkspaceOption,
    choose_day,
    place,
    split_site_codes,
)
from kiosk.cli.presenting import build_json, build_text, show_proposal, show_verdict, tell_shortfalls
from kiosk.clock import get_today
from kiosk.office import imports, releases
from kiosk.office.imports import ImportRequest
from kiosk.office.ledger import photo_book
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.keeping import list_releases_to_keep
from kiosk.office.ledger.opening import follow_publishing
from kiosk.office.releases import Forecast, PublishedRelease
from kiosk.paper.comparison import SheetAction, SheetChange
from kiosk.release import lifecycle, lineage
from kiosk.reports import holds
from kiosk.workspace.disk import Shortfall

ReleaseArgument = Annotated[int | None, typer.Argument(metavar="SỐ", help="Số bản phát hành.")]


def build(
    as_of: DayOption = None,
    site: SiteOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Dựng tờ niêm yết và trang kiosk của mọi điểm thành một bản phát hành mới (chưa công bố).

    Với --site chỉ dựng thử các điểm ấy để xem; bản dựng thử không công bố được.
    """
    here = place(workspace, config)
    with show_progress(json) as report:
        built = releases.build_release(here.store, here.config, choose_day(as_of), report, only=split_site_codes(site))
    if json:
        print_json(build_json(built))
    else:
        say(build_text(built))


def plan_(
    why_: Annotated[bool, typer.Option("--why", help="Nêu lý do của từng tờ phải in.")] = False,
    as_of: DayOption = None,
    site: SiteOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Cho biết lần dựng tới sẽ in tờ nào, giữ tờ nào, gỡ tờ nào; không dựng gì."""
    here = place(workspace, config)
    forecast = releases.forecast_build(here.store, here.config, choose_day(as_of), split_site_codes(site))
    if json:
        sites = [
            {
                "code": s.site.code,
                "paper": s.paper,
                "names": s.names,
                "small_names": s.small,
                "sheets": list(map(_change_json, s.changes)),
            }
            for s in forecast.sites
        ]
        print_json({"release": forecast.number, "sites": sites})
        return
    actions = (SheetAction.PRINT, SheetAction.KEEP, SheetAction.TAKE_DOWN)
    rows = [(s.site.code, s.site.name, s.paper, *map(s.count, actions), s.small) for s in forecast.sites]
    columns = ("Mã", "Điểm", "Khổ", "In", "Giữ", "Gỡ", "Tên cỡ dưới 9")
    print_table(f"Kế hoạch cho bản phát hành {forecast.number}", columns, rows)
    say(_sum_up_forecast(forecast))
    if why_:
        _explain(forecast)


def _sum_up_forecast(forecast: Forecast) -> str:
    """What the whole costs in sheets."""
    prints, keeps, down = (
        sum(site.count(action) for site in forecast.sites)
        for action in (SheetAction.PRINT, SheetAction.KEEP, SheetAction.TAKE_DOWN)
    )
    sites = sum(bool(site.count(SheetAction.PRINT)) for site in forecast.sites)
    return f"Cộng: in {prints} tờ ở {sites} trên {len(forecast.sites)} điểm, giữ {keeps} tờ, gỡ {down} tờ."


def _change_json(change: SheetChange) -> dict[str, object]:
    """A change of a sheet for machines."""
    return {
        "label": change.label,
        "action": change.action,
        "came": change.came,
        "left": change.left,
        "changed": change.changed,
        "moved": change.joined + change.shifted,
        "reworded": change.reworded,
    }


def _explain(forecast: Forecast) -> None:
    """The reason of every sheet that changes; sites with the same changes are told together."""
    same: dict[tuple[str, ...], list[str]] = {}
    for s in forecast.sites:
        lines = tuple(_change_text(c) for c in s.changes if c.action is not SheetAction.KEEP)
        if lines:
            same.setdefault(lines, []).append(s.site.code)
    for lines, codes in same.items():
        say(f"{len(codes)} điểm ({', '.join(codes[:6])}{', …' if len(codes) > 6 else ''}):")
        for line in lines:
            say(line)


def _change_text(c: SheetChange) -> str:
    """A change of a sheet for a person."""
    parts = (("vào", c.came), ("ra", c.left), ("đổi nội dung in", c.changed), ("chuyển chỗ", c.joined + c.shifted))
    causes = "; ".join(f"{text} {', '.join(codes)}" for text, codes in parts if codes)
    other = "câu chữ, liên hệ hoặc biểu trưng in chung đổi" if c.reworded else "tờ mới"
    return f"  {c.action} {c.label}: {causes or other}"


def verify(
    number: ReleaseArgument = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Đọc mọi trang của mọi điểm, kể cả trong điều kiện xấu.")
    ] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Đọc lại một bản phát hành (mặc định: bản mới dựng nhất) từ các tệp hoàn chỉnh; không tin kết quả đọc trước."""
    here = place(workspace, config)
    manifest = lifecycle.choose_release(here.store, number, newest=True)
    with show_progress(json) as report:
        verdict = releases.verify_release(here.store, manifest, report, deep=deep, reread=True)
    if json:
        print_json({"release": manifest.number, "passed": verdict.passed} | asdict(verdict))
    else:
        show_verdict(manifest, verdict)
    if not verdict.passed:
        raise typer.Exit(1)


def publish(
    number: ReleaseArgument = None,
    early: EarlyOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Công bố một bản (mặc định: bản mới dựng nhất) sau khi kiểm tra đạt."""
    here = place(workspace, config)
    manifest = lifecycle.choose_release(here.store, number, newest=True)
    with show_progress() as report:
        published = releases.publish_release(here.store, manifest, report, early=early)
    _say_published(published)
    tell_shortfalls(published.shortfalls + follow_publishing(here.store))


def _say_published(published: PublishedRelease) -> None:
    manifest = published.manifest
    show_verdict(manifest, published.verdict)
    if manifest.as_of > get_today():
        warn(f"Lưu ý: bản này dựng cho ngày {manifest.as_of:%d/%m/%Y}, chưa đến ngày đó mà đã công bố.")
    say(f"Đã công bố bản phát hành {manifest.number}.")


def rollback(
    number: ReleaseArgument = None,
    early: EarlyOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Quay về nội dung của một bản trước (mặc định: bản ngay trước), công bố dưới số mới và tạm dừng công bố."""
    here = place(workspace, config)
    publication = releases.roll_back(here.store, number, early=early)
    again = publication.manifest
    say(f"Đã công bố bản phát hành {again.number} với nội dung của bản {again.content_of}.")
    if lifecycle.find_standing_hold(here.store) is not None:
        warn(
            "Từ giờ không có gì tự công bố (kể cả kiosk regenerate hằng ngày) cho đến khi chạy kiosk resume hoặc nhập "
            "danh mục khác."
        )
    for line in holds.list_lines(
        replace(holds.look_at_hold(here.store, lifecycle.load_current(here.store)), publishing="")
    ):
        warn(line)
    tell_shortfalls(publication.shortfalls + follow_publishing(here.store))


def regenerate(
    files: FilesArgument = None,
    commune: CommuneOption = None,
    city: CityOption = None,
    decision: DecisionOption = "",
    effective: EffectiveOption = None,
    mode: AsOption = None,
    kind: KindOption = None,
    columns: ColumnsOption = "",
    accept_repairs: RepairsOption = False,
    allow_drop: DropOption = False,
    dated: DatedOption = None,
    answer: AnswerOption = None,
    answers: AnswersOption = None,
    hold_open: Annotated[
        bool, typer.Option("--hold-open", help="Vẫn công bố phần đã rõ khi tệp còn câu hỏi chờ trả lời.")
    ] = False,
    by: ByOption = "",
    as_of: DayOption = None,
    early: EarlyOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Nhập, dựng, kiểm tra, công bố trong một lệnh; không có tệp thì dựng từ danh mục đang áp dụng.

    Khi đang tạm dừng công bố (sau kiosk rollback hoặc kiosk hold) thì không dựng, không công bố, mã thoát là 1.
    """
    here = place(workspace, config)
    day = choose_day(as_of)
    if as_of is None:
        lineage.refuse_clock_behind(here.store, day)
    else:
        releases.settle_clock(here.store)
    answering = Asked(answer, answers, dated, by)
    request = build_request(
        files, commune, city, decision, effective, mode, kind, columns, accept_repairs, allow_drop, answering
    )
    settled = True
    shortfalls: tuple[Shortfall, ...] = ()
    if request.paths or request.answers:
        settled, shortfalls = _take(here, request, hold_open)
    releases.require_publishing(here.store, day, early=early)
    with show_progress() as report:
        built = releases.build_release(here.store, here.config, day, report)
    say(build_text(built))
    with show_progress() as report:
        published = releases.publish_built(here.store, built, report, early=early)
    if published is not None:
        _say_published(published)
        shortfalls += published.shortfalls + follow_publishing(here.store)
    tell_shortfalls(shortfalls)
    if not settled:
        raise typer.Exit(1)


def _take(here: Place, request: ImportRequest, hold_open: bool) -> tuple[bool, tuple[Shortfall, ...]]:
    """Take the files of `regenerate`; whether nothing waits, and what could not be done afterwards. Stops where
    questions stand, unless told to go on."""
    bound = imports.propose_import(here.store, here.config, request, get_today())
    show_proposal(bound)
    adoption = imports.apply_import(here.store, here.config, bound, request.reason)
    say("Danh mục không thay đổi." if adoption is None else f"Đã áp dụng, ghi là lần nhập {adoption.number}.")
    shortfalls = adoption.shortfalls if adoption else ()
    if bound.held and not hold_open:
        warn(
            f"Chưa dựng và chưa công bố gì: còn {len(bound.held)} dòng chờ trả lời. Trả lời bằng --answer hoặc "
            "--answers, hoặc thêm --hold-open để công bố phần đã rõ."
        )
        tell_shortfalls(shortfalls)
        raise typer.Exit(1)
    return bound.settled, shortfalls


def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ xóa gì.")] = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Xóa các bản cũ, tệp không còn dùng và ảnh chụp tường quá hạn; không xóa bản hiện hành, bản trước nó và bản của
    lệnh in còn mở.
    """
    here = place(workspace, config)
    days = here.config.ledger.photo_days
    if dry_run:
        numbers = releases.list_removable(here.store, here.config, list_releases_to_keep(here.store))
        with look_into_ledger(here.store) as connection:
            photos = len(photo_book.list_old_pictures(connection, here.store.root, days))
        say("Sẽ xóa các bản: " + (", ".join(map(str, numbers)) or "không có"))
        say(f"Sẽ xóa {photos} ảnh chụp tường giữ quá {days} ngày.")
        return
    with look_into_ledger(here.store) as connection:
        photos = photo_book.remove_old_pictures(connection, here.store.root, days)
    removed = releases.remove_old(here.store, here.config, list_releases_to_keep(here.store))
    megabytes = f"{removed.bytes / 1e6:.1f}".replace(".", ",")
    say(
        f"Đã xóa {len(removed.releases)} bản phát hành, {removed.objects} tệp ({megabytes} MB), "
        f"{removed.cached} kết quả tính sẵn, {photos} ảnh chụp tường giữ quá {days} ngày."
    )
