"""The portal's JSON: list pages and details (undocumented; read from real answers of 2026).

Quoted as the portal writes it: a time whose unit it does not name and a fee of 0 without a word say nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from kiosk.errors import IntakeError
from kiosk.intake import limits, values
from kiosk.intake.entry import ask, read_entry, report_error
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.refusals import refuse, refuse_broken, refuse_too_big
from kiosk.intake.rows import FileKind, Row
from kiosk.model.catalogue import Channel, Level, Online, Procedure, Source
from kiosk.model.question import SKIP, TAKE, Topic
from kiosk.text import fold, split_words, tidy

_SPACES = re.compile(r"[\s\ufeff]*")
_HANOI = timezone(timedelta(hours=7))
_CHANNELS = {"DIRECT": "trực tiếp", "ONLINE": "trực tuyến", "POSTAL": "bưu chính"}
_UNITS = {
    "WORKING_DAY": "ngày làm việc", "DAY": "ngày", "HOUR": "giờ", "WORKING_HOUR": "giờ làm việc",
    "WEEK": "tuần", "MONTH": "tháng", "YEAR": "năm", "MINUTE": "phút",
}  # fmt: skip
_TIME_WORDS = frozenset(("ngay", "gio", "thang", "tuan", "phut", "nam"))
_MOST = 1e12  # 1e999 reads as infinity
_LIVE = {"", "ACTIVE", "UPDATED", "PUBLISHED"}
_LEVELS = (
    ("isMinistry", Level.MINISTRY),
    ("isProvince", Level.PROVINCE),
    ("isWard", Level.COMMUNE),
    ("isOtherAgency", Level.OTHER),
    ("isVertical", Level.OTHER),
)
Item = Mapping[str, Any]
_WORDS = frozenset(("name", "description", "state"))
_LONGEST_STATE = 40
_SHOWN = re.compile(r"\b(?:active|enabled|published|public|visible|valid)\b")


@dataclass(frozen=True, slots=True)
class PortalItems:
    """The items of a file and whether they are details; `total` is what the portal says its list holds."""

    items: tuple[Item, ...]
    kind: FileKind
    total: int

    @property
    def whole(self) -> bool:
        """Whether a list page holds the whole list."""
        return self.kind is FileKind.PORTAL_LIST and 0 < self.total <= len(self.items)


def parse_json(file: str, text: str) -> Any:
    """What a JSON file holds: one value, or the list of several that stand one after another. Raises `IntakeError`."""
    if text.count("{") + text.count("[") > limits.JSON_CONTAINERS or text.count(",") > limits.JSON_VALUES:
        raise refuse_too_big(file, "quá nhiều mục")
    try:
        values_ = list(_parse_values(text))
    except json.JSONDecodeError as err:
        what = f"tệp JSON bị hỏng, sai cú pháp ở dòng {err.lineno}, cột {err.colno}"
        raise refuse(file, what, "tải hoặc sao chép lại tệp rồi thử lại") from err
    except (ValueError, RecursionError) as err:
        raise refuse_broken(file) from err
    return values_[0] if len(values_) == 1 else values_


def _parse_values(text: str) -> Iterator[Any]:
    """Several answers saved into one file stand behind one another, each an object or a list."""
    decoder = json.JSONDecoder(parse_constant=_refuse_number)
    at = _skip_space(text, 0)
    while at < len(text):
        if text[at] not in "{[":
            raise json.JSONDecodeError("Extra data", text, at)
        value, at = decoder.raw_decode(text, at)
        yield value
        at = _skip_space(text, at)


def _refuse_number(text: str) -> None:
    """`NaN` and `Infinity` are no JSON (RFC 8259, 6), though Python would take them."""
    raise ValueError(text)


def _skip_space(text: str, at: int) -> int:
    match = _SPACES.match(text, at)
    return match.end() if match else at


def refuse_empty_json(file: str) -> IntakeError:
    """The error for JSON without procedures."""
    return refuse(file, "tệp JSON không có thủ tục nào", "lưu lại câu trả lời của Cổng (danh sách hoặc chi tiết)")


def find_answers(file: str, data: Any) -> PortalItems | None:
    """The items of the portal's answer(s), None where it is another program's JSON. Raises `IntakeError`."""
    items: list[Item] = []
    total = sum(_collect(file, data, items))
    if not any("code" in item for item in items):
        return None
    details = any("executionMethods" in item or "executionCases" in item for item in items)
    return PortalItems(tuple(items), FileKind.PORTAL_DETAIL if details else FileKind.PORTAL_LIST, total)


def _collect(file: str, data: Any, items: list[Item]) -> Iterator[int]:
    """Append the items below `data`; yields the totals that list pages state."""
    if isinstance(data, list):
        for part in data:
            yield from _collect(file, part, items)
    elif not isinstance(data, dict):
        return
    elif ("data" in data and "items" not in data) or ("message" in data and not data.keys() & {"items", "name"}):
        if data.get("code") not in (None, "OK"):
            raise refuse(
                file,
                "Cổng trả lời lỗi",
                "tải lại dữ liệu từ Cổng",
                tidy(str(data.get("message") or data["code"])),
            )
        yield from _collect(file, data.get("data"), items)
    elif isinstance(data.get("items"), list):
        # What is no object becomes an item without code and name: a row that is told, not one that vanishes.
        items += [item if isinstance(item, dict) else {"name": str(item)} for item in data["items"]]
        total = data.get("total")
        yield total if isinstance(total, int) else 0
    elif "code" in data and "name" in data:
        items.append(data)


def read_rows(file: str, answers_given: PortalItems) -> tuple[Row, ...]:
    """A row for every item, numbered in order."""
    make = _read_detail if answers_given.kind is FileKind.PORTAL_DETAIL else _read_listed
    return tuple(_make_row(Source(file, n), item, make) for n, item in enumerate(answers_given.items, start=1))


def _make_row(source: Source, item: Item, make: Callable[[Item], dict[str, Any]]) -> Row:
    written, name, portal_id = (
        _read_text(item, "code"),
        _read_text(item, "name"),
        values.read_portal_id(_read_text(item, "id")),
    )
    code_and_name = read_entry(source, written, name, portal_id)
    problems = code_and_name.problems
    if _read_text(item, "state").upper() not in _LIVE:
        message = "Cổng ghi thủ tục không còn áp dụng nên không đưa vào danh mục"
        problems += (
            report_error(source, "trạng thái", _read_text(item, "state"), message, "bỏ mục này nếu đúng như vậy"),
        )
    if (ending := _find_end(item)) and not problems:
        message = f"mục có «{ending}»: không rõ thủ tục còn áp dụng không"
        problems += (ask(source, "trạng thái", ending, message, Topic.KIND, (TAKE, SKIP)),)
    facts = make(item)
    procedure = Procedure(
        code=code_and_name.code,
        name=code_and_name.name,
        portal_id=portal_id,
        internal=bool(item.get("isInternal")) or _read_text(item, "type").upper().endswith("INTERNAL"),
        source=source,
        **facts,
    )
    return Row(source, procedure, written, doubt=code_and_name.doubt, case=code_and_name.case, problems=problems)


def _find_end(item: Item) -> str:
    """Key and value of what says, in a field of the portal that nobody foresaw, that a procedure is no longer there."""
    for key, value in item.items():
        words = " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+", key))
        if isinstance(value, bool):
            if value if speaks_of_ending(words) else not value and _SHOWN.search(words.lower()):
                return f"{key}: {str(value).lower()}"
        elif isinstance(value, str) and key not in _WORDS and len(value) < _LONGEST_STATE and speaks_of_ending(value):
            return f"{key}: {tidy(value)}"
    return ""


def _read_text(item: Item, name: str) -> str:
    value = item.get(name)
    return tidy(value) if isinstance(value, str) else ""


def _list_names(item: Item, *keys: str, of: str = "name") -> tuple[str, ...]:
    """The names in lists of texts or of objects, without repeats."""
    names: list[str] = []
    for key in keys:
        values_ = item.get(key)
        for value in values_ if isinstance(values_, list) else ():
            text = value.get(of) if isinstance(value, dict) else value
            names.append(tidy(text) if isinstance(text, str) else "")
    return tuple(dict.fromkeys(name for name in names if name))


def _read_listed(item: Item) -> dict[str, Any]:
    return {
        "field": next(iter(_list_names(item, "categories")), ""),
        "promulgator": _read_text(item, "departmentPromulgate"),
        "executing": _list_names(item, "departments"),
        "audience": ", ".join(_list_names(item, "formalityTargetType")),
    }


def _read_detail(item: Item) -> dict[str, Any]:
    proposal = item.get("procedureProposal")
    proposal = proposal if isinstance(proposal, dict) else {}
    return {
        "field": next(iter(_list_names(item, "categoriesDetails")), ""),
        "promulgator": _read_text(item, "departmentPromulgateName"),
        "executing": _list_names(item, "unitGroupsExecuting", "departmentsExecuting"),
        "levels": tuple(dict.fromkeys(level for key, level in _LEVELS if item.get(key) is True)),
        "decision": _read_text(item, "decisionNo") or _read_text(proposal, "proposalNumber"),
        "decision_date": _read_day(proposal.get("decisionDate")),
        "online": _read_online(item),
        "place": _read_text(item, "dossierReceivingAddresses"),
        "legal_basis": "; ".join(_list_names(item, "legalBasisesDetails", of="code")),
        "channels": tuple(_read_channels(item)),
        "dossier": tuple(_list_dossier(item)),
        "result": "; ".join(_list_names(item, "resultsDetails")),
        "audience": ", ".join(_list_names(item, "subjectTypesDetails")),
        "cases": _list_cases(item),
    }


def _read_day(milliseconds: Any) -> date | None:
    """A moment of the portal as the day it was in Hà Nội."""
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 1 << 43:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, _HANOI).date()


def _read_online(item: Item) -> Online:
    if item.get("isFullProcess") is True:
        return Online.FULL
    return Online.NONE if item.get("isOfflineOnly") is True else Online.UNKNOWN


def _list_cases(item: Item) -> tuple[str, ...]:
    """The portal's cases, where they say more than the procedure's own name once more."""
    names = tuple(name for name in _list_names(item, "cases") if fold(name) != fold(_read_text(item, "name")))
    return names if len(names) > 1 else ()


def _list_objects(item: Item, key: str) -> tuple[Item, ...]:
    value = item.get(key)
    return tuple(x for x in value if isinstance(x, dict)) if isinstance(value, list) else ()


def _read_channels(item: Item) -> Iterator[Channel]:
    for method in _list_objects(item, "executionMethods"):
        name = _read_text(method, "submissionMethod")
        fees = tuple(dict.fromkeys(fee for f in _list_objects(method, "fees") if (fee := _describe_fee(f))))
        yield Channel(_CHANNELS.get(name.upper(), name), _describe_time(method), "; ".join(fees))


def _describe_time(method: Item) -> str:
    quantity, unit = method.get("processingTime"), _UNITS.get(_read_text(method, "processingTimeUnit"), "")
    stated = (
        f"{_number(quantity)} {unit}" if unit and isinstance(quantity, int | float) and 0 < quantity < _MOST else ""
    )
    described = _read_text(method, "description")
    if described and not _TIME_WORDS.isdisjoint(split_words(described)):
        return described
    return "; ".join(part for part in (stated, described) if part)


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _describe_fee(fee: Item) -> str:
    value, described = fee.get("value"), _read_text(fee, "description")
    if not isinstance(value, int | float) or not 0 < value < _MOST:
        return described
    amount = f"{value:,.0f}".replace(",", ".") + " đồng"
    return f"{amount} ({described})" if described else amount


def _list_dossier(item: Item) -> Iterator[str]:
    """Every paper of every case, a case's title before its papers."""
    for case in _list_objects(item, "executionCases"):
        papers = _list_names(case, "profileComponents")
        title = _read_text(case, "name")
        if papers and title and fold(title) != fold(_read_text(item, "name")):
            yield title
        yield from papers
