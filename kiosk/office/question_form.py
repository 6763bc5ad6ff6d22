"""Questions of an import as a workbook in which a person writes the answers, and its way back.

In come questions that wait, out goes a workbook with one row for each; in comes the filled workbook, out go answers by
row. Which answer fits which question is left to `kiosk.intake.rules.answers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk import workbook as books
from kiosk.errors import IntakeError
from kiosk.intake.containers import workbook
from kiosk.intake.containers.recognise import Container, recognise_container
from kiosk.intake.entry import write_place
from kiosk.intake.read import load_file
from kiosk.intake.rules.answers import normalise_answer
from kiosk.model.problem import Waiting
from kiosk.workbook import Table

_COLUMNS = (
    ("Dòng", 40), ("Thủ tục", 14), ("Về", 20), ("Giá trị", 40), ("Câu hỏi", 60), ("Các câu trả lời", 36),
    ("Trả lời", 20),
)  # fmt: skip
_PLACE, _ANSWER = 0, len(_COLUMNS) - 1


def write_form(path: Path, waiting: Iterable[Waiting]) -> None:
    """Write the form. Raises `ReleaseError`."""
    rows = [
        (
            write_place(w.problem.source),
            w.code,
            w.problem.question.topic.value,
            w.problem.value,
            w.problem.message,
            " | ".join(w.problem.question.answers),
            "",
        )
        for w in waiting
        if w.problem.question is not None
    ]
    books.save_workbook(path, (Table("Câu hỏi", _COLUMNS, rows),))


def read_form(path: Path) -> tuple[tuple[str, str], ...]:
    """(FILE:SHEET:ROW, answer) of every filled row. Raises `IntakeError` where the file is no such form."""
    name, content = load_file(path)
    if recognise_container(name, content) is not Container.WORKBOOK:
        raise _explain_foreign(name)
    (grid, *_) = workbook.read_grids(name, content) or (None,)
    if grid is None or not grid.rows or grid.rows[0].text(_ANSWER) != _COLUMNS[_ANSWER][0]:
        raise _explain_foreign(name)
    cells = ((row.text(_PLACE).removeprefix("'"), row.text(_ANSWER)) for row in grid.rows[1:])
    return tuple((place, normalise_answer(answer)) for place, answer in cells if answer)


def _explain_foreign(name: str) -> IntakeError:
    return IntakeError(
        "tệp không phải là bảng câu hỏi",
        place=name,
        way_out="ghi bảng câu hỏi bằng --questions-to rồi điền cột trả lời",
    )
