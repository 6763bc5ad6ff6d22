"""Proofreading what goes to a print shop: every code on every distinct page, decoded from the finished file by a reader
that shares no code with the encoder, and compared with what must stand there.

A release's own files were read by the gate. What is drawn on demand was not, nor was what finishing made of either.
Sites whose file holds the same drawings (the caller's `key`) are read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from kiosk import cores
from kiosk.errors import ReleaseError
from kiosk.progress import Progress
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from posters import inspect, press

Expected = Mapping[str, Sequence[str]]
"""Addresses in the codes of a page, in reading order, by the page's label."""

_PAGES = 24


def _read(content: bytes, pages: range) -> list[list[inspect.ReadCode]]:
    return list(inspect.read_codes_on(content, pages))


class Proofreader:
    """Reads files, and remembers in `cache` what was found right."""

    def __init__(self, cache: Cache, report: Progress) -> None:
        self._cache, self._report = cache, report

    def read(self, content: bytes, expected: Expected, key: str, where: str) -> None:
        """Read `content` unless a file with this `key` was found right before; `where` names it for people.

        Raises `ReleaseError` with page and cause for the first page that does not carry exactly its codes,
        `ReadBackError` for a broken file.
        """
        known = keys.name_proof(key)
        if self._cache.get_many([known]):
            return
        labels = press.read_labels(content)
        with cores.open_pool(content) as pool:
            portions = [range(i, min(i + _PAGES, len(labels))) for i in range(0, len(labels), _PAGES)]
            read = chain.from_iterable(pool.map(cores.WithShared(_read), portions))
            pages = zip(labels, inspect.read_widths(content), read, strict=True)
            for i, (label, width, codes) in enumerate(pages, 1):
                _compare(label, _order_beside(codes, label, width), expected, where)
                self._report("Đọc lại trước khi in", i, len(labels))
        self._cache.put_many({known: b"1"})


def _order_beside(codes: Sequence[inspect.ReadCode], label: str, width: float) -> tuple[str, ...]:
    """The texts of `codes` page by page: an imposed side, `width` mm wide, holds as many pages as its label names, and
    two pages with each other's codes must not pass for one right side."""
    across = label.count(press.BESIDE) + 1
    in_turn = sorted(codes, key=lambda code: int((code.area.x + code.area.width / 2) * across / width))
    return tuple(code.text for code in in_turn)


def _compare(label: str, texts: tuple[str, ...], expected: Expected, where: str) -> None:
    parts = label.split(press.BESIDE) if label else []
    payloads = tuple(payload for part in parts for payload in expected.get(part, ()))
    if texts == payloads:
        return
    absent, strange = Counter(payloads) - Counter(texts), Counter(texts) - Counter(payloads)
    causes = [f"không đọc được mã dẫn đến {text}" for text in absent]
    causes += [f"có mã lạ dẫn đến {text}" for text in strange]
    raise ReleaseError(
        f"không lập lô in vì đọc lại thấy {len(causes) or len(payloads)} mã sai",
        place=f"{where}, trang {label}",
        value="; ".join(causes[:3]) or "các mã đứng sai thứ tự",
        way_out="chạy lại lệnh này; nếu vẫn lỗi thì dựng lại bằng kiosk build và báo người quản trị kèm số hiệu trang",
    )
