"""Questions of an earlier import, answered in a draft of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.office import access, asking_again, events, imports, previews
from kiosk.office.imports import ImportRequest
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.reports import first_page
from tests.kiosk.office.drafting import REPEALED_OR_NOT, take_in_base


def test_the_kept_file_asks_again_in_a_draft(here: Workplace, tmp_path: Path) -> None:
    take_in_base(here)
    path = tmp_path / "phụ lục.csv"
    path.write_text(REPEALED_OR_NOT, encoding="utf-8")
    request = ImportRequest(files=(path,), decision="9/QĐ-UBND")
    bound = imports.propose_import(here.store, here.config, request, get_today())
    imports.apply_import(here.store, here.config, bound, "x")
    (waiting,) = asking_again.list_waiting_files(here)
    assert len(waiting.questions) == 2 and waiting.kept is not None and waiting.kept.name == "phụ lục.csv"
    editor = access.add_with_link(here.database, "soan", "Người soạn", Role.EDITOR, None)[0]
    sentences = [t.sentence for t in first_page.list_tasks(here, editor, get_today()) if t.kind == "questions"]
    assert sentences == ["Trả lời: 2 dòng của các tệp đã nhập chờ trả lời"]
    with here.database.writing() as connection:
        draft = asking_again.make_answering_draft(here, connection, events.begin_act(1), waiting.origin)
    assert draft.decision == "9/QĐ-UBND" and [f.name for f in draft.files] == ["phụ lục.csv"]
    assert previews.preview_draft(here, draft).unanswered == 1


def test_a_file_about_which_nothing_is_asked_makes_no_draft(here: Workplace) -> None:
    take_in_base(here)
    assert asking_again.list_waiting_files(here) == ()
    with here.database.writing() as connection, pytest.raises(OfficeError, match="không còn câu hỏi"):
        asking_again.make_answering_draft(here, connection, events.begin_act(1), "x")
