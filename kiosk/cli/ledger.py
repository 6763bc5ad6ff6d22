"""Commands about what hangs: confirm, undo, wall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.options import ConfigOption, JsonOption, SiteOption, WorkspaceOption, place, split_site_codes
from kiosk.cli.photo import confirm_photos, show_recorded
from kiosk.clock import get_today, read_moment
from kiosk.model.ledger import PaperAct, Witness
from kiosk.office.ledger import confirming, incidents, tick_list, undoing, walls
from kiosk.office.ledger.acting import LedgerAct, act_in_ledger, look_into_ledger
from kiosk.office.ledger.walls import KnownSheet
from kiosk.office.words import check_words

ByOption = Annotated[
    str, typer.Option("--by", metavar="TÊN", help="Người làm việc này (mặc định: tên người dùng của máy).")
]
NoteOption = Annotated[str, typer.Option("--note", metavar="LỜI", help="Ghi chú.")]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Ngày làm việc ấy (mặc định: hôm nay)."
    ),
]
_SHOWN = 12


def choose_day_done(on: datetime | None) -> date:
    """The day on which something was done: as said, else today in Vietnam."""
    return on.date() if on else get_today()


NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ĐIỂM] [TỜ…]",
        help="Mã điểm rồi mã in trên các tờ; với --order, --photo: chỉ các tờ này.",
    ),
]
OrderOption = Annotated[
    int | None, typer.Option("--order", metavar="SỐ", help="Lệnh in đã treo xong (cả lệnh, hoặc theo --site, TỜ).")
]
ListOption = Annotated[
    Path | None, typer.Option("--list", metavar="TỆP", help="Danh sách Excel của lệnh in đã đánh dấu.")
]
PhotoOption = Annotated[
    list[Path] | None, typer.Option("--photo", metavar="ẢNH", help="Ảnh chụp tường của một điểm (dùng được nhiều lần).")
]
AcceptOption = Annotated[bool, typer.Option("--accept", help="Với --photo: ghi nhận như máy đọc, không hỏi lại.")]
ForeignOption = Annotated[
    str, typer.Option("--foreign", metavar="LỜI", help="Thấy mã lạ hoặc mã bị dán đè: ghi đã thấy gì.")
]
EvidenceOption = Annotated[
    str, typer.Option("--evidence", metavar="LỜI", help="Căn cứ: số công văn, tên ảnh, người báo.")
]
KeyOption = Annotated[
    str, typer.Option("--key", metavar="KHÓA", help="Khóa của việc này: gửi lại cùng khóa thì chỉ ghi một lần.")
]


def confirm(
    names: NamesArgument = None,
    order: OrderOption = None,
    listed: ListOption = None,
    photo: PhotoOption = None,
    accept: AcceptOption = False,
    site: SiteOption = None,
    down: Annotated[bool, typer.Option("--down", help="Các tờ này đã gỡ.")] = False,
    lost: Annotated[bool, typer.Option("--lost", help="Các tờ này bị mất.")] = False,
    damaged: Annotated[bool, typer.Option("--damaged", help="Các tờ này bị hỏng, cần in lại.")] = False,
    seen: Annotated[bool, typer.Option("--seen", help="Kiểm tra thấy các tờ này đang treo.")] = False,
    foreign: ForeignOption = "",
    on: OnOption = None,
    by: ByOption = "",
    evidence: EvidenceOption = "",
    note: NoteOption = "",
    key: KeyOption = "",
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi nhận tờ đã treo, đã gỡ, bị mất, bị hỏng hoặc kiểm tra thấy; bản in lấy theo lệnh in, mã in trên tờ hoặc ảnh.

    Ví dụ: kiosk confirm --order 3; kiosk confirm 11824 1-3-DUM6DH; kiosk confirm --photo tuong.jpg --site 11824.
    """
    acts = [a for a, is_on in zip(_FLAGS, (down, lost, damaged, seen), strict=True) if is_on]
    _refuse_mixture(acts, foreign, order, listed, photo, names)
    here = place(workspace, config)
    ticks = tick_list.read_ticks(listed) if listed is not None else ()
    witness = Witness(by, evidence or (listed.name if listed else ""), "", note)
    if photo:
        confirm_photos(
            here, photo, (split_site_codes(site), names or ()), (witness, choose_day_done(on)), accept=accept, json=json
        )
        return
    with act_in_ledger(here.store, witness) as doing:
        day, sites, doubts = choose_day_done(on), split_site_codes(site), list[str]()
        if foreign:
            _tell_foreign(doing, _read_place(doing, sites, names), foreign, day)
            return
        if listed is not None:
            recorded = confirming.confirm_ticks(doing.connection, doing.act, doing.witness, ticks, day)
        elif order is not None:
            order_choice = (order, sites, names or (), day)
            recorded = confirming.confirm_order(doing.connection, doing.act, doing.witness, *order_choice)
            doubts = confirming.list_doubts(doing.connection, recorded, order, () if names else sites)
        else:
            where, sheets = _read_place(doing, sites, names)
            what = acts[0] if acts else PaperAct.HUNG
            recorded = confirming.confirm_sheets(
                doing.connection, doing.act, doing.witness, where, _require_sheets(sheets), what, day, key
            )
    show_recorded(recorded, json=json)
    for doubt in doubts:
        warn(doubt)


_FLAGS = (PaperAct.DOWN, PaperAct.LOST, PaperAct.DAMAGED, PaperAct.SEEN)


