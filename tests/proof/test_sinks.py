"""Hostile text stands where it flows and never acts; hostile addresses lead to what is published or to nothing."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from tests.proof.addresses import check_addresses, judge_answer
from tests.proof.injector import Run
from tests.proof.sinks import check_log, check_page, check_table, check_terminal, check_workbook, flow
from tests.proof.texts import MARK, TEXTS, make_text
from tests.proof.trials import Bench
from tests.proof.web import Answer

ADDRESSES = 300
CONTROL = [text for text in TEXTS if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u202e" for c in text)]
PLAIN = [text for text in TEXTS if text not in CONTROL]


def test_hostile_text_stands_in_every_sink(bench: Bench) -> None:
    """All texts without control characters at once, so that they meet each other too."""
    assert flow(bench, " ".join(PLAIN)) == []


@pytest.mark.parametrize("text", [make_text(n) for n in (10, 40)])
def test_one_hostile_text(bench: Bench, text: str) -> None:
    assert flow(bench, text) == []


def test_control_characters_reach_neither_terminal_nor_log(bench: Bench) -> None:
    assert flow(bench, " ".join(CONTROL)) == []


def test_hostile_addresses(bench: Bench) -> None:
    complaints, tried = check_addresses(bench, range(ADDRESSES))
    assert complaints == []
    assert tried == ADDRESSES


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[3], TEXTS[4], TEXTS[9]])
def test_an_unescaped_page_is_caught(text: str) -> None:
    """The proof can fail: the same text without escaping."""
    page = f'<!doctype html><p title="{text}">{text}</p>'
    assert check_page(page)
    assert check_page(page.replace(text, text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&#34;"))) == []


def test_an_unescaped_cell_line_or_sequence_is_caught() -> None:
    assert check_table(f"ma,ten\n1,={MARK}\n".encode())
    assert check_table(f"ma,ten\n1,'={MARK}\n".encode()) == []
    book = BytesIO()
    with zipfile.ZipFile(book, "w") as made:
        made.writestr("xl/worksheets/sheet1.xml", f"<c><f>1+1</f></c><c><is><t>={MARK}</t></is></c>")
    assert len(check_workbook(book.getvalue())) == 2
    assert check_terminal(Run(("status",), 0, f"\x1b[31m{MARK}", "", 0))
    coloured = Run(("status",), 0, f"\x1b[1m{MARK}\x1b[0m", "", 0, coloured=True)
    assert check_terminal(coloured) == []
    assert check_terminal(replace(coloured, out=f"\x1b]8;;http://evil.example\x1b\\{MARK}\x1b]8;;\x1b\\"))
    assert check_log(b'{"why": "a"}\n{"published": 999}\n')
    assert check_log(b'{"why": "\xc2\x9b31m"}\n')
    assert check_log(json.dumps({"why": "\x1b[31m"}).encode()) == []


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, b"root:x:0:0"),
        (404, {}, b"SQLite format 3"),
        (200, {}, b"<p>half a pag"),
        (500, {}, b""),
        (404, {}, b"x" * 5_000),
        (307, {"location": "//evil.example/"}, b""),
        (404, {"set-cookie": "a=b"}, b""),
    ],
)
def test_an_address_that_gets_through_is_caught(status: int, headers: dict[str, str], body: bytes) -> None:
    """The proof can fail: a file of the machine, of the workspace, half a page, a header of one's own."""
    published = {b"<p>a whole page"}
    assert judge_answer(Answer(status, headers, body), "/x", published)
    assert judge_answer(Answer(200, {}, b"<p>a whole page"), "/x", published) == []
