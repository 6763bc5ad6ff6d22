"""Section rows of an annex: what they say about the rows below them (status, level, field, decision, days)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kiosk.intake import values
from kiosk.intake.codes import find_codes
from kiosk.intake.entry import is_legacy
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.readers.annex_days import SINCE, DayException, read_taking_effect, split_exceptions
from kiosk.intake.readers.annex_kinds import KindWording, drop_citations, has_unknown_predicate, read_kind
from kiosk.intake.readers.strange_headings import StrangeHeading, find_rank, has_ordinal, is_strange
from kiosk.model.catalogue import Level
from kiosk.model.statement import ENDING_STATUSES, RowStatus
from kiosk.text import fold, tidy

_NUMBERING = re.compile(r"\(?\d{1,2}\)?(?:\s*=\s*\(?\d{1,2}\)?(?:\s*[-+]\s*\(?\d{1,2}\)?)*)?")
# More cells than who signs and where: a row of a table, whatever office it names.
_SIGNED_CELLS = 2
_SECTION_CELLS = 3
_SIGNATURE = re.compile(
    r"^(?:tm|kt|tl|tuq|q)\s*\.|^(?:(?:pho )?(?:chu tich|giam doc)|chanh van phong|nguoi lap|noi nhan|da ky)\b"
)
_REMARK = re.compile(
    r"^(?:ghi chu|luu y)\b|^(?:tong(?: so| cong)?|cong)\s*(?:chung\s*)?(?:$|[:.(\d|]|(?:so )?(?:thu tuc|tthc)\b)"
)
_ORDINAL = re.compile(
    r"^(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/-]?\s+(?=\S\S|\S$)"
    r"|^(?:phần|phụ lục|mục|điều)\s+[IVXLC\d]+[.:]?\s*|^[*+•–-]+\s*",
    re.IGNORECASE,
)
# «(05 TTHC)», «(02)», «(05 TTHC: 03 cấp tỉnh, 02 cấp xã)», «: 05 thủ tục».
_STATED_COUNT = re.compile(
    r"\(\s*(?:gồm\s+)?(?:có\s+)?(?:(\d{1,3})\s*\)|(\d{1,4})\s*(?:tthc|thủ tục)[^)]*\))\s*$"
    r"|:\s*(\d{1,4})\s*(?:tthc|thủ tục).*$",
    re.IGNORECASE,
)
_ONLY_COUNT = re.compile(r"\(?\s*\d{1,4}\s*(?:tthc|thủ tục(?: hành chính)?)?\s*\)?", re.IGNORECASE)
_COUNT = re.compile(
    r"\s*\(\s*(?:gồm\s+)?(?:có\s+)?\d+\s*(?:tthc|thủ tục)?[^)]*\)\s*$|:\s*\d+\s*(?:tthc|thủ tục).*$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^(?:(?:các\s+)?(?:tthc|thủ tục hành chính)\s+)?(?:thuộc\s+)?(?:nhóm\s+)?lĩnh vực\s*:?\s+(.+)$",
    re.IGNORECASE,
)
_NUMBER = r"(\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?QĐ\s*-\s*[A-ZĐ]{2,10})"
# «(Kèm theo Quyết định số 3501/QĐ-UBND …)», «Số: 3501/QĐ-UBND»; never a decision that is only mentioned.
_DECISION = re.compile(
    rf"(?:kèm theo|ban hành theo)\s+(?:quyết định|qđ)\s+(?:số\s*:?\s*)?{_NUMBER}"
    rf"|(?:^|\|\s*)\W*(?:(?:quyết định|qđ)\s+)?số\s*:?\s*{_NUMBER}",
    re.IGNORECASE,
)
# «DANH MỤC … BAN HÀNH MỚI LĨNH VỰC NỘI VỤ THUỘC PHẠM VI …»: one field for the whole annex.
_TITLE_FIELD = re.compile(
    r"(?<!các )lĩnh vực\s+((?:(?!lĩnh vực)[^;()])+?)(?:\s+(?:thuộc|trên địa bàn|áp dụng|được|bị)\b.*)?$", re.IGNORECASE
)
_ABOUT_ANOTHER = re.compile(r"^(?:dieu \d+\W*)?(?:huy bo|bai bo|thu hoi|dinh chinh|sua doi|thay the)\b")
_AT_ONCE = re.compile(r"[\s,|]*(?:[^,;.|]{0,30},\s*)?(?:ngày\b|\d)", re.IGNORECASE)
_BASIS = re.compile(r"^[-+ ]*(?:can cu|theo de nghi|xet|thuc hien (?:nghi dinh|quyet dinh))\b")
# «<city>, ngày 20 tháng 12 năm 2026» below the number of the decision.
_LETTERHEAD = re.compile(r"[^\W\d_][^,\d]{1,40},\s*(ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\W*$", re.IGNORECASE)
# Behind the title of an annex: «(Ban hành kèm theo Quyết định số … của …)».
_ATTACHED = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo (?:quyết định|qđ)\b(?!\s+này\b).*$", re.IGNORECASE)
# Longer texts are no headings, and their many brackets would cost the square of their length.
_LONGEST = 600
_SIGNS = re.compile(r"[_.\-]+|(?<=[A-Za-z])\d+|\d+(?=[A-Za-z])")
# «PL2-BB», «Danh sách BB»: how the name of a sheet shortens «bãi bỏ», «hết hiệu lực».
_SHORT = re.compile(r"\b(?:BB|HHL|bb|hhl)\b")
_LONGEST_TITLE = 2_000
_LONGEST_SECTION = 300
_FEW_WORDS = 12
# «Quyết định này», and «QUYẾT ĐỊNH Về việc …» as the title of the decision itself.
_OWN = re.compile(r"\bquyet dinh (?:nay\b|(?=ve viec\b)|(?=cong bo\b))")
# «Đính chính Quyết định số …»: the rows below are as they should have been.
_CORRECTS = re.compile(r"^(?:(?:quyet dinh|ve viec|v/v|danh muc|noi dung) )*dinh chinh\b")
# «Bãi bỏ thủ tục số 1», «các thủ tục còn lại», a name in quotes: not all that stands below.
_OF_SOME = re.compile(r"\b(?:thu tuc|tthc) (?:so|thu) \d|\bcon lai\b|[\"“”«»]")
# What heads a list: «Danh mục …», «Các TTHC …», «Thủ tục …»; anything else with a word of law may be a remark.
_LIST_HEADING = re.compile(r"^(?:danh muc|phu luc|phan|cac|nhung|nhom|thu tuc|tthc)\b")
# Whether «được thay thế» means the old procedures or the new ones, a heading alone does not say.
EITHER = re.compile(r"\bduoc thay the\b")
_INTERNAL = re.compile(r"\b(?:thu tuc(?: hanh chinh)?|tthc) noi bo\b")
_ANOTHER_LIST = re.compile(r"^(?:phu luc|phan|danh muc)\b")
_LEVELS = (
    (Level.MINISTRY, re.compile(r"\bcap (?:bo|trung uong)\b")),
    (Level.PROVINCE, re.compile(r"\bcap (?:tinh|thanh pho)\b")),
    (Level.COMMUNE, re.compile(r"\bcap xa\b|\bcap (?:phuong|co so)\b")),
)


@dataclass(frozen=True, slots=True)
class Section:
    """What the headings above a row say. `nested`: the order in which kinds of heading came, outer ones first.

    `kind_by`: the heading that named the kind; `unsettled`: the one that leaves it open; `exceptions`: single rows
    whose day is another one; `unread_day`, `unclear`: a sentence about the taking effect of which the day, or an
    exception, could not be read; `sheet`: the kind that the name of the sheet says. `since`: the day that the heading
    of the status names for what is under it. `after_signing`: days from the signing to the taking effect, where the
    text counts so. `depth`: how deep the last heading stands (1: outermost), 0 where the last text was no section.
    `strange`: the headings above that name no kind, level or field in known words: names of fields that are written
    without «Lĩnh vực», or words of law that nobody knew.
    """

    status: RowStatus = RowStatus.PUBLISHED
    kind_by: str = ""
    unsettled: str = ""
    exceptions: tuple[DayException, ...] = ()
    unread_day: str = ""
    unclear: str = ""
    sheet: RowStatus | None = None
    levels: tuple[Level, ...] = ()
    field: str = ""
    decision: str = ""
    decision_date: date | None = None
    effective: date | None = None
    since: date | None = None
    after_signing: int | None = None
    until: date | None = None
    internal: bool = False
    nested: tuple[str, ...] = ()
    depth: int = 0
    strange: tuple[StrangeHeading, ...] = ()

    def _enter(self, kind: str) -> Section:
        """Forget what stood inside the last heading of this kind."""
        if kind not in self.nested:
            return replace(self, nested=(*self.nested, kind), depth=self.depth or len(self.nested) + 1)
        at = self.nested.index(kind) + 1
        inner = self.nested[at:]
        blank = Section()
        return replace(
            self,
            status=blank.status if "status" in inner else self.status,
            kind_by="" if "status" in inner else self.kind_by,
            unsettled="" if "status" in inner else self.unsettled,
            since=None if "status" in inner else self.since,
            levels=() if "level" in inner else self.levels,
            field="" if "field" in inner else self.field,
            nested=self.nested[:at],
            depth=min(self.depth or at, at),
        )

    def after(self, text: str) -> Section:
        """The section below a heading."""
        if _BASIS.match(fold(text)):
            return replace(self, depth=0)
        if is_legacy(text):
            unread = replace(self._enter("status"), status=RowStatus.PUBLISHED, depth=0)
            return replace(unread, kind_by=tidy(text)[:_LONGEST], unsettled=tidy(text)[:_LONGEST])
        section = replace(self.dated(text), depth=0, internal=self._is_internal(fold(text[:_LONGEST])))
        bare = strip_heading(_ATTACHED.sub("", tidy(text[:_LONGEST_TITLE])))
        folded, before = fold(bare), section
        if (match := _FIELD.match(bare)) and not speaks_of_ending(match[1]):
            section = replace(section, strange=section._keep_above(text))
            return replace(section._enter("field"), field=lower_heading(match[1]))
        if _CORRECTS.match(folded):
            section = section._enter("status")
            return replace(section, status=RowStatus.AMENDED, kind_by=tidy(text)[:_LONGEST], unsettled="")
        if len(folded) > _LONGEST_SECTION or "quyet dinh" in _OWN.sub(" ", drop_citations(folded)):
            return section
        if not section.field and (match := _TITLE_FIELD.search(bare)):
            section = replace(section, field=lower_heading(match[1]))
        kind, levels = _read_heading_kind(bare), read_levels(folded)
        if kind.status is not None or kind.unsettled:
            # A title that names every status is no section: nothing stands inside it.
            status = kind.status or RowStatus.PUBLISHED
            inside = status is not RowStatus.PUBLISHED or "status" in section.nested
            section = section._enter("status") if inside else section
            section = replace(section, status=status, since=_read_since(text, status), kind_by=tidy(text)[:_LONGEST])
            section = replace(section, unsettled=section.kind_by if kind.unsettled else "", strange=())
            if section.since:  # that day is not the one of the sections that follow
                section = replace(section, effective=self.effective)
        if levels or "cap huyen" in folded:
            # The district level is no more (1/7/2025): what an old list puts there has none, not the one before.
            section = replace(section._enter("level"), levels=levels)
        elif section == before and (self.kind_by or has_ordinal(text)) and is_strange(bare):
            strange = (*section._keep_above(text), StrangeHeading(bare, find_rank(text)))
            section = replace(section._enter("field"), field=lower_heading(bare), strange=strange)
        return section

    def _keep_above(self, text: str) -> tuple[StrangeHeading, ...]:
        """The strange headings that still stand above what a heading heads: those with an outer ordinal."""
        return tuple(h for h in self.strange if h.rank < find_rank(text))

    def inside(self, grid: TextGrid) -> Section:
        """The section at the beginning of a sheet: its name may say the kind, as a heading would."""
        words = _SIGNS.sub(" ", grid.name).strip()
        kind = KindWording() if grid.document else _read_heading_kind(words)
        if kind == KindWording() and not grid.document and _SHORT.search(words):
            kind = KindWording(unsettled=True)
        by = f"tên bảng «{grid.name}»"
        if kind.unsettled:
            return replace(self, status=RowStatus.PUBLISHED, kind_by=by, unsettled=by, sheet=RowStatus.PUBLISHED)
        if kind.status is None or kind.status is RowStatus.PUBLISHED:
            return self
        return replace(self, status=kind.status, kind_by=by, unsettled="", sheet=kind.status)

    def leaving(self, outside: Section) -> Section:
        """The section behind a sheet whose name said the kind."""
        kind = replace(self, status=outside.status, kind_by=outside.kind_by)
        return replace(kind, unsettled=outside.unsettled, sheet=None)

    def _is_internal(self, folded: str) -> bool:
        """Procedures between offices: from the heading that says so to the next list."""
        return bool(_INTERNAL.search(folded)) or (self.internal and not _ANOTHER_LIST.search(folded))

    def dated(self, text: str) -> Section:
        """The section with the decision and the days that a text names; what a decision rests on is not it."""
        text = text[:_LONGEST_TITLE]
        if _BASIS.match(fold(text)):
            return self
        whole, (text, exceptions, unclear) = text, split_exceptions(text)
        section = replace(self, exceptions=exceptions) if exceptions else self
        effect = read_taking_effect(text)
        if unclear or effect.several:
            section = replace(section, unclear=whole)
        if (match := _DECISION.search(text)) and not _is_of_another(text, match):
            rest = text[match.end() :]
            number = re.sub(r"\s+", "", match[1] or match[2]).upper()
            section = replace(section, decision=number, decision_date=_find_close_day(rest))
            if effect.since is None and _names_other_day(rest, section.decision_date):
                section = replace(section, unread_day=whole)
        elif self.decision and self.decision_date is None and (match := _LETTERHEAD.match(tidy(text))):
            section = replace(section, decision_date=values.find_first_day(match[1]))
        if effect.since is not None:
            section = replace(section, effective=effect.since)
        elif effect.unread:
            section = replace(section, unread_day=text)
        if effect.until is not None:
            section = replace(section, until=effect.until)
        if effect.after_signing is not None:
            section = replace(section, after_signing=effect.after_signing)
        if section.effective is None and section.after_signing is not None and section.decision_date:
            section = replace(section, effective=section.decision_date + timedelta(days=section.after_signing))
        return section


def _is_of_another(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence is about another decision («Hủy bỏ mục III … Quyết định số …», «… hết hiệu lực»)."""
    about = _ABOUT_ANOTHER.match(fold(text)) is not None and "(" not in text[: match.start()]
    return about or re.search(r"^[^;]{0,80}\bhet hieu luc\b", fold(text[match.end() :])) is not None


