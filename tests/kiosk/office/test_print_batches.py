"""A batch of what is published, or of what changed; nothing to print is no batch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.office.print_batches import write_batch
from kiosk.press.batch import Order, Product
from kiosk.progress import report_nothing
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

ORDER = Order((Product.SHEETS,), ("10507",))


def test_without_a_folder_the_batch_bears_the_number_of_the_release(
    office_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    batch = write_batch(office_store, ORDER, report_nothing)
    assert batch is not None
    assert batch.folder == tmp_path / "lo-in-1"
    assert batch.archive == tmp_path / "lo-in-1.zip"
    assert {line.parcel.site.code for line in batch.lines} == {"10507"}


def test_the_first_release_is_all_change(office_store: Store, tmp_path: Path) -> None:
    whole = write_batch(office_store, ORDER, report_nothing, folder=tmp_path / "whole")
    changed = write_batch(office_store, ORDER, report_nothing, only_changed=True, folder=tmp_path / "changed")
    assert whole is not None
    assert changed is not None
    assert [line.sides for line in changed.lines] == [line.sides for line in whole.lines]


def test_nothing_changed_is_no_batch_and_no_folder(office: Office, office_store: Store, tmp_path: Path) -> None:
    """The publisher stands on pages, not on paper."""
    settings = (office.folder / "config.yaml").read_text(encoding="utf-8")
    office.write("config.yaml", re.sub(r"(?m)^publisher: .*$", "publisher: Ủy ban nhân dân", settings))
    assert "bản phát hành 2" in office.ok("regenerate", "--as-of", "2026-11-24")
    assert write_batch(office_store, ORDER, report_nothing, only_changed=True, folder=tmp_path / "lo") is None
    assert not (tmp_path / "lo").exists()
    assert not (tmp_path / "lo.zip").exists()


def test_nothing_published_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError) as caught:
        write_batch(store, ORDER, report_nothing, folder=tmp_path / "lo")
    assert "kiosk" in caught.value.way_out
    assert list(tmp_path.glob("lo*")) == []