def _refuse_mixture(
    acts: Sequence[PaperAct],
    foreign: str,
    order: int | None,
    listed: Path | None,
    photos: Sequence[Path] | None,
    names: Sequence[str] | None,
) -> None:
    ways = sum((bool(acts) or bool(foreign), order is not None, listed is not None, bool(photos)))
    if len(acts) + bool(foreign) > 1 or ways > 1:
        raise typer.BadParameter(
            "mỗi lần chỉ ghi một việc: --order, --list, --photo, --down, --lost, --damaged, --seen, --foreign"
        )
    if not ways and not names:
        raise typer.BadParameter("ghi --order SỐ, --list TỆP, --photo ẢNH, hoặc mã điểm và mã in trên các tờ")


def _read_place(doing: LedgerAct, sites: Sequence[str], names: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """The one site that is meant, by `--site` or as the first word, and the sheets."""
    words = list(names or ())
    if len(sites) > 1 or not (sites or words):
        raise typer.BadParameter("ghi đúng một mã điểm")
    code = sites[0] if sites else words.pop(0)
    return walls.require_site(doing.connection, code), tuple(words)


def _require_sheets(sheets: Sequence[str]) -> Sequence[str]:
    if not sheets:
        raise typer.BadParameter(
            "ghi mã in trên các tờ; cả điểm thì xác nhận theo lệnh in: kiosk confirm --order SỐ --site ĐIỂM"
        )
    return sheets


def _tell_foreign(doing: LedgerAct, where: tuple[str, tuple[str, ...]], text: str, day: date) -> None:
    site, sheets = where
    if len(sheets) > 1:
        raise typer.BadParameter("mỗi sự cố ghi một tờ")
    words = check_words(text, "--foreign")
    opened = incidents.open_incident(
        doing.connection, doing.act, doing.witness, site, sheets[0].upper() if sheets else "", words, day
    )
    say(f"Đã ghi sự cố {opened.number} tại điểm {site} (sự kiện {opened.event}); đóng bằng kiosk incident close.")


def undo(
    event: Annotated[int, typer.Argument(metavar="SỰ_KIỆN", help="Số của sự kiện, như kiosk wall cho biết.")],
    whole: Annotated[bool, typer.Option("--act", help="Hủy mọi việc được ghi cùng một lần với sự kiện này.")] = False,
    by: ByOption = "",
    note: NoteOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Hủy một việc đã ghi trong sổ treo; việc hủy cũng là một sự kiện, không xóa gì."""
    here = place(workspace, config)
    with act_in_ledger(here.store, Witness(by, note=note)) as doing:
        undone = undoing.undo_event(doing.connection, doing.act, doing.witness, event, whole_act=whole)
    more = " …" if len(undone) > _SHOWN else ""
    say(f"Đã hủy {len(undone)} việc: sự kiện {', '.join(map(str, undone[:_SHOWN]))}{more}.")


def wall(
    site: Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm, ví dụ 11824.")],
    on: OnOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Tờ nào đang treo (hoặc đã treo vào một ngày) ở một điểm, và nhờ đâu mà biết."""
    here = place(workspace, config)
    with look_into_ledger(here.store) as connection:
        code = walls.require_site(connection, site)
        sheets = walls.list_wall(connection, code, on.date() if on else None)
    if json:
        print_json({"site": code, "day": choose_day_done(on), "sheets": [_describe_sheet(k) for k in sheets]})
        return
    hanging = [k for k in sheets if k.word.hangs]
    columns = ("Tờ", "Mã in trên tờ", "Tình trạng", "Từ ngày", "Bản phát hành", "Sự kiện", "Ai, ghi lúc nào, căn cứ")
    title = f"Điểm {code}, ngày {choose_day_done(on):%d/%m/%Y}: sổ ghi {len(hanging)} tờ đang treo"
    print_table(title, columns, [_make_row(k) for k in sheets])
    unknown = sum(k.content is None for k in hanging)
    if unknown:
        warn(f"{unknown} tờ là tờ cũ: sổ không còn biết trên đó in gì.")


def _make_row(known: KnownSheet) -> tuple[object, ...]:
    word, content = known.word, known.content
    state = (
        word.act.label if not word.hangs else "đang treo" if word.act is not PaperAct.DAMAGED else "đang treo, bị hỏng"
    )
    if word.hangs and not known.is_current:
        state += ", là tờ cũ"
    printed = content.mark if content else ("không rõ" if word.hangs else "")
    release = content.release if content else ""
    return word.sheet, printed, state, f"{word.day:%d/%m/%Y}", release, word.event, _tell_how_known(known)


def _tell_how_known(known: KnownSheet) -> str:
    facts = known.event.after if isinstance(known.event.after, dict) else {}
    who = f"người dùng số {known.event.person}" if known.event.person is not None else str(facts.get("by") or "máy")
    parts = [f"{who}, {read_moment(known.event.at):%H:%M %d/%m/%Y}"]
    if facts.get("order"):
        parts.append(f"lệnh in {facts['order']}")
    parts += [str(facts[key]) for key in ("evidence", "note") if facts.get(key)]
    return "; ".join(parts)


def _describe_sheet(known: KnownSheet) -> dict[str, object]:
    word, content = known.word, known.content
    facts: dict[str, object] = {"sheet": word.sheet, "act": word.act.value, "hangs": word.hangs, "day": word.day}
    facts |= {"revision": word.revision, "checked": word.checked, "current": known.is_current, "event": word.event}
    facts["mark"] = content.mark if content else None
    facts["release"] = content.release if content else None
    facts["procedures"] = [
        {"code": c.code, "name": c.name, "decision": c.decision, "decided": c.decided, "until": c.until}
        for c in (content.cards if content else ())
    ]
    says = known.event.after if isinstance(known.event.after, dict) else {}
    facts["recorded"] = {"at": read_moment(known.event.at).isoformat(), "person": known.event.person} | {
        name: says.get(name) for name in ("by", "evidence", "note", "order")
    }
    return facts
