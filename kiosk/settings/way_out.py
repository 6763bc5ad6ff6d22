"""What to write instead of a setting that is refused, from the type of pydantic's error.

Its own sentences are English and know nothing of the file. In come the type and its limits, out goes a way out.
"""

from __future__ import annotations

from collections.abc import Mapping


def explain_way_out(kind: str, limits: Mapping[str, object]) -> str:
    """What to write instead, from pydantic's type of error (its own sentences are English)."""
    if kind == "extra_forbidden":
        return "không có khóa này; các khóa được phép ghi trong config.yaml đi kèm"
    if kind in {"enum", "literal_error"}:
        return "chọn một trong: " + str(limits.get("expected", "")).replace(" or ", ", ")
    if kind == "string_type":
        return 'đặt giá trị (hoặc mã) trong ngoặc kép, ví dụ "1.000593", "11824"'
    if kind in {"int_type", "int_parsing", "less_than_equal", "greater_than_equal"}:
        least, most = limits.get("ge"), limits.get("le")
        bounds = (f" từ {least} trở lên" if least else "") + (f" không quá {most}" if most else "")
        return f"ghi một số nguyên{bounds}"
    if kind == "missing":
        return "thêm khóa này như trong config.yaml đi kèm; giá trị là của từng địa phương nên không có mặc định"
    if kind in {"string_too_short", "too_short"}:
        return "không để trống"
    if kind in {"tuple_type", "list_type"}:
        return "ghi một danh sách, ví dụ [a, b]"
    return "ghi như mẫu trong config.yaml đi kèm"
