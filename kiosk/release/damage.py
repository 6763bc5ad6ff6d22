"""What can be wrong with a workspace: a table of damages as data.

A kind says how it is seen, what it means for the people who use the workspace, and how it is healed. Seeing is left to
`inspection` and `kiosk.office.inspection`, healing to `kiosk.office.doctor`; both name kinds of this table only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds, by the name that machines read."""

    FOLDER = "folder"
    POINTER = "pointer"
    MANIFEST = "manifest"
    OBJECT = "object"
    TREE = "tree"
    STRANGER = "stranger"
    INPUT = "input"
    STRAY = "stray"
    NUMBER = "number"
    VERDICT = "verdict"
    CATALOGUE = "catalogue"
    IMPORT = "import"
    POSTED = "posted"
    HISTORY = "history"
    HOLD = "hold"
    CACHE = "cache"
    NEWS = "news"
    OFFICE = "office"
    MARKS = "marks"
    COUNTS = "counts"
    INBOX = "inbox"
    UNNEEDED = "unneeded"


@dataclass(frozen=True, slots=True)
class DamageKind:
    """A kind of damage for people: its name, how it is seen, what it means, how it is healed; `price`: what healing may
    cost, so that a person must agree first (empty where it costs nothing)."""

    name: str
    seen: str
    means: str
    healed: str
    price: str = ""


