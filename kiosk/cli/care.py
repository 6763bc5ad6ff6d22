"""Commands that care for a workspace: doctor, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, say, show_progress, warn
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.office.backup import OUTSIDE, back_up
from kiosk.office.diagnosis import Diagnosis, Finding
from kiosk.office.doctor import heal_workspace
from kiosk.office.restoring import WORKSPACE
from kiosk.office.restoring import restore as bring_back
from kiosk.release.damage import DAMAGES, Kind

KeepOption = Annotated[
    int | None, typer.Option("--keep", min=1, metavar="SỐ", help="Chỉ giữ số bản sao lưu mới nhất này.")
]
_SHOWN = 12
"""So many places of one kind stand on the screen; all of them in JSON."""


def doctor(
    yes: Annotated[bool, typer.Option("--yes", help="Đồng ý cả những cách sửa khiến phải in lại tờ niêm yết.")] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Kiểm tra toàn bộ thư mục làm việc, nêu từng chỗ hỏng, hậu quả, và sửa những gì sửa được.

    Chỗ nào sửa mà phải in lại tờ niêm yết thì chỉ sửa khi có --yes. Còn chỗ chưa sửa thì kết thúc bằng mã 1.
    """
    here = place(workspace, config)
    with show_progress(json) as report:
        diagnosis = heal_workspace(here.store, here.config, report, consent=yes)
    if json:
        print_json({"findings": list(map(_describe_finding, diagnosis.findings)), "left": len(diagnosis.left)})
    else:
        _show(diagnosis)
    if diagnosis.left:
        raise typer.Exit(1)


def _describe_finding(finding: Finding) -> dict[str, object]:
    one = finding.damage
    return {
        "kind": one.kind.value,
        "place": one.place,
        "detail": one.detail,
        "release": one.release,
        "means": DAMAGES[one.kind].means,
        "healed": bool(finding.done),
        "done": finding.done,
        "needs_consent": finding.needs_consent,
        "failure": finding.failure,
    }


def _show(diagnosis: Diagnosis) -> None:
    """Kind by kind: what it means, then each place with what became of it."""
    for kind in Kind:
        of_kind = [finding for finding in diagnosis.findings if finding.damage.kind is kind]
        if not of_kind:
            continue
        say(f"{_capitalise_first(DAMAGES[kind].name)}. Nghĩa là: {DAMAGES[kind].means}.")
        ranked = sorted(of_kind, key=lambda finding: bool(finding.done))
        for finding in ranked[:_SHOWN]:
            say(f"  {finding.damage.place} ({finding.damage.detail}): {_tell_outcome(finding)}")
        if len(ranked) > _SHOWN:
            healed = sum(bool(finding.done) for finding in ranked)
            say(f"  … tất cả {len(ranked)} chỗ, {healed} đã sửa; xem đủ bằng --json")
        if any(not finding.done for finding in of_kind):
            say(f"  Cách sửa: {DAMAGES[kind].healed}.")
    unhealed, total = len(diagnosis.left), len(diagnosis.findings)
    if not total:
        say("Đã kiểm tra toàn bộ thư mục làm việc: không có gì hỏng.")
    elif not unhealed:
        say(f"Có {total} chỗ hỏng, đã sửa hết.")
    else:
        say(f"Có {total} chỗ hỏng, đã sửa {total - unhealed}, còn {unhealed} chỗ CHƯA sửa.")


def _tell_outcome(finding: Finding) -> str:
    if finding.done:
        return finding.done
    if finding.needs_consent:
        price = DAMAGES[finding.damage.kind].price
        return f"CHƯA sửa: sửa thì {price}; nếu đồng ý thì chạy kiosk doctor --yes"
    return f"CHƯA sửa: {finding.failure}" if finding.failure else "CHƯA sửa"


def _capitalise_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def backup(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Nơi giữ các bản sao lưu, ví dụ ổ đĩa khác, USB.")],
    keep: KeepOption = None,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Sao lưu cấu hình, data/ và thư mục làm việc; chạy được cả khi máy chủ hoặc lệnh dựng đang chạy.

    Mỗi lần chỉ chép phần mới. Có tệp không sao lưu được thì nêu rõ, không bỏ bản cũ và kết thúc bằng mã 1.
    """
    here = place(workspace, config)
    with show_progress() as report:
        result = back_up(here.store, here.config, here.settings, folder, report, keep)
    size = f"{result.copied_bytes / 1e6:.1f}".replace(".", ",")
    say(f"Đã ghi bản sao lưu {result.snapshot.number} vào {folder}: chép mới {result.copied} tệp ({size} MB).")
    if result.removed:
        say(f"Đã bỏ các bản sao lưu cũ: {', '.join(map(str, result.removed))}.")
    if result.snapshot.damage:
        for line in result.snapshot.damage:
            warn(f"  THIẾU: {line}")
        warn("Bản sao lưu này THIẾU các tệp trên: chạy kiosk doctor rồi sao lưu lại. Không bỏ bản sao lưu cũ nào.")
        raise typer.Exit(1)


def restore(
    backups: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Nơi giữ các bản sao lưu.")],
    to: Annotated[Path, typer.Option("--to", metavar="THƯ_MỤC", help="Thư mục trống để khôi phục vào.")],
    snapshot: Annotated[
        int | None, typer.Option("--snapshot", metavar="SỐ", help="Bản sao lưu nào (mặc định: mới nhất).")
    ] = None,
) -> None:
    """Khôi phục một bản sao lưu vào thư mục trống: cấu hình, data/ và thư mục làm việc var/, có kiểm tra."""
    with show_progress() as report:
        result = bring_back(backups, snapshot, to, report)
    origin = result.snapshot
    say(f"Đã khôi phục bản sao lưu {origin.number} (ghi lúc {origin.at}) vào {to}: {result.files} tệp.")
    outside = [f.path for f in origin.settings if f.path.startswith(f"{OUTSIDE}/")]
    if outside:
        warn(f"Tệp vốn nằm ngoài thư mục của thành phố được đặt trong {OUTSIDE}/: chép về chỗ ghi trong cấu hình.")
    if result.damage:
        for line in result.damage:
            warn(f"  HỎNG: {line}")
        warn(f"Khôi phục CHƯA đủ. Chạy kiosk doctor với --workspace {to}/{WORKSPACE}, hoặc chọn bản sao lưu khác.")
        raise typer.Exit(1)
    say(f"Đã kiểm tra mọi tệp. Xem lại: kiosk --config {to}/{origin.settings_name} --workspace {to}/{WORKSPACE} status")
