"""Drafts: upload, see the difference and the cost, submit, approve, publish now or on a day.

Answering row by row has its own module, `draft_answers`; making drafts of settings is left to
`settings_list`.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from kiosk import workbook
from kiosk.clock import get_today
from kiosk.errors import IntakeError, KioskError, OfficeError
from kiosk.intake.rows import FileKind
from kiosk.office import (
    catalogues,
    choices,
    draft_costs,
    draft_files,
    draft_pictures,
    draft_publishing,
    drafts,
    import_report,
    imports,
    jobs,
    people,
    previews,
    settings_drafts,
)
from kiosk.office.choices import Approval
from kiosk.office.draft_publishing import COUNT_COST, DRAW_PICTURES
from kiosk.office.drafts import DraftFacts, DraftFile, DraftKind, DraftState, FilePart, ImportDraft
from kiosk.office.previews import DraftPreview
from kiosk.web.office.fields import read_day
from kiosk.web.office.pages.draft_answers import read_revision, show_questions
from kiosk.web.office.permissions import Permission
from kiosk.web.office.saying import say_edit
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show

_MOST_UPLOAD = 130_000_000
_MOST_CHANGES = 200
_MOST_PICTURES = 100
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NUMBER = 10
# A kiosk page that is tried here keeps its own rules; nothing of the office is its own, not even its origin.
_SANDBOX = "sandbox allow-scripts; frame-ancestors 'self'"


def list_drafts(visit: Visit) -> Response:
    """All drafts, or those of one state."""
    name = visit.request.query_params.get("trang-thai", "")
    state = DraftState(name) if name in set(DraftState) else None
    with begin_reading(visit) as connection:
        listed = drafts.list_drafts(connection, state)
        names = {p.id: p.label for p in people.list_persons(connection)}
    return show(visit, "drafts.html", {"drafts": listed, "names": names, "state": state, "states": tuple(DraftState)})


def make_draft(visit: Visit) -> Response:
    """A new draft, with its first files where some were sent."""
    here = visit.desk.here
    files = _keep_uploads(visit)
    base = catalogues.load_in_force(here.store, here.config).id
    with begin_writing(visit) as (connection, act):
        draft = drafts.make_draft(connection, act, visit.text("title"), base)
        if files:
            drafts.add_files(connection, act, draft.id, draft.revision, files)
    return go_to(f"/du-thao/{draft.id}")


def add_files(visit: Visit) -> Response:
    """More files for a draft."""
    files = _keep_uploads(visit)
    if files:
        with begin_writing(visit) as (connection, act):
            drafts.add_files(connection, act, visit.number(), read_revision(visit), files)
    return go_to(f"/du-thao/{visit.number()}")


def _keep_uploads(visit: Visit) -> tuple[DraftFile, ...]:
    """Keep the files of the form. Nothing is read yet: what they are, the draft's page says. Raises `OfficeError`, then
    no draft holds any of them."""
    root = visit.desk.here.store.root
    files = tuple(
        draft_files.keep_file(root, upload.filename or "", upload.file, part)
        for part in FilePart
        for upload in visit.files(part.value)
    )
    names = [file.name for file in files]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise OfficeError(
            "hai tệp gửi cùng lúc mang một tên, chưa nhận tệp nào",
            place="tải tệp lên",
            value=twice,
            way_out="đổi tên một tệp, rồi tải lại",
        )
    return files


def show_draft(visit: Visit) -> Response:
    """Everything about one draft."""
    with begin_reading(visit) as connection:
        draft = drafts.load_draft(connection, visit.number())
        names = {p.id: p.label for p in people.list_persons(connection)}
        approval = choices.read_approval(connection) or Approval.TWO
        active = [j for j in jobs.list_active(connection) if j.order.get("draft") == draft.id]
    common: Mapping[str, object] = {
        "draft": draft,
        "names": names,
        "costs": draft_costs.read_costs(draft.preview),
        "active": active,
        "own": visit.person.id in draft.contributors and approval is Approval.TWO,
        "today": get_today().isoformat(),
        "is_settings": draft.kind is DraftKind.SETTINGS,
        "is_over": draft.state in _OVER,
    }
    if draft.kind is DraftKind.SETTINGS:
        changed = settings_drafts.preview_settings(visit.desk.here, draft)
        is_costable = changed.error is None and draft.state not in _OVER
        own: Mapping[str, object] = {"preview": changed, "costable": is_costable, "say_edit": say_edit}
        return show(visit, "draft_settings.html", {**common, **own})
    preview, error = _try_preview(visit, draft)
    values: Mapping[str, object] = {
        **common,
        "preview": preview,
        "error": error,
        "costable": preview is not None,
        "parts": tuple(FilePart),
        **show_questions(visit, draft, preview),
        "changes": preview.bound.proposal.changes[:_MOST_CHANGES] if preview else (),
        "kinds": tuple(FileKind),
    }
    return show(visit, "draft.html", values)


_OVER = frozenset((DraftState.APPLIED, DraftState.DROPPED))


def _try_preview(visit: Visit, draft: ImportDraft) -> tuple[DraftPreview | None, KioskError | None]:
    """What the draft would do while it can still change something; the sentence where a file cannot be read."""
    if not draft.files or draft.state in _OVER:
        return None, None
    try:
        return previews.preview_draft(visit.desk.here, draft), None
    except (IntakeError, OfficeError) as error:
        return None, error


def set_facts(visit: Visit) -> Response:
    """Number, day of effect, and whether much may leave."""
    with begin_writing(visit) as (connection, act):
        facts = DraftFacts(
            visit.text("decision"),
            read_day(visit.text("effective")),
            visit.text("allow_drop") == "yes",
            _read_options(visit),
        )
        drafts.set_facts(connection, act, visit.number(), read_revision(visit), facts)
    return go_to(f"/du-thao/{visit.number()}", "da-luu")


def _read_options(visit: Visit) -> dict[str, str]:
    """How the files are to be read. Raises `OfficeError` and `IntakeError`."""
    options = {name: visit.text(name) for name in ("mode", "kind", "dated", "columns") if visit.text(name)}
    read_day(options.get("dated", ""))
    imports.read_options(options)
    return options


def remove_file(visit: Visit) -> Response:
    """A file is taken out."""
    with begin_writing(visit) as (connection, act):
        drafts.remove_file(connection, act, visit.number(), read_revision(visit), visit.text("name"))
    return go_to(f"/du-thao/{visit.number()}", "da-luu")


def rebase_draft(visit: Visit) -> Response:
    """Look at the draft again on what is in force."""
    here = visit.desk.here
    with begin_reading(visit) as connection:
        kind = drafts.load_draft(connection, visit.number()).kind
    is_settings = kind is DraftKind.SETTINGS
    base = (
        settings_drafts.name_current_base(here.config)
        if is_settings
        else catalogues.load_in_force(here.store, here.config).id
    )
    with begin_writing(visit) as (connection, act):
        drafts.rebase_draft(connection, act, visit.number(), read_revision(visit), base)
    return go_to(f"/du-thao/{visit.number()}", "da-luu")


def remove_edit(visit: Visit) -> Response:
    """A change of settings is taken out."""
    edit = visit.text("edit")
    with begin_writing(visit) as (connection, act):
        number = int(edit) if edit.isdecimal() and len(edit) < _LONGEST_NUMBER else 0
        drafts.remove_edit(connection, act, visit.number(), read_revision(visit), number)
    return go_to(f"/du-thao/{visit.number()}", "da-luu")


def send_difference(visit: Visit) -> Response:
    """Every change, problem and count of the draft as a workbook."""
    with begin_reading(visit) as connection:
        draft = drafts.load_draft(connection, visit.number())
    proposal = previews.preview_draft(visit.desk.here, draft).bound.proposal
    tables = (
        import_report.tabulate_changes(proposal.changes),
        import_report.tabulate_problems("Vấn đề", (*proposal.problems, *proposal.repairs)),
        import_report.tabulate_rows(proposal.tallies),
    )
    content = workbook.write_workbook(tables)
    headers = {"Content-Disposition": f'attachment; filename="du-thao-{draft.id}-khac-biet.xlsx"'}
    return Response(content, media_type=_WORKBOOK, headers=headers)


def show_pictures(visit: Visit) -> Response:
    """The sheets and boards that the draft changes, before and after."""
    root = visit.desk.here.store.root
    with begin_reading(visit) as connection:
        draft = drafts.load_draft(connection, visit.number())
        active = [j for j in jobs.list_active(connection) if j.order.get("draft") == draft.id]
    pictures = draft_pictures.read_pictures(root, draft)
    count = len(pictures.pairs) + draft_pictures.MORE if pictures else draft_pictures.FIRST
    return show(
        visit, "draft_pictures.html", {"draft": draft, "pictures": pictures, "active": active, "next_count": count}
    )


def send_picture(visit: Visit) -> Response:
    """One picture, or a kiosk page to try: it runs by its own rules, as a stranger to the office's pages."""
    with begin_reading(visit) as connection:
        draft = drafts.load_draft(connection, visit.number())
    path = draft_pictures.find_picture(visit.desk.here.store.root, draft, visit.word("name"))
    if path is None:
        raise HTTPException(404)
    if path.suffix == ".html":
        return FileResponse(path, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _SANDBOX})
    return FileResponse(path, media_type="image/png")


