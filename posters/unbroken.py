"""Words that a line does not tear apart: numbers with what they count, parts of law with their number, and the common
compounds of official Vietnamese, which is written syllable by syllable.

In come the syllables of a text, out goes which of them are followed by a break that may not be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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


def join_syllables(syllables: Sequence[str]) -> list[str]:
    """The syllables with those joined by a space that stand together; at most three in one piece, so that lines in
    narrow columns stay full."""
    joined: list[str] = []
    size, holds = 0, None
    for syllable in syllables:
        if holds is not None and 0 < size < 3 and syllable and holds(syllable):
            joined[-1] += f" {syllable}"
            size += 1
        else:
            joined.append(syllable)
            size = 1
        holds = _HOLDS[syllable]
    return joined


_Hold = Callable[[str], bool]
"""Whether a syllable stays with the one that follows."""


class _Holds(dict[str, _Hold | None]):
    """What each syllable holds on to, None for most: remembered, since Vietnamese is written in some two thousand."""

    def __missing__(self, syllable: str) -> _Hold | None:
        if len(self) >= 32768:
            self.clear()
        hold = self[syllable] = _find_hold(syllable)
        return hold


_HOLDS = _Holds()


def _find_hold(first: str) -> _Hold | None:
    small = first.lower()
    seconds = _SECONDS.get(small, frozenset())
    if (first[:1].isdigit() or first[:1] in "(IVX") and _NUMBER.fullmatch(first):
        units = frozenset() if first[-1] in ".,;:)" else _UNITS
        return _one_of(seconds | units) if seconds or units else None
    if small.lstrip(_EDGES) in _COUNTED:
        return lambda second: _bare(second) in seconds or _NUMBER.fullmatch(second) is not None
    return _one_of(seconds) if seconds else None


def _one_of(seconds: frozenset[str]) -> _Hold:
    return lambda second: _bare(second) in seconds


@lru_cache(maxsize=32768)
def _bare(second: str) -> str:
    return second.lower().rstrip(_EDGES)


_SECONDS = {first: frozenset(b for a, b in COMPOUNDS if a == first) for first, _ in COMPOUNDS}
"""By its first syllable what completes a compound."""
