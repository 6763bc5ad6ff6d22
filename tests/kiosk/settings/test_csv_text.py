"""A table as text: read as Python's own reader does, changed in the named cells and nowhere else."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.settings.csv_text import CsvError, CsvText, parse_csv

VALUE = st.text(alphabet='aĐ,;"# \n\r', max_size=6)
ROWS = st.lists(st.lists(VALUE, min_size=3, max_size=3), min_size=1, max_size=5)


def values(table: CsvText) -> list[list[str]]:
    return [[cell.value for cell in row.cells] for row in table.rows]


@settings(deadline=None)
@given(ROWS, st.sampled_from([",", ";"]), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_reads_what_pythons_reader_reads(
    rows: list[list[str]], separator: str, end: str, quote_all: bool, marked: bool
) -> None:
    out = io.StringIO()
    header = ["code", "name", "note"]
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows([header, *rows])
    text = out.getvalue()
    content = (b"\xef\xbb\xbf" if marked else b"") + text.encode()
    expected = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if row]
    assume(quote_all or not any(row[0].startswith("#") for row in expected))
    table = parse_csv(content)
    assert values(table) == expected
    assert table.encode() == content


@settings(deadline=None)
@given(st.text(alphabet='a,"\n', max_size=12))
def test_refuses_what_pythons_reader_refuses(text: str) -> None:
    text = "code,name\n" + text
    try:
        expected = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        with pytest.raises(CsvError):
            parse_csv(text.encode())
        return
    assert values(parse_csv(text.encode())) == expected


@settings(deadline=None)
@given(ROWS, st.data(), VALUE)
def test_one_cell_changes_and_no_other(rows: list[list[str]], data: st.DataObject, value: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows([["code", "name", "note"], *rows])
    table = parse_csv(out.getvalue().encode())
    row = data.draw(st.integers(1, len(rows)))
    column = data.draw(st.integers(0, 2))
    changed = table.with_cells(table.rows[row].line, {table.columns[column]: value})
    expected = values(table)
    expected[row][column] = value
    assert values(changed) == values(parse_csv(changed.encode())) == expected
    cell = table.rows[row].cells[column]
    assert changed.text.startswith(table.text[: cell.start])
    assert changed.text.endswith(table.text[cell.end :])


def test_comments_empty_lines_quotes_and_line_ends_stay() -> None:
    text = '# Bảng "các điểm\r\ncode;name;"hours"\r\n\r\n# ghi chú; của tôi\r\n1;"một, hai";\r\n2;  b ;"x"\r\n'
    table = parse_csv(("\ufeff" + text).encode())
    assert [row.line for row in table.rows] == [2, 5, 6]
    changed = table.with_cells(6, {"name": "c;d", "hours": "y"})
    assert changed.encode().decode() == "\ufeff" + text.replace('  b ;"x"', '"c;d";"y"')


def test_a_value_that_is_the_same_is_not_written_anew() -> None:
    table = parse_csv(b'code,name\n1,"a"\n')
    assert table.with_cells(2, {"name": "a"}).text == table.text


def test_a_column_that_is_missing_is_added_to_every_row() -> None:
    table = parse_csv(b"code,name\n1,a\n\n# x\n2\n3,c")
    changed = table.with_cells(2, {"hours": "7h"})
    assert changed.text == "code,name,hours\n1,a,7h\n\n# x\n2\n3,c,"


def test_a_row_that_ends_early_is_filled_up() -> None:
    table = parse_csv(b"code,name,unit,hours\n1\n")
    assert table.with_cells(2, {"hours": "7h", "name": "a,b"}).text == 'code,name,unit,hours\n1,"a,b",,7h\n'


def test_a_line_where_no_row_begins_is_refused() -> None:
    table = parse_csv(b'code,name\n1,"a\nb"\n')
    for line in (1, 3, 9):
        with pytest.raises(KeyError):
            table.with_cells(line, {"name": "x"})


@pytest.mark.parametrize(("text", "line"), [('code,name\n1,"a"b\n', 2), ('code,name\n1,a\n2,"b\n\n', 3)])
def test_a_stray_quote_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(CsvError) as caught:
        parse_csv(text.encode())
    assert caught.value.line == line


def test_many_rows_take_no_more_than_one_pass() -> None:
    rows = "".join(f"{i},tên {i}\n" for i in range(20_000))
    assert len(parse_csv(("code,name\n" + rows).encode()).rows) == 20_001


def test_a_row_is_added_behind_another_or_at_the_end_and_taken_out_again() -> None:
    text = parse_csv(b"a;b\r\n1;x\r\n# n\r\n2;y")
    added = text.with_row({"a": "3", "b": "p;q"}, 2)
    assert added.encode() == b'a;b\r\n1;x\r\n3;"p;q"\r\n# n\r\n2;y'
    assert added.without_row(3).encode() == text.encode()
    assert text.with_row({"a": "3", "c": "z"}).encode() == b"a;b;c\r\n1;x;\r\n# n\r\n2;y;\r\n3;;z"
    assert text.without_row(4).encode() == b"a;b\r\n1;x\r\n# n\r\n"
    with pytest.raises(KeyError):
        text.without_row(3)
