"""The one way to refuse a whole file: a sentence with the file, what it is, and what to do."""

from __future__ import annotations

from kiosk.errors import IntakeError


def refuse(file: str, message: str, way_out: str, value: str = "") -> IntakeError:
    """The error for a file that cannot be taken as a catalogue at all."""
    return IntakeError(message, place=file, value=value[:200], way_out=way_out)


def refuse_broken(file: str) -> IntakeError:
    """The error for a file whose container is damaged; what a library says of it stays the cause."""
    return refuse(file, "tệp bị hỏng, không mở được", "tải hoặc sao chép lại tệp rồi thử lại")


def refuse_too_big(file: str, what: str) -> IntakeError:
    """The error for a file that would cost more than any catalogue does (a bomb, or the wrong file)."""
    return refuse(
        file,
        f"tệp quá lớn so với một danh mục thủ tục ({what})",
        "kiểm tra lại tệp; xóa các dòng, cột thừa rồi lưu thành tệp mới",
    )
