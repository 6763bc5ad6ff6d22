"""From a written code and name to an entry: the one place where a code is taken, held back or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.intake import limits
from kiosk.intake.codes import Shape, find_in_name, looks_like_code, read_code
from kiosk.intake.rows import Doubt
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity
from kiosk.model.question import Question, Topic
from kiosk.text import fold, tidy

CODE_COLUMN = "mã"
HEADING = "đề mục"
"""Where what is told of a heading stands, instead of a column."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row's code and name, settled or in doubt. `case`: the row is one case of the code."""

    code: str
    name: str
    doubt: Doubt | None = None
    case: str = ""
    problems: tuple[Problem, ...] = ()


def read_entry(source: Source, written: str, name: str, portal_id: str) -> Entry:
    """What a row's code and name stand for."""
    if "\ufffd" in name:
        message = "tên có ký tự hỏng (�), tệp đã mất chữ khi chuyển mã"
        damaged = report_error(source, "tên", name[:200], message, "xin lại tệp gốc, hoặc gõ lại tên cho đúng")
        return Entry(read_code(written).code, name, problems=(damaged,))
    code = read_code(written)
    if name and (message := _find_no_name(name)):
        nameless = report_error(source, "tên", name[:200], message, "ghi lại tên thủ tục bằng chữ Unicode rồi nhập lại")
        return Entry(code.code or written, name, problems=(nameless,))
    if len(name) > limits.NAME_CHARACTERS:
        message = f"tên dài {len(name)} ký tự, không thể là tên một thủ tục"
        endless = report_error(source, "tên", name[:200] + "…", message, "kiểm tra ô tên, giữ lại đúng tên thủ tục")
        return Entry(code.code, name[:200], problems=(endless,))
    if code.shape is Shape.MISSING:
        return _read_without_code(source, name)
    if code.shape is Shape.GOOD:
        return _accept_code(source, code.code, name)
    if code.shape in _CUT:
        message, rule = _CUT[code.shape]
        problem = report_warning(source, CODE_COLUMN, written, message, rule)
        return Entry(code.code, name, case=name if code.shape is Shape.CASE else "", problems=(problem,))
    if code.shape is Shape.DELETED:
        problem = report_error(
            source,
            CODE_COLUMN,
            written,
            "mã có đuôi «Xoa»: Cổng đã đánh dấu xóa thủ tục này",
            "bỏ dòng này, hoặc ghi mã đúng nếu thủ tục vẫn còn",
        )
        return Entry(code.code, name, problems=(problem,))
    if code.shape in _REPAIRED:
        return _propose_repair(source, code.code, written, name, _REPAIRED[code.shape])
    return _judge_malformed(source, code.code, name, portal_id)


def _find_no_name(name: str) -> str:
    """Why a text cannot be a name; empty where it can."""
    if (name[0] in _ERROR_BEGINS and _ERROR_VALUE.fullmatch(name)) or _says_nothing(name):
        return "ô tên không phải là tên thủ tục"
    odd = 0 if _ODD.isdisjoint(name) else len(ODD_LETTERS.findall(name))
    return (
        "tên gõ bằng phông chữ cũ (TCVN3, VNI), không phải Unicode"
        if odd > 1 and odd > _count_own_letters(name)
        else ""
    )


def _says_nothing(name: str) -> bool:
    return len(name) < _LONGEST_NOTHING and (not any(c.isalpha() for c in name) or fold(name) in _NOTHING)


def _count_own_letters(name: str) -> int:
    return len(OWN_LETTERS.findall(name))


def is_legacy(text: str) -> bool:
    """Whether a text was typed for the old faces (TCVN3, VNI): many letters that no Vietnamese word has, or one of
    their signs within a word («b·i bá»)."""
    odd = len(ODD_LETTERS.findall(text))
    return (odd > 1 and odd > _count_own_letters(text)) or _SIGN_WITHIN.search(text) is not None


# What a spreadsheet writes for a formula that failed, and what programs write for nothing.
# In any language of Excel (#N/A, #ЗНАЧ!, #BEZUG!), in LibreOffice (Err:502) and in Google Sheets.
_ERROR_VALUE = re.compile(r"#[^\s#]{1,14}[!?]|#(?:N/A|GETTING_DATA)|Err:\d{3}|Loading\.*|=.*", re.IGNORECASE)
_ERROR_BEGINS = "#=eElL"
_LONGEST_NOTHING = 40
_NOTHING = frozenset(
    (
        "null", "none", "nan", "undefined", "n/a", "na", "nil", "true", "false", "khong co", "chua co", "nt", "-nt-",
        "nhu tren", "tbd", "dang cap nhat", "chua xac dinh", "khong", "ten thu tuc", "ten tthc",
        "ten thu tuc hanh chinh", "tthc", "thu tuc hanh chinh",
    )
)  # fmt: skip
# Letters that no Vietnamese word has, but that TCVN3 (.VnTime) and VNI text shows when read as Latin-1.
ODD_LETTERS = re.compile("[®¨©¬µ¶¸¹»¼½¾ÆÇËÎÏÑ×ØÜÞßäåæçëîïñö÷øûüþÿÛÄÅÖ]")
_SIGN_WITHIN = re.compile(r"[^\W\d_][·¸¹¶µ®¨©¬][^\W\d_]")
_ODD = frozenset(ODD_LETTERS.pattern.strip("[]"))
OWN_LETTERS = re.compile(r"[ăđơưĂĐƠƯ\u1EA0-\u1EF9]")
_CUT = {
    Shape.SPACED: ("mã có dấu cách, dấu câu thừa hoặc chữ số khác kiểu", "bỏ dấu thừa, giữ nguyên các chữ số"),
    Shape.CASE: ("mã có đuôi số của một trường hợp", "gộp vào thủ tục mang mã gốc, ghi thành một trường hợp"),
    Shape.AGENCY: ("mã có đuôi mã cơ quan", "dùng mã quốc gia đứng trước đuôi"),
}
_REPAIRED = {Shape.LOST_ZEROS: Doubt.LOST_ZEROS, Shape.COMMA: Doubt.COMMA}


