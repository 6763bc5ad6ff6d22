"""What is measured on: the real lists where they are present, else a generated catalogue of the same size."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from uuid import UUID

import openpyxl

from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import read_file
from kiosk.model.catalogue import Catalogue
from kiosk.resources import find_default_config
from kiosk.settings import config, inputs
from kiosk.settings.inputs import Inputs
from tests.bench.run import ROOT

DAY = date(2026, 11, 24)
"""The day for which everything is built: fixed, because content decides and not the clock."""
COMMUNE, PROVINCE, SHARED = 484, 2003, 103
"""Procedures on the two real lists and on both of them: 2,384 in all."""
FIELDS = 216
"""Fields on both real lists together."""
COLUMNS = ("code", "name", "field", "promulgator", "executing", "levels", "portal_id", "decision")
_SHARES = (0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.995, 1.0)
_LENGTHS = (13, 31, 37, 55, 85, 140, 210, 270, 330, 400, 1192)
"""How long names are: this share of the real names is not longer than that many characters."""
_SYLLABLES = """đăng ký cấp lại giấy phép chứng nhận thủ tục thẩm định phê duyệt điều chỉnh gia hạn xác nhận hỗ trợ
cơ sở kinh doanh dịch vụ quyền sử dụng đất nhà ở xã hội người lao động trẻ em khuyết tật bảo hiểm y tế môi trường
thủy sản chăn nuôi trồng trọt phòng cháy xây dựng hạ tầng giáo dục đào tạo nghề nghiệp văn hóa thể thao"""
"""What generated names are made of."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The files that sites post: communes `commune`, city sites both. `real` says where they come from."""

    commune: Path
    province: Path
    real: bool

    def arguments(self) -> tuple[str, ...]:
        """For `kiosk import` and `kiosk regenerate`."""
        return ("--commune", str(self.commune), "--city", str(self.province), "--city", str(self.commune))

    def catalogue(self) -> Catalogue:
        """Both lists as the product reads them."""
        commune, province = read_file(self.commune), read_file(self.province)
        options = Options(commune=(commune,), city=(province, commune), today=DAY, allow_drop=True)
        return propose(Catalogue(), options).catalogue


@dataclass(frozen=True)
class Material:
    """The lists and a folder for what a run makes."""

    lists: Lists
    folder: Path

    @cached_property
    def inputs(self) -> Inputs:
        """Settings, tables and catalogue."""
        return inputs.gather(config.load(find_default_config()), self.lists.catalogue())


def lists(folder: Path) -> Lists:
    """The real lists (`KIOSK_REAL_DATA`, or `shared/data` beside the checkout), else generated ones in `folder`."""
    found = Path(os.environ.get("KIOSK_REAL_DATA", ROOT.parent / "shared" / "data")) / "catalogue"
    if (found / "commune.csv").is_file() and (found / "province.csv").is_file():
        return Lists(found / "commune.csv", found / "province.csv", real=True)
    return generated(folder)


def generated(folder: Path) -> Lists:
    """Two lists of the size of the real ones with names as long, marked as a sample."""
    rng = Random(2384)
    fields = _fields()
    rows = [_row(rng, i, fields) for i in range(COMMUNE + PROVINCE - SHARED)]
    made = Lists(folder / "commune.csv", folder / "province.csv", real=False)
    write(made.commune, rows[:COMMUNE], sample=True)
    write(made.province, rows[COMMUNE - SHARED :], sample=True)
    return made


def _fields() -> tuple[str, ...]:
    with (ROOT / "data" / "groups.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(row["field"] for row in csv.DictReader(handle) if row["field"])[:FIELDS]


def _row(rng: Random, i: int, fields: Sequence[str]) -> dict[str, str]:
    commune = i < COMMUNE
    return {
        "code": f"{1 + i % 3}.{10000 + i:06d}",
        "name": name(rng, length(rng.random()) if i else _LENGTHS[-1]),
        "field": fields[int(len(fields) * rng.random() ** 2)],
        "promulgator": "Bộ Tư pháp",
        "executing": "Ủy ban nhân dân cấp xã" if commune else "Sở Tư pháp",
        "levels": "xã" if commune else "tỉnh",
        "portal_id": str(UUID(int=rng.getrandbits(128))),
        "decision": f"{100 + i % 900}/QĐ-BTP",
    }


def length(share: float) -> int:
    """The length of a name that is longer than `share` of all names (straight lines between the known points)."""
    for (a, low), (b, high) in zip(
        zip(_SHARES, _LENGTHS, strict=True), zip(_SHARES[1:], _LENGTHS[1:], strict=True), strict=False
    ):
        if share <= b:
            return round(low + (high - low) * (share - a) / (b - a))
    raise ValueError("a share lies between 0 and 1")


def name(rng: Random, characters: int) -> str:
    """Vietnamese syllables, exactly so many characters long."""
    known = _SYLLABLES.split()
    words = [rng.choice(known).capitalize()]
    while len(" ".join(words)) < characters:
        words.append(rng.choice(known))
    return " ".join(words)[:characters].rstrip().ljust(characters, "a")


def rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of a list; lines that begin with # are notes."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(line for line in handle if not line.startswith("#"))
        found = list(reader)
        return list(reader.fieldnames or ()), found


def write(path: Path, made: Sequence[dict[str, str]], *, sample: bool) -> None:
    """Write a list in the product's own CSV form."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        if sample:
            handle.write("# BẢN MẪU – KHÔNG NIÊM YẾT\n")
        writer = csv.DictWriter(handle, list(made[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


def amended(before: Lists, folder: Path, count: int) -> Lists:
    """The same lists with the names of `count` procedures in the middle of the commune list amended in both files."""
    folder.mkdir(parents=True, exist_ok=True)
    _, members = rows(before.commune)
    middle = len(members) // 2 - count // 2
    codes = {row["code"] for row in members[middle : middle + count]}
    after = Lists(folder / "commune.csv", folder / "province.csv", before.real)
    for old, new in ((before.commune, after.commune), (before.province, after.province)):
        _, found = rows(old)
        changed = [
            row | {"name": row["name"] + " (sửa đổi, bổ sung)"} if row["code"] in codes else row for row in found
        ]
        write(new, changed, sample=not before.real)
    return after


def annex(before: Lists, path: Path, count: int) -> Path:
    """A decision's annex, as offices type it, that amends the names of the last `count` procedures of the commune
    list."""
    _, members = rows(before.commune)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG"])
    sheet.append(["STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực"])
    sheet.append(["SỬA ĐỔI, BỔ SUNG"])
    for i, row in enumerate(members[-count:], 1):
        sheet.append([i, row["code"], row["name"] + " (theo quyết định)", row["field"]])
    book.save(path)
    return path
