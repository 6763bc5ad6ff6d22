"""Commands that care for a workspace: doctor, backup, restore."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.console import as_json, progress, say
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.office.doctor import Diagnosis, Finding, heal_workspace
from kiosk.release.damage import DAMAGES, Kind

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
    with progress(json) as report:
        diagnosis = heal_workspace(here.store, here.config, report, consent=yes)
    if json:
        as_json({"findings": list(map(_finding_json, diagnosis.findings)), "left": len(diagnosis.left)})
    else:
        _show(diagnosis)
    if diagnosis.left:
        raise typer.Exit(1)


def _finding_json(finding: Finding) -> dict[str, object]:
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
        say(f"{_capital(DAMAGES[kind].name)}. Nghĩa là: {DAMAGES[kind].means}.")
        ranked = sorted(of_kind, key=lambda finding: bool(finding.done))
        for finding in ranked[:_SHOWN]:
            say(f"  {finding.damage.place} ({finding.damage.detail}): {_outcome(finding)}")
        if len(ranked) > _SHOWN:
            healed = sum(bool(finding.done) for finding in ranked)
            say(f"  … tất cả {len(ranked)} chỗ, {healed} đã sửa; xem đủ bằng --json")
        if any(not finding.done for finding in of_kind):
            say(f"  Cách sửa: {DAMAGES[kind].healed}.")
    left, found = len(diagnosis.left), len(diagnosis.findings)
    if not found:
        say("Đã kiểm tra toàn bộ thư mục làm việc: không có gì hỏng.")
    elif not left:
        say(f"Có {found} chỗ hỏng, đã sửa hết.")
    else:
        say(f"Có {found} chỗ hỏng, đã sửa {found - left}, còn {left} chỗ CHƯA sửa.")


def _outcome(finding: Finding) -> str:
    if finding.done:
        return finding.done
    if finding.needs_consent:
        return "CHƯA sửa: sửa chỗ này có thể phải in lại tờ; nếu đồng ý thì chạy kiosk doctor --yes"
    return f"CHƯA sửa: {finding.failure}" if finding.failure else "CHƯA sửa"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