def _names_other_day(text: str, signed: date | None) -> bool:
    """Whether a title says «từ ngày …» of a day that is not the signing, in no known words of taking effect."""
    days = (values.find_first_day(match[1]) for match in SINCE.finditer(text))
    return any(day is not None and day != signed for day in days)


def _read_heading_kind(bare: str) -> KindWording:
    """What a heading says of the kind; unsettled where it speaks of some procedures only, or in unknown words."""
    folded = fold(bare)
    kind = read_kind(bare)
    if kind.status in ENDING_STATUSES and _OF_SOME.search(folded):
        return KindWording(kind.status, unsettled=True)
    if kind.status is None:
        few = len(folded.split()) <= _FEW_WORDS or _LIST_HEADING.match(folded) is not None
        return KindWording(unsettled=(kind.unsettled and few) or has_unknown_predicate(folded))
    return kind


def _read_since(text: str, status: RowStatus) -> date | None:
    """The day a heading of a status names: when it takes effect, or from when what it repeals is gone."""
    if "quyet dinh" in fold(text):
        return None
    match = SINCE.search(text) if status in ENDING_STATUSES else None
    return read_taking_effect(text).since or (values.find_first_day(match[1]) if match else None)


def find_doubt(text: str) -> tuple[str, str]:
    """(what a heading takes off the boards, what was decided) to tell a person; else ("", "")."""
    folded = fold(text[:_LONGEST])
    if _INTERNAL.search(folded):
        return "thủ tục nội bộ, không thuộc diện niêm yết", "các dòng của mục này được đánh dấu nội bộ"
    return "", ""


