"""Going back in one act, with what was imported since then, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kiosk.errors import OfficeError
from kiosk.office import catalogues, events, going_back, imports, job_kinds, jobs, register
from kiosk.office.database.migrating import open_database
from kiosk.office.imports import ImportRequest
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import REGENERATE, ROLL_BACK, UNDO_IMPORT
from kiosk.office.jobs import BackgroundJob
from kiosk.progress import report_nothing
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

CODE = "1.000593"


@pytest.fixture
def published(office: Office, office_store: Store) -> Iterator[Workplace]:
    """The sample office: release 1 live, a fee imported after it and published as release 2."""
    database = open_database(office_store.root)
    here = Workplace(office_store, settings.load(office.folder / "config.yaml"), database)
    path = office.folder / "phí.csv"
    path.write_text(f"code,name,fee\n{CODE},Thủ tục đăng ký kết hôn lưu động,9.000 đồng\n", encoding="utf-8")
    request = imports.read_options({"mode": "change"})
    request = ImportRequest(files=(path,), read=request.read)
    bound = imports.propose_import(here.store, here.config, request, date(2026, 11, 29))
    imports.apply_import(here.store, here.config, bound, "phí mới")
    perform(here, ask(here, REGENERATE))
    yield here
    database.close()


def ask(here: Workplace, kind: str, **order: object) -> BackgroundJob:
    with here.database.writing() as connection:
        return jobs.ask_job(connection, events.begin_act(5), kind, order)


def perform(here: Workplace, job: BackgroundJob) -> str:
    return job_kinds.perform_job(here, job, report_nothing)


def fee(here: Workplace) -> str:
    catalogue = catalogues.load_in_force(here.store, here.config).catalogue
    return next(p.fee for p in catalogue.procedures if p.code == CODE and p.effective_to is None)


def test_going_back_takes_the_import_back_where_that_is_chosen_and_once(published: Workplace) -> None:
    live = published.store.current()
    assert live is not None
    back = going_back.look_back(published, 1)
    (record,) = back.imports
    assert back.live == live and [c.code for c in back.changes] == [CODE] and fee(published) == "9.000 đồng"
    job = ask(published, ROLL_BACK, **{"to": 1, "from": live, "undo": [record.number]})
    assert "Đã hoàn tác" in perform(published, job)
    number = published.store.current()
    # Killed and done again, it goes on where it stopped.
    assert "đã hoàn tác" in perform(published, job)
    assert published.store.current() == number and fee(published) != "9.000 đồng"
    assert len(register.read_records(published.store)) == 2
    with pytest.raises(OfficeError, match="xem lại lịch sử"):
        perform(published, ask(published, ROLL_BACK, **{"to": live, "from": live}))


def test_an_import_is_undone_and_published_as_one_job(published: Workplace) -> None:
    (record,) = going_back.look_back(published, 1).imports
    before = published.store.current()
    outcome = perform(published, ask(published, UNDO_IMPORT, **{"import": record.number}))
    assert "chưa đổi" in outcome and published.store.current() == before
    assert going_back.undo_import(published, record.number, "") is None


def test_without_a_release_there_is_no_way_back(here: Workplace) -> None:
    with pytest.raises(OfficeError, match="chưa công bố"):
        going_back.look_back(here, 1)