def ask_pictures(visit: Visit) -> Response:
    """Have the machine draw the first pictures, or more of them."""
    most_query = visit.text("most")
    most = int(most_query) if most_query.isdecimal() and len(most_query) < _LONGEST_NUMBER else draft_pictures.FIRST
    order = {"draft": visit.number(), "most": min(most, _MOST_PICTURES)}
    with begin_writing(visit) as (connection, act):
        drafts.load_draft(connection, visit.number())
        job = jobs.ask_job(connection, act, DRAW_PICTURES, order)
    return go_to(f"/viec/{job.id}", "da-giao-viec")


def count_cost(visit: Visit) -> Response:
    """Ask the machine what the draft costs."""
    with begin_writing(visit) as (connection, act):
        job = jobs.ask_job(connection, act, COUNT_COST, {"draft": visit.number()})
    return go_to(f"/viec/{job.id}", "da-giao-viec")


def submit_draft(visit: Visit) -> Response:
    """Put the draft before those who approve."""
    draft_publishing.submit(visit.desk.here, visit.person.id, visit.number(), read_revision(visit))
    return go_to(f"/du-thao/{visit.number()}", "da-trinh")


def approve_draft(visit: Visit) -> Response:
    """Approve exactly what was shown, to go out now or on a day."""
    here, day = visit.desk.here, read_day(visit.text("publish_on"))
    later = day if day is not None and day > get_today() else None
    with begin_writing(visit) as (connection, act):
        approval = choices.read_approval(connection) or Approval.TWO
        drafts.approve_draft(connection, act, visit.number(), visit.text("digest"), approval, later)
        draft = drafts.load_draft(connection, visit.number())
    if later is not None:
        return go_to(f"/du-thao/{draft.id}", "da-duyet")
    return go_to(f"/viec/{draft_publishing.queue_publishing(here, visit.person.id, draft)}", "da-giao-viec")