def _find_close_day(text: str) -> date | None:
    """A day that follows at once («ngày 01/9/2026 của …», «…, ngày …»), not one said of something else."""
    return values.find_first_day(text[:80]) if _AT_ONCE.match(text) else None


def strip_heading(text: str) -> str:
    """A heading without its ordinal and its count of procedures."""
    return _COUNT.sub("", _ORDINAL.sub("", tidy(text[:_LONGEST]), count=1))


def read_stated_count(text: str) -> int | None:
    """How many procedures a heading says stand below it, None where it does not say."""
    match = _STATED_COUNT.search(tidy(text[:_LONGEST]))
    return int(next(filter(None, match.groups()))) if match else None


def lower_heading(text: str) -> str:
    """A heading in capitals as a sentence; anything else as it stands."""
    return text.capitalize() if text.isupper() else text


def read_status(folded: str) -> RowStatus | None:
    """The status a heading names; PUBLISHED where it names several at once (a title), None where none."""
    return read_kind(folded).status


def read_levels(folded: str) -> tuple[Level, ...]:
    """The levels a heading names; «dùng chung» without naming them means province and commune."""
    levels = tuple(level for level, pattern in _LEVELS if pattern.search(folded))
    return levels or ((Level.PROVINCE, Level.COMMUNE) if "dung chung" in folded else ())


