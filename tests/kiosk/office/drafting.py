"""A small catalogue, and drafts on it, for tests."""

from __future__ import annotations

import io
from datetime import date, timedelta

from kiosk.clock import get_today
from kiosk.model.catalogue import Catalogue, Level, Procedure
from kiosk.office import catalogues, draft_files, drafts, events
from kiosk.office.drafts import FilePart, ImportDraft
from kiosk.office.job_context import Workplace

NAME = "Đăng ký thường trú cho người chưa thành niên"
LIST = f"code,name,fee\n2.00161,{NAME},Miễn\n1.000593,Đăng ký khai sinh,5.000 đồng\n"
"""A code that lost its zero, which the catalogue knows, and a changed fee."""
BROKEN = LIST + "9.9,Thủ tục không có mã đúng,\n"
SIGNED, HOLDS = get_today() - timedelta(28), get_today() + timedelta(14)
"""A decision that is signed and does not hold yet, on whatever day the tests run."""
REPEALED_OR_NOT = f"""DANH MỤC THỦ TỤC HÀNH CHÍNH
Kèm theo Quyết định số 9/QĐ-UBND ngày {SIGNED:%d/%m/%Y} có hiệu lực từ ngày {HOLDS:%d/%m/%Y},,
"THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG VÀ BÃI BỎ",,
STT,Mã số TTHC,Tên thủ tục hành chính
1,1.000593,Đăng ký khai sinh
2,2.001610,{NAME}
"""
"""An annex whose heading names two kinds: nobody but a person knows which row is what."""


def take_in_base(here: Workplace) -> None:
    """A catalogue of the office's own, so that a draft has something to differ from."""
    base = Catalogue(
        (
            Procedure("1.000593", "Đăng ký khai sinh", levels=(Level.COMMUNE, Level.PROVINCE)),
            Procedure("2.001610", NAME, levels=(Level.COMMUNE, Level.PROVINCE)),
        ),
        data_date=date(2026, 1, 1),
    )
    with here.store.writing():
        catalogues.accept(here.store, base, "x")


def make_draft(here: Workplace, person: int = 1, content: str = LIST, name: str = "a.csv") -> ImportDraft:
    """A draft of one file by one person."""
    base = catalogues.load_in_force(here.store, here.config).id
    act = events.begin_act(person)
    file = draft_files.keep_file(here.store.root, name, io.BytesIO(content.encode()), FilePart.FILES)
    with here.database.writing() as connection:
        draft = drafts.make_draft(connection, act, "QĐ 1", base)
        drafts.add_files(connection, act, draft.id, draft.revision, (file,))
        return drafts.load_draft(connection, draft.id)


def look(here: Workplace, number: int) -> ImportDraft:
    """The draft as it is now."""
    with here.database.reading() as connection:
        return drafts.load_draft(connection, number)
