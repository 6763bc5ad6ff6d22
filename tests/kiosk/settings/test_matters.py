"""Life events, everyday names and what others do: what is wrong is told by line and column, what ships is true."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ConfigError
from kiosk.settings import matters
from kiosk.text import fold

PLACE = Path("bang.csv")
EVENTS = ",".join(matters.MATTER_COLUMNS) + "\n"
NAMES = ",".join(matters.EVERYDAY_COLUMNS) + "\n"
OUTSIDE = ",".join(matters.ELSEWHERE_COLUMNS) + "\n"
ENGLISH = ",".join(matters.ENGLISH_COLUMNS) + "\n"
SURE_HOSTS = {
    "dichvucong.gov.vn",
    "dichvucong.bocongan.gov.vn",
    "thuedientu.gdt.gov.vn",
    "dichvucong.baohiemxahoi.gov.vn",
    "dangkykinhdoanh.gov.vn",
    "ipvietnam.gov.vn",
}


def events_of(text: str) -> tuple[matters.LifeEvent, ...]:
    return matters.parse_life_events((EVENTS + text).encode(), PLACE)


def names_of(text: str) -> matters.EverydayNames:
    return matters.parse_everyday_names((NAMES + text.replace("\n", ",\n")).encode(), PLACE)


def outside_of(text: str) -> tuple[matters.OutsideMatter, ...]:
    return matters.parse_outside_matters((OUTSIDE + text).encode(), PLACE)


def english_of(text: str) -> dict[str, str]:
    return matters.parse_english_titles((ENGLISH + text).encode(), PLACE)


def test_the_rows_of_an_event_make_its_matters_in_order() -> None:
    (birth, wedding) = events_of(
        "sinh-con,Sinh con,Birth,Khai sinh,làm khai sinh| sinh con,birth,1.001193 2.000986,x,X\n"
        "sinh-con,,,Giám hộ,,,1.004837,,\n"
        "cuoi,Cưới,Marriage,Kết hôn,,,1.000894,,x\n"
    )
    assert (birth.id, birth.name, birth.english) == ("sinh-con", "Sinh con", "Birth")
    first, second = birth.matters
    assert (first.words, first.english) == (("làm khai sinh", "sinh con"), ("birth",))
    assert first.codes == ("1.001193", "2.000986")
    assert (first.on_board, first.is_common, second.on_board, second.is_common) == (True, True, False, False)
    assert [m.name for m in wedding.matters] == ["Kết hôn"]


@pytest.mark.parametrize(
    ("rows", "column", "line"),
    [
        ("Sinh con,Sinh con,B,Khai sinh,,,1.001193,,\n", "event_id", 2),
        ("a,,B,Khai sinh,,,1.001193,,\n", "event", 2),
        ("a,A,,Khai sinh,,,1.001193,,\n", "event_english", 2),
        ("a,A,B,,,,1.001193,,\n", "matter", 2),
        ("a,A,B,Khai sinh,,,,,\n", "codes", 2),
        ("a,A,B,Sao y,,,2.00081,,\n", "codes", 2),
        ("a,A,B,Sao y,,,2.000815 2.000815,,\n", "codes", 2),
        ("a,A,B,Sao y,,,2.000815,có,\n", "board", 2),
        ("a,A,B,Sao y,,,2.000815,,1\n", "common", 2),
        ("a,A,B,Sao y,dấu đỏ|dấu đỏ,,2.000815,,\n", "words", 2),
        ("a,A,B,Sao y,dấu đỏ,,2.000815,,\na,,,Chữ ký,DAU DO,,2.000884,,\n", "words", 3),
        ("a,A,B,Sao y,,copy,2.000815,,\na,,,Chữ ký,,copy,2.000884,,\n", "english", 3),
        ("a,A,B,Sao y,,,2.000815,,\na,,,Chữ ký,sao y,,2.000884,,\n", "words", 3),
        ("a,A,B,Sao y,,,2.000815,,\na,Khác,,Chữ ký,,,2.000884,,\n", "event", 3),
        ("a,A,B,Sao y,,,2.000815,,\nb,C,D,Chữ ký,,,2.000884,,\na,,,Di chúc,,,2.001019,,\n", "event_id", 4),
        ("a,A,B,Sao y,,,2.000815,,,thừa\n", "thừa", 2),
        ("".join(f"e{n},E,E,Việc {n},,,1.00000{n},,\n" for n in range(10)), "event_id", 11),
        ("a,A,B,Việc,,,1.000100,,\n" + "".join(f"a,,,Việc {n},,,1.0000{n:02},,\n" for n in range(12)), "event_id", 14),
    ],
)
def test_a_wrong_matter_is_named_by_line_and_column(rows: str, column: str, line: int) -> None:
    with pytest.raises(ConfigError, match=f"cột «{column}»") as caught:
        events_of(rows)
    assert caught.value.place == f"{PLACE}, dòng {line}"
    assert caught.value.way_out


def test_a_code_that_a_spreadsheet_read_as_a_number_is_told_with_the_way_out() -> None:
    with pytest.raises(ConfigError, match="dạng văn bản") as caught:
        names_of("2.00161,Việc,\n")
    assert caught.value.value == "2.00161"


def test_everyday_names_keep_the_order_of_what_is_asked() -> None:
    names = names_of("2.000815,Sao y,x\n1.000080,Nhận con ở biên giới,\n1.001193,Khai sinh,x\n")
    assert names.by_code["1.000080"] == "Nhận con ở biên giới"
    assert names.asked == ("2.000815", "1.001193")


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("2.000815,Sao y,x\n2.000815,Bản sao,\n", "code"),
        ("2.000815,Sao y,\n2.000884,SAO Y,\n", "everyday"),
        ("2.000815,,\n", "everyday"),
        ("2.000815,Sao y,có\n", "asked"),
    ],
)
def test_a_wrong_everyday_name_is_named(rows: str, column: str) -> None:
    with pytest.raises(ConfigError, match=f"cột «{column}»"):
        names_of(rows)


def test_an_office_is_described_once_and_does_several_matters() -> None:
    card, residence = outside_of(
        "police,Công an xã,Làm căn cước.,Thẻ căn cước,căn cước|cccd,sao y,id card,https://dichvucong.gov.vn/a\n"
        "police,Công an xã,,Tạm trú,tạm trú,,,\n"
    )
    assert card.office == residence.office
    assert card.office.kind is matters.OfficeKind.POLICE
    assert (card.words, card.unless, card.english) == (("căn cước", "cccd"), ("sao y",), ("id card",))
    assert (card.link, residence.link) == ("https://dichvucong.gov.vn/a", "")


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("sheriff,Công an xã,P,Tạm trú,tạm trú,,,\n", "kind"),
        ("police,,P,Tạm trú,tạm trú,,,\n", "office"),
        ("police,Công an xã,,Tạm trú,tạm trú,,,\n", "purpose"),
        ("police,Công an xã,P,,tạm trú,,,\n", "matter"),
        ("police,Công an xã,P,Tạm trú,,,,\n", "words"),
        ("police,Công an xã,P,Tạm trú,tạm trú,Tam tru,,\n", "unless"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,\ntax,Công an xã,,Thuế,nộp thuế,,,\n", "kind"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,\npolice,Công an xã,Q,Lưu trú,lưu trú,,,\n", "purpose"),
        ("police,Công an xã,P,Tạm trú,ở trọ,,,\npolice,Công an xã,,Lưu trú,ở trọ,,,\n", "words"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,http://dichvucong.gov.vn\n", "link"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,https://dichvucong.gov.vn.example.com\n", "link"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,https://dichvucong.gov.vn@evil.example\n", "link"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,https://dichvucong-gov.vn\n", "link"),
        ("police,Công an xã,P,Tạm trú,tạm trú,,,dichvucong.gov.vn\n", "link"),
    ],
)
def test_a_wrong_outside_matter_is_named(rows: str, column: str) -> None:
    with pytest.raises(ConfigError, match=f"cột «{column}»"):
        outside_of(rows)


@pytest.mark.parametrize(
    ("rows", "column"), [("a,Land\na,Roads\n", "group_id"), (",Land\n", "group_id"), ("a,\n", "english")]
)
def test_a_wrong_english_title_is_named(rows: str, column: str) -> None:
    with pytest.raises(ConfigError, match=f"cột «{column}»"):
        english_of(rows)


@pytest.mark.parametrize("parse", [events_of, names_of, outside_of, english_of])
def test_a_table_without_rows_is_no_table(parse: Callable[[str], object]) -> None:
    with pytest.raises(ConfigError, match="chưa có dòng nào"):
        parse("")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"code,everyday\n2.000815,Sao y\n", "bảng thiếu cột"),
        (NAMES.encode() + b'2.000815,"Sao y,\n', "bảng sai cách ghi"),
        ("code,everyday,asked\n2.000815,Sao y,".encode("utf-16"), "không đọc được bảng"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(content: bytes, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        matters.parse_everyday_names(content, PLACE)


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="không đọc được bảng"):
        matters.read_life_events(tmp_path / "matters.csv")


def test_tables_saved_by_excel_in_vietnamese_are_read() -> None:
    content = "\ufeffcode;everyday;asked;words\r\n2.000884;Chữ ký, ủy quyền;x;điểm chỉ\r\n".encode()
    assert matters.parse_everyday_names(content, PLACE).by_code == {"2.000884": "Chữ ký, ủy quyền"}


def test_what_people_say_of_a_procedure_needs_no_everyday_name() -> None:
    content = (NAMES + "2.000815,,,dấu đỏ| phô tô\n1.001193,Khai sinh,x,\n").encode()
    names = matters.parse_everyday_names(content, PLACE)
    assert names.words == {"2.000815": ("dấu đỏ", "phô tô")}
    assert names.by_code == {"1.001193": "Khai sinh"}


@given(st.lists(st.text("aáàbđeơ |", min_size=1, max_size=6), min_size=2, max_size=6))
def test_no_saying_leads_to_two_matters(sayings: list[str]) -> None:
    """Whatever is typed into the cells, a table that is read gives each folded saying to one matter."""
    out = io.StringIO()
    rows = [["a", "A", "A", f"Việc {n}", words, "", f"1.{n:06}", "", ""] for n, words in enumerate(sayings)]
    csv.writer(out).writerows(rows)
    try:
        (event,) = events_of(out.getvalue())
    except ConfigError:
        each = [{fold(w) for w in words.split("|")} - {""} for words in sayings]
        assert len(set().union(*each)) < sum(len([w for w in s.split("|") if fold(w)]) for s in sayings)
    else:
        owners = [(fold(word), matter.name) for matter in event.matters for word in matter.words]
        assert len({word for word, _ in set(owners)}) == len(set(owners))


def test_what_a_site_does_not_post_is_counted_not_refused() -> None:
    events = events_of("a,A,A,Sao y,,,2.000815 2.000942,,\na,,,Chữ ký,,,2.000884,,\n")
    names = names_of("2.000815,Sao y,\n1.001193,Khai sinh,\n")
    unposted = matters.find_unposted(events, names, {"2.000815"})
    assert unposted == matters.Unposted(("2.000942", "2.000884", "1.001193"), ("Chữ ký",))


def test_the_codes_of_an_outside_matter_are_whole_and_may_be_left_out() -> None:
    with_codes = OUTSIDE.replace("link", "link,codes") + "police,Công an,P,Hộ chiếu,hộ chiếu,,,,1.001456 1.001445\n"
    (passport,) = matters.parse_outside_matters(with_codes.encode(), PLACE)
    assert passport.codes == ("1.001456", "1.001445")
    assert outside_of("police,Công an,P,Hộ chiếu,hộ chiếu,,,\n")[0].codes == ()
    with pytest.raises(ConfigError, match="codes"):
        matters.parse_outside_matters(with_codes.replace("1.001445", "1.00144").encode(), PLACE)


def test_a_saying_for_here_and_elsewhere_is_found() -> None:
    events = events_of("a,A,A,Sao y,dấu đỏ|căn cước,,2.000815,,\n")
    outside = outside_of("police,Công an,P,Thẻ căn cước,CAN CUOC,,,\n")
    assert matters.find_shared_words(events, outside) == ("can cuoc",)


# What ships.


@pytest.fixture(scope="module")
def events(root: Path) -> tuple[matters.LifeEvent, ...]:
    return matters.read_life_events(root / "data/matters.csv")


@pytest.fixture(scope="module")
def outside(root: Path) -> tuple[matters.OutsideMatter, ...]:
    return matters.read_outside_matters(root / "data/elsewhere.csv")


@pytest.fixture(scope="module")
def names(root: Path) -> matters.EverydayNames:
    return matters.read_everyday_names(root / "data/everyday.csv")


@pytest.fixture(scope="module")
def posted(real_data: Path) -> dict[str, str]:
    """Names by code of what a commune receives."""
    return {row["code"]: row["name"] for row in rows_of(real_data / "catalogue/commune.csv")}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_nine_events_of_four_to_twelve_matters_ship(events: tuple[matters.LifeEvent, ...]) -> None:
    assert len(events) == matters.MOST_EVENTS
    assert all(4 <= len(event.matters) <= matters.MOST_MATTERS for event in events)
    assert events[-1].name == "Việc khác"


def test_the_board_and_the_common_tier_have_their_measure(events: tuple[matters.LifeEvent, ...]) -> None:
    all_matters = [matter for event in events for matter in event.matters]
    common = [matter.codes[0] for matter in all_matters if matter.is_common]
    assert 20 <= sum(matter.on_board for matter in all_matters) <= 25
    assert len(common) <= 60, "ten sheets of six"
    assert len(set(common)) == len(common), "one cell for one procedure"
    assert all(matter.is_common for matter in all_matters if matter.on_board)


def test_at_least_ninety_matters_elsewhere_ship_with_links_on_sure_hosts_only(
    outside: tuple[matters.OutsideMatter, ...],
) -> None:
    assert len(outside) >= 90
    assert {urlsplit(matter.link).hostname for matter in outside if matter.link} <= SURE_HOSTS
    assert all(matter.office.purpose.endswith(".") for matter in outside)


def test_no_saying_is_for_here_and_elsewhere(
    events: tuple[matters.LifeEvent, ...], outside: tuple[matters.OutsideMatter, ...]
) -> None:
    assert matters.find_shared_words(events, outside) == ()


def test_english_reaches_every_group_and_every_kind_of_office(
    root: Path, events: tuple[matters.LifeEvent, ...], outside: tuple[matters.OutsideMatter, ...]
) -> None:
    groups = {row["group_id"] for row in rows_of(root / "data/groups.csv")}
    titles = matters.read_english_titles(root / "data/english.csv")
    assert set(titles) == groups
    assert sum(len(m.english) for e in events for m in e.matters) >= 100
    assert {m.office.kind for m in outside if m.english} == set(matters.OfficeKind)


def test_what_is_asked_most_has_a_name_and_a_matter(
    events: tuple[matters.LifeEvent, ...], names: matters.EverydayNames
) -> None:
    first = {matter.codes[0] for event in events for matter in event.matters}
    assert 8 <= len(names.asked) <= 12
    assert set(names.asked) <= first


def test_every_office_of_the_questions_is_a_kind_of_the_table(
    root: Path, outside: tuple[matters.OutsideMatter, ...]
) -> None:
    kinds = {
        row["office"]
        for half in ("work", "unseen", "seen", "fresh", "fresh_unseen")
        for row in rows_of(questions(root, f"outside_{half}"))
    }
    assert kinds - {"nobody"} <= {matter.office.kind.value for matter in outside}


def questions(root: Path, name: str) -> Path:
    return root / f"tests/golden/questions_{name}.csv"


@pytest.mark.real
def test_every_code_stands_in_the_list_of_a_commune(
    events: tuple[matters.LifeEvent, ...], names: matters.EverydayNames, posted: dict[str, str]
) -> None:
    assert matters.find_unposted(events, names, posted) == matters.Unposted((), ())


# What the sayings catch, read plainly: a page searches better, but a table that misleads here misleads it too.


@cache
def spoken(text: str, marked: bool) -> str:
    plain = unicodedata.normalize("NFC", text).lower()
    return " ".join(("", *re.findall(r"[^\W_]+", plain if marked else fold(plain)), ""))


def holds(question: str, saying: str) -> bool:
    """Whether the words of `saying` stand together in `question`; marks count where the question has any."""
    marked = not question.isascii()
    return spoken(saying, marked) in spoken(question, marked)


def tells(question: str, saying: str) -> bool:
    """Whether the marks are there that a saying of one word needs: "thue" may be rent as well as tax."""
    return " " in saying or saying.isascii() or not question.isascii()


def matters_meant(question: str, outside: Iterable[matters.OutsideMatter]) -> list[matters.OutsideMatter]:
    return [
        matter
        for matter in outside
        if any(holds(question, saying) for saying in (*matter.words, *matter.english) if tells(question, saying))
        and not any(holds(question, saying) for saying in matter.unless)
    ]


@pytest.mark.parametrize("bare", [False, True], ids=["marked", "bare"])
@pytest.mark.parametrize(
    "name", ["questions_inside_work.csv", "search_tuned.csv", "search_everyday.csv", "search_asked.csv"]
)
def test_what_a_commune_does_is_not_sent_away(
    root: Path, outside: tuple[matters.OutsideMatter, ...], name: str, bare: bool
) -> None:
    asked = [row["query"] for row in rows_of(root / "tests/golden" / name)]
    sent_away = [q for q in asked if matters_meant(fold(q) if bare else q, outside)]
    assert sent_away == []


def test_no_saying_holds_a_word_that_keeps_it_from_meaning_its_matter(
    outside: tuple[matters.OutsideMatter, ...],
) -> None:
    assert [
        said for m in outside for said in (*m.words, *m.english) if any(holds(said, word) for word in m.unless)
    ] == []


def test_the_words_of_a_matter_are_not_sent_away(
    events: tuple[matters.LifeEvent, ...],
    names: matters.EverydayNames,
    outside: tuple[matters.OutsideMatter, ...],
) -> None:
    sayings = [word for e in events for m in e.matters for word in (m.name, *m.words, *m.english)]
    sayings += names.by_code.values()
    assert [s for s in sayings if matters_meant(s, outside) or matters_meant(fold(s), outside)] == []


@pytest.mark.real
def test_the_official_name_of_what_a_commune_does_is_not_sent_away(
    outside: tuple[matters.OutsideMatter, ...], posted: dict[str, str]
) -> None:
    assert [name for name in posted.values() if matters_meant(name, outside)] == []


def test_what_others_do_is_sent_to_the_right_office(root: Path, outside: tuple[matters.OutsideMatter, ...]) -> None:
    asked = [row for row in rows_of(questions(root, "outside_work")) if row["office"] != "nobody"]
    spelled = [row for row in asked if row["voice"] != "telex"]
    meant = {row["query"]: {m.office.kind.value for m in matters_meant(row["query"], outside)} for row in spelled}
    wrong = [row["query"] for row in spelled if meant[row["query"]] and row["office"] not in meant[row["query"]]]
    missed = [query for query, kinds in meant.items() if not kinds]
    assert wrong == []
    assert len(missed) <= 0.05 * len(spelled), missed


def test_what_nobody_does_is_sent_to_no_office(root: Path, outside: tuple[matters.OutsideMatter, ...]) -> None:
    asked = [row["query"] for row in rows_of(questions(root, "outside_work")) if row["office"] == "nobody"]
    assert asked
    offices = [m for m in outside if m.office.kind not in (matters.OfficeKind.LOBBY, matters.OfficeKind.PRIVATE)]
    assert [query for query in asked if matters_meant(query, offices)] == []
