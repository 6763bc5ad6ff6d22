"""What a route for systems is made with; calls are tried in `pages/test_api`."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse

from kiosk.errors import OfficeError
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute


@pytest.mark.parametrize(("permission", "scope"), [(Permission.SYSTEM, ""), (Permission.LOOK, "sites")])
def test_a_route_for_systems_names_its_subject_and_no_other_does(permission: Permission, scope: str) -> None:
    with pytest.raises(OfficeError, match="phải nêu phần được đọc"):
        PageRoute("GET", "/x", permission, lambda _: PlainTextResponse(""), scope=scope)
