"""Sentences that the next page says after something was done, by the word that stands in its address.

The address holds a word and never the sentence: nobody can make our page say theirs.
"""

from __future__ import annotations

_TEXTS = {
    "da-dang-xuat": "Đã đăng xuất.",
    "da-dat-mat-khau": "Đã đặt mật khẩu. Đăng nhập bằng mật khẩu mới.",
    "da-doi-mat-khau": "Đã đổi mật khẩu; mọi phiên đăng nhập cũ đã kết thúc. Đăng nhập lại.",
    "da-ket-thuc-phien": "Đã kết thúc phiên đăng nhập.",
    "da-them-nguoi": "Đã thêm người dùng.",
    "da-sua-nguoi": "Đã lưu.",
    "da-khoa": "Đã khóa tài khoản và kết thúc mọi phiên đăng nhập của người này.",
    "da-mo": "Đã mở lại tài khoản.",
    "da-chon": "Đã lưu lựa chọn.",
    "da-giao-viec": "Đã giao việc cho máy.",
    "da-huy-viec": "Đã hủy việc.",
    "da-luu": "Đã lưu.",
    "da-trinh": "Đã trình dự thảo. Người phê duyệt sẽ thấy ở trang đầu.",
    "da-duyet": "Đã duyệt.",
    "da-tra-lai": "Đã trả lại dự thảo cho người soạn.",
    "da-tam-dung": "Đã tạm dừng. Không có gì tự công bố cho đến khi có người cho đi tiếp.",
    "da-ghi-sua-doi": "Đã ghi vào dự thảo. Chưa có tác dụng cho đến khi được duyệt.",
    "khong-doi": "Không có gì đổi.",
    "da-de-nghi": "Đã gửi đề nghị. Phòng kiểm soát thủ tục hành chính sẽ xem.",
    "da-bo": "Đã bỏ dự thảo.",
    "da-ghi-nhan-treo": "Đã ghi nhận các tờ đang treo.",
    "da-ghi-nhan-go": "Đã ghi nhận các tờ đã gỡ.",
    "da-bo-kiosk": "Đã bỏ khai báo kiosk. Khóa của nó hết dùng.",
    "da-ghi-ma-bao-lai": "Đã ghi nhận mã báo lại.",
    "da-dong-su-co": "Đã đóng sự cố.",
    "da-mo-lai-su-co": "Đã mở lại sự cố.",
    "da-bo-anh": "Đã bỏ ảnh ấy ra.",
    "phieu-xong": "Phiếu giao này đã xong: mọi tờ đã được xác nhận. Cảm ơn.",
    "da-thoat-phieu": "Đã thoát khỏi phiếu giao.",
    "da-lap-lenh": "Đã lập lệnh in. Bước tiếp theo: giao máy ghi tệp, rồi gửi nhà in.",
    "khong-phai-in": "Không có tờ nào phải in, không lập lệnh in.",
    "da-ghi-gui-in": "Đã ghi là đã gửi in.",
    "da-ghi-giao": "Đã ghi là đã giao đến nơi.",
    "da-huy-to": "Đã hủy các tờ chưa treo.",
    "da-huy-viec-ghi": "Đã hủy việc đã ghi.",
    "da-lap-bao-cao": "Đã lập báo cáo.",
    "da-trinh-thay-doi": "Đã trình thay đổi. Người phê duyệt sẽ thấy ở trang đầu.",
    "da-ghi-thay-doi": "Đã ghi vào bảng các điểm. Bước tiếp theo: dựng và công bố ở trang «Việc của máy».",
    "da-ghi-thay-doi-truoc": "Đã ghi trước. Đêm của ngày ấy máy ghi vào bảng các điểm rồi công bố.",
    "da-huy-thay-doi": "Đã hủy thay đổi ấy.",
    "da-thu-hoi": "Đã thu hồi mã.",
}


def find_text(word: str) -> str:
    """The sentence, "" for a word that stands for none."""
    return _TEXTS.get(word, "")
