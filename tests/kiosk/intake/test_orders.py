"""In whatever order dated files are imported, they end in one catalogue and in the same questions."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import Reading, read_bytes
from kiosk.intake.revision import rebuild
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.model.statement import Past, Statement

TODAY = date(2027, 6, 1)
FIRST = date(2026, 12, 1)
CODES = tuple(f"1.00000{n}" for n in range(6))
HEADINGS = ("SỬA ĐỔI", "SỬA ĐỔI", "BAN HÀNH MỚI", "BÃI BỎ", "TẠM DỪNG THỰC HIỆN", "TIẾP TỤC THỰC HIỆN")
GROUND = Catalogue(tuple(Procedure(code, f"Thủ tục số {code} về giấy phép", fee="9") for code in CODES[:3]))


@st.composite
def annexes(draw: st.DrawFn, number: int) -> str:
    """A decision about three procedures, with names that are theirs, amended, or another one's; often signed on the day
    of another one, sometimes undoing another one, sometimes without a day of its own."""
    signed = FIRST + timedelta(draw(st.sampled_from((0, 30, 30, 60)) | st.integers(0, 150)))
    holds = signed + timedelta(draw(st.integers(0, 90)))
    day = f" ngày {signed:%d/%m/%Y}"
    lines = [
        f"(Kèm theo Quyết định số {number}/QĐ-UBND{draw(st.sampled_from((day, day, day, '')))}),,,,,",
        f"Có hiệu lực từ ngày {holds:%d/%m/%Y},,,,,",
        "STT,Mã TTHC,Tên TTHC,Sau cắt giảm,Phí,Địa điểm thực hiện",
    ]
    undone = draw(st.sampled_from((0, 0, 0, *range(1, 6))))
    lines += [f"Hủy bỏ Quyết định số {undone}/QĐ-UBND,,,,,"] if undone not in {0, number} else []
    for _ in range(3):
        code = draw(st.sampled_from(CODES))
        own = f"Thủ tục số {code} về giấy phép"
        name = draw(st.sampled_from((own, own, f"{own} lần hai", "Đăng ký kết hôn lưu động tại xã")))
        place = draw(st.sampled_from(("", "TTPVHCC thành phố", "TTPVHCC xã")))
        cells = (draw(st.sampled_from(("", "1 ngày", "2 ngày"))), draw(st.sampled_from(("", "0", "5"))), place)
        lines += [draw(st.sampled_from(HEADINGS)) + ",,,,,", ",".join(("1", code, name, *cells))]
    return "\n".join(lines)


LIST = read_bytes(
    "ds.csv", ("code,name,fee\n" + "".join(f"{code},Thủ tục số {code} về giấy phép,1\n" for code in CODES[:4])).encode()
)


@settings(max_examples=40)
@given(st.tuples(*(annexes(n) for n in range(1, 6))), st.permutations(range(6)), st.permutations(range(6)))
def test_all_orders_end_in_one_catalogue(decisions: tuple[str, ...], one: list[int], other: list[int]) -> None:
    read = (read_bytes(f"qd{n}.csv", text.encode()) for n, text in enumerate(decisions, 1))
    files = (LIST, *read)
    assert taken([files[n] for n in one]) == taken([files[n] for n in other])


def taken(files: list[Reading]) -> tuple[object, ...]:
    """Catalogue, lists and open questions after importing files one by one."""
    current, said = GROUND, tuple[Statement, ...]()
    for reading in files:
        listed = reading is LIST
        options = Options(
            commune=(reading,) if listed else (),
            others=() if listed else (reading,),
            today=TODAY,
            dated=date(2027, 2, 15) if listed else None,
            allow_drop=True,
        )
        proposal = propose(current, options, Past(GROUND, said))
        current, said = proposal.catalogue, said + proposal.statements
    anew = rebuild(current, Past(GROUND, said), current.lists, TODAY)
    assert anew.catalogue.procedures == current.procedures, "the same as derived all at once"
    return current.procedures, current.lists, sorted(str(w.problem) for w in anew.waiting)
