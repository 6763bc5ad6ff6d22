"""The way to the code at every size of screen."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import opened
from tests.browser.making import ENTRY, SEARCH, Server

pytestmark = pytest.mark.browser


@pytest.fixture
def address(small_site: Server) -> str:
    """The split bundle: both forms lead the same ways, what differs in them is tried elsewhere."""
    return small_site.url()


BIRTH = "1.001193"
SCREENS = ((1920, 1080, 22), (1080, 1920, 32), (1366, 768, 15.6), (1280, 1024, 19), (1024, 768, 15), (390, 844, 0))


def visible_codes(page: Page, wanted: int = 1) -> list[str]:
    """What a telephone reads from the screen: only what is visible now."""
    expect(page.locator(".card svg")).to_have_count(wanted)
    page.evaluate("document.fonts.ready")
    image = Image.open(io.BytesIO(page.screenshot()))
    return [code.text for code in zxingcpp.read_barcodes(image)]


def test_a_common_procedure_is_one_touch_away(screen: Page) -> None:
    screen.get_by_role("button", name="Làm giấy khai sinh").first.tap()
    assert visible_codes(screen) == [ENTRY + "019d2bfd-382c-774c-bca0-000000000001"]
    expect(screen.get_by_text("dichvucong.gov.vn", exact=True)).to_be_visible()


def test_three_touches_through_group_and_list(screen: Page) -> None:
    screen.locator("#groups button", has_text="Đất đai").tap()
    screen.locator(".entry", has_text="Hòa giải tranh chấp").tap()
    expect(screen.locator("h1")).to_have_text("Hòa giải tranh chấp đất đai")
    assert visible_codes(screen) == [ENTRY + "019d2bfd-382c-774c-bca0-000000000009"]


def test_search_then_the_code_and_back_to_the_results(screen: Page) -> None:
    screen.fill("#q", "danh gia tac dong")
    screen.locator(".entry").first.tap()
    assert visible_codes(screen) == [SEARCH + "1.010736"]
    expect(screen.get_by_text("trang tìm kiếm theo mã thủ tục")).to_be_visible()
    screen.locator("#back").tap()
    expect(screen.locator("#q")).to_have_value("danh gia tac dong")
    screen.locator("#home").tap()
    expect(screen.locator("#groups")).to_be_visible()
    expect(screen.locator("#q")).to_have_value("")


@pytest.mark.parametrize(("width", "height", "inches"), SCREENS)
def test_the_code_reads_from_what_is_visible(
    browser: Browser, address: str, width: int, height: int, inches: float
) -> None:
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, screen=size, has_touch=True, is_mobile=width < 600)
    page = opened(context, f"{address}?man-hinh={inches}" if inches else address)
    page.fill("#q", BIRTH)
    page.locator(".entry").first.tap()
    if width < 600:
        page.evaluate("scrollTo(0, 0)")
    assert visible_codes(page) == [ENTRY + "019d2bfd-382c-774c-bca0-000000000001"]
    box = page.locator(".card svg").bounding_box()
    assert box
    if inches:
        millimetres = box["width"] * inches * 25.4 / (width**2 + height**2) ** 0.5
        assert 100 <= millimetres <= 120
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    context.close()


def test_a_telephone_begins_each_screen_at_its_top(browser: Browser, address: str) -> None:
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, screen=size, has_touch=True, is_mobile=True)
    page = opened(context, address)
    page.locator("#feedback").tap()
    assert visible_codes(page) == ["https://dichvucong.gov.vn/phan-anh-kien-nghi"]
    page.locator("#back").tap()
    expect(page.locator("#feedback")).to_be_in_viewport()
    context.close()


def test_detail_says_what_is_known_as_quoted(screen: Page) -> None:
    screen.fill("#q", BIRTH)
    screen.locator(".entry").first.tap()
    shown = screen.locator("dl").inner_text()  # waits until the details are there
    for fact in (
        "05 ngày làm việc (theo quy định)", "03 ngày làm việc (đã cắt giảm)", "Lệ phí: 8.000 đồng",
        "trực tiếp: 03 ngày; 8.000 đồng", "trực tuyến: 03 ngày; 4.000 đồng", "Giấy chứng sinh", "Giấy khai sinh",
        "163/QĐ-BTP ngày 16/01/2026", "dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd", "toàn trình",
        "Luật Hộ tịch 2014",
    ):  # fmt: skip
        assert fact in shown
    expect(screen.locator("#view > p.unknown")).to_have_count(0)


def test_detail_says_plainly_what_is_not_known(screen: Page) -> None:
    screen.fill("#q", "khai tu")
    screen.locator(".entry").first.tap()
    expect(screen.locator("#view > p.unknown")).to_have_text(
        "Danh mục chưa ghi giấy tờ cần mang, thời hạn giải quyết, phí, lệ phí, nơi nộp, kết quả:"
        " xin quét mã hoặc hỏi cán bộ tại quầy."
    )
    last = "[...document.querySelectorAll('#view > *')].filter((e) => e.checkVisibility()).at(-1).className"
    assert screen.evaluate(last) == "unknown"


@pytest.mark.parametrize(
    ("button", "url"),
    [
        ("Gửi phản ánh, kiến nghị", "https://dichvucong.gov.vn/phan-anh-kien-nghi"),
        ("Tra cứu hồ sơ", "https://dichvucong.gov.vn/tra-cuu-ho-so"),
    ],
)
def test_feedback_and_status_have_their_codes(screen: Page, button: str, url: str) -> None:
    screen.fill("#q", BIRTH)
    screen.locator(".entry").first.tap()
    screen.get_by_role("button", name=button).tap()
    assert visible_codes(screen) == [url]
    expect(screen.locator("dl")).to_contain_text("18001096")


def test_what_left_the_list_explains_itself(screen: Page) -> None:
    screen.fill("#q", "so ho khau")
    screen.locator(".entry", has_text="Không còn áp dụng").tap()
    shown = screen.locator("#view").inner_text()
    assert "Thủ tục này không còn áp dụng từ ngày 14/11/2026." in shown
    assert "Bị bãi bỏ theo Quyết định 12/QĐ-UBND." in shown
    assert "Danh mục không ghi thủ tục thay thế" in shown
    assert visible_codes(screen, 0) == []


def test_nothing_found_offers_groups_and_staff(screen: Page) -> None:
    screen.fill("#q", "xqzv wkkj")
    expect(screen.locator("h1")).to_have_text("Chưa tìm thấy “xqzv wkkj”")
    expect(screen.locator("#view").get_by_text("hỏi cán bộ tại quầy")).to_have_count(1)
    screen.locator("#view #groups button", has_text="Đất đai").tap()
    expect(screen.locator("h1")).to_have_text("Đất đai")


def test_what_only_shares_a_word_is_not_called_an_answer(screen: Page) -> None:
    screen.fill("#q", "vũ trụ bị mất")
    expect(screen.locator("h1")).to_have_text("Chưa tìm thấy “vũ trụ bị mất”")
    expect(screen.locator("#view > p")).to_contain_text("Xin xem lại chữ đã gõ")
    order = "[...document.querySelectorAll('#view > *')].map((e) => e.id || e.textContent.slice(0, 9))"
    assert screen.evaluate(order)[:6] == ["Chưa tìm ", "Xin xem l", "Gần giống", "Cấp lại G", "Tất cả cá", "groups"]
    screen.locator("#view .entry", has_text="Cấp lại Giấy chứng nhận").tap()
    expect(screen.locator("h1")).to_have_text("Cấp lại Giấy chứng nhận do bị mất")


def test_a_question_half_typed_is_not_doubted(screen: Page) -> None:
    for text in ("kh", "khai s", "dang ky kh", "chung thuwcj", "1.0011", "đăng ký kết hôn ở đâu"):
        screen.fill("#q", text)
        screen.wait_for_timeout(1_400)
        expect(screen.locator("h1")).to_contain_text(f"kết quả cho “{text}”")


def test_results_highlight_what_matched(screen: Page) -> None:
    screen.fill("#q", "ket hon")
    first = screen.locator(".entry").first
    expect(first).to_contain_text("Thủ tục đăng ký kết hôn")
    assert first.locator("mark").all_inner_texts() == ["kết", "hôn"]


def test_english_names_of_the_interface_alone(screen: Page) -> None:
    screen.get_by_role("button", name="English").tap()
    expect(screen.locator("html")).to_have_attribute("lang", "en")
    expect(screen.locator("h1")).to_have_text("What do you need to do?")
    screen.fill("#q", BIRTH)
    screen.locator(".entry").first.tap()
    expect(screen.locator("h1")).to_have_text("Làm giấy khai sinh")
    expect(screen.locator("h1")).to_have_attribute("lang", "vi")
    expect(screen.locator("dl")).to_contain_text("What to bring")
    screen.get_by_role("button", name="Tiếng Việt").tap()
    expect(screen.locator("dl")).to_contain_text("Giấy tờ cần mang")


@pytest.mark.parametrize(("paper", "points"), [("A4", [595, 842]), ("80", [227, 737])])
def test_a_slip_fits_one_sheet_of_either_paper(
    windowed_context: BrowserContext, address: str, paper: str, points: list[int]
) -> None:
    windowed_context.add_init_script("window.print = () => { window.printed = true; }")
    screen = opened(windowed_context, address + f"?may-in={paper}")
    screen.fill("#q", BIRTH)
    screen.locator(".entry").first.tap()
    screen.get_by_role("button", name="In phiếu").tap()
    assert screen.evaluate("window.printed")
    # Chrome 109 begins a new sheet where the name of the page changes from an element to the one inside.
    screen.emulate_media(media="print")
    pages = "[...new Set([...document.querySelectorAll('body, body *')].map((node) => getComputedStyle(node).page))]"
    assert screen.evaluate(pages) == ["receipt" if paper == "80" else "auto"]
    document = pypdfium2.PdfDocument(screen.pdf(prefer_css_page_size=True))
    assert len(document) == 1
    assert [round(x) for x in document[0].get_size()] == points
    image = document[0].render(scale=203 / 72).to_pil()
    assert [c.text for c in zxingcpp.read_barcodes(image)] == [ENTRY + "019d2bfd-382c-774c-bca0-000000000001"]
    text = document[0].get_textpage().get_text_bounded()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines[0] == "Trung tâm Phục vụ hành chính công xã Vĩnh Bảo"[: len(lines[0])]
    for fact in ("18001096", "Làm giấy khai sinh", BIRTH, "Giấy chứng sinh", "Bản phát hành số 7", "23/11/2026"):
        assert fact in text


def test_release_and_data_date_stand_on_every_screen(screen: Page) -> None:
    first = screen.locator(".entry").first
    for visit in (lambda: None, lambda: screen.fill("#q", BIRTH), first.tap):
        visit()
        expect(screen.get_by_text("Bản phát hành số 7")).to_be_visible()
        expect(screen.get_by_text("dữ liệu ngày 23/11/2026")).to_be_visible()


def test_the_address_never_tells_where_the_visitor_is(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.fill("#q", "khai tu")
    page.locator(".entry").first.tap()
    assert page.url == address
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("#groups")).to_be_visible()
    expect(page.locator("#q")).to_have_value("")
