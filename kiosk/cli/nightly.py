"""`kiosk nightly`: what is done every night, for a timer; the only thing that publishes by the calendar."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import typer

from kiosk.cli.console import print_json, say, show_progress
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, place
from kiosk.clock import get_today
from kiosk.errors import StoreError
from kiosk.office import backup, care_jobs, events, night_message, night_publishing, nights, site_life
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import device_words
from kiosk.office.ledger.opening import catch_up
from kiosk.office.ledger.public_marks import write_marks
from kiosk.office.nights import NightRun, NightStep, StepOutcome
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.reports.tasks import OpenTask
from kiosk.reports.today import list_open_tasks
from kiosk.settings import config as settings
from kiosk.watch import upkeep


def nightly(json: JsonOption = False, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Việc mỗi đêm: công bố những gì đến ngày, nêu việc cần làm, dọn bản cũ, và những gì khóa night trong cấu hình ghi.

    Một phần hỏng thì các phần khác vẫn chạy. Có phần không xong thì kết thúc bằng mã 1.
    """
    workplace = place(workspace, config)
    database = open_database(workplace.store.root)
    tasks = list[OpenTask]()
    try:
        with show_progress(json) as report:
            day = get_today()
            of_sites = nights.run_step(NightStep("Điểm tiếp nhận", lambda: _take_site_changes(workplace)))
            # A site that ended took its rules with it: what follows reads the settings as they are now.
            workplace = replace(workplace, config=settings.load(workplace.settings))
            here = Workplace(workplace.store, workplace.config, database)
            outcomes = (of_sites, *map(nights.run_step, _list_steps(workplace, here, report, tasks)))
        run = NightRun(day, outcomes)
        text = night_message.write_message(here.config, run, tuple((task.sentence, task.next) for task in tasks))
        delivery = night_message.send_message(here.config, night_message.title_night(here.config, run), text)
        run = NightRun(day, outcomes + delivery)
        with database.writing() as connection:
            nights.record_night(connection, events.begin_act(None), run)
    finally:
        database.close()
    _show(run, delivery, text, tasks, json)
    if run.failed:
        raise typer.Exit(1)


def _show(run: NightRun, sent: tuple[StepOutcome, ...], text: str, tasks: list[OpenTask], json: bool) -> None:
    if json:
        print_json({"day": run.day, "steps": [asdict(s) for s in run.steps], "tasks": [asdict(t) for t in tasks]})
        return
    say(text)
    for step in sent:
        say(f"{step.name}: {'xong' if step.is_done else 'KHÔNG XONG'}. {step.sentence}")


def _list_steps(named: Place, here: Workplace, report: Progress, tasks: list[OpenTask]) -> list[NightStep]:
    """What this night does, in this order. `tasks`: where today's tasks go, for the message."""
    night = here.config.night
    steps = [
        NightStep("Công bố", lambda: night_publishing.publish_due(here, report)),
        NightStep("Bảng tra mã tờ", lambda: _write_marks(here)),
        NightStep("Kiosk", lambda: _note_silences(here)),
        NightStep("Dọn bản cũ", lambda: care_jobs.remove_old_releases(here)),
        NightStep("Dọn ảnh chụp tường", lambda: care_jobs.remove_old_photos(here)),
    ]
    if night.backup is not None:
        folder = here.config.path(night.backup)
        steps.append(NightStep("Sao lưu", lambda: _back_up(named, folder, report)))
    if night.sync:
        steps.append(NightStep("Đồng bộ Cổng", lambda: upkeep.sync_workspace(here.store, here.config, report).summary))
    if night.links:
        steps.append(NightStep("Kiểm tra đường dẫn", lambda: _check_links(here, report)))
    # Last: what the others did is not to be done any more.
    return [*steps, NightStep("Việc cần làm", lambda: _list_tasks(here, tasks))]


def _take_site_changes(named: Place) -> str:
    changes = site_life.take_due(named.store, named.config, get_today())
    if not changes:
        return "Không có thay đổi nào về điểm tiếp nhận đến ngày."
    listed = "; ".join(f"{t.change.site} {t.change.kind.label} theo {t.change.decision}" for t in changes)
    return f"Đã ghi {len(changes)} thay đổi đến ngày vào bảng các điểm: {listed}."


def _write_marks(here: Workplace) -> str:
    catch_up(here.store, here.database)
    with here.database.reading() as connection:
        write_marks(here.store, connection)
    return "Đã ghi đủ mã của các tờ đã in cho trang tra cứu."


def _note_silences(here: Workplace) -> str:
    words = device_words.read_words(here.store)
    with here.database.writing() as connection:
        act = events.begin_act(None)
        count = device_words.note_silences(connection, act, words, here.config.ledger.device_ages)
    return f"Ghi {count} kiosk im lặng quá hạn." if count else "Không có kiosk nào mới im lặng quá hạn."


def _list_tasks(here: Workplace, tasks: list[OpenTask]) -> str:
    """Today's tasks, less what is said of the night before: this one runs."""
    of_nights = (nights.MISSED, nights.BROKEN)
    tasks += (task for task in list_open_tasks(here, get_today()) if task.kind not in of_nights)
    return f"Có {len(tasks)} việc." if tasks else "Không có việc."


def _back_up(named: Place, folder: Path, report: Progress) -> str:
    """Raises `StoreError` also for a backup that lacks something."""
    result = backup.back_up(named.store, named.config, named.settings, folder, report, named.config.night.backups_kept)
    number, damage = result.snapshot.number, result.snapshot.damage
    if damage:
        raise StoreError(
            f"bản sao lưu {number} thiếu {len(damage)} tệp",
            place=str(folder),
            value=damage[0],
            way_out="chạy kiosk doctor rồi kiosk backup; chưa bỏ bản sao lưu cũ nào",
        )
    return f"Đã ghi bản sao lưu {number} vào {folder}, chép mới {result.copied} tệp."


def _check_links(here: Workplace, report: Progress) -> str:
    manifest = lifecycle.load_current(here.store)
    if manifest is None:
        return "Chưa công bố bản nào nên chưa có đường dẫn nào được in."
    checks, due = upkeep.check_due_links(here, manifest, report)
    return upkeep.describe_round(checks, due) + (f" Dừng vì {checks.stopped}." if checks.stopped else "")
