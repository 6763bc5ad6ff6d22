"""Commands about releases: build, plan, verify, publish, rollback, regenerate, gc."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer

from kiosk.cli.catalogue import (
    AsOption,
    CityOption,
    ColumnsOption,
    CommuneOption,
    DecisionOption,
    DropOption,
    EffectiveOption,
    FilesArgument,
    KindOption,
    RepairsOption,
    request,
    show_proposal,
    why,
)
from kiosk.cli.console import as_json, progress, say, table, warn
from kiosk.cli.options import ConfigOption, DayOption, JsonOption, Place, WorkspaceOption, day_of, place
from kiosk.clock import today
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site
from kiosk.model.verdict import Verdict
from kiosk.office import catalogues
from kiosk.office.workflow import Built, applied, built, proposed, put_live, verified
from kiosk.paper.comparison import SheetAction, SheetChange, compare_sheets, sheets_of_layout, sheets_of_site
from kiosk.release import housekeeping, lifecycle
from kiosk.release.build import planned
from kiosk.settings import inputs

SitesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--site",
        metavar="MÃ",
        help="Dựng thử riêng điểm này để xem (dùng được nhiều lần); bản dựng thử không công bố được.",
    ),
]
ReleaseArgument = Annotated[int | None, typer.Argument(metavar="SỐ", help="Số bản phát hành.")]


def build(
    as_of: DayOption = None,
    site: SitesOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Dựng tờ niêm yết và trang kiosk của mọi điểm thành một bản phát hành mới (chưa công bố)."""
    here = place(workspace, config)
    with progress(json) as report:
        result = built(here.store, here.config, day_of(as_of), report, only=tuple(site or ()))
    if json:
        as_json(built_json(result))
    else:
        say(built_text(result))


def built_json(result: Built) -> dict[str, object]:
    """A build for machines."""
    m = result.manifest
    return {
        "release": m.number,
        "made": result.made,
        "parent": m.parent,
        "as_of": m.as_of,
        "data_date": m.data_date,
        "sample": m.sample,
        "digest": m.digest(),
        "sites": len(m.sites),
        "files": len(m.files),
        "bodies": len(m.bodies),
        "layouts": len(m.layouts),
    }


def built_text(result: Built) -> str:
    """A build for a person."""
    m = result.manifest
    if not result.made:
        return f"Không có gì thay đổi: bản phát hành {m.number} vẫn đúng (mã kê {m.digest()[:12]}), 0 tệp ghi lại."
    return (
        f"Đã dựng bản phát hành {m.number} cho ngày {m.as_of:%d/%m/%Y}: {len(m.sites)} điểm, {len(m.files)} tệp, "
        f"{len(m.bodies)} tờ khác nhau (mã kê {m.digest()[:12]})."
    )


