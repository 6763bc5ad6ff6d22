"""Opens the office's database: a file in the workspace, read by many, written by one at a time.

In comes the workspace; out go connections inside a transaction. A transaction that writes says so when it begins: one
that starts by reading and then writes fails at once when another writes, whatever the time-out (SQLite, BUSY_SNAPSHOT).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import DatabaseError

from kiosk.errors import OfficeError, StoreError, explain_cause

FILE = "office.sqlite"
_PATIENCE = 15  # seconds that a writer waits for another


class Database:
    """The database of one workspace. Made once a process; connections are pooled and thread-safe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reads = _make_engine(path)
        self._writes = self._reads.execution_options(office_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state. Raises `StoreError` where the file is damaged."""
        with _translate_errors(self.path), self._reads.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, whole or not at all. Raises `StoreError`."""
        with _translate_errors(self.path), self._writes.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._reads.dispose()


@contextmanager
def _translate_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OverflowError as error:
        # Somebody typed it, in an address or a form: nothing has such a number.
        raise OfficeError(
            "số này quá lớn", place="phòng làm việc", way_out="mở lại trang rồi làm lại từ danh sách"
        ) from error
    except DatabaseError as error:
        raise StoreError(
            "không dùng được cơ sở dữ liệu của phòng làm việc",
            place=str(path),
            value=explain_cause(error.orig if isinstance(error.orig, Exception) else error)[:200],
            way_out="kiểm tra ổ đĩa còn trống và quyền ghi; tệp bị hỏng thì khôi phục từ bản sao lưu",
        ) from error


def _make_engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(dbapi_connection: Any, _: object) -> None:
    # The driver would begin transactions by itself, and only before the first write.
    dbapi_connection.isolation_level = None
    for setting in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL"):
        dbapi_connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("office_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
