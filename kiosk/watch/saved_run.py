"""A run of questions about the portal's list, kept in a folder so that any break can be gone on from.

    run.json          which answers came, in order; the questions of each day; digests of the two files below
    answers/SHA256    every answer as it arrived, by content
    danh-sach.json    the whole list, once it is whole
    chi-tiet.json     the details that were asked for

In comes a folder, out go a `SavedRun` and its files. Everything that a record says is checked against the answers when
it is read: what a folder that came on a stick claims is believed in nothing. Raises `PortalError` and `StoreError`.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.canonical import digest, dump_canonical
from kiosk.errors import BusyError, StoreError, explain_cause
from kiosk.flushing import flush, make_folders
from kiosk.watch.answers import PortalAnswer, read_details, read_list_page
from kiosk.watch.walk import ListWalk, take_page

RUN, LIST_FILE, DETAILS_FILE = "run.json", "danh-sach.json", "chi-tiet.json"
_ANSWERS = "answers"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Step:
    """An answer that came: what was asked, its status, media type and the sha256 of its body."""

    asked: str
    status: int
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SavedRun:
    """How far a run has come: pages of the list in order, details in order, sha256 of the files that are done."""

    portal: str
    day: date
    pages: tuple[Step, ...] = ()
    details: tuple[Step, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether everything that was to be asked came."""
        return LIST_FILE in self.files and DETAILS_FILE in self.files


_ADAPTER: TypeAdapter[SavedRun] = TypeAdapter(SavedRun)


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Work in a folder alone. Raises `BusyError`, `StoreError`."""
    try:
        make_folders(folder / _ANSWERS)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _explain_unusable(folder, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BusyError(
            "một lần đồng bộ khác đang chạy vào thư mục này", place=str(folder), way_out="chờ nó xong"
        ) from None
    finally:
        os.close(handle)


def read_run(folder: Path) -> SavedRun | None:
    """The run in a folder, None where there is none. Raises `StoreError` for a damaged one."""
    try:
        content = (folder / RUN).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _explain_unusable(folder, error) from error
    try:
        return record.load_record(_ADAPTER, _FORMAT, content, str(folder / RUN))
    except ValidationError:
        raise report_damage(folder, RUN) from None


def write_run(folder: Path, run: SavedRun) -> None:
    """Keep how far a run has come. Raises `StoreError`."""
    write_file(folder, RUN, record.dump_record(_ADAPTER, _FORMAT, run))


def write_file(folder: Path, name: str, content: bytes) -> str:
    """A file whole or not at all; gives its sha256. Raises `StoreError`."""
    fresh = folder / f".{name.replace('/', '-')}.{os.getpid()}"
    try:
        fresh.write_bytes(content)
        flush(fresh)
        fresh.replace(folder / name)
        flush((folder / name).parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise _explain_unusable(folder, error) from error
    return digest(content)


def keep_answer(folder: Path, answer: PortalAnswer) -> Step:
    """Keep an answer by its content. Raises `StoreError`."""
    sha = digest(answer.body)
    write_file(folder, f"{_ANSWERS}/{sha}", answer.body)
    return Step(answer.asked, answer.status, answer.media_type, sha)


def load_answer(folder: Path, step: Step) -> PortalAnswer:
    """An answer that was kept. Raises `StoreError` where it is gone or is not what its digest says."""
    name = f"{_ANSWERS}/{step.sha256}"
    try:
        body = (folder / name).read_bytes() if len(step.sha256) == 64 and step.sha256.isalnum() else b""
    except OSError:
        raise report_damage(folder, name) from None
    if digest(body) != step.sha256:
        raise report_damage(folder, name)
    return PortalAnswer(step.asked, step.status, step.media_type, body)


def load_walk(folder: Path, run: SavedRun) -> ListWalk:
    """The list as far as it came, read again from the answers. Raises `StoreError`, `PortalError`."""
    walk = ListWalk()
    for step in run.pages:
        walk = take_page(walk, read_list_page(load_answer(folder, step)))
    return walk


def finish_run(folder: Path, run: SavedRun, walk: ListWalk) -> SavedRun:
    """Write the two files that an import reads; gives the finished run. Raises `StoreError`, `PortalError`."""
    details = [read_details(load_answer(folder, step)) for step in run.details]
    files = {
        LIST_FILE: write_file(folder, LIST_FILE, _write_list(walk)),
        DETAILS_FILE: write_file(folder, DETAILS_FILE, _write_details(details)),
    }
    whole_run = replace(run, files=files)
    write_run(folder, whole_run)
    return whole_run


def _write_list(walk: ListWalk) -> bytes:
    return dump_canonical({"code": "OK", "data": {"items": walk.items, "total": walk.total}, "message": ""})


def _write_details(details: list[dict[str, object] | None]) -> bytes:
    details_kept = [facts for facts in details if facts is not None]
    return b"\n".join(dump_canonical({"code": "OK", "data": facts, "message": ""}) for facts in details_kept)


def open_finished(folder: Path) -> SavedRun:
    """As `load_finished`, the run alone."""
    return load_finished(folder)[0]


def load_finished(folder: Path) -> tuple[SavedRun, ListWalk]:
    """A finished run whose files are exactly what its answers say, and its list. Raises `StoreError`, `PortalError`."""
    run = read_run(folder)
    if run is None or not run.is_done:
        raise StoreError(
            "thư mục này không phải một lần đồng bộ đã xong",
            place=str(folder),
            value="không có run.json" if run is None else "còn dở dang",
            way_out="chạy kiosk sync --save cho đến khi xong rồi chép cả thư mục",
        )
    walk = load_walk(folder, run)
    details = [read_details(load_answer(folder, step)) for step in run.details]
    expected = {LIST_FILE: _write_list(walk), DETAILS_FILE: _write_details(details)}
    for name, content in expected.items():
        if not walk.is_whole or run.files[name] != digest(content) or _read(folder, name) != content:
            raise report_damage(folder, name)
    return run, walk


def copy_run(folder: Path, run: SavedRun, target: Path) -> None:
    """Write a finished run once more from its answers, and from nothing else that lies in its folder. Raises as
    `open_finished`."""
    for step in (*run.pages, *run.details):
        keep_answer(target, load_answer(folder, step))
    finish_run(target, replace(run, files={}), load_walk(folder, run))


def list_import_files(folder: Path) -> tuple[Path, ...]:
    """The files of a finished run that an import takes: the list, and the details where any came. Raises as
    `open_finished`."""
    open_finished(folder)
    names = (LIST_FILE, DETAILS_FILE) if _read(folder, DETAILS_FILE) else (LIST_FILE,)
    return tuple(folder / name for name in names)


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise report_damage(folder, name) from None


def report_damage(folder: Path, name: str) -> StoreError:
    """The error for a file of a run that is gone or was changed."""
    return StoreError(
        "dữ liệu đã lưu của lần đồng bộ bị hỏng, thiếu hoặc đã bị sửa",
        place=str(folder / name),
        way_out="chép lại cả thư mục, hoặc xóa thư mục rồi chạy kiosk sync lại",
    )


def _explain_unusable(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        "không dùng được thư mục lưu lần đồng bộ",
        place=str(folder),
        value=explain_cause(error),
        way_out="kiểm tra quyền ghi và chỗ trống, hoặc chọn thư mục khác",
    )
