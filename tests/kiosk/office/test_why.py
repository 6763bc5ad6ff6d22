"""Why a procedure hangs here today: answered truly for any procedure, site and day, whatever order decisions came in
and whatever was undone. What is right is computed here anew, from what the decisions say and from nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.office import history, imports, undoing
from kiosk.office.history import SiteReason
from kiosk.office.imports import ImportRequest
from kiosk.settings.config import Config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

FIRST = date(2026, 6, 1)
TODAY = date(2026, 12, 1)
CODES = ("1.900001", "1.900002", "1.900003")
NAMES = dict(zip(CODES, ("Cấp giấy phép bến bãi", "Đăng ký nuôi ong", "Hỗ trợ học nghề"), strict=True))
PLACES = {"commune": "TTPVHCC xã", "city": "TTPVHCC thành phố"}
WORDS = {"commune": "cấp xã", "city": "cấp tỉnh"}


@dataclass(frozen=True, slots=True)
class Said:
    """What one decision says of one procedure; `place` empty: nothing of where it is received."""

    number: int
    code: str
    kind: str
    place: str
    signed: date
    holds: date

    @property
    def decision(self) -> str:
        return f"{self.number}/QĐ-UBND"


def draw_decisions(seed: int) -> list[Said]:
    """Half a year: each procedure begins, is amended (its place or its fee), and one of them ends."""
    chosen = random.Random(seed)
    said: list[Said] = []
    for number, days in enumerate(sorted(chosen.sample(range(160), 9)), 1):
        code = CODES[number % 3]
        kind = "BAN HÀNH MỚI" if number <= 3 else "BÃI BỎ" if number == 9 and seed % 2 else "SỬA ĐỔI"
        place = chosen.choice(sorted(PLACES)) if number <= 3 else chosen.choice(("", "", *PLACES))
        signed = FIRST + timedelta(days)
        holds = signed + timedelta(chosen.randint(0, 5) if number <= 3 else chosen.randint(20, 60))
        said.append(Said(number, code, kind, "" if kind == "BÃI BỎ" else place, signed, holds))
    return said


def write(folder: Path, s: Said) -> Path:
    fee = f"{s.number}.000 đồng"
    lines = [
        f"(Kèm theo Quyết định số {s.decision} ngày {s.signed:%d/%m/%Y}),,,,,",
        f"Có hiệu lực từ ngày {s.holds:%d/%m/%Y},,,,,",
        "STT,Mã TTHC,Tên TTHC,Sau cắt giảm,Phí,Địa điểm thực hiện",
        f"{s.kind},,,,,",
        f"1,{s.code},{NAMES[s.code]},,{'' if s.kind == 'BÃI BỎ' else fee},{PLACES.get(s.place, '')}",
    ]
    path = folder / f"{s.number}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def expect(said: list[Said], code: str, kind: str, day: date) -> tuple[bool, str]:
    """Whether a kind of site posts a procedure on a day, and the decision that says so; of several the last signed."""
    acting = [s for s in sorted(said, key=lambda s: s.signed) if s.code == code and s.holds <= day]
    begun = [s for s in acting if s.kind == "BAN HÀNH MỚI"]
    ended = [s for s in acting if s.kind == "BÃI BỎ"]
    if not begun:
        return False, ""
    if ended:
        return False, ended[-1].decision
    placing = [s for s in acting if s.place]
    return placing[-1].place == kind, placing[-1].decision


def check(reason: SiteReason, kind: str, expected: tuple[bool, str], where: str) -> None:
    posted, decision = expected
    assert reason.posted is posted, f"{where}: {reason}"
    assert decision in reason.reason, f"{where}: {reason} does not name {decision}"
    if posted:
        assert WORDS[kind] in reason.reason, f"{where}: {reason}"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_answer_names_the_decision_that_holds(bare: Office, config: Config, seed: int) -> None:
    chosen, store = random.Random(seed), Store(bare.folder / "so")
    said = draw_decisions(seed)
    order = chosen.sample(said, len(said))
    numbers = {}
    for s in order:
        bound = imports.propose_import(store, config, ImportRequest(files=(write(bare.folder, s),), by="lan"), TODAY)
        assert bound.proposal.waiting == (), [str(w.problem) for w in bound.proposal.waiting]
        adoption = imports.apply_import(store, config, bound, "")
        assert adoption is not None
        numbers[s.number] = adoption.number
    undone = chosen.choice([s for s in said if s.number > 3])
    days = [FIRST + timedelta(chosen.randrange(260)) for _ in range(3)]
    ask_everything(store, config, said, days)
    undoing.undo_import(store, config, numbers[undone.number], TODAY)
    ask_everything(store, config, [s for s in said if s is not undone], days)


def ask_everything(store: Store, config: Config, said: list[Said], days: list[date]) -> None:
    for code in CODES:
        for day in days:
            told = history.tell_history(store, config, code, day)
            for kind, site in (("commune", "10888"), ("city", "HP-E")):
                reason = next(x for x in told.sites if x.site == site)
                check(reason, kind, expect(said, code, kind, day), f"{code} at {site} on {day}")
