"""Words that a line does not tear apart: numbers with what they count, parts of law with their number, and the common
compounds of official Vietnamese, which is written syllable by syllable.

In come the syllables of a text, out goes which of them are followed by a break that may not be used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_COMPOUNDS = """
thủ tục|hành chính|đăng ký|cấp lại|cấp đổi|cấp mới|gia hạn|giấy phép|giấy chứng|chứng nhận|chứng thực|chứng chỉ
công nhận|xác nhận|xác minh|thẩm định|phê duyệt|điều chỉnh|sửa đổi|bổ sung|thay đổi|thu hồi|chấm dứt|giải thể
thành lập|hoạt động|quyền sử|sử dụng|sở hữu|tài sản|gắn liền|đất đai|nhà ở|công trình|xây dựng|quy hoạch|dự án
đầu tư|doanh nghiệp|hợp tác|hộ kinh|kinh doanh|tổ chức|cá nhân|cơ quan|đơn vị|cộng đồng|dân cư|gia đình|hộ tịch
khai sinh|khai tử|kết hôn|giám hộ|nước ngoài|yếu tố|công dân|người dân|trẻ em|con nuôi|quốc tịch|lý lịch|tư pháp
bảo hiểm|xã hội|y tế|việc làm|lao động|thất nghiệp|người có|có công|cách mạng|liệt sĩ|thương binh|bệnh binh
thân nhân|chế độ|trợ cấp|phụ cấp|hỗ trợ|ưu đãi|chi phí|mai táng|hàng tháng|một lần|giáo dục|đào tạo|mầm non
tiểu học|trung học|cơ sở|phổ thông|trường học|học sinh|sinh viên|tuyển sinh|nông nghiệp|nông thôn|lâm nghiệp
thủy sản|thủy lợi|chăn nuôi|trồng trọt|môi trường|khoáng sản|tài nguyên|an toàn|thực phẩm|giao thông|phương tiện
đường bộ|đường thủy|nội địa|bến khách|vận tải|văn hóa|thể thao|du lịch|lễ hội|di sản|di tích|tôn giáo|tín ngưỡng
khen thưởng|thi đua|danh hiệu|cán bộ|công chức|viên chức|nhà nước|ủy ban|nhân dân|thành phố|cấp tỉnh|cấp xã
cấp huyện|địa phương|thẩm quyền|giải quyết|khiếu nại|tố cáo|tiếp công|tranh chấp|hòa giải|bồi thường|kiểm tra
kiểm định|chất lượng|sản phẩm|hàng hóa|sản xuất|xuất khẩu|nhập khẩu|thương mại|dịch vụ|thông tin|điện tử
truyền thông|công nghệ|khoa học|kỹ thuật|thông báo|báo cáo|kế hoạch|phương án|hồ sơ|văn bản|bản sao|bản chính
chữ ký|hợp đồng|giao dịch|thừa kế|di chúc|ủy quyền|chuyển nhượng|chuyển đổi|cho thuê|thế chấp|tặng cho|góp vốn
việt nam|trung ương|quốc gia|quốc phòng|công an|quân đội|thanh niên|xung phong|kháng chiến
người khuyết|khuyết tật|cao tuổi|hộ nghèo|cận nghèo|đối tượng|bảo trợ|điều kiện|quy định|nghị định|thông tư
quyết định|trường hợp|bao gồm|đồng thời
đối với|quản lý|thực hiện|viễn thông|ngân hàng|vô tuyến|tần số|chấp thuận|thiết bị|chính sách|chi nhánh|nội dung
khai thác|đề nghị|bảo vệ|hàng hải|đại diện|tham gia|phạm vi|cung cấp|trung tâm|địa điểm|công bố|công ty|tín dụng
mục đích|giám định|tiêu chuẩn|vũ khí|liên hiệp|trọng tài|hạ tầng|trụ sở|đặc biệt|luật sư|công cụ|khu vực|nghiên cứu
phát triển|ngoại hối|phục vụ|lưu hành|kiểm soát|xuất xứ|hệ thống|cố định|địa bàn|hàng hoá|đánh giá|trợ giúp|đấu giá
tư thục|yêu cầu|bức xạ|thử nghiệm|lựa chọn|sáp nhập|bất động|thiết kế|ma túy|đo lường|lĩnh vực|tự nguyện|giai đoạn
biên giới|tư vấn|cai nghiện|giá trị|an ninh|thuốc lá|bảo đảm|kết quả|lương hưu|thời gian|chủ trương|xử lý|trách nhiệm
tai nạn|nguy hiểm|trí tuệ|triển lãm|đường sắt|chính phủ|thăm dò|chương trình|thường xuyên|căn cước|sát hạch|thay thế
cây trồng|kết cấu|báo chí|biện pháp|mã số|áp dụng|phóng xạ|giấy tờ|trật tự|dữ liệu|hạt nhân|bảo tồn|thỏa thuận
thửa đất|cư trú|thường trú|tạm trú|giảm nghèo|khám bệnh|chữa bệnh|thiên tai|môi giới|thẩm tra|phân loại|quá cảnh
"""
COMPOUNDS = frozenset(tuple(pair.split()) for line in _COMPOUNDS.strip().splitlines() for pair in line.split("|"))
"""Pairs of syllables that stay on one line, in small letters."""
_UNITS = frozenset(
    (
        *("ngày", "tháng", "năm", "giờ", "phút", "tuổi", "tỷ", "triệu", "nghìn", "đồng", "mét", "m", "m²", "m³", "km"),
        *("ha", "kg", "tấn", "lít", "người", "hộ", "bản", "trang", "lần", "%", "kv", "kw", "mw"),
    )
)
_COUNTED = frozenset(
    (
        *("điều", "khoản", "điểm", "mục", "chương", "phần", "số", "ngày", "tháng", "năm", "quý", "hạng", "cấp", "loại"),
        *("nhóm", "lớp", "quận", "khóa", "mẫu"),
    )
)
"""What a number follows: Điều 12, khoản 3, mẫu 05."""
_NUMBER = re.compile(r"\(?\d[\d.,/]*\)?[.,;:]?|\(?[IVX]+\)?[.,;:]?")
_EDGES = "«»“”‘’\"'().,;:?!"


TOGETHER = 3
"""Syllables in one piece at most, so that lines in narrow columns stay full."""


def join_syllables(syllables: Sequence[str]) -> list[str]:
    """The syllables with those joined by a space that stand together; at most `TOGETHER` in one piece."""
    joined: list[str] = []
    size, holds = 0, None
    for syllable in syllables:
        if holds is not None and size < TOGETHER and holds[syllable]:
            joined[-1] += f" {syllable}"
            size += 1
        else:
            joined.append(syllable)
            size = 1
        holds = find_followers(syllable)
    return joined


_MOST = 8192
"""Answers remembered at once: Vietnamese is written in some two thousand syllables."""


class Followers(dict[str, bool]):
    """Whether a syllable stays with the one that follows: with `seconds`, and with a number where it is `counted`."""

    def __init__(self, seconds: frozenset[str], *, counted: bool = False) -> None:
        super().__init__()
        self._seconds, self._counted = seconds, counted

    def __missing__(self, second: str) -> bool:
        if len(self) >= _MOST:
            self.clear()
        holds = second.lower().rstrip(_EDGES) in self._seconds
        holds = self[second] = holds or (self._counted and _NUMBER.fullmatch(second) is not None)
        return holds


@lru_cache(maxsize=_MOST)
def find_followers(first: str) -> Followers | None:
    """What a syllable holds on to; None for most."""
    small = first.lower()
    seconds = _SECONDS.get(small, _NOTHING)
    if (first[:1].isdigit() or first[:1] in "(IVX") and _NUMBER.fullmatch(first):
        seconds = seconds if first[-1] in ".,;:)" else seconds | _UNITS
    elif small.lstrip(_EDGES) in _COUNTED:
        return Followers(seconds, counted=True)
    return Followers(seconds) if seconds else None


_NOTHING: frozenset[str] = frozenset()
_SECONDS = {first: frozenset(b for a, b in COMPOUNDS if a == first) for first, _ in COMPOUNDS}
"""By its first syllable what completes a compound."""