def is_numbering(row: GridRow) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), also (5)=(4)-(3)."""
    texts = [text for _, text in row.filled()]
    return len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts) and len(set(texts)) > 1


def is_heading(row: GridRow, name_column: int) -> bool:
    """Whether a row without a code is a title, section, remark or signature instead of a procedure."""
    texts = list(dict.fromkeys(text for _, text in row.filled()))
    if any(find_codes(text) for text in texts):
        return False
    if is_signature(row):
        return True
    ordinal = texts[0] if len(texts) > 1 and _is_ordinal(texts[0]) else ""
    body = [text for text in texts if text != ordinal and not _ONLY_COUNT.fullmatch(text)]
    if len(body) != 1:
        return 1 < len(body) <= _SECTION_CELLS and not ordinal.strip(".) ").isdigit() and all(map(names_section, body))
    bare = strip_heading(body[0])
    folded = fold(bare)
    if ordinal.strip(".) ").isdigit():
        # A numbered row is a procedure unless it is a numbered section («1. Lĩnh vực đất đai», «2. TTHC bãi bỏ»).
        return bool(_FIELD.match(bare)) or (read_status(folded) is not None and bool(_PROCEDURES.match(folded)))
    if names_section(body[0]) or _REMARK.match(folded) or body[0].isupper():
        return True
    if ordinal:
        # «a) Trường hợp …» and «- …» under a procedure are its cases, not sections.
        return not _WEAK_ORDINAL.fullmatch(ordinal)
    return row.filled()[-1][0] != name_column


def names_section(text: str) -> bool:
    """Whether a text names a field, a level or a kind, as headings do."""
    bare = strip_heading(text)
    folded = fold(bare)
    return bool(_FIELD.match(bare)) or bool(read_levels(folded)) or read_status(folded) is not None


def is_basis(text: str) -> bool:
    """Whether a text only says what a decision rests on."""
    return _BASIS.match(fold(text)) is not None


def is_signature(row: GridRow) -> bool:
    """Whether a row names who signs: only names of people follow it."""
    filled = row.filled()
    numbered = filled[0][1].strip(".)").isdigit()
    return not numbered and len(filled) <= _SIGNED_CELLS and any(_SIGNATURE.match(fold(text)) for _, text in filled)


def is_section(row: GridRow) -> bool:
    """Whether a row of a plain list is a section, though in the column of names: «I | Hộ tịch», «Lĩnh vực …»."""
    texts = list(dict.fromkeys(text for _, text in row.filled()))
    ordinal = texts[0] if len(texts) > 1 and _is_ordinal(texts[0]) else ""
    body = [text for text in texts if text != ordinal and not _ONLY_COUNT.fullmatch(text)]
    if len(body) != 1 or find_codes(body[0]):
        return False
    return _LETTERED.fullmatch(ordinal) is not None or bool(_FIELD.match(strip_heading(body[0])))


def is_signed(row: GridRow) -> bool:
    """Whether a row is where a list is dated and signed: only titles and names of people follow it."""
    return is_signature(row) or any(_DATED.match(fold(text)) for _, text in row.filled())


def is_closing(row: GridRow) -> bool:
    """Whether a row is a sum, a remark or a signature below a table."""
    return is_signature(row) or bool(_REMARK.match(fold(row.filled()[0][1])))


_LETTERED = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ])\s*[.)/]?")
_DATED = re.compile(r"^[a-z .-]{2,40}, ngay\b.{0,12}\bthang\b")
_PROCEDURES = re.compile(r"^(?:danh muc )?(?:cac )?(?:thu tuc hanh chinh|tthc)\b")
_WEAK_ORDINAL = re.compile(r"[a-zđ]\s*[.)/]?|[*+•–-]+")
_STRONG_ORDINAL = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3})(?:\.(?:[IVXLC]{1,6}|\d{1,2}))*\s*[.)/]?")


def _is_ordinal(text: str) -> bool:
    return bool(_WEAK_ORDINAL.fullmatch(text) or _STRONG_ORDINAL.fullmatch(text))
