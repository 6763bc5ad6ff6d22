"""Proofreading what goes to a print shop: every code on every distinct page, decoded from the finished file by a reader
that shares no code with the encoder, and compared with what must stand there.

A release's own files were read by the gate. What is drawn on demand was not, nor was what finishing made of either.
Sites whose file holds the same drawings (the caller's `key`) are read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from kiosk import cores
from kiosk.errors import ReleaseError
from kiosk.progress import Progress
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from posters import inspect, press
from posters.geometry import order_in_columns

Expected = Mapping[str, Sequence[str]]
"""Addresses in the codes of a page, in reading order, by the page's label."""
NO_MARKS: Expected = MappingProxyType({})

_PAGES = 24


def _read(content: bytes, sides: Mapping[int, int]) -> list[inspect.PageSymbols]:
    """Sides (0-based), each with the number of pages on it."""
    return list(inspect.read_codes_and_marks(content, sides, across=sides))


class Proofreader:
    """Reads files, and remembers in `cache` what was found right."""

    def __init__(self, cache: Cache, report: Progress) -> None:
        self._cache, self._report = cache, report

    def read(
        self,
        content: bytes,
        expected: Expected,
        key: str,
        where: str,
        marks: Expected = NO_MARKS,
        *,
        in_columns: bool = False,
    ) -> None:
        """Read `content` unless a file with this `key` was found right before; `where` names it for people. `marks` is
        what the Data Matrix symbols of each page say; the site's among them, which no `key` names, is read once always.
        Codes are expected row by row, or `in_columns`.

        Raises `ReleaseError` with page and cause for the first page that does not carry exactly its codes,
        `ReadBackError` for a broken file.
        """
        proof_key = keys.name_proof(key)
        if self._cache.get_many([proof_key]):
            if marks:
                _read_first_mark(content, marks, where)
            return
        labels = press.read_labels(content)
        with cores.open_pool(content) as pool:
            across = {i: _count_pages(label) for i, label in enumerate(labels)}
            portions = [
                {i: across[i] for i in range(start, min(start + _PAGES, len(labels)))}
                for start in range(0, len(labels), _PAGES)
            ]
            page_readings = chain.from_iterable(pool.map(cores.WithShared(_read), portions))
            pages = zip(labels, inspect.read_widths(content), page_readings, strict=True)
            for i, (label, width, symbols) in enumerate(pages, 1):
                _compare(label, _order_beside(symbols.codes, label, width, in_columns=in_columns), expected, where)
                _compare_marks(label, symbols.matrices, marks, where)
                self._report("Đọc lại trước khi in", i, len(labels))
        self._cache.put_many({proof_key: b"1"})


def _read_first_mark(content: bytes, marks: Expected, where: str) -> None:
    """Read the first side that bears marks: all sides show the same stream of the site."""
    sides = enumerate(press.read_labels(content))
    at, label = next(((i, label) for i, label in sides if _list_right_texts(label, marks)), (-1, ""))
    if label:
        (symbols,) = _read(content, {at: _count_pages(label)})
        _compare_marks(label, symbols.matrices, marks, where)


def _count_pages(label: str) -> int:
    return label.count(press.BESIDE) + 1


def _order_beside(codes: Sequence[inspect.ReadCode], label: str, width: float, *, in_columns: bool) -> tuple[str, ...]:
    """The texts of `codes` page by page: an imposed side, `width` mm wide, holds as many pages as its label names, and
    two pages with each other's codes must not pass for one right side."""
    across = _count_pages(label)
    if in_columns:
        codes = [codes[i] for i in order_in_columns([code.area for code in codes])]
    in_turn = sorted(codes, key=lambda code: int((code.area.x + code.area.width / 2) * across / width))
    return tuple(code.text for code in in_turn)


def _list_right_texts(label: str, expected: Expected) -> tuple[str, ...]:
    """What stands on a side, page by page."""
    parts = label.split(press.BESIDE) if label else []
    return tuple(text for part in parts for text in expected.get(part, ()))


def _compare(label: str, texts: tuple[str, ...], expected: Expected, where: str) -> None:
    payloads = _list_right_texts(label, expected)
    if texts == payloads:
        return
    absent, strange = Counter(payloads) - Counter(texts), Counter(texts) - Counter(payloads)
    causes = [f"không đọc được mã dẫn đến {text}" for text in absent]
    causes += [f"có mã lạ dẫn đến {text}" for text in strange]
    raise _refuse_batch(label, where, causes or ["các mã đứng sai thứ tự"], len(causes) or len(payloads))


def _compare_marks(label: str, texts: tuple[str, ...], marks: Expected, where: str) -> None:
    right = _list_right_texts(label, marks)
    absent, strange = Counter(right) - Counter(texts), Counter(texts) - Counter(right)
    causes = [f"không đọc được mã nhận diện {text}" for text in absent]
    causes += [f"có mã nhận diện lạ {text}" for text in strange]
    if causes:
        raise _refuse_batch(label, where, causes, len(causes))


def _refuse_batch(label: str, where: str, causes: Sequence[str], count: int) -> ReleaseError:
    return ReleaseError(
        f"không lập lô in vì đọc lại thấy {count} mã sai",
        place=f"{where}, trang {label}",
        value="; ".join(causes[:3]),
        way_out="chạy lại lệnh này; nếu vẫn lỗi thì dựng lại bằng kiosk build và báo người quản trị kèm số hiệu trang",
    )
