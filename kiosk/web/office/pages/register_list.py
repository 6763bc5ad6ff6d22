"""The register of imports: each with its files, person, answers and difference; undoing, questions that stand, answers
that are remembered."""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk.errors import StoreError
from kiosk.office import asking_again, catalogues, events, jobs, register, remembered
from kiosk.office.events import EventKind
from kiosk.office.job_kinds import UNDO_IMPORT
from kiosk.office.register import ImportRecord
from kiosk.web.office.pages.draft_answers import name_answer
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_writing, go_to, show

_MOST_CHANGES = 200


def list_imports(visit: Visit) -> Response:
    """Every import, the newest first."""
    records = register.read_records(visit.desk.here.store)
    standing = {entry.number for entry in register.select_active(records)}
    return show(visit, "imports.html", {"records": tuple(reversed(records)), "standing": standing})


def show_import(visit: Visit) -> Response:
    """One import: files, answers, what it changed, what it left open."""
    here = visit.desk.here
    entry = _find(visit)
    numbers = here.store.catalogue_numbers()
    before = numbers[numbers.index(entry.number) - 1] if numbers.index(entry.number) else None
    changes = (
        catalogues.compare_catalogues(here.store, here.config, f"dm{before}", f"dm{entry.number}") if before else ()
    )
    standing = {r.number for r in register.select_active(register.read_records(here.store))}
    values = {
        "entry": entry,
        "stands": entry.number in standing,
        "changes": changes[:_MOST_CHANGES],
        "count": len(changes),
        "name_answer": name_answer,
    }
    return show(visit, "import.html", values)


def _find(visit: Visit) -> ImportRecord:
    entry = register.read_record(visit.desk.here.store, visit.number())
    if entry is None or entry.number not in visit.desk.here.store.catalogue_numbers():
        raise StoreError(
            "sổ không có lần nhập này", place="sổ các lần nhập", value=str(visit.number()), way_out="xem danh sách"
        )
    return entry


def send_file(visit: Visit) -> Response:
    """A file of an import as it was read, to be saved."""
    kept_file = next((k for k in _find(visit).files if k.sha256 == visit.word("sha")), None)
    if kept_file is None:
        raise HTTPException(404)
    content = register.read_kept(visit.desk.here.store, kept_file)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept_file.name)}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def ask_undo(visit: Visit) -> Response:
    """Have the machine take an import back, and publish what then holds where that is asked for."""
    order = {"import": _find(visit).number, "publish": visit.text("publish") == "yes"}
    with begin_writing(visit) as (connection, act):
        job = jobs.ask_job(connection, act, UNDO_IMPORT, order)
    return go_to(f"/viec/{job.id}", "da-giao-viec")


def list_questions(visit: Visit) -> Response:
    """The questions that stand since earlier imports."""
    files = asking_again.list_waiting_files(visit.desk.here)
    return show(visit, "waiting.html", {"files": files, "count": sum(len(f.questions) for f in files)})


def make_answering_draft(visit: Visit) -> Response:
    """A draft in which the questions of a file are answered."""
    with begin_writing(visit) as (connection, act):
        draft = asking_again.make_answering_draft(visit.desk.here, connection, act, visit.text("origin"))
    return go_to(f"/du-thao/{draft.id}")


def list_answers(visit: Visit) -> Response:
    """The answers that hold for later files."""
    answers_kept = remembered.read_remembered(visit.desk.here.store)
    return show(visit, "answers.html", {"kept": answers_kept, "name_answer": name_answer})


def forget_answer(visit: Visit) -> Response:
    """Remove a remembered answer: the next file that asks is asked about again."""
    here = visit.desk.here
    with here.store.writing():
        answer = remembered.forget_key(here.store, visit.text("key"))
    with begin_writing(visit) as (connection, act):
        events.record(
            connection, act, EventKind.ANSWER_FORGOTTEN, "answer/remembered", f"{answer.about}: {answer.answer}"
        )
    return go_to("/cau-tra-loi", "da-luu")


_ONE = "/lan-nhap/{number:int}"
ROUTES = (
    PageRoute("GET", "/lan-nhap", Permission.LOOK, list_imports),
    PageRoute("GET", _ONE, Permission.LOOK, show_import),
    PageRoute("GET", f"{_ONE}/tep/{{sha}}", Permission.LOOK, send_file),
    PageRoute("POST", f"{_ONE}/hoan-tac", Permission.DECIDE, ask_undo),
    PageRoute("GET", "/cau-hoi", Permission.LOOK, list_questions),
    PageRoute("POST", "/cau-hoi/du-thao", Permission.PREPARE, make_answering_draft),
    PageRoute("GET", "/cau-tra-loi", Permission.LOOK, list_answers),
    PageRoute("POST", "/cau-tra-loi/bo", Permission.PREPARE, forget_answer),
)
