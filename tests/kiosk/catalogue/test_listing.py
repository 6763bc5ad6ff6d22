"""Who posts what, and why; and on which days that changes."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.catalogue.listing import explain_absence, find_next_dates, find_unknown_codes, list_postings
from kiosk.model.catalogue import Catalogue, DecidedPlace, Level, PostingList, Procedure
from kiosk.model.site import Site, SiteKind
from kiosk.settings.config import CommuneRule, ListingSettings, SiteRule

DAY = date(2026, 11, 24)
COMMUNE = Site("11824", SiteKind.COMMUNE, "Trung tâm xã Vĩnh Bảo")
CITY = Site("HP-E", SiteKind.CITY, "Trung tâm thành phố")
RULES = ListingSettings(own_city="Hải Phòng", commune=CommuneRule(exclude_fields=("Hải quan",)))


def p(code: str, *levels: Level, **more: object) -> Procedure:
    return Procedure(code, f"Thủ tục {code}", levels=levels, **more)  # type: ignore[arg-type]


def codes(
    catalogue: Catalogue, site: Site = COMMUNE, rules: ListingSettings = RULES, day: date = DAY
) -> dict[str, str]:
    (found,) = list_postings(catalogue, (site,), rules, day)
    return {x.procedure.code: x.reason for x in found.posted}


def test_the_portals_level_is_the_first_guess() -> None:
    catalogue = Catalogue((p("1.000001", Level.COMMUNE), p("1.000002", Level.PROVINCE)))
    assert codes(catalogue) == {"1.000001": "cấp thực hiện: xã"}
    assert codes(catalogue, CITY) == {"1.000002": "cấp thực hiện: tỉnh"}


def test_customs_flagged_as_commune_level_is_not_on_a_commune_board() -> None:
    assert codes(Catalogue((p("1.000001", Level.COMMUNE, field="HẢI QUAN"),))) == {}


def test_an_explicit_list_decides_instead_of_level_and_rules() -> None:
    catalogue = Catalogue(
        (p("1.000001", Level.COMMUNE), p("1.000002", Level.PROVINCE, field="Hải quan")),
        (PostingList(SiteKind.COMMUNE, ("1.000002",), "xa.csv"),),
    )
    assert codes(catalogue) == {"1.000002": "có trong danh sách xa.csv"}


def test_the_place_of_reception_that_a_decision_names() -> None:
    here = p("1.000001", Level.PROVINCE, received_at=(SiteKind.COMMUNE,), decision="3501/QĐ-UBND")
    assert codes(Catalogue((here,))) == {"1.000001": "tiếp nhận tại cấp xã theo 3501/QĐ-UBND"}
    assert codes(Catalogue((here,)), CITY) == {}


@pytest.mark.parametrize("promulgator", ["UBND tỉnh Lào Cai", "Ủy ban nhân dân thành phố Huế", "UBND TP. Đà Nẵng"])
def test_another_provinces_own_procedure_is_not_posted_by_its_level(promulgator: str) -> None:
    assert codes(Catalogue((p("1.000001", Level.COMMUNE, promulgator=promulgator),))) == {}
    ours = p("1.000001", Level.COMMUNE, promulgator="UBND Thành phố Hải Phòng")
    assert codes(Catalogue((ours,))) == {"1.000001": "cấp thực hiện: xã"}


def test_internal_procedures_are_never_posted() -> None:
    catalogue = Catalogue(
        (p("1.000001", Level.COMMUNE, internal=True),),
        (PostingList(SiteKind.COMMUNE, ("1.000001",), "xa.csv"),),
    )
    assert codes(catalogue) == {}


def test_additions_and_exclusions_of_one_site() -> None:
    rules = ListingSettings(own_city="Hải Phòng", sites={"11824": SiteRule(extra=("1.000002",), exclude=("1.000001",))})
    catalogue = Catalogue((p("1.000001", Level.COMMUNE), p("1.000002", Level.PROVINCE)))
    assert codes(catalogue, rules=rules) == {"1.000002": "bổ sung riêng cho điểm này"}
    other = Site("11825", SiteKind.COMMUNE, "khác")
    assert codes(catalogue, other, rules) == {"1.000001": "cấp thực hiện: xã"}


@pytest.mark.parametrize(
    ("day", "there"),
    [(date(2027, 2, 28), ["cũ"]), (date(2027, 3, 1), ["mới"])],
)
def test_a_board_changes_on_the_day_and_not_before(day: date, there: list[str]) -> None:
    old = Procedure("1.000001", "cũ", levels=(Level.COMMUNE,), effective_to=date(2027, 2, 28))
    new = Procedure("1.000001", "mới", levels=(Level.COMMUNE,), effective_from=date(2027, 3, 1))
    (found,) = list_postings(Catalogue((old, new)), (COMMUNE,), RULES, day)
    assert [x.procedure.name for x in found.posted] == there


def test_the_days_of_change_are_announced_and_only_those() -> None:
    catalogue = Catalogue(
        (
            p("1.000001", Level.COMMUNE, effective_to=date(2027, 2, 28)),
            p("1.000002", Level.MINISTRY, effective_from=date(2027, 1, 1)),
            p("1.000003", Level.PROVINCE, effective_from=date(2027, 4, 1)),
        )
    )
    assert find_next_dates(catalogue, (COMMUNE,), RULES, DAY) == (date(2027, 3, 1),)
    assert find_next_dates(catalogue, (COMMUNE, CITY), RULES, DAY) == (date(2027, 3, 1), date(2027, 4, 1))


def test_a_rule_that_names_an_unknown_code_is_found() -> None:
    rules = ListingSettings(own_city="Hải Phòng", sites={"11824": SiteRule(exclude=("9.999999",))})
    assert find_unknown_codes(Catalogue(), rules) == (("listing.sites.11824.exclude", "9.999999"),)


LISTED = PostingList(SiteKind.COMMUNE, ("1.000001",), "xa.csv", decided=(DecidedPlace("1.000001", DAY, "9/QĐ-UBND"),))
HERE = p("1.000001", Level.COMMUNE)
MOVED = p("1.000001", Level.COMMUNE, received_at=(SiteKind.CITY,), decision="8/QĐ-UBND")


@pytest.mark.parametrize(
    ("procedure", "lists", "rules", "why"),
    [
        (p("1.000001", internal=True), (), RULES, "nội bộ"),
        (
            HERE,
            (),
            ListingSettings(own_city="x", commune=CommuneRule(exclude=("1.000001",))),
            "bỏ khỏi mọi điểm cấp xã",
        ),
        (
            HERE,
            (),
            ListingSettings(own_city="x", sites={"11824": SiteRule(exclude=("1.000001",))}),
            "bỏ riêng ở điểm này",
        ),
        (MOVED, (), RULES, "tiếp nhận tại cấp tỉnh theo 8/QĐ-UBND"),
        (MOVED, (LISTED,), RULES, "tiếp nhận tại cấp tỉnh theo 9/QĐ-UBND, ký sau danh sách xa.csv"),
        (p("1.000002", Level.COMMUNE), (LISTED,), RULES, "không có trong danh sách xa.csv"),
        (p("1.000001", Level.COMMUNE, field="Hải quan"), (), RULES, "không thuộc nơi tiếp nhận cấp xã"),
        (p("1.000001", Level.PROVINCE), (), RULES, "cấp thực hiện nào đặt ở điểm này"),
    ],
)
def test_what_is_not_posted_has_its_rule(
    procedure: Procedure, lists: tuple[PostingList, ...], rules: ListingSettings, why: str
) -> None:
    catalogue = Catalogue((procedure,), lists)
    assert codes(catalogue, rules=rules) == {}
    assert why in explain_absence(procedure, COMMUNE, catalogue, rules, DAY)
