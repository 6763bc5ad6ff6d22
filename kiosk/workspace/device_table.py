"""The keys of the declared kiosks, as the public server reads them to tell true heartbeats from forged ones.

In come devices with their keys, out goes one of them at a time. The file is replaced whole by one rename, and nobody
but its owner reads it. Who declares a device is left to the office, which can write the file again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.errors import StoreError, explain_cause
from kiosk.flushing import make_folders
from kiosk.workspace.copying import put_file

FILE = "devices.json"
FORMAT = 1
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class DeclaredKey:
    """The key of a device. `floor`: the highest counter that the office knows of it: nothing up to there is taken
    again, even where what the public server remembers is lost."""

    number: int
    site: str
    key: str
    floor: int = 0


@dataclass(frozen=True, slots=True)
class _KeyFile:
    devices: tuple[DeclaredKey, ...] = ()


_ADAPTER = TypeAdapter(_KeyFile)


class DeviceTable:
    """The keys of one workspace as the public server sees them; read again when the file is another one."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE
        self._state: tuple[int, ...] = ()
        self._keys: dict[int, DeclaredKey] = {}

    def find(self, number: int) -> DeclaredKey | None:
        """The key of a device; None where none of this number is declared. Raises `StoreError` for a damaged file."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _explain_unreadable(self._path, explain_cause(error)) from error
        state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if state != self._state:
            self._keys = {key.number: key for key in read_keys(self._path)}
            self._state = state
        return self._keys.get(number)


def read_keys(path: Path) -> tuple[DeclaredKey, ...]:
    """Every key of the file. Raises `StoreError`."""
    try:
        return record.load_record(_ADAPTER, FORMAT, path.read_bytes(), str(path)).devices
    except OSError as error:
        raise _explain_unreadable(path, explain_cause(error)) from error
    except ValidationError as error:
        raise _explain_unreadable(path, "bị hỏng") from error


def _explain_unreadable(path: Path, value: str) -> StoreError:
    way_out = "xóa tệp này rồi chạy kiosk device list, chương trình lập lại từ sổ"
    return StoreError("không đọc được khóa của các kiosk đã khai báo", place=str(path), value=value, way_out=way_out)


def _dump(keys: Iterable[DeclaredKey]) -> bytes:
    return record.dump_record(_ADAPTER, FORMAT, _KeyFile(tuple(sorted(keys, key=lambda k: k.number))))


def holds_keys(root: Path, keys: Sequence[DeclaredKey]) -> bool:
    """Whether the file says exactly this; none need be there where nothing is declared."""
    try:
        return (root / FILE).read_bytes() == _dump(keys)
    except FileNotFoundError:
        return not keys
    except OSError:
        return False


def replace_keys(root: Path, keys: Sequence[DeclaredKey]) -> None:
    """Have the file hold exactly these keys. Raises `StoreError`."""
    if holds_keys(root, keys):
        return
    path, scratch = root / FILE, root / "tmp"
    try:
        make_folders(scratch)
        put_file(path, _dump(keys), scratch, _PRIVATE)
    except OSError as error:
        raise StoreError(
            "không ghi được khóa của các kiosk đã khai báo",
            place=str(path),
            value=explain_cause(error),
            way_out="kiểm tra ổ đĩa còn trống và quyền ghi rồi chạy kiosk device list",
        ) from error
