"""The hostile files of the office beside the checkout: what each of them must do to the real lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.intake.proposal import Options, Proposal, propose
from kiosk.intake.read import Mode, ReadOptions, read_file
from kiosk.model.catalogue import Catalogue, Ending
from kiosk.model.problem import Severity
from kiosk.model.question import Topic
from kiosk.model.site import SiteKind
from kiosk.model.statement import Past, Statement

pytestmark = pytest.mark.real
TODAY = date(2026, 11, 29)
NEW_YEAR, JULY = date(2027, 1, 1), date(2027, 7, 1)
BOTH = (SiteKind.COMMUNE, SiteKind.CITY)


@pytest.fixture(scope="module")
def cases(real_data: Path) -> Path:
    folder = real_data.parent / "cases" / "intake"
    if not folder.is_dir():
        pytest.skip("no hostile files of the office here")
    return folder


@pytest.fixture(scope="module")
def base(real_data: Path) -> Catalogue:
    folder = real_data / "catalogue"
    commune, province, own = (read_file(folder / f"{name}.csv") for name in ("commune", "province", "haiphong"))
    return propose(Catalogue(), Options(commune=(commune,), city=(province, own), today=TODAY)).catalogue


def taken(base: Catalogue, *paths: Path, mode: Mode | None = None) -> Proposal:
    current, said = base, tuple[Statement, ...]()
    for path in paths:
        reading = read_file(path, ReadOptions(mode=mode))
        proposal = propose(current, Options(others=(reading,), today=TODAY), Past(base, said))
        current, said = proposal.catalogue, said + proposal.statements
    return proposal


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("heading-repeal-1.xlsx", Ending.REPEALED),
        ("heading-repeal-2.xlsx", Ending.REPEALED),
        ("heading-repeal-3.xlsx", Ending.SUSPENDED),
        ("status-in-column-1.xlsx", Ending.REPEALED),
        ("status-in-column-2.xlsx", Ending.REPEALED),
    ],
)
def test_what_ends_ends(cases: Path, base: Catalogue, name: str, ending: Ending) -> None:
    proposal = taken(base, cases / name)
    assert [p.ending for p in proposal.catalogue.procedures if p.code == "1.000689"] == [ending]
    assert proposal.waiting == ()


@pytest.mark.parametrize(
    ("name", "code", "day"),
    [
        ("effective-date-cell.xlsx", "1.000656", JULY),
        ("effective-two-digit-year.xlsx", "1.000656", JULY),
        ("sentence-except.xlsx", "1.000689", JULY),
        ("eth-everywhere.xlsx", "1.001193", NEW_YEAR),
        ("place-1.xlsx", "1.000656", NEW_YEAR),
        ("pdf-spacing.docx", "1.000656", NEW_YEAR),
        ("macro.docm", "1.000656", NEW_YEAR),
    ],
)
def test_what_is_amended_holds_from_its_day_at_its_places(
    cases: Path, base: Catalogue, name: str, code: str, day: date
) -> None:
    last = [p for p in taken(base, cases / name).catalogue.procedures if p.code == code][-1]
    assert (last.effective_from, last.received_at, last.effective_to) == (day, BOTH, None)
    assert name != "pdf-spacing.docx" or last.name == "Thủ tục đăng ký khai tử"
    assert "Ð" not in last.name + last.field


@pytest.mark.parametrize(
    ("name", "questions", "errors"),
    [
        ("list-state-1.xlsx", 1, 0),
        ("list-state-2.xlsx", 0, 1),
        ("remark-1.xlsx", 1, 0),
        ("strike-row.xlsx", 1, 0),
        ("chu-tich-swallows-rows.xlsx", 0, 2),
        ("cong-nhan-without-code.xlsx", 0, 2),
        ("unquoted-comma.csv", 0, 1),
        ("junk-name.csv", 0, 1),
        ("tcvn3-one-row.xlsx", 0, 1),
        ("repeal-in-paragraphs.docx", 2, 0),
        ("amended-and-repealed.xlsx", 2, 0),
    ],
)
def test_what_is_open_waits_and_what_is_wrong_is_refused(
    cases: Path, base: Catalogue, name: str, questions: int, errors: int
) -> None:
    proposal = taken(base, cases / name, mode=None if name.endswith(".docx") else Mode.CHANGE)
    assert len(proposal.waiting) == questions
    assert sum(p.severity is Severity.ERROR for p in proposal.problems) == errors


def test_the_name_of_a_sheet_says_the_kind_and_the_missing_day_is_asked(cases: Path, base: Catalogue) -> None:
    reading = read_file(cases / "status-in-sheet-name.xlsx")
    proposal = propose(base, Options(others=(reading,), today=TODAY), Past(base))
    assert {w.problem.question.topic for w in proposal.waiting if w.problem.question} == {Topic.DAY}
    dated = propose(base, Options(others=(reading,), today=TODAY, effective=NEW_YEAR), Past(base)).catalogue
    assert [p.ending for p in dated.procedures if p.code == "1.000689"] == [Ending.REPEALED]


def test_a_new_code_replaces_the_old_one(cases: Path, base: Catalogue) -> None:
    (old,) = [p for p in taken(base, cases / "old-and-new-code.xlsx").catalogue.procedures if p.code == "1.000656"]
    assert (old.ending, old.replaced_by) == (Ending.REPLACED, ("1.116920",))


def test_two_spellings_of_one_agency_cover_that_agency_alone(cases: Path, base: Catalogue) -> None:
    assert taken(base, cases / "two-names-of-one-ministry.xlsx").lost == 0


def test_series_of_decisions(cases: Path, base: Catalogue) -> None:
    def series(name: str) -> Catalogue:
        return taken(base, *sorted((cases / f"series-{name}").iterdir())).catalogue

    assert "1.116902" not in {p.code for p in series("repeal-before-effective").procedures}
    amended = series("out-of-order").on(date(2027, 3, 2))["1.000656"]
    assert (amended.time_legal, amended.fee) == ("2 ngày", "20.000 đồng")
    assert series("older-after-correction").on(NEW_YEAR)["1.116901"].fee == "12.000 đồng"
    moved = series("moved-to-commune")
    assert all("1.000016" in {d.code for d in x.decided} for x in moved.lists)
    assert moved.on(NEW_YEAR)["1.000016"].received_at == (SiteKind.COMMUNE,)