def reject_draft(visit: Visit) -> Response:
    """Give the draft back with a reason."""
    with begin_writing(visit) as (connection, act):
        drafts.reject_draft(connection, act, visit.number(), read_revision(visit), visit.text("reason"))
    return go_to(f"/du-thao/{visit.number()}", "da-tra-lai")


def drop_draft(visit: Visit) -> Response:
    """Give the draft up."""
    with begin_writing(visit) as (connection, act):
        drafts.drop_draft(connection, act, visit.number(), read_revision(visit))
    return go_to("/du-thao", "da-bo")


_ONE = "/du-thao/{number:int}"
ROUTES = (
    PageRoute("GET", "/du-thao", Permission.LOOK, list_drafts),
    PageRoute("POST", "/du-thao", Permission.PREPARE, make_draft, _MOST_UPLOAD),
    PageRoute("GET", _ONE, Permission.LOOK, show_draft),
    PageRoute("POST", f"{_ONE}/tep", Permission.PREPARE, add_files, _MOST_UPLOAD),
    PageRoute("POST", f"{_ONE}/bo-tep", Permission.PREPARE, remove_file),
    PageRoute("POST", f"{_ONE}/noi-dung", Permission.PREPARE, set_facts),
    PageRoute("POST", f"{_ONE}/xem-lai", Permission.PREPARE, rebase_draft),
    PageRoute("POST", f"{_ONE}/tinh", Permission.LOOK, count_cost),
    PageRoute("POST", f"{_ONE}/bo-sua-doi", Permission.PREPARE, remove_edit),
    PageRoute("GET", f"{_ONE}/khac-biet.xlsx", Permission.LOOK, send_difference),
    PageRoute("GET", f"{_ONE}/hinh", Permission.LOOK, show_pictures),
    PageRoute("GET", f"{_ONE}/hinh/{{name}}", Permission.LOOK, send_picture),
    PageRoute("POST", f"{_ONE}/hinh", Permission.LOOK, ask_pictures),
    PageRoute("POST", f"{_ONE}/trinh", Permission.PREPARE, submit_draft),
    PageRoute("POST", f"{_ONE}/duyet", Permission.DECIDE, approve_draft),
    PageRoute("POST", f"{_ONE}/tra-lai", Permission.DECIDE, reject_draft),
    PageRoute("POST", f"{_ONE}/bo", Permission.PREPARE, drop_draft),
)
