"""What the papers for the staff of a site say: replacing sheets, and what a parcel from the print shop holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kiosk.errors import ReleaseError
from kiosk.paper.comparison import SheetAction
from kiosk.press.batch import Job, Parcel
from kiosk.press.printing import Printed
from kiosk.press.reprint import Action, Reason, SiteActions
from posters import inspect, press
from posters.board_index import join_labels
from posters.products_spec import Notice, NoticeItem, NoticeSection
from posters.spec import SiteHead

REPRINT_TITLE = "Thay tờ niêm yết"
COVER_TITLE = "Phiếu giao ấn phẩm niêm yết"


def draw_notice(facts: Notice, site: SiteHead) -> bytes:
    """A notice as a finished file, read back: every sheet that it names stands on it. Raises `ReleaseError`,
    `DrawingError`, `ReadBackError`."""
    # It loads reportlab, which takes longer than most commands that only list what would be written.
    from posters import notice  # noqa: PLC0415

    content = notice.draw_notice(facts, site)
    words = _drop_space("".join(inspect.read_text(content, page) for page in range(len(press.read_labels(content)))))
    labels = [item.label for section in facts.sections for item in section.items]
    lost_labels = [label for label in labels if _drop_space(label) not in words]
    if lost_labels:
        raise ReleaseError(
            f"giấy báo thiếu {len(lost_labels)} dòng so với danh sách",
            place=f"điểm {site.code}, {facts.title.lower()}",
            value=", ".join(lost_labels[:5]),
            way_out="chạy lại lệnh này; nếu vẫn lỗi thì báo người quản trị kèm mã điểm",
        )
    return content


def _drop_space(text: str) -> str:
    return "".join(text.split())


def describe_reprint(site: SiteActions, release: int, as_of: date, sample: bool, *, brief: bool = False) -> Notice:
    """Print these, take these down, keep the rest, each with its reasons: field, before and after; in `brief` only what
    happens to which procedures."""
    write = say_in_brief if brief else say_in_full
    prints, removals, keeps = ([a for a in site.actions if a.do is do] for do in _DOINGS)
    staying = join_labels([a.label for a in keeps])
    sections = [
        _make_task_section(f"In và treo {len(prints)} tờ; tờ cũ cùng mã thì gỡ bỏ", site.code, prints, write),
        _make_task_section(f"Gỡ bỏ {len(removals)} tờ", site.code, removals, write),
        NoticeSection(f"Giữ nguyên {len(keeps)} tờ", plain=staying or "Không có tờ nào."),
    ]
    return Notice(
        title=REPRINT_TITLE,
        label="THAY-TO",
        summary=f"In {len(prints)} tờ, gỡ {len(removals)} tờ, giữ nguyên {len(keeps)} tờ.",
        sections=tuple(s for s in sections if s.items or s.plain),
        release=release,
        released=as_of,
        facts=(("Mã điểm", site.code), ("Để niêm yết đúng", f"bản phát hành {release}, áp dụng từ {as_of:%d/%m/%Y}")),
        closing=(
            *(("Lời cũ và mới của từng thủ tục có trong bảng Excel của đợt thay tờ.",) if brief else ()),
            "Đánh dấu vào ô trống sau khi làm xong từng tờ; treo đủ thì báo lại để xác nhận.",
            "Người thực hiện: …………………………………………   Ngày ……… tháng ……… năm ………",
        ),
        sample=sample,
    )


_DOINGS = (SheetAction.PRINT, SheetAction.TAKE_DOWN, SheetAction.KEEP)


def _make_task_section(
    heading: str, code: str, actions: Sequence[Action], write: Callable[[Sequence[Reason]], tuple[str, ...]]
) -> NoticeSection:
    return NoticeSection(heading, tuple(NoticeItem(f"{code}-{a.label}", details=write(a.reasons)) for a in actions))


def say_in_full(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Every reason in a sentence of its own."""
    return tuple(map(say_reason, reasons))


