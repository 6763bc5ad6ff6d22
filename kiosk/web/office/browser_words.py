"""Ways out that errors name as commands and options, as what a person does in the browser instead.

In comes a sentence that the command line would print; out goes the same with the places of the office's pages. What has
no place there stays: whoever is told of it asks the person at the server.
"""

from __future__ import annotations

import re

_PLACES = {
    "--allow-drop": "dấu chọn «Cho phép danh mục mất hơn 2 % thủ tục» ở dự thảo",
    "--as snapshot": "lựa chọn «toàn bộ danh mục» ở dự thảo",
    "--as change": "lựa chọn «chỉ phần thay đổi» ở dự thảo",
    "--kind annex": "loại tệp «phụ lục quyết định công bố» ở dự thảo",
    "bỏ --kind": "để trống loại tệp ở dự thảo",
    "--kind": "loại tệp ở dự thảo",
    "--columns": "ô «Chỉ rõ cột» ở dự thảo",
    "--dated": "ngày của danh sách ở dự thảo",
    "--effective NGÀY": "ngày có hiệu lực ở dự thảo",
    "--decision": "số quyết định ở dự thảo",
    "--commune hoặc --city trước tệp": "tệp ấy ở ô danh sách cấp xã hoặc cấp tỉnh niêm yết",
    "--commune": "ô danh sách cấp xã niêm yết",
    "--city": "ô danh sách cấp tỉnh niêm yết",
    "--accept-repairs": "câu trả lời «Sửa thành mã đề nghị»",
    "--reason": "ô lý do",
    "kiosk regenerate": "nút «Dựng, kiểm tra và công bố» ở trang Việc của máy",
    "kiosk resume": "nút cho đi tiếp ở trang Tạm dừng",
    "kiosk rollback": "nút «Quay về» ở trang Bản phát hành",
    "kiosk imports": "trang Sổ lần nhập",
    "kiosk history": "trang Thủ tục",
    "kiosk site list": "bảng Điểm tiếp nhận ở trang Cài đặt",
    "kiosk import --apply": "một dự thảo",
    "kiosk coverage": "trang Độ phủ",
    "kiosk wall": "trang xác nhận của điểm",
    "kiosk import rồi chạy kiosk regenerate": "một dự thảo rồi công bố",
    "kiosk hold": "trang Tạm dừng",
    "kiosk device list": "trang Kiosk",
    "kiosk device add": "mục Kiosk trên trang của điểm",
    "kiosk device remove": "mục Kiosk trên trang của điểm",
    "--device": "ô «Kiosk, khi máy chưa giữ khóa»",
    "kiosk incident list --all": "trang Sự cố",
    "kiosk incident list": "trang Sự cố",
}
_NAMED = re.compile("|".join(map(re.escape, sorted(_PLACES, key=len, reverse=True))))


def say_in_browser(text: str) -> str:
    """The sentence with the pages' own places for commands and options."""
    return _NAMED.sub(lambda match: _PLACES[match[0]], text)