def plan_(
    why_: Annotated[bool, typer.Option("--why", help="Nêu lý do của từng tờ phải in.")] = False,
    as_of: DayOption = None,
    site: SitesOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Cho biết lần dựng tới sẽ in tờ nào, giữ tờ nào, gỡ tờ nào; không dựng gì."""
    here = place(workspace, config)
    found = inputs.gather(here.config, catalogues.in_force(here.store, here.config).catalogue)
    made = planned(here.store, found, day_of(as_of), only=tuple(site or ()))
    rows = [
        (s.site, _sorted(compare_sheets(sheets_of_site(made.parent, s.site.code), sheets_of_layout(s.layout))))
        for s in made.sites
    ]
    if json:
        sites = [{"code": site.code, "sheets": list(map(_change_json, changes))} for site, changes in rows]
        as_json({"release": made.number, "sites": sites})
        return
    counted = [(s.code, s.name, *(sum(c.action == a for c in cs) for a in ("in", "giữ", "gỡ"))) for s, cs in rows]
    table(f"Kế hoạch cho bản phát hành {made.number}", ("Mã", "Điểm", "In", "Giữ", "Gỡ"), counted)
    if why_:
        _explain(rows)


def _sorted(changes: Iterable[SheetChange]) -> tuple[SheetChange, ...]:
    return tuple(sorted(changes, key=lambda c: (c.group, c.label)))


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


def _explain(rows: list[tuple[Site, tuple[SheetChange, ...]]]) -> None:
    """The reason of every sheet that changes; sites with the same changes are told together."""
    same: dict[tuple[str, ...], list[str]] = {}
    for site, changes in rows:
        lines = tuple(_change_text(c) for c in changes if c.action is not SheetAction.KEEP)
        if lines:
            same.setdefault(lines, []).append(site.code)
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
    manifest = lifecycle.chosen(here.store, number, newest=True)
    with progress(json) as report:
        verdict = verified(here.store, manifest, report, deep=deep, reread=True)
    if json:
        as_json({"release": manifest.number, "passed": verdict.passed} | asdict(verdict))
    else:
        show_verdict(manifest, verdict)
    if not verdict.passed:
        raise typer.Exit(1)


def show_verdict(manifest: Manifest, verdict: Verdict) -> None:
    """What reading back has shown."""
    say(
        f"Bản phát hành {manifest.number}: đọc {verdict.codes_read} mã trên {verdict.sheets_read} tờ khác nhau, "
        f"đối chiếu {verdict.pages_compared} trang, băm {verdict.files_hashed} tệp."
    )
    if verdict.hard_tried:
        read = verdict.hard_tried - len(verdict.hard_unread)
        share = f"{100 * verdict.hard_share:.3f}".replace(".", ",")
        say(f"Trong điều kiện xấu: {read} trong {verdict.hard_tried} lượt đọc thành công ({share} %, cần 99,9 %).")
        for line in verdict.hard_unread:
            warn(f"  không đọc được: {line}")
    gaps = [f"{s.code}: {gap}" for s in verdict.sites for gap in s.gaps]
    for line in (*verdict.problems, *gaps):
        warn(f"  lỗi: {line}")
    say("Kiểm tra đạt." if verdict.passed else "Kiểm tra KHÔNG đạt: bản này không được công bố.")


def publish(number: ReleaseArgument = None, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Công bố một bản (mặc định: bản mới dựng nhất) sau khi kiểm tra đạt."""
    here = place(workspace, config)
    manifest = lifecycle.chosen(here.store, number, newest=True)
    _publish(here, manifest)


def _publish(here: Place, manifest: Manifest) -> None:
    with progress() as report:
        verdict = put_live(here.store, manifest, report)
    show_verdict(manifest, verdict)
    if manifest.as_of > today():
        warn(f"Lưu ý: bản này dựng cho ngày {manifest.as_of:%d/%m/%Y}, chưa đến ngày đó mà đã công bố.")
    say(f"Đã công bố bản phát hành {manifest.number}.")


def rollback(number: ReleaseArgument = None, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Quay về nội dung của một bản trước (mặc định: bản ngay trước), công bố dưới số mới."""
    here = place(workspace, config)
    with here.store.writing():
        again = lifecycle.rollback(here.store, number)
    say(f"Đã công bố bản phát hành {again.number} với nội dung của bản {again.content_of}.")


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
    apply: Annotated[
        bool, typer.Option("--apply", help="Được chấp nhận cho giống lệnh import; ở đây luôn áp dụng.")
    ] = True,
    as_of: DayOption = None,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Nhập, dựng, kiểm tra, công bố trong một lệnh; không có tệp thì dựng từ danh mục đang áp dụng."""
    del apply
    here = place(workspace, config)
    asked = request(files, commune, city, decision, effective, mode, kind, columns, accept_repairs, allow_drop)
    if asked.paths():
        result = proposed(here.store, here.config, asked, today())
        show_proposal(result)
        number = applied(here.store, here.config, result, why(asked))
        say(f"Đã áp dụng thành danh mục số {number}." if number else "Danh mục không thay đổi.")
    with progress() as report:
        result_built = built(here.store, here.config, day_of(as_of), report)
    say(built_text(result_built))
    if result_built.manifest.number != here.store.current():
        _publish(here, result_built.manifest)


def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ xóa gì.")] = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Xóa các bản cũ và tệp không còn dùng; không bao giờ xóa bản hiện hành và bản trước nó."""
    here = place(workspace, config)
    if dry_run:
        numbers = lifecycle.removable(here.store, here.config.keep_releases)
        say("Sẽ xóa các bản: " + (", ".join(map(str, numbers)) or "không có"))
        return
    with here.store.writing():
        done = housekeeping.collect(here.store, here.config.keep_releases)
    megabytes = f"{done.bytes / 1e6:.1f}".replace(".", ",")
    say(f"Đã xóa {len(done.releases)} bản phát hành, {done.objects} tệp ({megabytes} MB), {done.cached} mục nhớ đệm.")
