"""A browser that has an answer is not sent it again."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from kiosk.web.tags import has_answer

TAG = 'W/"abc"'


def ask(*values: str) -> Request:
    headers = [(b"if-none-match", value.encode()) for value in values]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


@pytest.mark.parametrize("value", [TAG, f'"x", {TAG}', f'{TAG},W/"y"', "*"])
def test_a_tag_is_known_among_others(value: str) -> None:
    assert has_answer(ask(value), TAG)


@pytest.mark.parametrize("values", [(), ("",), ('"x"',), ('W/"abcd"',)])
def test_another_tag_or_none_asks_for_the_answer(values: tuple[str, ...]) -> None:
    assert not has_answer(ask(*values), TAG)
