"""The real files: what stands in them is read, and nothing is lost or invented."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kiosk.catalogue.diff import ChangeKind
from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import FileKind, Mode, Reading, read_bytes, read_file
from kiosk.intake.readers.own_table import write_csv
from kiosk.model.catalogue import Catalogue
from kiosk.model.problem import Severity
from kiosk.text import tidy

pytestmark = pytest.mark.real
TODAY = date(2026, 10, 1)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def lists(real_data: Path) -> tuple[Reading, Reading]:
    folder = real_data / "catalogue"
    return read_file(folder / "commune.csv"), read_file(folder / "province.csv")


@pytest.fixture(scope="module")
def whole(lists: tuple[Reading, Reading]) -> Catalogue:
    commune, city = lists
    return propose(Catalogue(), Options(commune=(commune,), city=(city,), today=TODAY)).catalogue


@pytest.mark.parametrize("name", ["commune", "province", "haiphong"])
def test_every_row_of_the_lists(real_data: Path, name: str) -> None:
    rows = table(real_data / "catalogue" / f"{name}.csv")
    reading = read_file(real_data / "catalogue" / f"{name}.csv")
    assert reading.kind is FileKind.TABLE
    assert (reading.tally.procedures, reading.tally.headings, reading.tally.problems) == (len(rows), 1, 0)
    for row, p in zip(rows, reading.procedures, strict=True):
        assert (p.code, p.name, p.field, p.portal_id) == (
            row["code"].strip(), tidy(row["name"]), tidy(row["field"]), row["uuid"],
        )  # fmt: skip
        assert " | ".join(p.executing) == tidy(row["executing"])


def test_both_lists_make_one_catalogue(lists: tuple[Reading, Reading], whole: Catalogue) -> None:
    codes = {p.code for r in lists for p in r.procedures}
    assert [p.code for p in whole.procedures] == sorted(codes)
    assert [len(x.codes) for x in whole.lists] == [len(r.procedures) for r in lists]


def test_the_one_malformed_code_is_kept_and_told(lists: tuple[Reading, Reading]) -> None:
    told = [p for r in lists for p in r.problems]
    assert [(p.value, p.severity) for p in told] == [("1.0133611", Severity.WARNING)]


def test_importing_again_and_the_own_export_change_nothing(lists: tuple[Reading, Reading], whole: Catalogue) -> None:
    commune, city = lists
    assert propose(whole, Options(commune=(commune,), city=(city,), today=TODAY)).catalogue is whole
    own = read_bytes("xuat.csv", write_csv(whole))
    assert propose(whole, Options(others=(own,), today=TODAY)).catalogue is whole


def test_portal_exports(real_data: Path) -> None:
    paths = sorted((real_data / "portal-xlsx").glob("*.xlsx"))
    assert paths
    for path in paths:
        rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=3, values_only=True))
        reading = read_file(path)
        assert (reading.kind, reading.mode) == (FileKind.PORTAL_XLSX, Mode.SNAPSHOT)
        assert [p.code for p in reading.procedures] == [str(row[0]).strip() for row in rows if row[0]]
        assert [p.name for p in reading.procedures] == [tidy(str(row[1])) for row in rows if row[0]]
        assert reading.tally.headings == 2


def test_a_ministrys_export_touches_only_that_ministry(real_data: Path, whole: Catalogue) -> None:
    export = read_file(real_data / "portal-xlsx" / "danh-sach-tthc-BoTuPhap.xlsx")
    proposal = propose(whole, Options(others=(export,), today=TODAY, allow_drop=True))
    ended = {c.code for c in proposal.changes if c.kind is ChangeKind.ENDED}
    before = {p.code: p for p in whole.procedures}
    assert all(before[code].promulgator == "Bộ Tư pháp" for code in ended)
    assert proposal.lost == len(ended)
    kept = {p.code: p for p in proposal.catalogue.procedures}
    assert all(kept[p.code].portal_id == p.portal_id for p in whole.procedures)


def test_portal_answers(real_data: Path) -> None:
    for path in sorted((real_data / "portal-api").glob("list-*.json")):
        items = json.loads(path.read_text(encoding="utf-8"))["data"]["items"]
        reading = read_file(path)
        assert (reading.kind, reading.mode) == (FileKind.PORTAL_LIST, Mode.CHANGE)
        assert [p.portal_id for p in reading.procedures] == [item["id"] for item in items]
        internal = sum(item["type"].endswith("_INTERNAL") for item in items)
        assert sum(p.internal for p in reading.procedures) == internal


def test_portal_details_complete_the_lists(real_data: Path, whole: Catalogue) -> None:
    details = tuple(read_file(path) for path in sorted((real_data / "portal-api" / "detail").glob("*.json")))
    assert all((d.kind, d.tally.procedures, d.problems) == (FileKind.PORTAL_DETAIL, 1, ()) for d in details)
    proposal = propose(whole, Options(others=details, today=TODAY))
    assert proposal.lost == 0
    assert {c.kind for c in proposal.changes} == {ChangeKind.CHANGED}
    known = {p.code: p for p in proposal.catalogue.procedures}
    assert {channel.fee for channel in known["2.000635"].channels} == {"8.000 đồng"}
    assert {channel.time for channel in known["1.014792"].channels} == {"15 ngày làm việc"}
    assert {channel.time for channel in known["1.004884"].channels} == {""}


def test_order_of_all_real_files_does_not_matter(real_data: Path) -> None:
    paths = [*(real_data / "catalogue").glob("*.csv"), *(real_data / "portal-xlsx").glob("*.xlsx")]
    files = tuple(read_file(path) for path in sorted(paths))
    one = propose(Catalogue(), Options(others=files, today=TODAY))
    other = propose(Catalogue(), Options(others=files[::-1], today=TODAY))
    assert (one.catalogue, one.changes, one.problems) == (other.catalogue, other.changes, other.problems)


def test_a_communes_own_list_of_codes(real_data: Path, whole: Catalogue) -> None:
    board = read_file(real_data / "lists" / "commune-board-fields.txt")
    assert (board.kind, board.tally.procedures) == (FileKind.CODE_LIST, 376)
    proposal = propose(whole, Options(commune=(board,), today=TODAY, allow_drop=True))
    unknown = [p for p in proposal.problems if p.severity is Severity.ERROR]
    commune = proposal.catalogue.lists[0]
    assert len(commune.codes) + len(unknown) == len({p.code for p in board.procedures})


def test_exports_of_the_portal_raise_no_question(real_data: Path, whole: Catalogue) -> None:
    files = [*sorted((real_data / "portal-xlsx").glob("*.xlsx")), *sorted((real_data / "catalogue").glob("*.csv"))]
    for path in files:
        reading = read_file(path)
        assert reading.tally.questions == 0, path.name
        proposal = propose(whole, Options(others=(reading,), today=TODAY, allow_drop=True))
        assert proposal.waiting == (), path.name


def test_an_annex_of_real_procedures_raises_hardly_a_question(whole: Catalogue) -> None:
    centre = "Trung tâm Phục vụ hành chính công"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        ["PHỤ LỤC"],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH, SỬA ĐỔI, BỔ SUNG, BÃI BỎ"],
        ["(Kèm theo Quyết định số 3701/QĐ-UBND ngày 01/9/2026 của Chủ tịch UBND thành phố)"],
        ["Có hiệu lực từ ngày 01/11/2026"],
        [
            "STT",
            "Mã TTHC",
            "Tên thủ tục hành chính",
            "Thời hạn giải quyết",
            "Địa điểm thực hiện",
            "Phí, lệ phí",
            "Ghi chú",
        ],
    ):
        sheet.append(line)
    chosen = whole.procedures[::5]
    for heading, part in (("I. TTHC ĐƯỢC SỬA ĐỔI, BỔ SUNG", chosen[::2]), ("II. TTHC BỊ BÃI BỎ", chosen[1::2])):
        sheet.append([heading])
        for n, p in enumerate(part, 1):
            place = f"{centre} thành phố; {centre} xã, phường, đặc khu"
            sheet.append([n, p.code, p.name, "5 ngày làm việc", place, "Không", p.decision])
    content = io.BytesIO()
    book.save(content)
    reading = read_bytes("phu-luc.xlsx", content.getvalue())
    proposal = propose(whole, Options(others=(reading,), today=TODAY))
    assert reading.tally.procedures + reading.tally.questions + reading.tally.problems == len(chosen)
    assert len(proposal.waiting) <= 0.02 * len(chosen), [str(w.problem) for w in proposal.waiting[:5]]
