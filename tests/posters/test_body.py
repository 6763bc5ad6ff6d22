"""Bodies survive a cache, and a damaged cache is noticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from posters.body import Body
from posters.errors import DrawingError
from posters.spec import Card, Sheet


def test_dump_and_load(
    odd_cards: tuple[Card, ...], pack: Callable[..., tuple[Sheet, ...]], draw: Callable[[Sheet], Body]
) -> None:
    for sheet in pack(odd_cards, sample=True):
        body = draw(sheet)
        assert Body.load(body.dump()) == body
        assert Body.load(body.dump()).dump() == body.dump()


@pytest.mark.parametrize("kept", [b"", b"x", b"{}\n", b'{"size":[1,2]}\nabc', b"[]\n"])
def test_something_else_is_refused(kept: bytes) -> None:
    with pytest.raises(DrawingError, match=r"tệp cache\.sqlite: bản vẽ lưu tạm bị hỏng\. Cách xử lý: xóa tệp này"):
        Body.load(kept)
