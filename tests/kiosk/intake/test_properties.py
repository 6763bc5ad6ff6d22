"""Laws of the intake: rows add up, imports repeat, order and round trips do not matter, versions never overlap."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import Mode, Reading, ReadOptions, read_bytes
from kiosk.intake.readers.own_table import write_csv
from kiosk.intake.rules import timeline
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Catalogue, Channel, Ending, Level, Online, Procedure
from kiosk.model.site import SiteKind
from kiosk.text import tidy
from posters.printable import find_unprintable

TODAY = date(2026, 10, 1)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CODES = st.integers(1, 12).map(lambda n: f"1.0000{n:02d}")
TEXT = st.text(st.sampled_from("aâđêơưừẫ B1.,;:|\\'=+-@(\"\n\u0301"), max_size=12).map(tidy)
# What no sheet can print (marks heaped on marks) never enters a catalogue.
TEXT = TEXT.filter(lambda text: find_unprintable(text) is None)
NAME = TEXT.filter(lambda t: any(c.isalpha() for c in t)).map(lambda t: f"Thủ tục {t}")
TEXTS = st.lists(TEXT.filter(bool), max_size=2, unique=True).map(tuple)
UUID = st.integers(1, 6).map(lambda n: f"019d2bfd-382c-774c-bca0-00000000000{n}")


@st.composite
def versions(draw: st.DrawFn, code: str) -> Versions:
    """One to three versions of a code that follow each other, the last one open or ended."""
    days = sorted(draw(st.sets(DAYS, max_size=2)))
    starts = [None, *(d + timedelta(days=1) for d in days)]
    ends = [*days, draw(st.none() | st.just(date(2028, 6, 30)))]
    return tuple(
        Procedure(
            code,
            draw(NAME),
            field=draw(TEXT),
            executing=draw(TEXTS),
            levels=tuple(x for x in Level if draw(st.booleans())),
            portal_id=draw(st.just("") | UUID),
            decision=draw(TEXT),
            decision_date=draw(st.none() | DAYS),
            effective_from=start,
            effective_to=end,
            ending=draw(st.sampled_from([x for x in Ending if x])) if end else Ending.NONE,
            received_at=tuple(x for x in SiteKind if draw(st.booleans())),
            internal=draw(st.booleans()),
            online=draw(st.sampled_from(Online)),
            fee=draw(TEXT),
            channels=draw(st.lists(st.builds(Channel, NAME, TEXT, TEXT), max_size=2).map(tuple)),
            dossier=draw(TEXTS),
            keywords=draw(TEXTS),
            cases=draw(TEXTS),
            common=draw(st.booleans()),
        )
        for start, end in zip(starts, ends, strict=True)
    )


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """A catalogue as an import would leave it: no portal id claimed twice, nothing to prune."""
    codes = sorted(draw(st.sets(CODES, min_size=1, max_size=4)))
    found = tuple(replace(p, portal_id="") if p.portal_id else p for code in codes for p in draw(versions(code)))
    return Catalogue(found, sample=draw(st.booleans()))


def exported(catalogue: Catalogue, name: str = "danh-muc.csv") -> Reading:
    return read_bytes(name, write_csv(catalogue))


def bare(catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, procedures=tuple(replace(p, source=None) for p in catalogue.procedures))


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_the_own_form_comes_back_exactly(catalogue: Catalogue) -> None:
    reading = exported(catalogue)
    assert tuple(replace(p, source=None) for p in reading.procedures) == catalogue.procedures
    assert (reading.sample, reading.complete) == (catalogue.sample, True)
    assert not reading.problems


@settings(max_examples=40, deadline=None)
@given(catalogues())
def test_importing_its_own_export_changes_nothing(catalogue: Catalogue) -> None:
    proposal = propose(catalogue, Options(others=(exported(catalogue),), today=TODAY))
    assert proposal.changes == ()
    assert proposal.catalogue is catalogue


LINE = st.one_of(
    st.tuples(CODES, NAME | st.just("")).map(lambda r: ",".join(f'"{c}"' for c in (r[0], r[1].replace('"', "")))),
    st.sampled_from(
        ["code,name", "", ",", "1.00161,Cấp thẻ", "1.0133611,X", "1.014955-Xoa,Y", ",Tên không mã", "I,MỤC"]
    ),
    st.text(st.sampled_from("ab1.,\"'|"), max_size=12),
)


@given(st.lists(LINE, max_size=12))
def test_every_row_is_accounted_for(lines: list[str]) -> None:
    text = "code,name\n1.000099,Đăng ký\n" + "\n".join(lines) + "\n"
    try:
        reading = read_bytes("tep.csv", text.encode())
    except Exception as error:  # a broken quote refuses the whole file, which is an answer too
        assert "tep.csv" in str(error)
        return
    t = reading.tally
    assert t.rows == len(reading.rows) == t.procedures + t.headings + t.problems
    assert len({p.source for p in reading.problems if p.severity != "cảnh báo"}) == t.problems
    done = propose(Catalogue(), Options(others=(reading,), today=TODAY)).tallies[0]
    assert done.rows == t.rows == done.procedures + done.headings + done.problems


@st.composite
def readings(draw: st.DrawFn) -> tuple[Reading, ...]:
    """Two or three files of some columns, of today or of a later day."""
    found = []
    for n in range(draw(st.integers(2, 3))):
        columns = ["name", *sorted(draw(st.sets(st.sampled_from(["field", "fee", "uuid", "executing", "level"]))))]
        lines = ["code," + ",".join(columns)]
        for code in sorted(draw(st.sets(CODES, min_size=1, max_size=5))):
            values = {
                "name": draw(NAME),
                "field": draw(st.sampled_from(["", "Hộ tịch", "Đất đai"])),
                "fee": draw(st.sampled_from(["", "Miễn"])),
                "uuid": draw(st.just("") | UUID),
                "executing": draw(st.sampled_from(["", "Ủy ban nhân dân cấp xã"])),
                "level": draw(st.sampled_from(["", "xã", "tỉnh+xã"])),
            }
            lines.append(code + "," + ",".join('"' + values[c].replace('"', "") + '"' for c in columns))
        mode = draw(st.sampled_from(Mode))
        found.append(read_bytes(f"tep{n}.csv", "\n".join(lines).encode(), ReadOptions(mode=mode)))
    return tuple(found)


@st.composite
def annexes(draw: st.DrawFn) -> Reading:
    """An annex with some statuses and days."""
    lines = ["STT,Mã TTHC,Tên TTHC,Sau cắt giảm,Mã TTHC được thay thế"]
    for code in draw(st.lists(CODES, min_size=1, max_size=4, unique=True)):
        lines.append(draw(st.sampled_from(["BÃI BỎ", "BAN HÀNH MỚI", "SỬA ĐỔI, BỔ SUNG", "THAY THẾ"])) + ",,,,")
        day = draw(st.none() | DAYS)
        if day is not None:
            lines.append(f"Có hiệu lực từ ngày {day:%d/%m/%Y},,,,")
        lines.append(f"1,{code},Thủ tục số {code},{draw(st.sampled_from(['', '1 ngày']))},{draw(st.just('') | CODES)}")
    return read_bytes("phu-luc.csv", "\n".join(lines).encode())


def overlapping(catalogue: Catalogue) -> list[str]:
    pairs = itertools.pairwise(catalogue.procedures)
    return [a.code for a, b in pairs if a.code == b.code and timeline.find_end(a) >= timeline.find_beginning(b)]


@settings(max_examples=60, deadline=None)
@given(catalogues(), readings(), st.lists(annexes(), max_size=1).map(tuple), st.none() | DAYS)
def test_order_of_files_repeats_and_overlaps(
    current: Catalogue, files: tuple[Reading, ...], annex: tuple[Reading, ...], effective: date | None
) -> None:
    files += annex
    current = replace(current, sample=False)
    options = Options(others=files, today=TODAY, effective=effective, allow_drop=True)
    once = propose(current, options)
    assert propose(current, replace(options, others=files[::-1])) == replace(once, tallies=once.tallies[::-1])
    again = propose(once.catalogue, options)
    assert again.changes == ()
    assert again.catalogue is once.catalogue
    assert overlapping(once.catalogue) == []
    assert all(timeline.find_beginning(p) <= timeline.find_end(p) for p in once.catalogue.procedures)
    assert list(once.catalogue.procedures) == sorted(
        once.catalogue.procedures, key=lambda p: (p.code, timeline.find_beginning(p))
    )


@settings(deadline=None)
@given(st.data())
def test_no_step_makes_versions_overlap(data: st.DataObject) -> None:
    line: Versions = data.draw(versions("1.000001"))
    for _ in range(data.draw(st.integers(1, 5))):
        day, new = data.draw(DAYS), Procedure("1.000001", data.draw(NAME), fee=data.draw(TEXT))
        until = data.draw(st.none() | st.integers(0, 200).map(lambda n, day=day: day + timedelta(days=n)))
        step = data.draw(st.sampled_from(["now", "from", "leave", "repeal", "prune"]))
        if step == "now":
            line = timeline.state_now(line, new, day)
        elif step == "from":
            line = timeline.state_from(line, new, day, until, resume=data.draw(st.booleans()))
            at = timeline.find_version(line, day)
            assert at is not None
            assert timeline.list_content(at) == timeline.list_content(new)
        elif step == "prune":
            line = timeline.prune_versions(line, day, day)
        else:
            line = timeline.end_version(line, day, Ending.LEFT if step == "leave" else Ending.REPEALED)
            assert timeline.find_version(line, day) is None
        assert all(timeline.find_beginning(p) <= timeline.find_end(p) for p in line)
        assert all(timeline.find_end(a) < timeline.find_beginning(b) for a, b in itertools.pairwise(line))
