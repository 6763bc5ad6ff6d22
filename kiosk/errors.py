"""Errors of the application, branches of the one tree in `posters.errors`."""

from __future__ import annotations

import errno

from posters.errors import PostingError

_REASONS = {
    errno.ENOSPC: "hết chỗ trống trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EEXIST: "ở đó đã có thứ khác",
    errno.ENOTEMPTY: "thư mục ở đó không trống",
    errno.EBUSY: "đang được chương trình khác dùng",
    errno.ENODEV: "không còn ổ đĩa hoặc USB này",
    errno.ENXIO: "không còn ổ đĩa hoặc USB này",
    errno.ESTALE: "ổ đĩa mạng đã mất kết nối",
    errno.ENOTCONN: "ổ đĩa mạng đã mất kết nối",
    errno.EFBIG: "tệp lớn hơn mức ổ đĩa nhận",
    errno.ENOTSUP: "ổ đĩa này không hỗ trợ việc đó",
    errno.EINVAL: "ổ đĩa này không nhận tên hoặc việc đó",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.EISDIR: "đó là một thư mục",
    errno.EXDEV: "hai ổ đĩa khác nhau",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.EADDRINUSE: "có chương trình khác đang dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ như vậy",
    errno.EIO: "lỗi đọc ghi của ổ đĩa",
    errno.ENOMEM: "hết bộ nhớ",
    errno.EAGAIN: "hết số tiến trình được phép chạy",
    errno.EMFILE: "mở quá nhiều tệp",
    errno.ELOOP: "đó là một liên kết",
}


_DATABASE_REASONS = {
    "database disk image is malformed": "tệp bị hỏng",
    "file is not a database": "tệp bị hỏng",
    "database or disk is full": "hết chỗ trống trên đĩa",
    "database is locked": "đang được chương trình khác dùng",
    "disk I/O error": "lỗi đọc ghi của ổ đĩa",
    "unable to open database file": "không mở được tệp",
    "attempt to write a readonly database": "tệp hoặc ổ đĩa chỉ cho đọc",
}
"""What SQLite says, by its own words (sqlite.org/rescode.html)."""


def explain_cause(error: Exception) -> str:
    """Why the system refused a file, in Vietnamese where the cause is a usual one."""
    if isinstance(error, UnicodeDecodeError):
        return f"không phải mã UTF-8, từ byte thứ {error.start + 1}"
    if isinstance(error, PostingError):
        return error.message
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    return _DATABASE_REASONS.get(str(error), str(error))


class KioskError(PostingError):
    """Base of the application's errors; the command line prints it and exits with 1."""


class ConfigError(KioskError):
    """A setting in `config.yaml` or `data/` is wrong."""


class IntakeError(KioskError):
    """A file cannot be taken as a catalogue at all."""


class LinkError(KioskError):
    """An address leaves the allowed hosts or cannot be made."""


class StoreError(KioskError):
    """The workspace is missing, damaged or not writable."""


class BusyError(StoreError):
    """Another process writes to the workspace; it says who and since when. Trying again later helps."""


class PortalError(KioskError):
    """The portal gave no answer from which anything could be concluded; what it gave stands in `value`."""


class ReleaseError(KioskError):
    """A release cannot be built, found, published or rolled back."""


class VerifyError(ReleaseError):
    """A release does not hold what it must; it stays unpublished."""


class OfficeError(KioskError):
    """An act in the office is refused: wrong input, wrong order, or somebody else was faster."""


class SignInError(OfficeError):
    """A password, a code or a link is not taken; nothing says which part was wrong."""
