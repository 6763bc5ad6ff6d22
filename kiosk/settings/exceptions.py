"""What single sites post beside their kind's list, or leave out of it, each with the document that says so.

Comes in: the table `exceptions.csv` (site, code, effect, document). Goes out: additions and exclusions by site, which
`config` joins with those that stand in `config.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.errors import ConfigError
from kiosk.settings.tables import parse_rows, read_bytes

COLUMNS = ("site", "code", "effect", "document")
HEADER = ",".join(COLUMNS) + "\n"
_CODE = re.compile(r"[0-9]\.[0-9]{6}")


class SiteEffect(StrEnum):
    """What an exception does at its site."""

    EXTRA = "thêm"
    EXCLUDE = "bỏ"


@dataclass(frozen=True, slots=True)
class SiteException:
    """One procedure at one site; `document`: number of the paper that says so."""

    site: str
    code: str
    effect: SiteEffect
    document: str

    def add_to(self, codes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The codes that a site adds («extra») and leaves out («exclude») with this one: it wins over both."""
        own = "extra" if self.effect is SiteEffect.EXTRA else "exclude"
        others = {name: tuple(code for code in listed if code != self.code) for name, listed in codes.items()}
        return {**others, own: (*others[own], self.code)}


def read_exceptions(path: Path) -> tuple[SiteException, ...]:
    """The exceptions of `path`, none where there is no such file. Raises `ConfigError`."""
    return parse_exceptions(read_bytes(path), path) if path.exists() else ()


def parse_exceptions(content: bytes, path: Path) -> tuple[SiteException, ...]:
    """As `read_exceptions`, from the bytes of the file; `path` is for the messages."""
    exceptions: dict[tuple[str, str], SiteException] = {}
    for line, row in parse_rows(content, path, ("site", "code", "effect"), COLUMNS):
        each = _read_exception(row, f"{path}, dòng {line}")
        if (each.site, each.code) in exceptions:
            raise _refuse(f"{path}, dòng {line}", "code", each.code, "mỗi thủ tục một dòng ở mỗi điểm; xóa dòng trùng")
        exceptions[each.site, each.code] = each
    return tuple(exceptions.values())


def _read_exception(row: Mapping[str, str], place: str) -> SiteException:
    if not row["site"]:
        raise _refuse(place, "site", "", "ghi mã điểm tiếp nhận")
    if not _CODE.fullmatch(row["code"]):
        raise _refuse(place, "code", row["code"], "ghi đủ mã như 1.001193; trong bảng tính, để cột này ở dạng văn bản")
    if row["effect"] not in tuple(SiteEffect):
        raise _refuse(place, "effect", row["effect"], f"chọn một trong: {', '.join(SiteEffect)}")
    return SiteException(row["site"], row["code"], SiteEffect(row["effect"]), row.get("document", ""))


def _refuse(place: str, column: str, value: str, way_out: str) -> ConfigError:
    return ConfigError(f"cột «{column}» không hợp lệ", place=place, value=value, way_out=way_out)