_REPRINTS = "có thể phải in lại tờ"
DAMAGES: dict[Kind, DamageKind] = {
    Kind.FOLDER: DamageKind(
        "chỗ của một thư mục bị thứ khác chiếm",
        "objects, releases, tmp, catalogue, imports hoặc verified không phải thư mục, hay là liên kết đã đứt",
        "không lệnh nào ghi được, và không biết những gì vốn ở trong đó còn hay mất",
        "cất vào set-aside rồi tạo lại thư mục; liên kết sang ổ đĩa khác thì để nguyên: gắn lại ổ đĩa ấy",
    ),
    Kind.POINTER: DamageKind(
        "mất liên kết đến bản đang công bố",
        "liên kết current không có, không chỉ vào một bản trong releases, hoặc bản ấy không còn",
        "máy chủ không biết phải phục vụ bản nào; dựng mới lúc này thì mọi điểm bị dàn lại và in lại mọi tờ",
        "trỏ lại bản công bố gần nhất còn nguyên theo nhật ký; nếu đó không phải bản công bố cuối, hoặc không còn bản "
        "nào, thì phải đồng ý trước vì sẽ phải in lại",
        _REPRINTS,
    ),
    Kind.MANIFEST: DamageKind(
        "danh sách tệp của một bản phát hành bị hỏng",
        "không đọc được, ghi tên tệp ra ngoài bản, hoặc không phải danh sách đã kiểm tra và công bố",
        "không biết bản này gồm những tệp nào, nên không được dùng",
        "lấy lại từ bản chép trong objects; không còn thì cất bản phát hành này vào set-aside",
        _REPRINTS,
    ),
    Kind.OBJECT: DamageKind(
        "tệp được phục vụ bị hỏng hoặc thiếu",
        "tệp trong objects không có, không phải tệp thường, hoặc nội dung không đúng tên",
        "người dân có thể nhận trang sai hoặc không mở được trang",
        "chép lại từ cây thư mục của một bản phát hành, nếu không còn thì dựng lại đúng tệp ấy",
    ),
    Kind.TREE: DamageKind(
        "tệp trong thư mục của bản phát hành sai hoặc thiếu",
        "tệp trong releases/N không có, là liên kết, hoặc nội dung khác danh sách tệp",
        "ai mở thẳng thư mục này, hoặc máy chủ web phục vụ thư mục này, nhận nội dung sai",
        "thay bằng tệp đúng trong objects",
    ),
    Kind.STRANGER: DamageKind(
        "tệp lạ trong thư mục của bản phát hành",
        "tệp hoặc liên kết không có trong danh sách tệp",
        "máy chủ web phục vụ thư mục này sẽ đưa ra cả tệp chưa ai kiểm tra",
        "cất vào set-aside",
    ),
    Kind.INPUT: DamageKind(
        "dữ liệu ghi cùng bản phát hành bị hỏng hoặc thiếu",
        "tệp trong objects mà danh sách tệp nêu ở phần dữ liệu vào không có hoặc không đúng tên",
        "không đọc lại, xuất ra USB hay dựng lại được bản này; trang đang phục vụ không bị ảnh hưởng",
        "lấy lại từ cấu hình, các bảng và danh mục hiện có nếu nội dung giống hệt",
    ),
    Kind.STRAY: DamageKind(
        "mục lạ trong releases",
        "tên không phải số bản, không phải thư mục, không có danh sách tệp, hoặc danh sách tệp ghi số khác",
        "có thể bị nhầm là một bản phát hành và chặn các lần dựng sau",
        "cất vào set-aside",
    ),
    Kind.NUMBER: DamageKind(
        "mất số bản phát hành cuối",
        "tệp last-number không có hoặc không phải một số",
        "bản sau có thể mang lại số của một bản đã in",
        "ghi lại số lớn nhất thấy trong releases, verified và nhật ký",
    ),
    Kind.VERDICT: DamageKind(
        "kết quả đọc lại không dùng được",
        "tệp trong verified không đọc được, hoặc nói về một danh sách tệp khác",
        "không có bằng chứng rằng bản này đã được đọc lại",
        "đọc lại bản đang công bố; với bản khác thì bỏ kết quả cũ, cần thì chạy kiosk verify",
    ),
    Kind.CATALOGUE: DamageKind(
        "danh mục đã nhập bị hỏng",
        "tệp trong catalogue không có, không đọc được, hoặc khác bản đã nhập",
        "không dựng được từ danh mục này, và không dùng danh mục cũ hơn thay cho nó",
        "lấy lại từ bản chép trong objects; không còn thì khôi phục từ bản sao lưu, hoặc đồng ý bỏ danh mục này",
        "mất các thay đổi của lần nhập ấy, danh mục trước đó áp dụng lại và có thể phải in lại tờ",
    ),
    Kind.IMPORT: DamageKind(
        "sổ ghi lần nhập hoặc tệp đã nhập bị hỏng",
        "tệp trong imports không đọc được hoặc thiếu, hoặc tệp đã nhập có nội dung không đúng tên",
        "không nhập thêm, hoàn tác hay trả lời câu hỏi được; danh mục đang áp dụng và những gì đang công bố không bị "
        "ảnh hưởng",
        "khôi phục từ bản sao lưu; tệp đã nhập thì nhập lại đúng tệp ấy cũng được; không có thì phải đồng ý cất sổ ghi "
        "hỏng vào set-aside và lấy danh mục của lần nhập ấy làm nền",
        "các lần nhập đến số ấy không hoàn tác được nữa; câu hỏi của chúng và các câu trả lời đã nhớ bị bỏ",
    ),
    Kind.POSTED: DamageKind(
        "sổ xác nhận niêm yết bị hỏng",
        "không đọc được posted.json",
        "không biết tờ nào đã được xác nhận đang treo",
        "khôi phục từ bản sao lưu; không có thì phải đồng ý bắt đầu sổ mới, mọi điểm xác nhận lại từ đầu",
        _REPRINTS,
    ),
    Kind.HISTORY: DamageKind(
        "nhật ký có dòng hỏng",
        "dòng trong history.jsonl không đọc được",
        "mất một việc đã ghi: ai công bố hoặc nhập gì, lúc nào",
        "cất nguyên tệp vào set-aside rồi giữ lại các dòng đọc được",
    ),
    Kind.HOLD: DamageKind(
        "mất sổ ghi việc tạm dừng công bố",
        "không đọc được hold.json, hoặc không có tệp này dù nhật ký ghi đang tạm dừng hay đang giữ lại một quyết định",
        "không biết công bố có đang tạm dừng không và đang giữ lại quyết định nào, nên không lệnh nào dựng hay công bố",
        "khôi phục từ bản sao lưu; không có thì phải đồng ý lập lại theo nhật ký, vì điều gì nhật ký không còn ghi "
        "thì không còn bị giữ",
        "điều gì nhật ký không còn ghi là đang tạm dừng thì có thể tự công bố",
    ),
    Kind.CACHE: DamageKind(
        "tệp kết quả tính sẵn bị hỏng",
        "cache.sqlite không qua được phép kiểm tra của SQLite",
        "chỉ mất thời gian tính lại",
        "xóa đi, lần dựng sau tự tạo lại",
    ),
    Kind.NEWS: DamageKind(
        "tin của các kiosk bị hỏng",
        "news.sqlite không qua được phép kiểm tra của SQLite",
        "không biết kiosk nào đang hiện bản cũ; các kiosk sẽ báo lại",
        "cất vào set-aside, tệp mới tự được tạo",
    ),
    Kind.OFFICE: DamageKind(
        "sổ theo dõi và dữ liệu của phòng làm việc bị hỏng",
        "office.sqlite không có hoặc rỗng dù đã có bảng mã các tờ đã in, không qua được phép kiểm tra của SQLite, hoặc "
        "chuỗi nhật ký trong đó đứt",
        "không biết chắc tờ nào đang treo, ai đã làm gì, bản nháp nào đang chờ; trang và tờ đã công bố không đổi",
        "không tự sửa vì không tệp nào khác giữ các việc này: khôi phục từ bản sao lưu gần nhất bằng kiosk restore; "
        "mất hẳn mà không có bản sao lưu thì phải đồng ý bắt đầu sổ mới",
        "mọi điểm xác nhận lại từ đầu, người dùng, bản nháp và lệnh in cũ không còn",
    ),
    Kind.MARKS: DamageKind(
        "bảng mã của các tờ đã in bị hỏng",
        "marks.sqlite không qua được phép kiểm tra của SQLite",
        "người quét mã trên tờ không nhận được câu trả lời",
        "cất vào set-aside rồi ghi lại từ sổ theo dõi",
    ),
    Kind.COUNTS: DamageKind(
        "số lượt mở mã bị hỏng",
        "counts.sqlite không qua được phép kiểm tra của SQLite",
        "không biết tờ nào không ai mở, mã cũ và mã lạ nào còn có người mở; máy chủ chưa ghi thêm được",
        "cất vào set-aside, tệp mới tự được tạo và đếm lại từ đầu",
    ),
    Kind.INBOX: DamageKind(
        "hộp tin của máy chủ công khai bị hỏng",
        "inbox.sqlite không qua được phép kiểm tra của SQLite",
        "các kiosk sẽ báo lại; báo cáo của người dân mà sổ theo dõi chưa đọc thì mất",
        "cất vào set-aside, tệp mới tự được tạo",
    ),
    Kind.UNNEEDED: DamageKind(
        "tệp hỏng không bản nào dùng",
        "tệp trong objects có nội dung không đúng tên và không bản nào nêu",
        "một lần dựng sau có thể dùng nhầm",
        "cất vào set-aside",
    ),
}


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage: its kind, the file or folder (relative to the workspace), what is wrong there, and which release it
    belongs to, if any. `sha256`: what should stand there, where that is known."""

    kind: Kind
    place: str
    detail: str
    release: int | None = None
    sha256: str = ""

    def __str__(self) -> str:
        return f"{DAMAGES[self.kind].name}: {self.place} ({self.detail})"
