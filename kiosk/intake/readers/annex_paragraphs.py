"""Sentences of a decision beside its tables, and above them: what they undo, correct, or say of single procedures.

In comes a text with the section it stands in; out go rows: a decision that is undone is a change of its own, and what
nothing in a table follows from (a code, an ending, a correction) is a question. Headings are left to
`annex_headings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kiosk.intake import values
from kiosk.intake.codes import find_codes, find_in_name
from kiosk.intake.entry import ask
from kiosk.intake.grid import TextGrid
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.readers.annex_days import SINCE, split_exceptions
from kiosk.intake.readers.annex_headings import Section, is_basis, strip_heading
from kiosk.intake.readers.annex_kinds import read_kind
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.question import KIND_WORDS, SKIP, TAKE, Topic
from kiosk.model.statement import ENDING_STATUSES, RowStatus
from kiosk.text import fold, tidy

PARAGRAPHS = "đoạn văn"
"""Stands for the sheet where a row is a paragraph of a document."""
_MOST = 200
_LONGEST = 2_000
_NUMBER = r"\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?QĐ\s*-\s*[A-ZĐ]{2,10}"
_NUMBERED = r"quyết định\s+(?:số\s*:?\s*)?"
_PART = r"(?:một phần|nội dung|(?:điều|khoản|điểm|mục|phụ lục|phần|số thứ tự|dòng)\b[^;.]{0,60}?)"
_UNDONE = re.compile(
    rf"\b(?P<verb>hủy bỏ|huỷ bỏ|bãi bỏ|thu hồi|thay thế)\s+(?:(?P<part>{_PART})\s+)?"
    r"(?:(?:toàn bộ|hiệu lực|của|tại|trong|ban hành|kèm theo|các|những)\s+)*"
    rf"{_NUMBERED}(?P<numbers>{_NUMBER}(?:[^;.]{{0,60}}?(?:,|\bvà\b)\s*(?:{_NUMBERED}|số\s+)?{_NUMBER})*)",
    re.IGNORECASE,
)
_LAPSED = re.compile(rf"{_NUMBERED}(?P<numbers>{_NUMBER})[^;.]{{0,80}}?\b(?:hết|không còn) hiệu lực", re.IGNORECASE)
_CORRECTED = re.compile(rf"\bđính chính\b[^;.]{{0,120}}?{_NUMBERED}{_NUMBER}", re.IGNORECASE)
_OF_PROCEDURES = re.compile(r"\b(?:thu tuc|tthc)\b")
_OF_SOME = re.compile(r"\b(?:thu tuc|tthc) (?:so|thu) \d|\bcon lai\b|[\"“”«»]")


def read_undone(source: Source, text: str, section: Section) -> list[Row]:
    """Rows for the decisions that a text undoes; of one that is replaced, or undone in part, a person must say more."""
    section = section.dated(text)
    common = _make_common(source, section)
    rows: list[Row] = []
    for number, (doubt, day) in _find_undone(text[:_LONGEST]).items():
        if number == section.decision:
            continue
        undone = replace(common, code=number, name=f"Quyết định số {number}")
        undone = replace(undone, effective_from=day or common.effective_from)
        problems = (ask(source, "quyết định", text[:_MOST], doubt, Topic.KIND, (TAKE, SKIP)),) if doubt else ()
        reasons = (f"loại: {text[:_MOST]}",)
        rows.append(Row(source, undone, number, status=RowStatus.ANNULLED, reasons=reasons, problems=problems))
    return rows


def _find_undone(text: str) -> dict[str, tuple[str, date | None]]:
    """What is in doubt, and the day named for it, of every decision that a text undoes."""
    undone: dict[str, tuple[str, date | None]] = {}
    for match in _UNDONE.finditer(text):
        doubt = "chỉ một phần của quyết định bị hủy bỏ, không rõ phần nào" if match["part"] else ""
        if not doubt and fold(match["verb"]) == "thay the":
            doubt = "quyết định bị thay thế: không rõ mọi nội dung của quyết định ấy thôi áp dụng hay chỉ một phần"
        for number in re.findall(_NUMBER, match["numbers"], re.IGNORECASE):
            undone.setdefault(_tighten_number(number), (doubt, None))
    for match in _LAPSED.finditer(text):
        since = SINCE.match(text[match.end() :].lstrip())
        undone.setdefault(_tighten_number(match["numbers"]), ("", values.find_first_day(since[1]) if since else None))
    return undone


def _tighten_number(number: str) -> str:
    return re.sub(r"\s+", "", number).upper()


def _make_common(source: Source, section: Section) -> Procedure:
    common = Procedure("", "", decision=section.decision, decision_date=section.decision_date, source=source)
    return replace(common, effective_from=section.since or section.effective)


def read_paragraph(source: Source, text: str, section: Section) -> list[Row]:
    """Rows for what a paragraph says beside the tables: a code there is a question, since nothing around it is a table;
    a decision that is undone is a change of its own."""
    rows = read_undone(source, text, section)
    common = _make_common(source, section.dated(text))
    excepted = {code for e in split_exceptions(text)[1] for code in e.codes}
    codes = [code for code in find_codes(text) if code not in excepted]
    name = find_in_name(strip_heading(text))[1] if len(codes) == 1 else ""
    message = "mã nằm trong đoạn văn ngoài bảng: không rõ đoạn này làm gì với thủ tục"
    for code in dict.fromkeys(codes):
        question = ask(source, "đoạn văn", text[:_MOST], message, Topic.KIND, (*KIND_WORDS, SKIP))
        own_name = "" if len(codes) > 1 or name == text or read_kind(text).status else name
        status = read_kind(text).status or section.status
        rows.append(Row(source, replace(common, code=code, name=own_name), code, status=status, problems=(question,)))
    return rows


def speaks_without_tables(grids: tuple[TextGrid, ...]) -> bool:
    """Whether a document without tables undoes or corrects a decision, or names codes."""
    texts = (text for grid in grids for text in grid.before)
    return any(find_codes(text) or _CORRECTED.search(text) or _find_undone(text[:_LONGEST]) for text in texts)


def ask_unused(rows: tuple[Row, ...], paragraphs: Iterable[tuple[Source, str]]) -> tuple[Row, ...]:
    """The rows, with a question for each paragraph, or row beside the entries of a sheet, that ends procedures or
    corrects a decision, and governs no entry."""
    used_reasons = {reason for row in rows for reason in row.reasons}
    used_reasons |= {f"loại: {p.question.wording}" for row in rows for p in row.problems if p.question}
    spoken = {row.source for row in rows if row.procedure is not None}
    ended = any(row.status in ENDING_STATUSES for row in rows if row.procedure is not None)
    listed = any(row.procedure is not None and row.status is not RowStatus.ANNULLED for row in rows)
    last = {row.source.sheet: row.source.row for row in rows if row.procedure is not None}
    questions: dict[Source, Problem] = {}
    for source, text in paragraphs:
        if source in spoken or is_basis(text) or _names_nothing(text) or f"loại: {tidy(text)[:600]}" in used_reasons:
            continue
        below = source.row > last.get(source.sheet, source.row)
        unheard = _ends_procedures(text) and (not ended or _OF_SOME.search(fold(text)) is not None)
        if unheard or _remarks_ending(text, below=below):
            questions[source] = _ask_unused(source, text)
        elif _CORRECTED.search(text) and not listed:
            questions[source] = _ask_correction(source, text)
    there = {row.source for row in rows}
    more = (Row(source, problems=(problem,)) for source, problem in questions.items() if source not in there)
    return (
        *(replace(row, problems=(questions[row.source],)) if row.source in questions else row for row in rows),
        *more,
    )


# «II. TTHC bị bãi bỏ: Không có», «(0 TTHC)», and sums: «Tổng cộng: 5 thủ tục (2 bãi bỏ)».
_NOTHING = re.compile(r"(?::|\(|\b0?0 (?:tthc|thu tuc)|-)\s*(?:khong(?: co)?|0+(?: (?:tthc|thu tuc))?)\W*$")
_SUM = re.compile(r"^\W*(?:tong|cong)\b")
# «(*) …», «Ghi chú: …», «(1) …»: says something of rows above that bear the mark.
_REMARK = re.compile(r"^\s*(?:\(?\*+\)?|\(\d{1,2}\)|ghi chu\b|chu thich\b|luu y\b)")
_OF_ROWS = re.compile(r"\b(?:neu tren|tren day|dong|danh dau|mau|to (?:do|vang|xam)|stt|so thu tu|so \d)\b")


def _names_nothing(text: str) -> bool:
    """Whether a heading says itself that nothing stands below it, or a line only counts."""
    folded = fold(text)
    return _NOTHING.search(folded) is not None or _SUM.match(folded) is not None


def _remarks_ending(text: str, *, below: bool) -> bool:
    """Whether a remark, or a sentence below all entries of a sheet, says that some of them end."""
    folded = fold(text)
    remark = _REMARK.match(folded) is not None
    about = _OF_PROCEDURES.search(folded) is not None or _OF_ROWS.search(folded) is not None
    return (remark or (below and about)) and speaks_of_ending(text)


def _ends_procedures(text: str) -> bool:
    bare = strip_heading(text)
    kind = read_kind(bare)
    settled = kind.status in ENDING_STATUSES and not kind.unsettled
    return settled and _OF_PROCEDURES.search(fold(bare)) is not None


def _ask_unused(source: Source, text: str) -> Problem:
    message = (
        "câu ngoài bảng nói thủ tục bị bãi bỏ hoặc tạm dừng nhưng không có dòng nào theo đó: không rõ là thủ tục nào"
    )
    problem = ask(source, "đoạn văn", text[:_MOST], message, Topic.SUBJECT, (SKIP,))
    return replace(
        problem, way_out=f"ghi mã các thủ tục ấy vào một bảng rồi nhập cùng; nếu không cần thì {_skip(source)}"
    )


def _ask_correction(source: Source, text: str) -> Problem:
    message = "đoạn văn đính chính một quyết định nhưng không nêu mã thủ tục: không tự áp dụng được"
    problem = ask(source, "đoạn văn", text[:_MOST], message, Topic.SUBJECT, (SKIP,))
    return replace(problem, way_out=f"nhập bảng đã đính chính, hoặc dùng kiosk edit; xong thì {_skip(source)}")


def _skip(source: Source) -> str:
    return f"trả lời --answer «{source.file}:{source.sheet}:{source.row}={SKIP}»"