def _read_without_code(source: Source, name: str) -> Entry:
    code, rest = find_in_name(name)
    if code:
        return read_entry(source, code, rest, "")
    problem = report_error(
        source,
        CODE_COLUMN,
        name,
        "dòng không có mã thủ tục",
        "ghi mã vào cột mã, hoặc xóa dòng nếu không phải thủ tục",
    )
    return Entry("", name, doubt=Doubt.NO_CODE, problems=(problem,))


def _accept_code(source: Source, code: str, name: str) -> Entry:
    # An official name may hold its own code («… (cấp xã) (1.010736)»): where a column states it, the name stays whole.
    inside = read_code(find_in_name(name)[0]).code
    if inside in {"", code}:
        return Entry(code, name)
    problem = report_warning(
        source, CODE_COLUMN, code, f"tên nêu mã khác ({inside})", "mã ở cột mã được dùng, tên giữ nguyên văn"
    )
    return Entry(code, name, problems=(problem,))


def _propose_repair(source: Source, proposal: str, written: str, name: str, doubt: Doubt) -> Entry:
    problem = Problem(
        source,
        CODE_COLUMN,
        written,
        f"{doubt.value}, có thể do bảng tính đọc mã thành số",
        "đối chiếu tên với mã đề nghị rồi nhập lại với --accept-repairs, hoặc sửa mã trong tệp (ô kiểu văn bản)",
        Severity.REPAIR,
        proposal,
    )
    return Entry(proposal, name, doubt=doubt, problems=(problem,))


def _judge_malformed(source: Source, written: str, name: str, portal_id: str) -> Entry:
    if looks_like_code(written) and portal_id and " " not in written:
        return Entry(written, name, problems=(warn_kept_malformed(source, written),))
    doubt = Doubt.MALFORMED if looks_like_code(written) else None
    problem = report_error(
        source,
        CODE_COLUMN,
        written,
        "mã sai dạng (mã đúng có dạng 1.234567)",
        "tra mã đúng trên Cổng Dịch vụ công rồi sửa trong tệp",
    )
    return Entry(written, name, doubt=doubt, problems=(problem,))


def warn_kept_malformed(source: Source, code: str) -> Problem:
    """The warning for a malformed code under which the portal does hold an entry."""
    return report_warning(
        source,
        CODE_COLUMN,
        code,
        "mã sai dạng nhưng Cổng có thủ tục mang đúng mã này",
        "giữ nguyên mã vì có mã định danh Cổng",
    )


def report_error(source: Source, column: str, value: str, message: str, way_out: str) -> Problem:
    """A problem that keeps its row out."""
    return Problem(source, column, value, message, way_out)


def report_shifted(source: Source, cells: Sequence[str], width: int) -> Problem:
    """The error for a row with more cells than its header: a separator stands in one of them."""
    message = f"dòng có {len(cells)} ô, nhiều hơn {width} ô của dòng tiêu đề, nên các ô bị lệch"
    way_out = "đặt ô có dấu phân cách trong dấu ngoặc kép rồi nhập lại"
    return report_error(source, "dòng", tidy(cells[width]), message, way_out)


def report_warning(source: Source, column: str, value: str, message: str, rule: str) -> Problem:
    """A problem that was decided by `rule`."""
    return Problem(
        source,
        column,
        value,
        message,
        "kiểm tra lại; nếu không đúng thì sửa trong tệp",
        Severity.WARNING,
        rule=rule,
    )


def ask(
    source: Source, column: str, value: str, message: str, topic: Topic, answers: tuple[str, ...], wording: str = ""
) -> Problem:
    """A question that holds its row back."""
    way_out = f"trả lời bằng --answer «{write_place(source)}={'|'.join(answers)}», hoặc sửa trong tệp"
    question = Question(topic, answers, wording)
    return Problem(source, column, value, message, way_out, Severity.QUESTION, question=question)


def write_place(source: Source) -> str:
    """A row as answers name it: FILE:SHEET:ROW."""
    return f"{source.file}:{source.sheet}:{source.row}"
