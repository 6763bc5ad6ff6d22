"""Data files are made once, and what is remembered is what would be made."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Never

import pytest

from kiosk import cores
from kiosk.pages import data_file, encoding
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from tests.browser import making

CONTENTS = (making.small(), making.long_names())


class RefusedError(Exception):
    """Nothing may be made now."""


class _IdleExecutor(Executor):
    def submit(self, *_args: object, **_named: object) -> Never:
        raise RefusedError


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    store = Store(tmp_path / "var")
    store.prepare()
    opened = store.cache()
    yield opened
    opened.close()


@pytest.fixture
def pool() -> Iterator[Executor]:
    with cores.pool(CONTENTS) as made:
        yield made


def test_each_content_gets_its_file_in_order(cache: Cache, pool: Executor) -> None:
    assets = encoding.begin_encoding(cache, CONTENTS, pool)()
    assert assets == tuple(map(data_file.encode, CONTENTS))


def test_what_is_remembered_is_not_made_again(cache: Cache, pool: Executor) -> None:
    first = encoding.begin_encoding(cache, CONTENTS, pool)()
    idle = _IdleExecutor()
    assert encoding.begin_encoding(cache, CONTENTS, idle)() == first
    with pytest.raises(RefusedError):
        encoding.begin_encoding(cache, (making.content(()),), idle)
