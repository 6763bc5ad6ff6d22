"""The library, the workplace and the bench of the proofs, made once per session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.injector import Injector, NoCompilerError, compile_library, scratch_folder
from tests.proof.trials import Bench
from tests.proof.workplace import Workplace


@pytest.fixture(scope="session")
def proof_scratch() -> Iterator[Path]:
    """A folder in memory for the whole session."""
    folder = scratch_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def injector(proof_scratch: Path) -> Iterator[Injector]:
    """Commands under the preloaded library; skips where it cannot be compiled."""
    try:
        library = compile_library(proof_scratch)
    except NoCompilerError as error:
        pytest.skip(str(error))
    with Injector(library, proof_scratch) as made:
        yield made


@pytest.fixture(scope="session")
def workplace(injector: Injector, proof_scratch: Path) -> Workplace:
    """The small office in its states."""
    return Workplace(injector, proof_scratch)


@pytest.fixture(scope="session")
def bench(workplace: Workplace) -> Bench:
    """Commands with what their undisturbed runs lead to."""
    return Bench(workplace)