def say_in_brief(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """What happens, and the codes to which it happens."""
    codes: dict[str, list[str]] = {}
    for reason in reasons:
        codes.setdefault(reason.what + _cite_decision(reason), []).append(reason.code)
    return tuple(f"{what}: {', '.join(code_list)}" if all(code_list) else what for what, code_list in codes.items())


def say_reason(reason: Reason) -> str:
    """A reason in one sentence for paper."""
    name = f" {reason.name}" if reason.name and not reason.what.startswith("đổi tên") else ""
    head = f"{reason.code}{name}: " if reason.code else ""
    return f"{head}{reason.what}{_change(reason)}{_cite_decision(reason)}"


def _cite_decision(reason: Reason) -> str:
    return f" ({reason.decision})" if reason.decision else ""


def _change(reason: Reason) -> str:
    if reason.before and reason.after:
        return f" từ «{reason.before}» thành «{reason.after}»"
    if reason.before:
        return f": bỏ «{reason.before}»"
    return f": «{reason.after}»" if reason.after else ""


@dataclass(frozen=True, slots=True)
class OrderNote:
    """What a delivery note says of the order: its number, the code by which the site confirms, the day before which
    nothing may hang, and the address at which the code is typed ("": not on the note)."""

    number: int
    code: str
    hang_from: date | None = None
    where: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """As lines of the note."""
        wait = (("Treo từ ngày", f"{self.hang_from:%d/%m/%Y}, CHƯA TREO TRƯỚC NGÀY NÀY"),) if self.hang_from else ()
        where = (("Gõ mã tại", f"{self.where}, sau khi treo xong; không cần tài khoản"),) if self.where else ()
        return (("Lệnh in số", str(self.number)), ("Mã xác nhận", self.code), *where, *wait)


def describe_parcel(
    parcel: Parcel,
    files: Sequence[tuple[Job, Printed]],
    titles: Mapping[str, str],
    release: int,
    as_of: date,
    sample: bool,
    order: OrderNote | None = None,
) -> Notice:
    """The first sheet of a parcel: to whom, of which order, and everything in it with ids and copies. `titles` are the
    groups' by their abbreviation in sheet ids."""
    site = parcel.site
    total = sum(p.sides * job.copies for job, p in files)
    return Notice(
        title=COVER_TITLE,
        label="BIA",
        summary=f"Gói số {parcel.number}: {len(files)} tệp, {total} trang in.",
        sections=tuple(_describe_contents(parcel, job, printed, titles) for job, printed in files),
        release=release,
        released=as_of,
        facts=(
            *(order.facts if order else ()),
            ("Mã điểm", site.code),
            ("Giao đến", site.name),
            ("Địa chỉ", site.address or "chưa có; hỏi cơ quan đặt in trước khi giao"),
            ("Điện thoại", site.hotline or "chưa có"),
            ("Thư điện tử", site.email),
            ("Giờ làm việc", site.hours),
        ),
        closing=(
            "Nơi nhận kiểm đếm theo mã tờ in ở chân mỗi tờ; thiếu tờ nào báo lại cơ quan đặt in.",
            "Người nhận: …………………………………………   Ngày ……… tháng ……… năm ………",
        ),
        sample=sample,
    )


def _describe_contents(parcel: Parcel, job: Job, printed: Printed, titles: Mapping[str, str]) -> NoticeSection:
    copies = f", mỗi trang {job.copies} bản" if job.copies > 1 else ""
    heading = f"{job.product.heading}, khổ {job.printed}: {printed.sides} trang in{copies}"
    items = tuple(_list_items(parcel.site.code, printed.ids, job.copies, titles))
    return NoticeSection(heading, items, figures="Số tờ x số bản")


def _list_items(code: str, ids: Sequence[str], copies: int, titles: Mapping[str, str]) -> Iterator[NoticeItem]:
    """Ids drawn together by their group (HT-01 to HT-12), each with how many and how often."""
    bare = [label.removeprefix(f"{code}-") for label in ids]
    for group, members in groupby(bare, key=lambda label: label.partition("-")[0]):
        labels = list(members)
        listed = ", ".join(label.removeprefix("TT-") for label in labels) if group == "TT" else join_labels(labels)
        short = len(listed) <= _SHORT
        yield NoticeItem(
            listed if short else group, titles.get(group, ""), () if short else (listed,), f"{len(labels)} x {copies}"
        )


_SHORT = 14
"""Characters of a list of ids that fit beside the box to tick."""
