"""What every page has: the sample's warning, the way on, the caller."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kiosk.errors import OfficeError
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.office import catalogues
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.visit import go_to, is_sample
from tests.kiosk.web.office.conftest import ADDRESS, Desk


def test_with_the_sample_every_page_says_so(desk: Callable[..., Desk]) -> None:
    admin = desk(Role.ADMIN)
    for path in ("/", "/viec", "/nguoi-dung", "/tai-khoan", "/dang-nhap"):
        assert "BẢN MẪU" in admin.get(path).text, path


def test_with_a_real_catalogue_none_does(here: Workplace, desk: Callable[..., Desk]) -> None:
    assert is_sample(here)
    with here.store.writing():
        real = Catalogue((Procedure("1.000001", "A"),), data_date=date(2026, 1, 1))
        catalogues.accept(here.store, real, "x")
    assert not is_sample(here)
    assert "BẢN MẪU" not in desk(Role.ADMIN).get("/").text


def test_the_browser_is_sent_on_with_a_word() -> None:
    assert go_to("/viec", "da-huy-viec").headers["location"] == "/viec?xong=da-huy-viec"
    assert go_to("/viec").headers["location"] == "/viec"


def test_nobody_has_no_person(desk: Callable[..., Desk]) -> None:
    from kiosk.web.office.visit import Visit

    with pytest.raises(OfficeError):
        _ = Visit(None, None, None, "").person  # type: ignore[arg-type]


def test_who_is_refused_goes_back_to_the_form_and_to_no_other_host(desk: Callable[..., Desk]) -> None:
    approver = desk(Role.APPROVER)
    for came, back in ((f"{ADDRESS}/tam-dung?x=1", "/tam-dung?x=1"), ("https://la.example/x", "/")):
        answer = approver.client.post(
            "/tam-dung",
            data={"form_token": approver.token()},
            headers={"Sec-Fetch-Site": "same-origin", "Referer": came},
        )
        assert answer.status_code == 409
        assert f'href="{back}">Mở lại trang vừa rồi' in answer.text
