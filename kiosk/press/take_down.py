"""The take-down list of a site that ended: every sheet that still hangs there, to tick off.

In come the site, what hangs and why it goes; out goes the notice as facts. Drawing it is `notices.draw_notice`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from posters.products_spec import Notice, NoticeItem, NoticeSection

TITLE = "Gỡ tờ niêm yết"


def describe_take_down(
    code: str, labels: Sequence[str], why: Sequence[tuple[str, str]], release: int, day: date
) -> Notice:
    """What the staff of site `code` take down; `why`: what the notice says of the decision, label and value."""
    items = tuple(NoticeItem(f"{code}-{label}") for label in labels)
    return Notice(
        title=TITLE,
        label="GO-TO",
        summary=f"Gỡ {len(labels)} tờ và bảng còn treo, mang về hủy.",
        sections=(NoticeSection(f"Gỡ bỏ {len(labels)} tờ", items),),
        release=release,
        released=day,
        facts=(("Mã điểm", code), *why),
        closing=(
            "Đánh dấu vào ô trống sau khi gỡ từng tờ; gỡ hết thì báo lại để xác nhận.",
            "Người thực hiện: …………………………………………   Ngày ……… tháng ……… năm ………",
        ),
        sample=False,
    )
